"""Firmware that appends to rings by the functions of generated headers, with losses of power.

The model, the runtime and `dump` must agree on each ring in the end, and the runtime on what it
said before: a record that was appended is the latest one, whatever happens to those after it. Rings
begin blank, or with the image that schemac makes. The seeds are fixed.
"""

import json
import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import PROJECT, SCHEMAC, equal, need, run, run_tests, schemac  # noqa: E402
from ring_model import random_ring  # noqa: E402
from toolchains import RUNTIME, WARNINGS  # noqa: E402

DEVICE = r"""
#include "ring.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned char chip[CHIP_SIZE];
static unsigned long long state;
static long steps = -1; /* until the power is lost; below 0: never */

static unsigned long long number(void)
{
    state = state * 6364136223846793005ull + 1442695040888963407ull;
    return state >> 33 ^ state << 31;
}

static int is_lost(void)
{
    return steps >= 0 && steps-- == 0;
}

static enum pschema_result read_chip(void *context, uint32_t address, void *buffer, uint32_t size)
{
    (void)context;
    memcpy(buffer, chip + address, size);
    return PSCHEMA_OK;
}

static enum pschema_result program_chip(void *context, uint32_t address, const void *data,
                                        uint32_t size)
{
    const unsigned char *bytes = (const unsigned char *)data;
    (void)context;
    for (uint32_t at = 0; at < size; at++) {
        if (at % PROGRAM_SIZE == 0 && is_lost()) {
            for (uint32_t end = at + PROGRAM_SIZE; at < end; at++) {
                chip[address + at] &= (unsigned char)(bytes[at] | number());
            }
            return PSCHEMA_ERROR_FLASH;
        }
        if (chip[address + at] != 0xff) {
            exit(2); /* the same place is written twice */
        }
        chip[address + at] = bytes[at];
    }
    return PSCHEMA_OK;
}

static enum pschema_result erase_chip(void *context, uint32_t address, uint32_t size)
{
    (void)context;
    if (is_lost()) {
        for (uint32_t at = 0; at < size; at++) {
            chip[address + at] |= (unsigned char)(number() & number());
        }
        return PSCHEMA_ERROR_FLASH;
    }
    memset(chip + address, 0xff, size);
    return PSCHEMA_OK;
}

static struct pschema_flash flash;

static enum pschema_result find(struct ring_state *record)
{
    memset(record, 0, sizeof *record); /* and what is between its members */
    return ring_state_latest(&flash, record);
}

static int is_same(const struct ring_state *a, const struct ring_state *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

/* Whether an append did what it said. */
static int append(void)
{
    struct ring_state before, given, after;
    enum pschema_result had = find(&before), done, has;
    memset(&given, 0, sizeof given);
    fill(&given);
    steps = number() % 3 ? -1 : (long)(number() % MOST_STEPS);
    done = ring_state_append(&flash, &given);
    steps = -1;
    has = find(&after);
    if (done == PSCHEMA_OK) {
        return has == PSCHEMA_OK && is_same(&after, &given);
    }
    return (has == had && is_same(&after, &before)) ||
           (has == PSCHEMA_OK && is_same(&after, &given));
}

int main(int count, char **words)
{
    struct ring_state record;
    FILE *file = fopen("device.bin", "rb");
    memset(chip, 0xff, sizeof chip);
    if (count != 3 || !file || fread(chip, 1, sizeof chip, file) > sizeof chip || fclose(file)) {
        return 1;
    }
    flash.size = sizeof chip;
    flash.erase_size = ERASE_SIZE;
    flash.program_size = PROGRAM_SIZE;
    flash.chip = 1;
    flash.read = read_chip;
    flash.program = program_chip;
    flash.erase = erase_chip;
    pschema_trust_layout(&flash, ring_layout());
    state = strtoull(words[1], 0, 10);
    for (long left = atol(words[2]); left; left--) {
        if (!append()) {
            return 3;
        }
    }
    printf("%d", (int)find(&record));
    show(&record);
    file = fopen("device.bin", "wb");
    return !file || fwrite(chip, 1, sizeof chip, file) != sizeof chip || fclose(file);
}
"""


def values_functions(record):
    """fill() and show() of a struct, but for its checksum."""
    fill = show = ""
    for name, kind, count in record.fields:
        whole = f"{'u' if kind[0] == 'u' else ''}int{kind[1:]}_t"
        element = f"record->{name}" if count == 1 else f"record->{name}[i]"
        wide, form = ("unsigned long long", "%llu") if kind[0] == "u" else ("long long", "%lld")
        loop = f"    for (int i = 0; i < {count}; i++) {{\n        "
        fill += f"{loop}{element} = ({whole})number();\n    }}\n"
        show += f"{loop}printf(\" {form}\", ({wide}){element});\n    }}\n"
    return (f"static unsigned long long number(void);\n"
            f"static void fill(struct ring_state *record)\n{{\n{fill}}}\n\n"
            f"static void show(const struct ring_state *record)\n{{\n{show}}}\n\n")


def write_schema(ring):
    size = ring.sector * ring.sectors
    pathlib.Path("ring.pschema").write_text(
        "schema ring revision 1;\ntarget esp32 { flash 4M; }\n"
        f"flash nor {{ size 64M; erase {ring.sector}; }}\n\n" +
        ring.record.declaration() +
        "\ntable main {\n    partition factory app.factory size 1M;\n}\n"
        f"table rings on nor {{\n    partition state 0x40.0 size {size} "
        "from record state \"rows.csv\" { ring; }\n}\n")


def build(ring, source):
    """A device whose flash has units of some size, and blocks that divide the ring's sectors."""
    erase_size = max(32, ring.sector >> source.randrange(0, 3))
    program_size = source.choice([1, 2, 4, 8, 16, 32])
    numbers = {"CHIP_SIZE": ring.sector * ring.sectors, "ERASE_SIZE": erase_size,
               "PROGRAM_SIZE": program_size,
               "MOST_STEPS": ring.slot // program_size + 3}
    macros = "".join(f"#define {name} {value}\n" for name, value in numbers.items())
    schemac("compile", "ring.pschema", "--emit", "header", "-o", ".", "--force", "-q")
    program = DEVICE.replace('#include "ring.h"\n', f'{macros}#include "ring.h"\n', 1)
    head, rest = program.split("static struct pschema_flash flash;\n", 1)
    pathlib.Path("device.c").write_text(
        head + values_functions(ring.record) + "static struct pschema_flash flash;\n" + rest)
    result = run("gcc", "-std=c99", "-O1", *WARNINGS, RUNTIME, "-I.", "device.c",
                 *sorted((PROJECT / "runtime/src").glob("*.c")), "-o", "device")
    equal((result.returncode, result.stderr), (0, ""))


def shown_values(ring, content):
    """As the device shows a record."""
    return [str(value) for values in ring.record.decode(content) for value in values]


def check_end(ring, text, what):
    latest = ring.latest()
    place, erases = ring.next()
    words = text.split()
    if latest is None:
        equal(words[0], "-10", what)
    else:
        equal(words, ["0", *shown_values(ring, ring.content(latest))], what)
    dump = json.loads(run(SCHEMAC, "dump", "device.bin", "--schema", "ring.pschema", "--partition",
                          "state", "--json").stdout)
    equal((dump["next"]["offset"], dump["next"]["erases"]), (place, erases), what)
    equal(dump["ring"].get("latest"), None if latest is None else ring.sequence(latest), what)
    return len(dump["broken"])


def test_devices_in_use():
    need("gcc")
    broken = 0
    for seed in range(12):
        source = random.Random(3000 + seed)
        ring = random_ring(source)
        write_schema(ring)
        most = ring.slots * (ring.sectors - 1)
        rows = [ring.record.values(source) for _ in range(source.randrange(1, most + 1))]
        pathlib.Path("rows.csv").write_text(ring.record.csv(rows))
        build(ring, source)
        schemac("generate", "ring.pschema", "state", "-o", "made.bin")
        for trial in range(16):
            image = pathlib.Path("made.bin").read_bytes() if trial % 2 else b""
            pathlib.Path("device.bin").write_bytes(image)
            what = f"seed {seed}, trial {trial}"
            result = run("./device", trial, source.randrange(0, 3 * ring.slots * ring.sectors))
            equal(result.returncode, 0, what)
            ring.flash.bytes[:] = pathlib.Path("device.bin").read_bytes()
            broken += check_end(ring, result.stdout, what)
    assert broken > 50, broken


run_tests(globals())
