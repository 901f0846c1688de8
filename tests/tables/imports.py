"""What is imported and compiled again gives the table that Espressif's tools make, byte for byte.

Tables of tests/tables: CSVs, and what gen_esp32part.py 1.5 (1.2 of the ESP8266_RTOS_SDK:
.esp8266.bin) made of them; the CSVs of ESP-AT's 20 modules. tests/images/data: NVS CSVs.
"""

import pathlib
import shutil
import sys

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tools"))
import partition_csv  # noqa: E402
from harness import PROJECT, SCHEMAC, equal, run, run_tests, schemac  # noqa: E402

# Partitions that cross a MiB, so that the app in them can be no larger than up to there: a warning.
CROSSING = {"p1_simple", "p2_two_ota", "p8_at_main"}
MD5_ROW = 32  # the last of a table; the SDK of the ESP8266 builds without
SDKCONFIG_WITHOUT_MD5 = "# CONFIG_PARTITION_TABLE_MD5 is not set\n"


def imported(*words):
    """Imports, and says what was said; the schema is imported.pschema."""
    pathlib.Path("imported.pschema").unlink(missing_ok=True)
    result = schemac("import", *words, "-o", "imported.pschema", "-Wno-shared-sector",
                     "-Wno-has-app", "-Wno-otadata-needs-slot")
    assert "identical" in result.stderr and "differs" not in result.stderr, result.stderr
    return result.stderr


def compiled():
    shutil.rmtree("out", ignore_errors=True)
    schemac("compile", "imported.pschema", "-o", "out", "-q", "-Wno-shared-sector", "-Wno-has-app",
            "-Wno-otadata-needs-slot")
    return {path.stem: path.read_bytes() for path in pathlib.Path("out").glob("*.bin")}


def test_each_table_of_the_tool():
    pathlib.Path("sdkconfig").write_text(SDKCONFIG_WITHOUT_MD5)
    count = 0
    for csv in sorted((HERE / "part").glob("*.csv")):
        for suffix, options in ((".bin", []), (".nomd5.bin", ["--sdkconfig", "sdkconfig"])):
            expected = csv.with_suffix(suffix).read_bytes()
            for words in ([csv, *options], [csv.with_suffix(suffix)]):
                imported(*words)
                equal(compiled(), {"main": expected}, " ".join(map(str, words)))
                count += 1
    equal(count, 24, "tables")


def test_each_table_of_the_esp8266():
    count = 0
    for binary in sorted((HERE / "part").glob("*.esp8266.bin")):
        name = binary.name.partition(".")[0]
        for path in (binary.with_name(f"{name}.csv"), binary):
            said = imported(path, "--chip", "esp8266")
            count += 1
            equal("[PS4026" in said, name in CROSSING, said)
            table = binary.read_bytes()
            end = table.index(b"\xeb\xeb")
            if path != binary:
                table = table[:end] + table[end + MD5_ROW:] + b"\xff" * MD5_ROW
            equal(compiled(), {"main": table}, str(path))
    equal(count, 10, "tables")


def test_every_module_of_esp_at():
    count = 0
    for module in sorted((HERE / "esp_at").iterdir()):
        tables = [module / "partitions_at.csv", module / "at_customize.csv"]
        expected = {name: partition_csv.binary(path.read_text())
                    for name, path in zip(("main", "at_customize"), tables)}
        for order in (tables, tables[::-1]):
            imported(*order)
            equal(compiled(), expected, module.name)
            count += 1
        for name, table in expected.items():
            pathlib.Path(f"{name}.bin").write_bytes(table)
        imported("at_customize.bin", "main.bin")
        equal(compiled(), expected, f"{module.name}, binary")
    equal(count, 40, "pairs")


def test_an_esp_at_project_makes_its_nvs():
    project = PROJECT / "tests/golden/import/esp_at/project"
    imported(project)
    schemac("generate", "imported.pschema", "mfg_nvs", "-o", "mfg_nvs.bin")
    equal(pathlib.Path("mfg_nvs.bin").read_bytes(),
          (HERE / "esp_at_project/mfg_nvs.bin").read_bytes(), "mfg_nvs.bin")


# The chips' numbers in the header of an image, and where their bootloaders lie.
BOOTLOADERS = {"esp32": (0, 0x1000), "esp32s2": (2, 0x1000), "esp32c3": (5, 0), "esp32s3": (9, 0),
               "esp32c2": (12, 0), "esp32c6": (13, 0), "esp32h2": (16, 0), "esp32p4": (18, 0x2000),
               "esp32c61": (20, 0), "esp32c5": (23, 0x2000), "esp32h21": (25, 0),
               "esp32h4": (28, 0x2000), "esp32s31": (32, 0x2000)}


def flash_dump(header, place):
    """A flash with a bootloader's header and a table, and else erased."""
    flash = bytearray(b"\xff" * (2 << 20))
    flash[place:place + len(header)] = header
    table = partition_csv.binary("nvs,data,nvs,,0x6000\napp,app,factory,,1M\n")
    flash[0x8000:0x8000 + len(table)] = table
    pathlib.Path("flash.bin").write_bytes(flash)


def test_a_flash_dump_tells_its_chip():
    for chip, (number, place) in BOOTLOADERS.items():
        flash_dump(bytes([0xe9, 3, 2, 0x20]) + b"\0\0\x08\x40" + b"\xee\0\0\0" +
                   number.to_bytes(2, "little") + bytes(10), place)
        said = imported("flash.bin")
        assert f"chip {chip}: the bootloader at 0x{place:x} of flash.bin" in said, said
        assert f"target {chip} {{ flash 2M; }}" in pathlib.Path("imported.pschema").read_text()
        assert chip in schemac("map", "flash.bin").stdout
    flash_dump(b"\xe9\x03\x02\x20\x00\x00\x10\x40" + bytes(16), 0)
    assert "chip esp8266: the bootloader" in imported("flash.bin"), "esp8266"
    flash_dump(b"\xff" * 24, 0)
    assert "chip esp32: assumed" in imported("flash.bin"), "no bootloader"


def test_nvs_of_the_tool():
    data = PROJECT / "tests/images/data"
    count = 0
    for csv in sorted((data / "nvs").glob("*.csv")):
        result = run(SCHEMAC, "import", csv.relative_to(data), "-o",
                     pathlib.Path("keys.pschema").resolve(), cwd=data)
        equal((result.returncode, result.stderr.count("identical")), (0, 1), csv.name)
        pathlib.Path("keys.pschema").unlink()
        count += 1
    assert count >= 4, f"only {count} CSVs"


def test_devices_of_mass_mfg():
    data = PROJECT / "tests/images/data"
    shutil.copytree(data / "mfg", "mfg")
    said = schemac("import", "mfg/config20.csv", "mfg/values20.csv", "--size", "16K", "-o",
                   "line.pschema").stderr
    equal(said.splitlines()[1:], ["mfg/config20.csv: 6 keys",
                                  "mfg/values20.csv: 20 devices, an image of 16384 bytes"], "said")
    for device in (1, 2, 3, 20):
        schemac("generate", "line.pschema", "nvs", "--values", "mfg/values20.csv", "--device",
                str(device), "-o", "nvs.bin")
        equal(pathlib.Path("nvs.bin").read_bytes(), (data / f"mfg/unit-{device}.bin").read_bytes(),
              f"device {device}")


def test_what_is_made_is_what_fmt_gives():
    made = [path for case in (PROJECT / "tests/golden").glob("*/*")
            if (case / "arguments").exists() and (case / "arguments").read_text()[:7] == "import "
            for path in sorted(case.glob("expected/*.pschema"))]
    schemac("fmt", "--check", *made)
    assert len(made) >= 20, f"only {len(made)} schemas"


def test_what_is_there_stays():
    pathlib.Path("partitions.csv").write_text("factory, app, factory, , 1M\n")
    schema = pathlib.Path("mine.pschema")
    schema.write_text("schema mine revision 1;\n")
    schemac("import", "partitions.csv", "-o", schema, status=1)
    equal(schema.read_text(), "schema mine revision 1;\n", "a schema written by hand")
    schemac("import", "partitions.csv", "-o", schema, "--force")
    made = schema.read_text()
    assert "partition factory app.factory size 1M;" in made, made
    schemac("import", "partitions.csv", "-o", schema)
    equal(schema.read_text(), made, "the result of the same import")


if __name__ == "__main__":
    run_tests(globals())
