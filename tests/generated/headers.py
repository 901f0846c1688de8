"""Generated headers compile everywhere, and say what the layout says."""

import concurrent.futures
import itertools
import pathlib
import re
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import PROJECT, equal, need, run, run_tests, schemac  # noqa: E402
from toolchains import MODES, RUNTIME, STRICT, WARNINGS, compilers  # noqa: E402


def header(schema, artifacts="header"):
    """Compiles a schema into a folder of its own and returns the header."""
    name = pathlib.Path(schema).stem
    schemac("compile", "-q", schema, "-o", f"{name}.out", "--emit", artifacts)
    return next(pathlib.Path(f"{name}.out").glob("*.h"))


def build(compiler, language, standard, source, *options):
    pathlib.Path("source").write_text(source + "extern int more;\n") # C forbids an empty unit
    return run(*compiler, f"-std={standard}", *WARNINGS, *STRICT[language], *options, "-x",
               language, "-c", "source", "-o", "object")


def build_everywhere(source, *options):
    """Builds under every compiler and standard, with the runtime and by the constants alone, plain
    and optimised."""
    count = 0
    names = re.findall(r"/(\w+)[.]h\"", source)
    alone = [f"-D{name.upper()}_CONSTANTS_ONLY" for name in names]
    for (compiler, language), (standard, wanted) in itertools.product(compilers(), MODES):
        if language != wanted:
            continue
        for runtime, level in itertools.product((alone, [RUNTIME]), ("-O0", "-O2")):
            result = build(compiler, language, standard, source, *runtime, level, *options)
            assert result.returncode == 0, f"{compiler} {standard} {level}:\n{result.stderr}"
            count += 1
    return count


def examples(artifacts="header"):
    """Headers of all examples, and of golden cases with unusual names."""
    for schema in sorted((PROJECT / "schemas/examples").glob("*.pschema")):
        yield header(schema, artifacts)
    for case in ("compiled_everything", "compiled_external_flash", "compiled_second_level",
                 "compiled_own_platform", "compiled_records", "compiled_keys",
                 "compiled_flags_by_name"):
        shutil.copytree(PROJECT / "tests/golden/emit" / case, case, dirs_exist_ok=True)
        yield header(pathlib.Path(case, "input.pschema").rename(f"{case}/{case}.pschema"),
                     artifacts)


def test_each_compiles_alone():
    for path in examples():
        assert build_everywhere(f'#include "{path.resolve()}"\n') >= 4


def test_each_compiles_within_extern_c():
    """As people include headers of C in C++, who do not know that these do not need it."""
    for path in examples():
        text = f'extern "C" {{\n#include "{path.resolve()}"\n}}\n'
        for compiler, standard in itertools.product((["g++"], ["clang++"]), STANDARDS["c++"]):
            if shutil.which(compiler[0]):
                result = build(compiler, "c++", standard, text, RUNTIME)
                assert result.returncode == 0, f"{compiler} {standard}:\n{result.stderr}"


# Everything that a careful project may ask of its compilers.
CAREFUL = ["-Wsign-conversion", "-Wcast-qual", "-Wredundant-decls", "-Wundef"]
CAREFUL_OF = {
    "gcc": ["-Wunused-const-variable=2", "-Wstrict-prototypes", "-Wmissing-prototypes",
            "-Wmissing-declarations", "-fanalyzer"],
    "g++": ["-Wzero-as-null-pointer-constant", "-Wold-style-cast", "-Wuseless-cast",
            "-Wunused-const-variable=2"],
    "clang": ["-Wunused-const-variable", "-Wmissing-variable-declarations"],
    "clang++": ["-Wzero-as-null-pointer-constant", "-Wold-style-cast", "-Wunused-const-variable"],
}
STANDARDS = {"c": ["c99", "c11", "c17", "c2x"], "c++": ["c++11", "c++14", "c++17", "c++20"]}
# All that clang has: what is left out concerns padding, older standards, macros for others, and the
# names of a golden case, which have `__` in C.
EVERYTHING = ["-Weverything", "-Wno-padded", "-Wno-unused-macros", "-Wno-c++98-compat",
              "-Wno-c++98-compat-pedantic", "-Wno-reserved-identifier",
              "-Wno-reserved-macro-identifier"]


def careful_commands():
    """Each compiler there is with each standard, as (command, suffix)."""
    for compiler, options in CAREFUL_OF.items():
        language = "c++" if compiler.endswith("++") else "c"
        for standard in STANDARDS[language] if shutil.which(compiler) else []:
            yield [compiler, f"-std={standard}", *WARNINGS, *CAREFUL, *options], language
    if shutil.which("clang"):
        yield ["clang", "-std=c11", *EVERYTHING, "-Werror"], "c"
        yield ["clang", "--analyze", "-Xclang", "-analyzer-output=text", "-Werror"], "c"
        for standard in ("c++11", "c++17"):
            yield ["clang++", f"-std={standard}", *EVERYTHING, "-Werror"], "c++"


def complaints(path):
    """What compilers say of a header, with its constants in each of their three places."""
    found = []
    name = path.stem.upper()
    for (command, language), options in itertools.product(careful_commands(),
                                                          ([], [f"-D{name}_SOURCE"])):
        source = pathlib.Path(f"{path.stem}.careful.{'cpp' if language == 'c++' else 'c'}")
        source.write_text(f'#include "{path.resolve()}"\n')
        own = [path.with_suffix(".c")] if language == "c" and options else []
        for file in [source, *own]:
            result = run(*command, *options, RUNTIME, "-c", file, "-o", f"{path.stem}.object")
            if result.returncode or result.stderr:
                found.append(f"{command} {options} {file}:\n{result.stderr}")
    return found


def test_nothing_that_careful_compilers_mind():
    """Header by header: what one of them hides, such as a macro, another has not."""
    paths = list(examples("header,source"))
    with concurrent.futures.ThreadPoolExecutor() as pool:
        found = [text for texts in pool.map(complaints, paths) for text in texts]
    assert not found, f"{len(found)} complaints:\n" + "\n".join(found[:5])


def test_all_compile_side_by_side():
    includes = [f'#include "{path.resolve()}"\n' for path in examples()]
    assert len(includes) >= 6
    build_everywhere("".join(includes + includes))


def test_cortex_m0():
    need("clang")
    includes = "".join(f'#include "{path.resolve()}"\n' for path in examples())
    for standard, language in MODES:
        result = build(["clang", "--target=thumbv6m-none-eabi", "-mcpu=cortex-m0",
                        "-ffreestanding", "-nostdlibinc"], language, standard, includes, RUNTIME,
                       "-Os")
        assert result.returncode == 0, f"{standard}:\n{result.stderr}"


def test_cortex_m0_with_gcc():
    need("arm-none-eabi-gcc")
    includes = "".join(f'#include "{path.resolve()}"\n' for path in examples())
    for standard, language in MODES:
        compiler = "arm-none-eabi-gcc" if language == "c" else "arm-none-eabi-g++"
        if not shutil.which(compiler):
            continue
        result = build([compiler, "-mcpu=cortex-m0", "-mthumb", "-ffreestanding"], language,
                       standard, includes, RUNTIME, "-Os")
        assert result.returncode == 0, f"{standard}:\n{result.stderr}"


PROGRAM = r"""
#include "%s"
#include <stdio.h>

int main(int count, char **words)
{
    (void)words;
    struct pschema_nvs nvs = thermostat_nvs();
    struct pschema_app second = thermostat_ota_slot(1);
    struct pschema_app none = thermostat_ota_slot((unsigned)count + 1u);
    printf("%%s 0x%%x 0x%%x %%d.%%d\n", nvs.partition->label, (unsigned)nvs.partition->offset,
           (unsigned)nvs.partition->size, nvs.partition->type, nvs.partition->subtype);
    printf("%%s 0x%%x %%d\n", second.partition->label, (unsigned)second.partition->offset,
           second.partition->chip);
    printf("%%u of %%u, revision %%u\n", (unsigned)none.partition->size, THERMOSTAT_OTA_SLOTS,
           THERMOSTAT_REVISION);
    printf("0x%%x 0x%%x\n", THERMOSTAT_WWW_OFFSET, THERMOSTAT_MAIN_TABLE_OFFSET);
    return 0;
}
"""

EXPECTED = """nvs 0x9000 0x6000 1.2
ota_1 0x1d0000 0
0 of 2, revision 3
0x380000 0x8000
"""


def test_a_program_sees_the_layout():
    path = header(PROJECT / "schemas/examples/thermostat.pschema").resolve()
    for (compiler, language), level in itertools.product(compilers(), ("-O0", "-O2")):
        pathlib.Path("source").write_text(PROGRAM % path)
        result = run(*compiler, "-x", language, *WARNINGS, RUNTIME, level, "source",
                     "-x", "c", PROJECT / "runtime/src/partition.c", "-o", "program")
        equal(result.returncode, 0, result.stderr)
        equal(run("./program").stdout, EXPECTED, f"{compiler} {level}")


LOOPS = """
#ifdef __cplusplus
#define UNSIGNED(number) static_cast<unsigned>(number)
#else
#define UNSIGNED(number) (unsigned)(number)
#endif
static const unsigned SECOND = 1;
unsigned count(void);
unsigned count(void)
{
    unsigned n = 0;
    while (thermostat_ota_slot(n).partition->size) { n++; }
    for (unsigned i = 0; i <= 2; i++) { n += thermostat_ota_slot(i).partition->size ? 1u : 0u; }
    for (int i = 0; i < 16; i++) { n += thermostat_ota_slot(UNSIGNED(i)).partition->size ? 1u : 0u; }
    const unsigned first = 0;
    n += thermostat_ota_slot(SECOND).partition->size + thermostat_ota_slot(first).partition->size;
    return n + thermostat_ota_slot(1).partition->size;
}
"""


def test_loops_over_slots_compile():
    path = header(PROJECT / "schemas/examples/thermostat.pschema").resolve()
    for (compiler, language), level in itertools.product(compilers(), ("-O0", "-O2", "-O3", "-Os")):
        standard = "c++17" if language == "c++" else "c99"
        result = build(compiler, language, standard, f'#include "{path}"\n{LOOPS}', RUNTIME, level)
        equal(result.returncode, 0, f"{compiler} {level}: {result.stderr}")


def test_another_layout_of_a_struct_does_not_compile():
    """The assertions are about sizes and places: they fail where these are others."""
    text = header(PROJECT / "schemas/examples/sensor.pschema").read_text()
    changes = {
        ("sensor_calibration, 56)", "sensor_calibration, 60)"): "padding after the last member",
        ("sensor_calibration, version, 4, 2)", "sensor_calibration, version, 5, 2)"): "puts `version` at another",
        ("sensor_calibration, gain, 24, 16)", "sensor_calibration, gain, 24, 12)"): "`gain` does not have",
        ("sensor_channel, limit_low, 4)", "sensor_channel, limit_low, 8)"): "`limit_low` does not have",
    }
    for (compiler, language), (standard, wanted) in itertools.product(compilers(), MODES):
        if language != wanted:
            continue
        for (old, new), message in changes.items():
            equal(text.count(old), 1, old)
            result = build(compiler, language, standard, text.replace(old, new), RUNTIME)
            assert result.returncode != 0, f"{compiler} {standard} takes {new}"
            if standard != "c99":  # there, glibc has its own _Static_assert, without a message
                assert message in result.stderr, result.stderr


if __name__ == "__main__":
    run_tests(globals())
