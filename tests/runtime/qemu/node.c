/* The node of runtime/examples, with runtime/examples/esp_idf/node.pschema, on an emulated
 * processor: the SDK is left out, and what it does stands here. */
#include "calibration.h"
#include "node_power.h"
#include "print.h"
#include "settings.h"
#include "update.h"

#include <string.h>

enum { IMAGE_SIZE = 100003 };

/* The image is made up; the test knows its bytes, too. */
static enum pschema_result read_image(void *context, uint32_t position, void *buffer, uint32_t size)
{
    uint8_t *to = (uint8_t *)buffer;
    (void)context;
    for (; size > 0; size--, position++) {
        *to++ = (uint8_t)(position ^ position >> 8 ^ 0x5a);
    }
    return PSCHEMA_OK;
}

static void show(const char *name, enum pschema_result result)
{
    host_print(name);
    host_print(": ");
    host_print(pschema_result_name(result));
    host_print("\n");
}

static void show_number(const char *name, int32_t number)
{
    host_print(name);
    host_print(" ");
    print_number(number);
    host_print("\n");
}

static void show_settings(const struct pschema_flash *flash)
{
    struct node_nvs_settings settings;
    show("settings", read_settings(flash, &settings));
    host_print(settings.url);
    show_number("\npatience", settings.patience);
    show_number("interval", (int32_t)settings.interval);
}

static enum pschema_result measure(const struct pschema_flash *flash, int is_in_factory)
{
    struct node_calibration calibration;
    struct node_counters counters;
    enum pschema_result result;
    if (is_in_factory) {
        show("factory", calibrate(flash, -40, 2048));
    }
    show("calibration", find_calibration(flash, &calibration));
    show_number("measured", correct(&calibration, 1000));
    result = count(flash, 1, 1, &counters);
    if (result == PSCHEMA_OK) {
        show_number("start", (int32_t)counters.starts);
    }
    return result;
}

static enum pschema_result update_once(const struct pschema_flash *flash, const struct boot *boot)
{
    struct source source = {NULL, IMAGE_SIZE, read_image};
    struct pschema_ota ota;
    int must_restart;
    uint32_t sent = 0;
    enum pschema_result result = pschema_ota_open(&ota, flash, node_ota(), boot->running);
    if (result == PSCHEMA_OK) {
        host_print(pschema_ota_running(&ota).partition->label);
        result = judge(&ota, !boot->is_to_fail, &must_restart);
        host_print(result == PSCHEMA_OK && must_restart ? " fails\n" : " runs\n");
    }
    if (result == PSCHEMA_OK && boot->running == NODE_OTA_0_OFFSET && !boot->is_to_fail) {
        result = update(&ota, &source, &sent);
        show_number("sent", (int32_t)sent);
    }
    return result;
}

int main(void)
{
    struct pschema_simulator simulator;
    struct pschema_flash flash;
    enum pschema_result result;
    memset(&simulator, 0, sizeof simulator);
    simulator.size = NODE_FLASH_SIZE;
    simulator.erase_size = 4096;
    simulator.program_size = 4;
    power_on(&simulator, &flash);
    result = node_open(&flash, NULL);
    show("table", result);
    if (result == PSCHEMA_OK) {
        show_settings(&flash);
        result = measure(&flash, boot_of(simulator.size)->is_in_factory != 0);
    }
    if (result == PSCHEMA_OK) {
        result = update_once(&flash, boot_of(simulator.size));
    }
    show("all", result);
    power_off(&simulator, result == PSCHEMA_OK);
    return 0;
}
