"""What a firmware's build includes: for plain CMake, tried; for the SDKs', read as their build
systems would, with stand-ins for their functions."""

import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import PROJECT, equal, need, run, run_tests

RUNTIME = PROJECT / "runtime"
SOURCES = {path.resolve() for path in (RUNTIME / "src").glob("*.c")}

# Prints what it is called with, one argument a line.
RECORDER = """
function({name})
    foreach(argument IN LISTS ARGV)
        message("{name}|${{argument}}")
    endforeach()
endfunction()
"""


def evaluate(file, functions, *options):
    """The calls of some functions that a CMake file makes: {{function: [argument]}}."""
    script = pathlib.Path("evaluate.cmake")
    script.write_text("".join(RECORDER.format(name=name) for name in functions) +
                      f'include("{file}")\n')
    result = run(need("cmake"), *options, "-P", script)
    equal(result.returncode, 0, result.stderr)
    calls = {name: [] for name in functions}
    for line in result.stderr.splitlines():
        name, _, argument = line.partition("|")
        calls[name].append(argument)
    return calls


def files(arguments):
    return {pathlib.Path(argument).resolve() for argument in arguments if argument.endswith(".c")}


def component(file, *options):
    """A component's sources and its folders of headers, all of which exist."""
    arguments = evaluate(file, ["idf_component_register"], *options)["idf_component_register"]
    sources = files(arguments)
    first = arguments.index("INCLUDE_DIRS") + 1
    folders = [pathlib.Path(folder) for folder in arguments[first:arguments.index("PRIV_REQUIRES")]]
    for path in [*sources, *folders]:
        assert path.exists(), path
    return sources, folders


def test_component_of_esp_idf():
    file = RUNTIME / "esp-idf/pschema/CMakeLists.txt"
    port = (RUNTIME / "port/esp_idf/esp_idf.c").resolve()
    sources, folders = component(file)
    equal(sources, SOURCES | {port})
    assert any((folder / "pschema/esp_idf.h").exists() for folder in folders)

    sources, _ = component(file, "-DCONFIG_PSCHEMA_NVS_OF_ESP_IDF=y")
    own = {(RUNTIME / f"src/nvs{part}.c").resolve() for part in ("", "_load")}
    assert own <= SOURCES
    equal(sources, SOURCES - own | {port, port.parent / "nvs.c", port.parent / "nvs_load.c"})
    assert "config PSCHEMA_NVS_OF_ESP_IDF" in (file.parent / "Kconfig").read_text()


def test_component_of_esp8266_rtos():
    folder = RUNTIME / "esp8266-rtos/pschema"
    port = (RUNTIME / "port/esp8266_rtos/esp8266_rtos.c").resolve()
    sources, folders = component(folder / "CMakeLists.txt")
    equal(sources, SOURCES | {port})

    pathlib.Path("show.mk").write_text(
        f"include {folder}/component.mk\n"
        "all:\n\t@echo $(COMPONENT_SRCDIRS)\n\t@echo $(COMPONENT_ADD_INCLUDEDIRS)\n")
    lines = run(need("make"), "-f", "show.mk").stdout.splitlines()
    of_make = {path for place in lines[0].split() for path in (folder / place).resolve().glob("*.c")}
    equal(of_make, sources)
    equal([(folder / place).resolve() for place in lines[1].split()],
          [place.resolve() for place in folders])


def test_module_of_zephyr():
    module = (RUNTIME / "zephyr/module.yml").read_text()
    build = RUNTIME / re.search(r"cmake: (\S+)", module)[1] / "CMakeLists.txt"
    kconfig = (RUNTIME / re.search(r"kconfig: (\S+)", module)[1]).read_text()
    functions = ["zephyr_library_named", "zephyr_library_sources", "zephyr_include_directories"]
    equal(evaluate(build, functions), {name: [] for name in functions})
    calls = evaluate(build, functions, "-DCONFIG_PSCHEMA=y", "-DCONFIG_PSCHEMA_FLASH_AREA=y")
    equal(files(calls["zephyr_library_sources"]),
          SOURCES | {(RUNTIME / "port/zephyr/zephyr.c").resolve()})
    assert any((pathlib.Path(folder) / "pschema/zephyr.h").exists()
               for folder in calls["zephyr_include_directories"])
    for option in re.findall(r"CONFIG_(\w+)", build.read_text()):
        assert f"config {option}\n" in kconfig, option


PROGRAM = r"""
#include <pschema/access.h>
#include <pschema/posix.h>

int main(void)
{
    static const struct pschema_partition all = {0, 8192, 0, 0x40, 0, 0, "all"};
    struct pschema_posix port;
    unsigned char byte = 0;
    int result = pschema_posix_open(&port, "flash.bin", 8192, 4096, 4);
    return result || pschema_read(&port.flash, &all, 8191, &byte, 1) || byte != 0xff;
}
"""


def test_plain_cmake():
    pathlib.Path("main.c").write_text(PROGRAM)
    pathlib.Path("CMakeLists.txt").write_text(f"""
cmake_minimum_required(VERSION 3.13)
project(firmware C)
set(PSCHEMA_PORTS posix simulator)
add_subdirectory("{RUNTIME}/cmake" pschema)
add_executable(firmware main.c)
target_link_libraries(firmware pschema pschema_posix)
""")
    for words in (["-S", ".", "-B", "build"], ["--build", "build"]):
        result = run(need("cmake"), *words)
        equal(result.returncode, 0, result.stdout + result.stderr)
    equal(run("build/firmware").returncode, 0)


def test_plain_make():
    pathlib.Path("main.c").write_text(PROGRAM)
    pathlib.Path("Makefile").write_text(f"""
PSCHEMA := {RUNTIME}
CPPFLAGS += -I$(PSCHEMA)/include -I$(PSCHEMA)/port/posix
firmware: main.c $(wildcard $(PSCHEMA)/src/*.c) $(PSCHEMA)/port/posix/posix.c
\t$(CC) $(CPPFLAGS) $(CFLAGS) -o $@ $^
""")
    result = run(need("make"))
    equal(result.returncode, 0, result.stdout + result.stderr)
    equal(run("./firmware").returncode, 0)


run_tests(dict(globals()))
