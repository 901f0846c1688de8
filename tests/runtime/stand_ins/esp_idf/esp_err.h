/* A stand-in for ESP-IDF's header: what runtime/port and runtime/examples use of it. */
#ifndef STAND_IN_ESP_ERR_H
#define STAND_IN_ESP_ERR_H

typedef int esp_err_t;

#define ESP_OK 0
#define ESP_FAIL (-1)
#define ESP_ERR_NOT_ALLOWED 0x10d

void esp_stand_in_abort(void);

#define ESP_ERROR_CHECK(error)                                                                     \
    do {                                                                                           \
        if ((error) != ESP_OK) {                                                                   \
            esp_stand_in_abort();                                                                  \
        }                                                                                          \
    } while (0)

#endif
