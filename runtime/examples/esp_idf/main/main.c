/* Updates itself: what ESP-IDF's OTA examples do, with slots, keys and a layout that have types.
 *
 * No name or offset of a partition is written here: gateway.h has them, from gateway.pschema. */
#include <gateway.h>

#include <pschema/esp_idf.h>

#include <esp_crt_bundle.h>
#include <esp_event.h>
#include <esp_http_client.h>
#include <esp_log.h>
#include <esp_netif.h>
#include <esp_system.h>
#include <nvs_flash.h>
#include <protocol_examples_common.h>

#include <stdio.h>

static const char TAG[] = "gateway";

static void log_result(const char *what, enum pschema_result result)
{
    if (result) {
        ESP_LOGE(TAG, "%s: %s", what, pschema_result_text(result));
    }
}

/* Writes what comes to the slot, chunk by chunk; each is erased for just before. */
static enum pschema_result receive(esp_http_client_handle_t client, struct pschema_ota *ota)
{
    static char chunk[1024];
    enum pschema_result result = PSCHEMA_OK;
    int size;
    while (result == PSCHEMA_OK && (size = esp_http_client_read(client, chunk, sizeof chunk)) > 0) {
        result = pschema_ota_write(ota, chunk, (uint32_t)size);
    }
    if (result == PSCHEMA_OK && !esp_http_client_is_complete_data_received(client)) {
        ESP_LOGE(TAG, "the connection broke");
        return PSCHEMA_ERROR_STATE;
    }
    return result ? result : pschema_ota_end(ota);
}

/* An image that does not fit is refused before the slot is touched, if the server sends its size.
 */
static enum pschema_result download(esp_http_client_handle_t client, struct pschema_ota *ota,
                                    struct pschema_app slot)
{
    enum pschema_result result;
    int64_t length = esp_http_client_fetch_headers(client);
    int status = esp_http_client_get_status_code(client);
    if (length < 0 || length > UINT32_MAX || status != 200) {
        ESP_LOGE(TAG, "the server answers with status %d", status);
        return PSCHEMA_ERROR_NOT_FOUND;
    }
    result = pschema_ota_begin(ota, slot, length > 0 ? (uint32_t)length : PSCHEMA_OTA_SIZE_UNKNOWN);
    return result ? result : receive(client, ota);
}

/* Gets the firmware with the next number, if there is one already. */
static enum pschema_result update(struct pschema_ota *ota, const struct gateway_nvs_update *source)
{
    char url[160];
    const esp_http_client_config_t config = {
        .url = url,
        .timeout_ms = source->patience,
        .crt_bundle_attach = esp_crt_bundle_attach,
    };
    struct pschema_app slot = pschema_ota_next(ota);
    esp_http_client_handle_t client;
    enum pschema_result result = PSCHEMA_ERROR_NOT_FOUND;
    snprintf(url, sizeof url, "%s/%d.bin", source->url, GATEWAY_VERSION + 1);
    client = esp_http_client_init(&config);
    if (client && esp_http_client_open(client, 0) == ESP_OK) {
        ESP_LOGI(TAG, "%s goes to %s", url, slot.partition->label);
        result = download(client, ota, slot);
        esp_http_client_close(client);
    }
    esp_http_client_cleanup(client);
    return result ? result : pschema_ota_set_boot(ota, slot, PSCHEMA_OTA_ON_TRIAL);
}

/* Whether this application does what it should: here, that it came as far as to the network. */
static bool is_fine(void)
{
    return example_connect() == ESP_OK;
}

/* An application on trial stays only if it says so. */
static void judge(struct pschema_ota *ota)
{
    enum pschema_ota_state state = PSCHEMA_OTA_UNDEFINED;
    bool fine = is_fine();
    if (pschema_ota_read_state(ota, pschema_ota_running(ota), &state) ||
        state != PSCHEMA_OTA_PENDING) {
        return;
    }
    if (!fine && pschema_ota_roll_back(ota) == PSCHEMA_OK) {
        esp_restart();
    }
    ESP_LOGI(TAG, "this application stays: %s", pschema_result_text(pschema_ota_mark_valid(ota)));
}

/* Nothing is read or written before the table in flash is known to be that of gateway.h. */
static bool open_flash(struct pschema_esp_idf *port)
{
    struct pschema_difference difference = {NULL, NULL};
    enum pschema_result result = pschema_esp_idf_open(port, NULL, 0);
    if (result == PSCHEMA_OK) {
        result = gateway_open(&port->flash, &difference);
    }
    if (result) {
        ESP_LOGE(TAG, "%s: %s", pschema_result_text(result),
                 difference.row ? difference.row->label : "");
    }
    return result == PSCHEMA_OK;
}

void app_main(void)
{
    static struct pschema_esp_idf port;
    static struct pschema_ota ota;
    struct gateway_nvs_update source;
    enum pschema_result result;
    ESP_ERROR_CHECK(nvs_flash_init());
    ESP_ERROR_CHECK(esp_netif_init());
    ESP_ERROR_CHECK(esp_event_loop_create_default());
    if (!open_flash(&port)) {
        return;
    }
    result = pschema_ota_open(&ota, &port.flash, gateway_ota(), pschema_esp_idf_running());
    if (result == PSCHEMA_OK) {
        pschema_ota_require_version(&ota, pschema_esp_idf_secure_version());
        judge(&ota);
        /* What the device has not, or not as it should be, is as gateway.pschema says. */
        log_result("settings", gateway_nvs_update_load(&port.flash, &source));
        result = update(&ota, &source);
    }
    if (result == PSCHEMA_OK) {
        esp_restart();
    }
    ESP_LOGE(TAG, "no update: %s", pschema_result_text(result));
}
