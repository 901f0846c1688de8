// What every port must do: the same requests through the runtime, against a model in memory.
#ifndef PORT_CHECKS_H
#define PORT_CHECKS_H

#include "unit.h"

#include <pschema/access.h>
#include <pschema/layout.h>

enum { PORT_SIZE = 192 * 1024, PORT_BUFFER = 160 * 1024, PORT_REQUESTS = 2000 };

struct port {
    const struct pschema_flash *flash;
    struct pschema_partition partition;
    struct pschema_writable writable;
    uint32_t program_size; // of the view that the partition is reached by
    uint64_t random;
    uint8_t model[PORT_SIZE];
    uint8_t buffer[PORT_BUFFER + 8];
};

static inline uint32_t port_random(struct port *port, uint32_t limit)
{
    return (uint32_t)(unit_random(&port->random) >> 33) % limit;
}

static inline void port_read(struct port *port)
{
    uint32_t size = port_random(port, port_random(port, 2) ? 100 : PORT_BUFFER);
    uint32_t offset = port_random(port, PORT_SIZE - size + 1);
    uint8_t *to = port->buffer + port_random(port, 4);
    to[size] = 0x5a;
    ck_assert_int_eq(pschema_read(port->flash, &port->partition, offset, to, size), PSCHEMA_OK);
    ck_assert_mem_eq(to, port->model + offset, size);
    ck_assert_uint_eq(to[size], 0x5a);
}

static inline void port_erase(struct port *port)
{
    uint32_t unit = port->flash->erase_size;
    uint32_t blocks = PORT_SIZE / unit;
    uint32_t size = port_random(port, blocks + 1) * unit;
    uint32_t offset = port_random(port, (PORT_SIZE - size) / unit + 1) * unit;
    ck_assert_int_eq(pschema_erase(port->flash, port->writable, offset, size), PSCHEMA_OK);
    memset(port->model + offset, 0xff, size);
}

// Only clears bits of what is there: by all of them that are clear already.
static inline void port_write(struct port *port)
{
    uint32_t unit = port->program_size;
    uint32_t most = port_random(port, 4) ? 64 : PORT_BUFFER;
    uint32_t size = port_random(port, most / unit + 1) * unit;
    uint32_t offset = port_random(port, (PORT_SIZE - size) / unit + 1) * unit;
    uint8_t *from = port->buffer + port_random(port, 4);
    for (uint32_t i = 0; i < size; i++) {
        from[i] = (uint8_t)(port->model[offset + i] & (unit_random(&port->random) >> 40));
    }
    ck_assert_int_eq(pschema_write(port->flash, port->writable, offset, from, size), PSCHEMA_OK);
    memcpy(port->model + offset, from, size);
}

// Ports are not about tables: any layout is trusted.
static inline void port_trust(struct pschema_flash *flash)
{
    static const struct pschema_layout any;
    pschema_trust_layout(flash, &any);
}

static inline struct port *port_new(struct pschema_flash *flash, uint32_t offset)
{
    struct port *port = calloc(1, sizeof *port);
    ck_assert_ptr_nonnull(port);
    port_trust(flash);
    port->flash = flash;
    port->partition = (struct pschema_partition){
        .label = "port", .offset = offset, .size = PORT_SIZE, .type = 0x40, .chip = flash->chip};
    port->writable.partition = &port->partition;
    port->program_size = flash->program_size;
    port->random = 0x9e3779b97f4a7c15;
    memset(port->model, 0xff, PORT_SIZE);
    return port;
}

static inline void port_run(struct port *port)
{
    ck_assert_int_eq(pschema_erase(port->flash, port->writable, 0, PORT_SIZE), PSCHEMA_OK);
    for (int i = 0; i < PORT_REQUESTS; i++) {
        uint32_t which = port_random(port, 20);
        if (which == 0) {
            port_erase(port);
        } else if (which < 10) {
            port_write(port);
        } else {
            port_read(port);
        }
    }
    ck_assert_int_eq(pschema_sync(port->flash), PSCHEMA_OK);
}

// Setting a bit is refused: the chip would not do it, and say nothing.
static inline void port_set_bits(struct port *port)
{
    uint8_t zeros[32] = {0};
    uint8_t ones[32];
    memset(ones, 0xff, sizeof ones);
    ck_assert_int_eq(pschema_erase(port->flash, port->writable, 0, port->flash->erase_size),
                     PSCHEMA_OK);
    ck_assert_int_eq(pschema_write(port->flash, port->writable, 0, zeros, 32), PSCHEMA_OK);
    ck_assert_int_eq(pschema_write(port->flash, port->writable, 0, ones, 32), PSCHEMA_ERROR_FLASH);
}

static inline void port_check(struct pschema_flash *flash, uint32_t offset)
{
    struct port *port = port_new(flash, offset);
    port_run(port);
    port_set_bits(port);
    free(port);
}

#endif
