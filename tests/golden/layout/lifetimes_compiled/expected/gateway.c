// gateway, revision 3, for esp32s3. Made by schemac 0.2.0; do not edit.
// The schema is input.pschema.
//
// The constants of gateway.h, once for all files of a program that are compiled with
// GATEWAY_SOURCE. To be compiled as C; C++17 does not need it.
#define GATEWAY_DEFINITIONS
#include "gateway.h"
