/* Updates itself: what the SDK's OTA examples do, with slots, keys and a layout that have types.
 *
 * No name or offset of a partition is written here: plug.h has them, from plug.pschema. The
 * bootloader of this SDK knows no trials: what is set to be started stays. */
#include <plug.h>

#include <pschema/esp8266_rtos.h>

#include <esp_event.h>
#include <esp_http_client.h>
#include <esp_log.h>
#include <esp_netif.h>
#include <esp_system.h>
#include <nvs_flash.h>
#include <protocol_examples_common.h>

#include <stdio.h>

static const char TAG[] = "plug";

/* Writes what comes to the slot, chunk by chunk; each is erased for just before. */
static enum pschema_result receive(esp_http_client_handle_t client, struct pschema_ota *ota)
{
    static char chunk[1024];
    enum pschema_result result = PSCHEMA_OK;
    int size;
    while (result == PSCHEMA_OK && (size = esp_http_client_read(client, chunk, sizeof chunk)) > 0) {
        result = pschema_ota_write(ota, chunk, (uint32_t)size);
    }
    return result ? result : pschema_ota_end(ota); /* an error, unless all has come */
}

/* An image that does not fit is refused before the slot is touched. */
static enum pschema_result download(esp_http_client_handle_t client, struct pschema_ota *ota,
                                    struct pschema_app slot)
{
    enum pschema_result result;
    int length = esp_http_client_fetch_headers(client);
    int status = esp_http_client_get_status_code(client);
    if (length <= 0 || status != 200) {
        ESP_LOGE(TAG, "the server answers with status %d", status);
        return PSCHEMA_ERROR_NOT_FOUND;
    }
    result = pschema_ota_begin(ota, slot, (uint32_t)length);
    return result ? result : receive(client, ota);
}

/* Gets the firmware with the next number, if there is one already. */
static enum pschema_result update(struct pschema_ota *ota, const struct plug_nvs_update *source)
{
    char url[160];
    const esp_http_client_config_t config = {.url = url, .timeout_ms = 5000};
    struct pschema_app slot = pschema_ota_next(ota);
    esp_http_client_handle_t client;
    enum pschema_result result = PSCHEMA_ERROR_NOT_FOUND;
    snprintf(url, sizeof url, "%s/%d.bin", source->url, PLUG_VERSION + 1);
    client = esp_http_client_init(&config);
    if (client && esp_http_client_open(client, 0) == ESP_OK) {
        ESP_LOGI(TAG, "%s goes to %s", url, slot.partition->label);
        result = download(client, ota, slot);
        esp_http_client_close(client);
    }
    esp_http_client_cleanup(client);
    return result ? result : pschema_ota_set_boot(ota, slot, PSCHEMA_OTA_TRUSTED);
}

/* Nothing is read or written before the table in flash is known to be that of plug.h. */
static enum pschema_result check_layout(struct pschema_flash *flash)
{
    struct pschema_difference difference = {NULL, NULL};
    enum pschema_result result = plug_open(flash, &difference);
    if (result) {
        ESP_LOGE(TAG, "%s: %s", pschema_result_text(result),
                 difference.row ? difference.row->label : "");
    }
    return result;
}

static enum pschema_result look_for_update(struct pschema_flash *flash)
{
    static struct pschema_ota ota;
    struct plug_nvs_update source;
    enum pschema_result result = check_layout(flash);
    if (result == PSCHEMA_OK) {
        result = pschema_ota_open(&ota, flash, plug_ota(), pschema_esp8266_rtos_running());
    }
    if (result == PSCHEMA_OK) {
        enum pschema_result loaded = plug_nvs_update_load(flash, &source);
        if (loaded) { /* then it is as plug.pschema says */
            ESP_LOGE(TAG, "settings: %s", pschema_result_text(loaded));
        }
        result = update(&ota, &source);
    }
    return result;
}

void app_main(void)
{
    static struct pschema_flash flash;
    enum pschema_result result;
    ESP_ERROR_CHECK(nvs_flash_init()); /* the radio keeps its calibration there */
    ESP_ERROR_CHECK(esp_netif_init());
    ESP_ERROR_CHECK(esp_event_loop_create_default());
    ESP_ERROR_CHECK(example_connect());
    pschema_esp8266_rtos_init(&flash);
    result = look_for_update(&flash);
    if (result == PSCHEMA_OK) {
        esp_restart();
    }
    ESP_LOGE(TAG, "no update: %s", pschema_result_text(result));
}
