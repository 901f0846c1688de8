// esp_at, revision 1, for esp32c3. Made by schemac 0.2.0; do not edit.
// The schema is input.pschema.
//
// The constants of esp_at.h, once for all files of a program that are compiled with
// ESP_AT_SOURCE. To be compiled as C; C++17 does not need it.
#define ESP_AT_DEFINITIONS
#include "esp_at.h"
