/* A board for runtime/examples/bare_metal, whose main is called node_main here: its flash is the
 * simulator. */
#include "board.h"
#include "node_power.h"
#include "print.h"

#include <node.h>

#include <string.h>

#undef main
int node_main(void);

/* The functions of the driver have no other way to it. */
static struct pschema_simulator simulator;
static struct pschema_flash flash;

enum pschema_result board_read(void *context, uint32_t address, void *buffer, uint32_t size)
{
    (void)context;
    return flash.read(&simulator, address, buffer, size);
}

enum pschema_result board_program(void *context, uint32_t address, const void *data, uint32_t size)
{
    (void)context;
    return flash.program(&simulator, address, data, size);
}

enum pschema_result board_erase(void *context, uint32_t address, uint32_t size)
{
    (void)context;
    return flash.erase(&simulator, address, size);
}

void board_feed_watchdog(void *context)
{
    (void)context;
}

int32_t board_measure(void)
{
    return 1000;
}

int board_is_in_factory(int16_t *offset, uint16_t *gain)
{
    *offset = -40;
    *gain = 2048;
    return boot_of(simulator.size)->is_in_factory != 0;
}

void board_show(const char *name, int32_t number)
{
    host_print(name);
    host_print(" ");
    print_number(number);
    host_print("\n");
}

int main(void)
{
    simulator.size = NODE_FLASH_SIZE;
    simulator.erase_size = 1024;
    simulator.program_size = 2;
    power_on(&simulator, &flash);
    power_off(&simulator, node_main() == 0);
    return 0;
}
