// gadget, revision 1, for esp32. Made by schemac 0.2.0; do not edit.
// The schema is input.pschema.
//
// The constants of gadget.h, once for all files of a program that are compiled with
// GADGET_SOURCE. To be compiled as C; C++17 does not need it.
#define GADGET_DEFINITIONS
#include "gadget.h"
