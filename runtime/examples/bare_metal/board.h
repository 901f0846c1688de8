/* What this firmware needs of its board. */
#ifndef BOARD_H
#define BOARD_H

#include <pschema/flash.h>

/* The flash driver, as struct pschema_flash has its functions. */
enum pschema_result board_read(void *context, uint32_t address, void *buffer, uint32_t size);
enum pschema_result board_program(void *context, uint32_t address, const void *data, uint32_t size);
enum pschema_result board_erase(void *context, uint32_t address, uint32_t size);

/* Between two operations of the flash. */
void board_feed_watchdog(void *context);

/* What the sensor measures. */
int32_t board_measure(void);

/* Whether the factory asks for a calibration, and to what. */
int board_is_in_factory(int16_t *offset, uint16_t *gain);

void board_show(const char *name, int32_t number);

#endif
