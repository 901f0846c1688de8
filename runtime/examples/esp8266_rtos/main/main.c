/* The node of ../../esp_idf, with the ESP8266_RTOS_SDK.
 *
 * No name or offset of a partition, no default and no limit of a value is written here: node.h has
 * them, from node.pschema. The bootloader of this SDK knows no trials: what is set to be started
 * stays. */
#include "calibration.h"
#include "http.h"
#include "settings.h"

#include <node.h>

#include <pschema/esp8266_rtos.h>

#include <esp_event.h>
#include <esp_log.h>
#include <esp_netif.h>
#include <esp_system.h>
#include <nvs_flash.h>
#include <protocol_examples_common.h>

#include <stdbool.h>
#include <stdio.h>

static const char TAG[] = "node";

/* Says what went wrong; returns whether nothing did. */
static bool is_right(const char *what, enum pschema_result result)
{
    if (result) {
        ESP_LOGE(TAG, "%s: %s", what, pschema_result_name(result));
    }
    return result == PSCHEMA_OK;
}

/* By this, a device knows which layout an update is for: the one in flash, or another one. */
NODE_DEFINE_LAYOUT_MARK;

static enum pschema_result verify(void *context, const struct pschema_flash *flash,
                                  struct pschema_app app)
{
    enum pschema_result result = pschema_ota_check(flash, app, PSCHEMA_UNMARKED_REFUSED);
    return result ? result : pschema_esp8266_rtos_verify(context, flash, app);
}

/* Nothing is written before the table in flash is known to be that of node.h. */
static bool open_flash(struct pschema_flash *flash, struct pschema_ota *ota)
{
    struct pschema_difference difference = {NULL, NULL};
    enum pschema_result result;
    pschema_esp8266_rtos_init(flash);
    result = node_open(flash, &difference);
    if (result == PSCHEMA_OK) {
        result = pschema_ota_open(ota, flash, node_ota(), pschema_esp8266_rtos_running());
        pschema_ota_set_verify(ota, verify, NULL);
    }
    return is_right(difference.row ? difference.row->label : "flash", result);
}

/* With what the schema has for the calibration, if there is none. */
static void measure(const struct pschema_flash *flash)
{
    struct node_calibration calibration;
    struct node_counters counters;
    is_right("calibration", find_calibration(flash, &calibration));
    if (is_right("counters", count(flash, 1, 1, &counters))) {
        ESP_LOGI(TAG, "start %lu: %ld", (unsigned long)counters.starts,
                 (long)correct(&calibration, 0));
    }
}

/* Gets the firmware with the next number, if there is one already. */
static enum pschema_result look_for_update(struct pschema_ota *ota,
                                           const struct node_nvs_settings *settings)
{
    char url[160];
    struct http http;
    struct source source;
    uint32_t sent = 0;
    enum pschema_result result;
    snprintf(url, sizeof url, "%s/%d.bin", settings->url, NODE_VERSION + 1);
    result = http_open(&http, url, settings->patience, &source);
    if (result == PSCHEMA_OK) {
        result = update(ota, &source, &sent);
        ESP_LOGI(TAG, "%lu bytes of %s", (unsigned long)sent, url);
    }
    http_close(&http);
    return result;
}

void app_main(void)
{
    static struct pschema_flash flash;
    static struct pschema_ota ota;
    static struct node_nvs_settings settings;
    ESP_ERROR_CHECK(nvs_flash_init()); /* the radio keeps its calibration there */
    ESP_ERROR_CHECK(esp_netif_init());
    ESP_ERROR_CHECK(esp_event_loop_create_default());
    if (!open_flash(&flash, &ota)) {
        return;
    }
    is_right("settings", read_settings(&flash, &settings)); /* of which there are some anyway */
    measure(&flash);
    ESP_ERROR_CHECK(example_connect());
    if (is_right("update", look_for_update(&ota, &settings))) {
        esp_restart();
    }
}
