/* Reads an image from a web server: from where it is needed, if the server can do that. */
#include "http.h"

#ifdef CONFIG_MBEDTLS_CERTIFICATE_BUNDLE
#include <esp_crt_bundle.h>
#endif

#include <stdio.h>
#include <string.h>

/* Asks for the bytes from `position` on; a server that cannot do that sends all. `*length`: how
 * many it sends. */
static enum pschema_result request(struct http *http, uint32_t position, int64_t *length)
{
    char range[32];
    int status;
    esp_http_client_close(http->client);
    snprintf(range, sizeof range, "bytes=%lu-", (unsigned long)position);
    if (esp_http_client_set_header(http->client, "Range", range) != ESP_OK ||
        esp_http_client_open(http->client, 0) != ESP_OK) {
        return PSCHEMA_ERROR_STATE;
    }
    *length = esp_http_client_fetch_headers(http->client);
    status = esp_http_client_get_status_code(http->client);
    http->position = status == 206 ? position : 0;
    return status == 206 || status == 200 ? PSCHEMA_OK : PSCHEMA_ERROR_NOT_FOUND;
}

/* Fills a buffer with what comes next. */
static enum pschema_result receive(struct http *http, char *buffer, uint32_t size)
{
    while (size > 0) {
        int part = esp_http_client_read(http->client, buffer, (int)size);
        if (part <= 0) {
            return PSCHEMA_ERROR_STATE; /* the connection broke */
        }
        http->position += (uint32_t)part;
        buffer += part;
        size -= (uint32_t)part;
    }
    return PSCHEMA_OK;
}

/* As struct source has it. */
static enum pschema_result read_image(void *context, uint32_t position, void *buffer, uint32_t size)
{
    struct http *http = (struct http *)context;
    int64_t length;
    enum pschema_result result =
        position == http->position ? PSCHEMA_OK : request(http, position, &length);
    while (result == PSCHEMA_OK && http->position < position) { /* all came: skip what is before */
        uint32_t rest = position - http->position;
        result = receive(http, (char *)buffer, rest < size ? rest : size);
    }
    return result ? result : receive(http, (char *)buffer, size);
}

enum pschema_result http_open(struct http *http, const char *url, int patience,
                              struct source *source)
{
    esp_http_client_config_t config;
    int64_t length = 0;
    enum pschema_result result = PSCHEMA_ERROR_STATE;
    memset(&config, 0, sizeof config);
    config.url = url;
    config.timeout_ms = patience;
#ifdef CONFIG_MBEDTLS_CERTIFICATE_BUNDLE
    config.crt_bundle_attach = esp_crt_bundle_attach;
#endif
    http->client = esp_http_client_init(&config);
    if (http->client) {
        result = request(http, 0, &length);
    }
    source->context = http;
    source->size = (uint32_t)length;
    source->read = read_image;
    return result || (length > 0 && length <= UINT32_MAX) ? result : PSCHEMA_ERROR_NOT_FOUND;
}

void http_close(struct http *http)
{
    if (http->client) {
        esp_http_client_cleanup(http->client);
    }
}
