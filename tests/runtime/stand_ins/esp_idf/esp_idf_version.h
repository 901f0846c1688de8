/* A stand-in for ESP-IDF's header: of 5, unless a test asks for another one. */
#ifndef STAND_IN_ESP_IDF_VERSION_H
#define STAND_IN_ESP_IDF_VERSION_H

#ifndef ESP_IDF_VERSION_MAJOR
#define ESP_IDF_VERSION_MAJOR 5
#endif

#endif
