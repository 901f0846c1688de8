/* A stand-in for the ESP8266_RTOS_SDK's header: what runtime/port and runtime/examples use of it.
 */
#ifndef STAND_IN_ESP_LOG_H
#define STAND_IN_ESP_LOG_H

void esp_stand_in_log(const char *tag, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#define ESP_LOGE(tag, ...) esp_stand_in_log(tag, __VA_ARGS__)
#define ESP_LOGI(tag, ...) esp_stand_in_log(tag, __VA_ARGS__)

#endif
