"""A firmware whose sdkconfig contradicts the schema does not compile."""

import itertools
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import PROJECT, equal, run, run_tests, schemac  # noqa: E402
from toolchains import MODES, RUNTIME, WARNINGS, compilers  # noqa: E402

# What the SDKs write for sensor.pschema (esp32c3, 2M) and esp8266_two_ota.pschema (2M).
SENSOR = {"IDF_TARGET": '"esp32c3"', "IDF_TARGET_ESP32C3": "1", "ESPTOOLPY_FLASHSIZE": '"2MB"',
          "ESPTOOLPY_FLASHSIZE_2MB": "1", "PARTITION_TABLE_OFFSET": "0x8000",
          "PARTITION_TABLE_CUSTOM": "1"}
TWO_OTA = {"IDF_TARGET": '"esp8266"', "IDF_TARGET_ESP8266": "1", "ESPTOOLPY_FLASHSIZE": '"2MB"',
           "ESPTOOLPY_FLASHSIZE_2MB": "1", "PARTITION_TABLE_OFFSET": "0x8000",
           "APP1_OFFSET": "0x10000", "APP1_SIZE": "0xf0000", "APP2_OFFSET": "0x110000",
           "APP2_SIZE": "0xf0000"}
SCHEMAS = {"sensor": SENSOR, "esp8266_two_ota": TWO_OTA}

# (schema, what is other than above, words of the message)
CHIP = {"IDF_TARGET": '"esp32s3"', "IDF_TARGET_ESP32C3": None, "IDF_TARGET_ESP32S3": "1"}
SIZE = {"ESPTOOLPY_FLASHSIZE": '"4MB"', "ESPTOOLPY_FLASHSIZE_2MB": None,
        "ESPTOOLPY_FLASHSIZE_4MB": "1"}
WRONG = [
    ("sensor", {"PARTITION_TABLE_OFFSET": "0x10000"},
     ["schema sensor", "CONFIG_PARTITION_TABLE_OFFSET is not 0x8000", "menuconfig",
      "sdkconfig.defaults"]),
    ("sensor", CHIP, ["CONFIG_IDF_TARGET is not esp32c3", "idf.py set-target esp32c3"]),
    ("sensor", SIZE, ["CONFIG_ESPTOOLPY_FLASHSIZE is not 2MB", "menuconfig"]),
    ("esp8266_two_ota", {"APP2_OFFSET": "0x100000"},
     ["schema esp8266_two_ota", "CONFIG_APP2_OFFSET is not 0x110000"]),
    ("esp8266_two_ota", {"IDF_TARGET": '"esp32"', "IDF_TARGET_ESP8266": None},
     ["CONFIG_IDF_TARGET is not esp8266"]),
    ("esp8266_two_ota", SIZE, ["CONFIG_ESPTOOLPY_FLASHSIZE is not 2MB"]),
]


def generate():
    for name in SCHEMAS:
        schemac("compile", "-q", PROJECT / f"schemas/examples/{name}.pschema", "-o", name)


def compile_with(values, schema, compiler, language, standard, *options):
    """Compiles a file that includes the header and, by it, an sdkconfig with these values."""
    directory = pathlib.Path("config")
    directory.mkdir(exist_ok=True)
    lines = [f"#define CONFIG_{name} {value}\n" for name, value in values.items() if value]
    (directory / "sdkconfig.h").write_text("#pragma once\n" + "".join(lines))
    pathlib.Path("part").write_text(f'#include "{schema}/{schema}.h"\nextern int more;\n')
    return run(*compiler, f"-std={standard}", *WARNINGS, RUNTIME, f"-I{directory}", *options, "-x",
               language, "-fsyntax-only", "part")


def everywhere():
    for (compiler, language), (standard, wanted) in itertools.product(compilers(), MODES):
        if language == wanted:
            yield compiler, language, standard


def test_an_sdkconfig_that_agrees():
    generate()
    for schema, values in SCHEMAS.items():
        for where in everywhere():
            result = compile_with(values, schema, *where)
            equal((result.returncode, result.stderr), (0, ""), f"{schema} {where}")


def test_an_sdkconfig_that_contradicts():
    generate()
    for (schema, changes, words), where in itertools.product(WRONG, everywhere()):
        values = {**SCHEMAS[schema], **changes}
        result = compile_with(values, schema, *where)
        assert result.returncode != 0, f"{changes} {where}"
        equal(result.stderr.count("error: "), 1, result.stderr)
        for word in [*words, f"{schema.upper()}_ANY_SDKCONFIG"]:
            assert word in result.stderr, f"{word}: {result.stderr}"
        alone = compile_with(values, schema, *where, f"-D{schema.upper()}_CONSTANTS_ONLY")
        assert alone.returncode != 0, "of the constants, too"
        result = compile_with(values, schema, *where, f"-D{schema.upper()}_ANY_SDKCONFIG")
        equal(result.returncode, 0, result.stderr)


def test_macros_of_the_command_line():
    generate()
    for where in everywhere():
        for option in ("CONFIG_PARTITION_TABLE_OFFSET=0x9000", "CONFIG_ESPTOOLPY_FLASHSIZE_16MB=1",
                       "CONFIG_IDF_TARGET=esp32"):
            result = compile_with({}, "sensor", *where, f"-D{option}")
            assert result.returncode != 0 and "schema sensor differ" in result.stderr, option
        for option in ("CONFIG_PARTITION_TABLE_OFFSET=0x8000", "CONFIG_ESPTOOLPY_FLASHSIZE_2MB=1",
                       "CONFIG_SOMETHING=1"):
            result = compile_with({}, "sensor", *where, f"-D{option}")
            equal(result.returncode, 0, result.stderr)


def test_an_sdkconfig_that_follows_from_the_layout():
    """What schemac tells an sdkconfig, as the SDK would write it, is what the header expects."""
    for schema, values in SCHEMAS.items():
        schemac("compile", "-q", PROJECT / f"schemas/examples/{schema}.pschema", "-o", schema)
        lines = pathlib.Path(schema, "sdkconfig.defaults").read_text().splitlines()
        told = dict(line.removeprefix("CONFIG_").split("=", 1) for line in lines
                    if line.startswith("CONFIG_"))
        written = {name: "1" if value == "y" else value for name, value in told.items()}
        for where in everywhere():
            result = compile_with({**values, **written}, schema, *where)
            equal(result.returncode, 0, result.stderr)


if __name__ == "__main__":
    run_tests(globals())
