/* An image on a web server as the source of an update, by the client that both SDKs have. */
#ifndef HTTP_H
#define HTTP_H

#include "update.h"

#include <esp_http_client.h>

struct http {
    esp_http_client_handle_t client;
    uint32_t position; /* of the next byte that the server sends */
};

/* Finds an image, and fills `source`, which uses `http`; the server has `patience` milliseconds to
 * answer. PSCHEMA_ERROR_NOT_FOUND: it does not have it. */
enum pschema_result http_open(struct http *http, const char *url, int patience,
                              struct source *source);

/* Also where it was not found. */
void http_close(struct http *http);

#endif
