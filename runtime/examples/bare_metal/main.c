/* A node with a Cortex-M0, without an SDK: a flash driver of three functions is all that it needs
 * to keep its calibration and its counters. */
#include "board.h"
#include "calibration.h"

#include <string.h>

enum { ERASE_SIZE = 1024, PROGRAM_SIZE = 2 };

static void open_flash(struct pschema_flash *flash)
{
    memset(flash, 0, sizeof *flash);
    flash->size = NODE_FLASH_SIZE;
    flash->erase_size = ERASE_SIZE;
    flash->program_size = PROGRAM_SIZE;
    flash->read = board_read;
    flash->program = board_program;
    flash->erase = board_erase;
    flash->yield = board_feed_watchdog;
}

static enum pschema_result run(const struct pschema_flash *flash)
{
    struct node_calibration calibration;
    struct node_counters counters;
    int16_t offset;
    uint16_t gain;
    enum pschema_result result = PSCHEMA_OK;
    if (board_is_in_factory(&offset, &gain)) {
        result = calibrate(flash, offset, gain);
        board_show("calibrated", result);
    }
    result = find_calibration(flash, &calibration);
    board_show("calibration", result);
    board_show("measured", correct(&calibration, board_measure()));
    result = count(flash, 1, 1, &counters);
    if (result == PSCHEMA_OK) {
        board_show("starts", (int32_t)counters.starts);
    }
    return result;
}

int main(void)
{
    struct pschema_flash flash;
    enum pschema_result result;
    open_flash(&flash);
    result = node_open(&flash, NULL);
    return result || run(&flash) ? 1 : 0;
}
