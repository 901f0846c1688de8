"""The constants of a generated header: once in a program, and known to C++17 when it compiles."""

import pathlib
import re
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import PROJECT, equal, need, run, run_tests, schemac  # noqa: E402
from toolchains import RUNTIME, WARNINGS  # noqa: E402

# What each file of the program needs of the header: a partition, a slot, the tables.
PART = """#include <sensor.h>
unsigned long use_{0}(const struct pschema_partition **one, const struct pschema_layout **two,
                      unsigned number);
unsigned long use_{0}(const struct pschema_partition **one, const struct pschema_layout **two,
                      unsigned number)
{{
    *one = sensor_log().partition;
    *two = sensor_layout();
    return sensor_ota_slot(number).partition->offset;
}}
"""
CPP_PART = PART.replace("unsigned long use", 'extern "C" unsigned long use', 1)
MAIN = """#include <pschema/layout.h>
unsigned long use_0(const struct pschema_partition **one, const struct pschema_layout **two,
                    unsigned number);
unsigned long use_1(const struct pschema_partition **one, const struct pschema_layout **two,
                    unsigned number);
unsigned long use_2(const struct pschema_partition **one, const struct pschema_layout **two,
                    unsigned number);
int main(int count, char **words)
{
    unsigned first = (unsigned)count - 1u;
    const struct pschema_partition *one[3];
    const struct pschema_layout *two[3];
    unsigned long sum = use_0(&one[0], &two[0], first) + use_1(&one[1], &two[1], first + 1) +
                        use_2(&one[2], &two[2], first + 2);
    (void)words;
    return sum == 0x20000 + 0xc0000 && one[0]->size == 0x10000 &&
           one[0] == one[1] && one[1] == one[2] && two[0] == two[1] && two[1] == two[2] ? 0 : 3;
}
"""
COLLECTED = ["-Os", "-ffunction-sections", "-fdata-sections"]


def generate():
    schemac("compile", "-q", PROJECT / "schemas/examples/sensor.pschema", "-o", "out")


def compile_file(compiler, source, text, *options):
    """An object made of a text; returns its name."""
    if text is not None:
        pathlib.Path(source).write_text(text)
    name = f"{pathlib.Path(source).stem}.o"
    result = run(*compiler, *WARNINGS, "-Wunused-const-variable", "-Wredundant-decls", RUNTIME,
                 "-Iout", *COLLECTED, *options, "-c", source, "-o", name)
    equal(result.returncode, 0, result.stderr)
    return name


def constants_of(program, nm="nm"):
    """The names of the header's constants in a program, as often as they are there."""
    lines = run(nm, "--demangle", program).stdout.splitlines()
    return sorted(line.split()[-1] for line in lines
                  if re.search(r" [rRdDVuBb] (\w+::)?(sensor_|pschema_nothing)", line))


ONCE = ["pschema_nothing", "sensor_expected_layout", "sensor_expected_tables",
        "sensor_log_partition", "sensor_main_rows", "sensor_ota_0_partition",
        "sensor_ota_1_partition", "sensor_ota_apps"]
ONCE_IN_CPP = [f"pschema_constants::{name}" if name.startswith("pschema") else
               f"sensor_constants::{name}" for name in ONCE]


def build(parts, *more):
    """A program of three files and what they share."""
    runtime = PROJECT / "runtime/src"
    objects = [*parts, *more, compile_file(["gcc"], "main.c", MAIN, "-std=c99"),
               compile_file(["gcc"], runtime / "partition.c", None, "-std=c99"),
               compile_file(["gcc"], runtime / "layout.c", None, "-std=c99"),
               compile_file(["gcc"], runtime / "access.c", None, "-std=c99"),
               compile_file(["gcc"], runtime / "crc32.c", None, "-std=c99")]
    result = run("gcc", "-Wl,--gc-sections", *objects, "-o", "program")
    equal(result.returncode, 0, result.stderr)
    return run("./program").returncode


def test_once_in_c_with_the_source():
    need("gcc")
    generate()
    for standard in ("c99", "c11"):
        parts = [compile_file(["gcc"], f"part_{i}.c", PART.format(i), f"-std={standard}",
                              "-DSENSOR_SOURCE") for i in range(3)]
        own = compile_file(["gcc"], "out/sensor.c", None, f"-std={standard}",
                           "-Wmissing-variable-declarations" if shutil.which("clang") is None else
                           "-Wall")
        equal(build(parts, own), 0)
        equal(constants_of("program"), ONCE, standard)


def test_once_in_cpp17():
    need("g++")
    generate()
    parts = [compile_file(["g++"], f"part_{i}.cpp", CPP_PART.format(i), "-std=c++17")
             for i in range(3)]
    equal(build(parts), 0)
    equal(constants_of("program"), ONCE_IN_CPP)


def test_once_where_c_and_cpp_are_mixed():
    """C++ before C++17 shares those of C; all files in C++17 have one set of their own."""
    need("g++")
    generate()
    own = compile_file(["gcc"], "out/sensor.c", None, "-std=c99")
    for standards, status, names in ((("c++11", "c++14"), 0, ONCE),
                                     (("c++17", "c++20"), 3, ONCE + ONCE_IN_CPP)):
        parts = [compile_file(["gcc"], "part_0.c", PART.format(0), "-std=c99", "-DSENSOR_SOURCE")]
        parts += [compile_file(["g++"], f"part_{i}.cpp", CPP_PART.format(i), f"-std={standard}",
                               "-DSENSOR_SOURCE") for i, standard in enumerate(standards, 1)]
        equal(build(parts, own), status)
        equal(constants_of("program"), sorted(names), str(standards))


def test_each_file_has_its_own_without_the_source():
    need("gcc")
    generate()
    parts = [compile_file(["gcc"], f"part_{i}.c", PART.format(i), "-std=c99") for i in range(3)]
    equal(build(parts), 3, "addresses differ")
    assert constants_of("program").count("sensor_log_partition") == 3


def size_on_m0(*parts):
    run("arm-none-eabi-ld", "-r", "--gc-sections", "-u", "use_0", "-u", "use_1", "-u", "use_2",
        *parts, "-o", "all.o")
    words = run("arm-none-eabi-size", "all.o").stdout.splitlines()[1].split()
    equal(words[1:3], ["0", "0"], ".data and .bss")
    return int(words[0])


def test_size_on_a_cortex_m0():
    """Two more files that include the header cost their code, not the constants."""
    compiler = [need("arm-none-eabi-gcc"), "-mcpu=cortex-m0", "-mthumb", "-ffreestanding"]
    generate()
    own = compile_file(compiler, "out/sensor.c", None, "-std=c99")
    sizes = {}
    for name, options in (("static", []), ("source", ["-DSENSOR_SOURCE"])):
        parts = [compile_file(compiler, f"part_{i}.c", PART.format(i), "-std=c99", *options)
                 for i in range(3)]
        parts += [own] if options else []
        sizes[name] = size_on_m0(*parts)
    print(f"three files: {sizes['static']} bytes without sensor.c, {sizes['source']} with it")
    assert sizes["source"] < sizes["static"] * 0.6, sizes


CONSTEXPR = """#include <sensor.h>
constexpr auto app = sensor_ota_0();
static_assert(app.partition->offset == SENSOR_OTA_0_OFFSET, "an accessor");
static_assert(sensor_ota_slot(1).partition->offset == 0xc0000, "a slot by its number");
static_assert(sensor_ota_slot<1>().partition->offset == 0xc0000, "a slot by a constant");
static_assert(SENSOR_OTA_SLOT(0).partition->size == SENSOR_OTA_0_SIZE, "by the macro");
static_assert(sensor_ota_slot(0x100000000).partition->size == 0, "no slot has this number");
static_assert(sensor_ota_slot(2).partition == pschema_no_partition(), "nothing");
static_assert(sensor_ota().count == 2 && sensor_ota().factory.partition->size == 0, "all slots");
static_assert(sensor_layout()->digest == SENSOR_LAYOUT_DIGEST, "the tables");
static_assert(sensor_log().writable.partition->label[0] == 'l', "a label");
"""


def test_cpp17_knows_them_when_it_compiles():
    generate()
    for compiler in ("g++", "clang++"):
        for standard in ("c++17", "c++20"):
            compile_file([need(compiler)], "constexpr.cpp", CONSTEXPR, f"-std={standard}")


def test_the_constants_alone_need_no_runtime():
    need("gcc")
    generate()
    pathlib.Path("alone.c").write_text(
        "#define SENSOR_CONSTANTS_ONLY\n#include <sensor.h>\n"
        "int offset[SENSOR_LOG_OFFSET == 0x162000 && SENSOR_OTA_SLOTS == 2 ? 1 : -1];\n")
    result = run("gcc", "-std=c99", *WARNINGS, "-Iout", "-c", "alone.c")
    equal(result.returncode, 0, result.stderr)
    pathlib.Path("alone.c").write_text("#include <sensor.h>\n")
    result = run("gcc", "-std=c99", "-Iout", "-c", "alone.c")
    assert result.returncode != 0 and "pschema/" in result.stderr, result.stderr


if __name__ == "__main__":
    run_tests(globals())
