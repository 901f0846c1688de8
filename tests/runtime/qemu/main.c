/* A firmware for an emulated processor. Its flash is the simulator over memory where QEMU loaded an
 * image of it; when the firmware ends, or when its power is cut, that is written back to a file.
 * FLASH_ADDRESS is the image's; behind it stands what the bootloader leaves to the firmware. */
#include "parts.h"
#include "print.h"

#include <sensor.h>

#include <pschema/simulator.h>

#include <string.h>

enum { STATUS_POWER_LOST = 3, STATUS_BROKEN = 4 };

struct boot {
    uint32_t running;    /* the offset of the application that was started */
    uint32_t is_to_fail; /* whether it shall find itself wanting */
    uint32_t will_cut;
    uint32_t cut_after; /* so many operations */
};

static enum pschema_result run(struct pschema_flash *flash, const struct boot *boot)
{
    enum pschema_result result = show_table(flash);
    if (result == PSCHEMA_OK) {
        result = show_settings(flash);
    }
    if (result == PSCHEMA_OK) {
        result = show_records(flash);
    }
    if (result == PSCHEMA_OK) {
        result = update(flash, boot->running, boot->is_to_fail != 0);
    }
    return result;
}

static void show_end(const struct pschema_simulator *simulator, enum pschema_result result)
{
    if (simulator->is_off) {
        host_print("power lost\n");
    } else {
        print_result("all", result);
    }
    print_number((int32_t)simulator->operations);
    host_print(" operations, ");
    print_number((int32_t)simulator->violations);
    host_print(" against the rules\n");
}

int main(void)
{
    const struct boot *boot = (const struct boot *)(FLASH_ADDRESS + SENSOR_FLASH_SIZE);
    struct pschema_simulator simulator;
    struct pschema_flash flash;
    enum pschema_result result;
    memset(&simulator, 0, sizeof simulator);
    simulator.bytes = (uint8_t *)FLASH_ADDRESS;
    simulator.size = SENSOR_FLASH_SIZE;
    simulator.erase_size = 4096;
    simulator.program_size = 4;
    pschema_simulator_init(&simulator, &flash);
    if (boot->will_cut) {
        pschema_simulator_cut(&simulator, boot->cut_after, PSCHEMA_TEAR_BITS, 1);
    }
    result = run(&flash, boot);
    show_end(&simulator, result);
    if (host_save("flash.bin", simulator.bytes, simulator.size)) {
        host_exit(STATUS_BROKEN);
    }
    host_exit(simulator.is_off ? STATUS_POWER_LOST : result ? STATUS_BROKEN : 0);
    return 0;
}
