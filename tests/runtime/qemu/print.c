#include "print.h"

static const char digits[] = "0123456789abcdef";

/* By subtracting: some of these processors have no division, nor do their libraries. */
void print_number(int32_t number)
{
    static const uint32_t powers[] = {1000000000, 100000000, 10000000, 1000000, 100000,
                                      10000,      1000,      100,      10,      1};
    uint32_t rest = number < 0 ? 0u - (uint32_t)number : (uint32_t)number;
    char text[12];
    char *end = text;
    unsigned i;
    if (number < 0) {
        *end++ = '-';
    }
    for (i = 0; i < sizeof powers / sizeof *powers; i++) {
        char digit = '0';
        while (rest >= powers[i]) {
            rest -= powers[i];
            digit++;
        }
        if (digit != '0' || powers[i] == 1 || (end != text && end[-1] != '-')) {
            *end++ = digit;
        }
    }
    *end = '\0';
    host_print(text);
}

void print_bytes(const void *bytes, uint32_t size)
{
    const uint8_t *byte = (const uint8_t *)bytes;
    char text[3] = "";
    for (; size > 0; size--, byte++) {
        text[0] = digits[*byte >> 4];
        text[1] = digits[*byte & 15];
        host_print(text);
    }
}

void print_hexadecimal(uint32_t number)
{
    char text[9] = "";
    unsigned i;
    for (i = 0; i < 8; i++) {
        text[i] = digits[number >> (28 - 4 * i) & 15];
    }
    host_print(text);
}

int print_result(const char *name, enum pschema_result result)
{
    host_print(name);
    host_print(": ");
    host_print(result == PSCHEMA_OK ? "right" : "error ");
    if (result != PSCHEMA_OK) {
        print_number(result);
    }
    host_print("\n");
    return result == PSCHEMA_OK;
}
