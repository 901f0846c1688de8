/* A stand-in for the ESP8266_RTOS_SDK's header: what runtime/port and runtime/examples use of it.
 */
#ifndef STAND_IN_PROTOCOL_EXAMPLES_COMMON_H
#define STAND_IN_PROTOCOL_EXAMPLES_COMMON_H

#include <esp_err.h>

esp_err_t example_connect(void);

#endif
