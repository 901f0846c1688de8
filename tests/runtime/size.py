"""What the runtime costs a firmware: code by part, linked, for each kind of core; no data, no
helpers."""

import pathlib
import re
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import PROJECT, Skipped, equal, run, run_tests  # noqa: E402

SOURCES = PROJECT / "runtime/src"
OPTIONS = ["-std=c99", "-Os", "-ffreestanding", "-fbuiltin", "-ffunction-sections", "-Wall",
           "-Wextra", "-Werror", "-isystem", ".", f"-I{PROJECT / 'runtime/include'}"]

# For each core, the compilers that will do, the best first.
CORES = {
    "Cortex-M0": [["arm-none-eabi-gcc", "-mcpu=cortex-m0", "-mthumb"],
                  ["clang", "--target=thumbv6m-none-eabi", "-mcpu=cortex-m0", "-nostdlibinc"]],
    "lx106": [["xtensa-lx106-elf-gcc", "-mlongcalls"]],
    "riscv32": [["riscv64-unknown-elf-gcc", "-march=rv32imac", "-mabi=ilp32"]],
}

# Each part, its files, and the size that it must stay below.
PARTS = {
    "access, layout check": (["access.c", "crc32.c", "layout.c"], 1024),
    "OTA": (["ota.c", "otadata.c", "partition.c", "writer.c"], 2560),
    "OTA: resume": (["ota_resume.c", "writer_resume.c"], 384),
    "OTA: layout marks": (["ota_check.c"], 640),
    "NVS": (["nvs.c", "nvs_default.c"], 1536),
    "NVS in one pass": (["nvs_load.c", "nvs_field.c"], 640),
    "partition tables": (["table.c", "md5.c"], None),
    "records with store and ring": (["record.c", "record_store.c", "ring.c"], 1408),
    "blank check": (["blank.c"], None),
    "flash as memory": (["map.c"], None),
    "texts of results": (["result.c"], None),
}

# Parts that are counted beyond another one that they need, not only beyond the first.
NEEDED = {"NVS in one pass": "NVS", "OTA: resume": "OTA"}

# All that the runtime takes from elsewhere. The target's libc is not needed to measure.
STRING_H = """#include <stddef.h>
void *memcpy(void *to, const void *from, size_t size);
void *memmove(void *to, const void *from, size_t size);
void *memset(void *to, int byte, size_t size);
int memcmp(const void *left, const void *right, size_t size);
"""
# The ARM's ABI has names of its own for calls of them.
FOREIGN = re.compile(r"memcpy|memmove|memset|memcmp|__aeabi_mem(cpy|move|set|clr)[48]?")


def compiler(core):
    """The command for a core."""
    for command in CORES[core]:
        if shutil.which(command[0]):
            return command
    raise Skipped(f"{CORES[core][0][0]} is not installed")


def build(core, sources):
    """Compiles for a core; the objects, in the order of the sources."""
    pathlib.Path("string.h").write_text(STRING_H)
    objects = []
    for source in sources:
        objects.append(f"{pathlib.Path(source).stem}.o")
        result = run(*compiler(core), *OPTIONS, "-c", source, "-o", objects[-1])
        assert result.returncode == 0, f"{core}: {source}:\n{result.stderr}"
    return objects


def tool(*words):
    """Lines of what a tool says, as words."""
    result = run(*words)
    equal(result.returncode, 0, result.stderr)
    return [line.split() for line in result.stdout.splitlines()]


def sizes(object_file):
    """Bytes of code and constants, of initialised data, and of other data."""
    return tuple(int(word) for word in tool("size", object_file)[1][:3])


def foreign(objects):
    """Symbols that none of the objects defines, but for those that may be missing."""
    defined = {line[0] for line in tool("nm", "-P", "--defined-only", *objects) if len(line) > 1}
    missing = {line[0] for line in tool("nm", "-P", "-u", *objects) if len(line) > 1}
    return {name for name in missing - defined if not FOREIGN.fullmatch(name)}


def cores():
    """(core, skipped) of every core; skipped is a text where it has no compiler."""
    for core in CORES:
        try:
            compiler(core)
            yield core, None
        except Skipped as reason:
            yield core, str(reason)


def available():
    found = [core for core, skipped in cores() if not skipped]
    if not found:
        raise Skipped("there is no compiler for any of " + ", ".join(CORES))
    return found


def linked_size(core, files):
    """Bytes of code and constants as they come to lie in a firmware: only the linker knows how far
    a call goes, and for lx106 and riscv32 makes most of them shorter. What a program would have to
    give them is left open."""
    objects = [f"{pathlib.Path(name).stem}.o" for name in files if (SOURCES / name).exists()]
    if not objects:
        return 0
    result = run(*compiler(core), "-nostdlib", "-Wl,--unresolved-symbols=ignore-all",
                 "-Wl,-Ttext=0x1000", "-Wl,-e,0x1000", *objects, "-o", "linked")
    if result.returncode != 0:  # clang has no linker for it
        return sum(sizes(name)[0] for name in objects)
    return sizes("linked")[0]


def measure(core):
    """The size of each part, beyond the parts that it needs; what else is wrong with the objects is
    asserted."""
    sources = sorted(SOURCES.glob("*.c"))
    objects = build(core, sources)
    measured = {source.name: sizes(name) for source, name in zip(sources, objects)}
    for name, (_, data, bss) in measured.items():
        equal((data, bss), (0, 0), f"{core}: .data and .bss of {name}")
    equal(foreign(objects), set(), f"{core}: undefined symbols")
    base = next(iter(PARTS))
    return {part: linked_size(core, needed(part, base) + files) -
            linked_size(core, needed(part, base)) for part, (files, _) in PARTS.items()}


def needed(part, base):
    """The files of the parts that one needs: all but the first need that."""
    if part == base:
        return []
    return PARTS[base][0] + (PARTS[NEEDED[part]][0] if part in NEEDED else [])


def limit_of(core, part):
    """What a part must stay below on a core: the limits are for gcc. Where clang takes its place,
    its code is larger, and is not linked, which makes calls shorter."""
    limit = PARTS[part][1]
    is_other = compiler(core)[0] == "clang"
    return limit and (limit * 5 // 4 if is_other else limit)


def show(measured):
    print(f"{'bytes at -Os':22}" + "".join(f"{core:>11}" for core in measured) + "      below")
    for part, (_, limit) in PARTS.items():
        numbers = "".join(f"{parts[part]:11}" for parts in measured.values())
        print(f"{part:22}{numbers}{limit or '-':>11}")


def test_each_file_belongs_to_a_part():
    known = {name for files, _ in PARTS.values() for name in files}
    equal({path.name for path in SOURCES.glob("*.c")} - known, set(), "files of no part")


def test_sizes():
    measured = {core: measure(core) for core in available()}
    for core, skipped in cores():
        if skipped:
            print(f"{core}: skipped: {skipped}")
    show(measured)
    for core, parts in measured.items():
        for part in PARTS:
            size, limit = parts[part], limit_of(core, part)
            assert limit is None or size < limit, f"{core}: {part}: {size} of {limit} bytes"


def test_faults_are_seen():
    """What must not be there would be noticed."""
    pathlib.Path("faulty.c").write_text("""
        unsigned count = 1, total;
        unsigned long long share(unsigned long long of, unsigned parts);
        unsigned long long share(unsigned long long of, unsigned parts) { return of / parts; }
        """)
    pathlib.Path("other.c").write_text("extern unsigned count; unsigned *where(void);\n"
                                       "unsigned *where(void) { return &count; }\n")
    for core in available():
        objects = build(core, ["faulty.c", "other.c"])
        text, data, bss = sizes(objects[0])
        assert text > 0, core
        equal((data, bss), (4, 4), core)
        assert foreign(objects) and "count" not in foreign(objects), core
        equal(foreign(objects[1:]), {"count"}, core)


if __name__ == "__main__":
    run_tests(globals())
