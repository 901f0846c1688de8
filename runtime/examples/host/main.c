/* Does what the firmware in ../esp_idf does, to a file with the contents of its flash.
 *
 *     gateway FLASH show           the settings, and what is started
 *     gateway FLASH update IMAGE   writes an application to the next slot, and sets it on trial
 *     gateway FLASH accept         what runs passes its trial
 *     gateway FLASH reject         what runs fails: the one before is started again
 *     gateway FLASH note TEXT      puts a text at the end of the journal
 */
#include <gateway.h>

#include <pschema/access.h>
#include <pschema/posix.h>

#include <stdio.h>
#include <string.h>

enum { ERASE_SIZE = 4096, PROGRAM_SIZE = 4, LINE_SIZE = 64 };

/* What the device has not, or not as it should be, is as gateway.pschema says. */
static enum pschema_result show_keys(const struct pschema_flash *flash)
{
    struct gateway_nvs_update keys;
    enum pschema_result result = gateway_nvs_update_load(flash, &keys);
    printf("url %s, patience %u ms\n", keys.url, (unsigned)keys.patience);
    return result;
}

/* Lines of the journal have a fixed size; the first that is erased is the end. */
static enum pschema_result find_end(const struct pschema_flash *flash, uint32_t *offset)
{
    char line[LINE_SIZE];
    for (*offset = 0; *offset < GATEWAY_JOURNAL_SIZE; *offset += LINE_SIZE) {
        enum pschema_result result =
            pschema_read(flash, gateway_journal().partition, *offset, line, LINE_SIZE);
        if (result || line[0] == '\xff') {
            return result;
        }
    }
    return PSCHEMA_ERROR_SPACE;
}

static enum pschema_result show_journal(const struct pschema_flash *flash)
{
    char line[LINE_SIZE];
    uint32_t offset = 0;
    uint32_t end;
    enum pschema_result result = find_end(flash, &end);
    if (result == PSCHEMA_ERROR_SPACE) { /* it is full */
        result = PSCHEMA_OK;
    }
    for (; result == PSCHEMA_OK && offset < end; offset += LINE_SIZE) {
        result = pschema_read(flash, gateway_journal().partition, offset, line, LINE_SIZE);
        if (result == PSCHEMA_OK) {
            printf("journal: %.*s\n", LINE_SIZE, line);
        }
    }
    return result;
}

static enum pschema_result show(const struct pschema_flash *flash, struct pschema_ota *ota,
                                const char *unused)
{
    struct pschema_app running = pschema_ota_running(ota);
    enum pschema_ota_state state = PSCHEMA_OTA_UNDEFINED;
    enum pschema_result result = show_keys(flash);
    (void)unused;
    if (result) {
        return result;
    }
    result = pschema_ota_read_state(ota, running, &state);
    if (result && result != PSCHEMA_ERROR_NOT_FOUND) {
        return result;
    }
    printf("running %s, state %d; next %s\n", running.partition->label, (int)state,
           pschema_ota_next(ota).partition->label);
    return show_journal(flash);
}

static enum pschema_result write_image(struct pschema_ota *ota, FILE *file)
{
    char chunk[1000];
    size_t size;
    enum pschema_result result = PSCHEMA_OK;
    while (result == PSCHEMA_OK && (size = fread(chunk, 1, sizeof chunk, file)) > 0) {
        result = pschema_ota_write(ota, chunk, (uint32_t)size);
    }
    if (result == PSCHEMA_OK && ferror(file)) {
        return PSCHEMA_ERROR_STATE;
    }
    return result ? result : pschema_ota_end(ota);
}

static enum pschema_result update(const struct pschema_flash *flash, struct pschema_ota *ota,
                                  const char *path)
{
    struct pschema_app slot = pschema_ota_next(ota);
    FILE *file = fopen(path, "rb");
    enum pschema_result result;
    (void)flash;
    if (!file) {
        perror(path);
        return PSCHEMA_ERROR_NOT_FOUND;
    }
    result = pschema_ota_begin(ota, slot, PSCHEMA_OTA_SIZE_UNKNOWN);
    if (result == PSCHEMA_OK) {
        result = write_image(ota, file);
    }
    fclose(file);
    return result ? result : pschema_ota_set_boot(ota, slot, PSCHEMA_OTA_ON_TRIAL);
}

static enum pschema_result accept(const struct pschema_flash *flash, struct pschema_ota *ota,
                                  const char *unused)
{
    (void)flash;
    (void)unused;
    return pschema_ota_mark_valid(ota);
}

static enum pschema_result reject(const struct pschema_flash *flash, struct pschema_ota *ota,
                                  const char *unused)
{
    (void)flash;
    (void)unused;
    return pschema_ota_roll_back(ota);
}

static enum pschema_result note(const struct pschema_flash *flash, struct pschema_ota *ota,
                                const char *text)
{
    char line[LINE_SIZE] = "";
    uint32_t end;
    enum pschema_result result = find_end(flash, &end);
    (void)ota;
    if (result) {
        return result;
    }
    snprintf(line, sizeof line, "%s", text);
    result = pschema_write(flash, gateway_journal().writable, end, line, sizeof line);
    return result ? result : pschema_sync(flash);
}

static const struct command {
    const char *name;
    int takes_word;
    enum pschema_result (*run)(const struct pschema_flash *flash, struct pschema_ota *ota,
                               const char *word);
} commands[] = {
    {"show", 0, show},     {"update", 1, update}, {"accept", 0, accept},
    {"reject", 0, reject}, {"note", 1, note},
};

static const struct command *find_command(int count, char **words)
{
    size_t i;
    for (i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (count == 3 + commands[i].takes_word && strcmp(words[2], commands[i].name) == 0) {
            return &commands[i];
        }
    }
    return NULL;
}

/* Nothing is done before the table in the file is known to be that of gateway.h. */
static enum pschema_result run(const struct command *command, struct pschema_flash *flash,
                               const char *word)
{
    struct pschema_difference difference = {NULL, NULL};
    struct pschema_ota ota;
    enum pschema_result result = gateway_open(flash, &difference);
    if (difference.row) {
        fprintf(stderr, "the partition table is not the gateway's: see `%s`\n",
                difference.row->label);
    }
    if (result == PSCHEMA_OK) {
        result = pschema_ota_open(&ota, flash, gateway_ota(), PSCHEMA_OTA_UNKNOWN);
    }
    return result ? result : command->run(flash, &ota, word);
}

int main(int count, char **words)
{
    const struct command *command = find_command(count, words);
    struct pschema_posix port;
    enum pschema_result result;
    if (!command) {
        fputs("usage: gateway FLASH show|accept|reject|update IMAGE|note TEXT\n", stderr);
        return 2;
    }
    result = pschema_posix_open(&port, words[1], 0, ERASE_SIZE, PROGRAM_SIZE);
    if (result == PSCHEMA_OK) {
        result = run(command, &port.flash, count > 3 ? words[3] : NULL);
        pschema_posix_close(&port);
    }
    if (result) {
        fprintf(stderr, "failed: %s\n", pschema_result_text(result));
    }
    return result ? 1 : 0;
}
