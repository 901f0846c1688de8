"""The ports, type-checked by every compiler that is here, against stand-ins for the SDKs' headers;
their own headers also alone, and as C++."""

import itertools
import pathlib
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import PROJECT, Skipped, need, run, run_tests

WARNINGS = ["-Werror", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Wundef",
            "-Wcast-align", "-Wstrict-prototypes", "-Wmissing-prototypes"]
FOR_C_ONLY = {"-Wstrict-prototypes", "-Wmissing-prototypes"}

RISCV32 = ["riscv64-unknown-elf-gcc", "-march=rv32imac", "-mabi=ilp32",
           "--specs=picolibc.specs"]
CORTEX_M0 = ["arm-none-eabi-gcc", "-mcpu=cortex-m0", "-mthumb", "--specs=picolibc.specs"]
LX106 = ["xtensa-lx106-elf-gcc", "-mlongcalls", "-isystem", "/usr/lib/xtensa-lx106-elf/include"]
HOST = [["gcc"], ["clang"]]

# Which cross compilers a port is for.
PORTS = {
    "posix": [],
    "simulator": [RISCV32, CORTEX_M0, LX106],
    "esp_idf": [RISCV32],
    "esp8266_rtos": [LX106],
    "zephyr": [CORTEX_M0, RISCV32],
}

# Which versions of its SDK a port is compiled for, where the stand-ins differ.
VERSIONS = {"esp_idf": [["-DESP_IDF_VERSION_MAJOR=5"], ["-DESP_IDF_VERSION_MAJOR=6"]]}


def include_options(port):
    folders = [PROJECT / "runtime/include", PROJECT / "runtime/port" / port,
               PROJECT / "tests/runtime/stand_ins" / port]
    return [f"-I{folder}" for folder in folders]


def compile_one(compiler, port, source, *options):
    result = run(*compiler, *options, *include_options(port), "-fsyntax-only", source)
    assert result.returncode == 0, f"{' '.join(compiler)}, {port}:\n{result.stderr}"


def posix(port):
    return ["-D_POSIX_C_SOURCE=200809L"] if port == "posix" else []


def specs_are_known(compiler):
    """Whether the C library that the compiler is to use is installed."""
    return run(*compiler, "-E", "-include", "string.h", "-x", "c", "/dev/null").returncode == 0


def check_all(compilers_of):
    missing = set()
    for port in PORTS:
        sources = sorted((PROJECT / "runtime/port" / port).glob("*.c"))
        assert sources, port
        for compiler in compilers_of(port):
            if not shutil.which(compiler[0]) or not specs_are_known(compiler):
                missing.add(compiler[0])
                continue
            for source, version in itertools.product(sources, VERSIONS.get(port, [[]])):
                compile_one(compiler, port, source, "-std=c99", "-Os", *WARNINGS, *posix(port),
                            *version)
    if missing:
        raise Skipped(f"{', '.join(sorted(missing))}: not installed, or without a C library")


def test_on_this_machine():
    check_all(lambda port: HOST)


def test_for_the_chips():
    check_all(lambda port: PORTS[port])


def test_headers_as_cpp():
    need("g++")
    warnings = [option for option in WARNINGS if option not in FOR_C_ONLY]
    for port in PORTS:
        source = pathlib.Path(f"{port}.cpp")
        source.write_text(f"#include <pschema/{port}.h>\n#include <pschema/{port}.h>\n")
        compile_one(["g++"], port, source, "-std=c++17", *warnings)


run_tests(dict(globals()))
