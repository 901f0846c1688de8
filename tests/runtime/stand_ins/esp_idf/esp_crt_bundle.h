/* A stand-in for ESP-IDF's header: what runtime/port and runtime/examples use of it. */
#ifndef STAND_IN_ESP_CRT_BUNDLE_H
#define STAND_IN_ESP_CRT_BUNDLE_H

#include <esp_err.h>

esp_err_t esp_crt_bundle_attach(void *configuration);

#endif
