// boards, variant b, revision 1, for esp32s3. Made by schemac 0.2.0; do not edit.
// The schema is input.pschema.
//
// The constants of boards.h, once for all files of a program that are compiled with
// BOARDS_SOURCE. To be compiled as C; C++17 does not need it.
#define BOARDS_DEFINITIONS
#include "boards.h"
