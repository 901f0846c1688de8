// Finds the calibration data of a radio in a flash, which begins and ends with a magic text.
//
// Source: ESP-IDF, components/esp_phy, phy_init_data.h (PHY_INIT_MAGIC).
#include "trace.h"

#include <string.h>

bool phy_find_trace(struct trace_search *search, struct trace *trace)
{
    static const char magic[] = "PHYINIT";
    size_t size;
    const uint8_t *bytes = trace_bytes(search, &size);
    if (size < TRACE_SECTOR || memcmp(bytes, magic, sizeof magic) != 0) {
        return false;
    }
    trace->format = "phy";
    trace->type = "data.phy";
    trace->used = TRACE_SECTOR;
    trace->content = SURE_CERTAIN;
    trace->start = SURE_CERTAIN;
    trace->evidence = "calibration data of the radio";
    return true;
}
