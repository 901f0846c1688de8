/* A stand-in for the ESP8266_RTOS_SDK's header: what runtime/port and runtime/examples use of it.
 */
#ifndef STAND_IN_ESP_EVENT_H
#define STAND_IN_ESP_EVENT_H

#include <esp_err.h>

esp_err_t esp_event_loop_create_default(void);

#endif
