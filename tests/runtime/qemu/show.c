#include "parts.h"
#include "print.h"

#include <sensor.h>

#include <pschema/table.h>

#include <string.h>

static enum pschema_result show_rows(const struct pschema_table_reader *start)
{
    struct pschema_table_reader reader = *start;
    struct pschema_partition entry;
    enum pschema_result result;
    while ((result = pschema_table_next(&reader, &entry)) == PSCHEMA_OK) {
        host_print(entry.label);
        host_print(" ");
        print_hexadecimal(entry.offset);
        host_print(" ");
        print_hexadecimal(entry.size);
        host_print("\n");
    }
    return result == PSCHEMA_ERROR_NOT_FOUND ? PSCHEMA_OK : result;
}

enum pschema_result show_table(struct pschema_flash *flash)
{
    struct pschema_table_reader reader;
    enum pschema_result result = sensor_open(flash, NULL);
    if (!print_result("layout", result)) {
        return result;
    }
    pschema_table_open_at(&reader, flash, SENSOR_MAIN_TABLE_OFFSET, SENSOR_MAIN_TABLE_SIZE, 0);
    result = pschema_table_verify(&reader, NULL);
    return print_result("table", result) ? show_rows(&reader) : result;
}

static enum pschema_result show_strings(struct sensor_nvs_settings_keys settings)
{
    char host[40];
    uint8_t salt[16];
    char authority[80];
    size_t host_size = sizeof host;
    size_t salt_size = sizeof salt;
    size_t authority_size = sizeof authority;
    enum pschema_result result = sensor_nvs_settings_get_host(settings, host, &host_size);
    if (result == PSCHEMA_OK) {
        result = sensor_nvs_settings_get_salt(settings, salt, &salt_size);
    }
    if (result == PSCHEMA_OK) {
        result = sensor_nvs_settings_get_server_ca(settings, authority, &authority_size);
    }
    if (result == PSCHEMA_OK) {
        host_print("host ");
        host_print(host);
        host_print("\nsalt ");
        print_bytes(salt, salt_size);
        host_print("\nserver_ca of ");
        print_number((int32_t)authority_size);
        host_print("\n");
    }
    return result;
}

static enum pschema_result show_numbers(struct sensor_nvs_settings_keys settings)
{
    uint16_t interval = 0;
    int8_t offset = 0;
    uint64_t serial_max = 0;
    enum pschema_result result = sensor_nvs_settings_get_interval(settings, &interval);
    if (result == PSCHEMA_OK) {
        result = sensor_nvs_settings_get_offset(settings, &offset);
    }
    if (result == PSCHEMA_OK) {
        result = sensor_nvs_settings_get_serial_max(settings, &serial_max);
    }
    if (result == PSCHEMA_OK) {
        host_print("interval ");
        print_number(interval);
        host_print("\noffset ");
        print_number(offset);
        host_print("\nserial_max ");
        print_hexadecimal((uint32_t)(serial_max >> 32));
        print_hexadecimal((uint32_t)serial_max);
        host_print("\n");
    }
    return result;
}

static enum pschema_result show_unit(const struct pschema_flash *flash)
{
    struct sensor_unit_device_keys device;
    char serial[16];
    size_t size = sizeof serial;
    uint32_t batch = 0;
    enum pschema_result result = sensor_unit_device_open(flash, &device);
    if (result == PSCHEMA_OK) {
        result = sensor_unit_device_get_serial(device, serial, &size);
    }
    if (result == PSCHEMA_OK) {
        result = sensor_unit_device_get_batch(device, &batch);
    }
    if (result == PSCHEMA_OK) {
        host_print("unit ");
        host_print(serial);
        host_print(" of batch ");
        print_number((int32_t)batch);
        host_print("\n");
    }
    sensor_unit_device_close(&device);
    return result;
}

enum pschema_result show_settings(const struct pschema_flash *flash)
{
    struct sensor_nvs_settings_keys settings;
    enum pschema_result result = sensor_nvs_settings_open(flash, &settings);
    if (result == PSCHEMA_OK) {
        result = show_numbers(settings);
    }
    if (result == PSCHEMA_OK) {
        result = show_strings(settings);
    }
    sensor_nvs_settings_close(&settings);
    return result ? result : show_unit(flash);
}

static void show_calibration(const struct sensor_calibration *calibration)
{
    char serial[sizeof calibration->serial + 1] = "";
    unsigned i;
    memcpy(serial, calibration->serial, sizeof calibration->serial);
    host_print("calibration ");
    print_number(calibration->offset_mC);
    host_print(" by ");
    host_print(serial);
    host_print(", gain");
    for (i = 0; i < sizeof calibration->gain / sizeof *calibration->gain; i++) {
        uint32_t bits;
        memcpy(&bits, &calibration->gain[i], sizeof bits);
        host_print(" ");
        print_hexadecimal(bits);
    }
    host_print(", at ");
    print_hexadecimal((uint32_t)(calibration->measured_at >> 32));
    print_hexadecimal((uint32_t)calibration->measured_at);
    host_print("\n");
}

static void show_channel(const struct sensor_channel *channel)
{
    char name[sizeof channel->name + 1] = ""; /* one that fills the field has no NUL */
    memcpy(name, channel->name, sizeof channel->name);
    host_print("channel ");
    print_number(channel->number);
    host_print(" ");
    host_print(name);
    host_print(" ");
    print_number(channel->limit_low);
    host_print(" to ");
    print_number(channel->limit_high);
    host_print("\n");
}

static enum pschema_result show_channels(const struct pschema_flash *flash)
{
    struct sensor_channel channel;
    enum pschema_result result = PSCHEMA_OK;
    uint32_t i;
    for (i = 0; i < SENSOR_CHANNELS && result == PSCHEMA_OK; i++) {
        result = sensor_channels_load_at(flash, i, &channel);
        if (result == PSCHEMA_OK) {
            show_channel(&channel);
        }
    }
    return result;
}

enum pschema_result show_records(const struct pschema_flash *flash)
{
    struct sensor_calibration calibration;
    enum pschema_result result = sensor_calib_load(flash, &calibration);
    if (result == PSCHEMA_OK) {
        show_calibration(&calibration);
        result = show_channels(flash);
    }
    return result;
}
