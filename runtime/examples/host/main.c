/* Does what the firmware in ../esp_idf does, to a file with the contents of its flash.
 *
 *     node FLASH show                    the settings, the counters, and what is started
 *     node FLASH calibrate OFFSET GAIN   stores the calibration, once
 *     node FLASH measure VALUE           corrects a value by it, and counts
 *     node FLASH update IMAGE [BYTES]    writes an application to the next slot, and sets it on
 *                                        trial; the connection breaks after so many bytes
 *     node FLASH accept                  what runs passes its trial
 *     node FLASH reject                  what runs fails: the one before is started again
 */
#include "calibration.h"
#include "settings.h"
#include "update.h"

#include <pschema/posix.h>

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ERASE_SIZE = 4096, PROGRAM_SIZE = 4 };

/* What a command is given: the flash, who is running, and the words after its name. */
struct node {
    struct pschema_flash *flash;
    struct pschema_ota ota;
    char **words;
};

/* An image in a file. */
struct file {
    FILE *stream;
    unsigned long rest; /* bytes until the connection breaks */
};

static enum pschema_result read_file(void *context, uint32_t position, void *buffer, uint32_t size)
{
    struct file *file = (struct file *)context;
    if (size > file->rest || fseek(file->stream, (long)position, SEEK_SET) ||
        fread(buffer, 1, size, file->stream) != size) {
        return PSCHEMA_ERROR_STATE;
    }
    file->rest -= size;
    return PSCHEMA_OK;
}

static enum pschema_result send(struct node *node, struct file *file)
{
    struct source source = {file, 0, read_file};
    uint32_t sent = 0;
    enum pschema_result result;
    if (fseek(file->stream, 0, SEEK_END)) {
        return PSCHEMA_ERROR_STATE;
    }
    source.size = (uint32_t)ftell(file->stream);
    result = update(&node->ota, &source, &sent);
    printf("%lu of %lu bytes to send\n", (unsigned long)sent, (unsigned long)source.size);
    return result;
}

static enum pschema_result run_update(struct node *node)
{
    struct file file = {fopen(node->words[0], "rb"), ULONG_MAX};
    enum pschema_result result;
    if (!file.stream) {
        perror(node->words[0]);
        return PSCHEMA_ERROR_NOT_FOUND;
    }
    if (node->words[1]) {
        file.rest = strtoul(node->words[1], NULL, 0);
    }
    result = send(node, &file);
    fclose(file.stream);
    return result;
}

static enum pschema_result show_counters(const struct node *node)
{
    struct node_counters counters;
    enum pschema_result result = node_state_latest(node->flash, &counters);
    if (result == PSCHEMA_OK) {
        printf("started %lu times, measured %lu times\n", (unsigned long)counters.starts,
               (unsigned long)counters.measured);
    }
    return result == PSCHEMA_ERROR_NOT_FOUND ? PSCHEMA_OK : result;
}

static enum pschema_result show(struct node *node)
{
    struct node_nvs_settings settings;
    enum pschema_ota_state state = PSCHEMA_OTA_UNDEFINED;
    struct pschema_app running = pschema_ota_running(&node->ota);
    enum pschema_result result = read_settings(node->flash, &settings);
    printf("url %s, patience %u ms, interval %lu s (%s)\n", settings.url,
           (unsigned)settings.patience, (unsigned long)settings.interval,
           pschema_result_text(result));
    result = pschema_ota_read_state(&node->ota, running, &state);
    printf("running %s, state %d; next %s\n", running.partition->label, (int)state,
           pschema_ota_next(&node->ota).partition->label);
    return result && result != PSCHEMA_ERROR_NOT_FOUND ? result : show_counters(node);
}

static enum pschema_result run_calibrate(struct node *node)
{
    return calibrate(node->flash, (int16_t)strtol(node->words[0], NULL, 0),
                     (uint16_t)strtoul(node->words[1], NULL, 0));
}

static enum pschema_result measure(struct node *node)
{
    struct node_calibration calibration;
    struct node_counters counters;
    enum pschema_result result = find_calibration(node->flash, &calibration);
    printf("%ld (%s)\n", (long)correct(&calibration, (int32_t)strtol(node->words[0], NULL, 0)),
           result ? "not calibrated" : "calibrated");
    return count(node->flash, 0, 1, &counters);
}

static enum pschema_result accept(struct node *node)
{
    int must_restart;
    return judge(&node->ota, 1, &must_restart);
}

static enum pschema_result reject(struct node *node)
{
    int must_restart;
    return judge(&node->ota, 0, &must_restart);
}

static const struct command {
    const char *name;
    int least, most; /* words */
    enum pschema_result (*run)(struct node *node);
} commands[] = {
    {"show", 0, 0, show},     {"calibrate", 2, 2, run_calibrate}, {"measure", 1, 1, measure},
    {"accept", 0, 0, accept}, {"reject", 0, 0, reject},           {"update", 1, 2, run_update},
};

static const struct command *find_command(int count, char **words)
{
    size_t i;
    for (i = 0; i < sizeof commands / sizeof *commands; i++) {
        const struct command *it = &commands[i];
        if (count >= 3 + it->least && count <= 3 + it->most && strcmp(words[2], it->name) == 0) {
            return it;
        }
    }
    return NULL;
}

/* Nothing is done before the table in the file is known to be that of node.h. */
static enum pschema_result run(const struct command *command, struct node *node)
{
    struct pschema_difference difference = {NULL, NULL};
    enum pschema_result result = node_open(node->flash, &difference);
    if (difference.row) {
        fprintf(stderr, "the partition table is not the node's: see `%s`\n", difference.row->label);
    }
    if (result == PSCHEMA_OK) {
        result = pschema_ota_open(&node->ota, node->flash, node_ota(), PSCHEMA_OTA_UNKNOWN);
    }
    return result ? result : command->run(node);
}

int main(int count, char **words)
{
    const struct command *command = find_command(count, words);
    struct pschema_posix port;
    struct node node;
    enum pschema_result result;
    if (!command) {
        fputs("usage: node FLASH show|calibrate OFFSET GAIN|measure VALUE|update IMAGE [BYTES]|"
              "accept|reject\n",
              stderr);
        return 2;
    }
    node.flash = &port.flash;
    node.words = words + 3;
    result = pschema_posix_open(&port, words[1], 0, ERASE_SIZE, PROGRAM_SIZE);
    if (result == PSCHEMA_OK) {
        result = run(command, &node);
        pschema_posix_close(&port);
    }
    if (result) {
        fprintf(stderr, "failed: %s\n", pschema_result_name(result));
    }
    return result ? 1 : 0;
}
