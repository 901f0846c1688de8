#include "node_power.h"
#include "print.h"

enum { STATUS_POWER_LOST = 3, STATUS_BROKEN = 4 };

const struct boot *boot_of(uint32_t size)
{
    return (const struct boot *)(FLASH_ADDRESS + size);
}

void power_on(struct pschema_simulator *simulator, struct pschema_flash *flash)
{
    const struct boot *boot = boot_of(simulator->size);
    simulator->bytes = (uint8_t *)FLASH_ADDRESS;
    pschema_simulator_init(simulator, flash);
    if (boot->will_cut) {
        pschema_simulator_cut(simulator, boot->cut_after, PSCHEMA_TEAR_BITS, boot->cut_after);
    }
}

void power_off(const struct pschema_simulator *simulator, int is_right)
{
    if (simulator->is_off) {
        host_print("power lost\n");
    }
    print_number((int32_t)simulator->operations);
    host_print(" operations, ");
    print_number((int32_t)simulator->violations);
    host_print(" against the rules\n");
    if (host_save("flash.bin", simulator->bytes, simulator->size)) {
        host_exit(STATUS_BROKEN);
    }
    host_exit(simulator->is_off ? STATUS_POWER_LOST : is_right ? 0 : STATUS_BROKEN);
}
