/* A stand-in for the ESP8266_RTOS_SDK's header: what runtime/port and runtime/examples use of it.
 */
#ifndef STAND_IN_ESP_SYSTEM_H
#define STAND_IN_ESP_SYSTEM_H

void esp_restart(void) __attribute__((noreturn));

#endif
