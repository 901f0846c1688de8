/* A stand-in for ESP-IDF's header: what runtime/port and runtime/examples use of it. */
#ifndef STAND_IN_ESP_HTTP_CLIENT_H
#define STAND_IN_ESP_HTTP_CLIENT_H

#include <esp_err.h>

#include <stdint.h>

typedef struct esp_http_client *esp_http_client_handle_t;

typedef struct {
    const char *url;
    int timeout_ms;
    esp_err_t (*crt_bundle_attach)(void *configuration);
} esp_http_client_config_t;

esp_http_client_handle_t esp_http_client_init(const esp_http_client_config_t *configuration);
esp_err_t esp_http_client_set_header(esp_http_client_handle_t client, const char *key,
                                     const char *value);
esp_err_t esp_http_client_open(esp_http_client_handle_t client, int write_size);
int64_t esp_http_client_fetch_headers(esp_http_client_handle_t client);
int esp_http_client_get_status_code(esp_http_client_handle_t client);
int esp_http_client_read(esp_http_client_handle_t client, char *buffer, int size);
esp_err_t esp_http_client_close(esp_http_client_handle_t client);
esp_err_t esp_http_client_cleanup(esp_http_client_handle_t client);

#endif
