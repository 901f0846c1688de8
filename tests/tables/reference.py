"""The binary tables are those that Espressif's tools make, byte for byte.

tests/tables/esp_at: the CSVs of ESP-AT's 20 modules. tests/tables/part: CSVs, and what
gen_esp32part.py 1.5 (and 1.2, of the ESP8266_RTOS_SDK: .esp8266.bin) made of them.
"""

import pathlib
import re
import sys

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tools"))
import partition_csv  # noqa: E402
from harness import PROJECT, equal, run_tests, schemac  # noqa: E402


def test_the_oracle_agrees_with_the_tool():
    count = 0
    for csv in sorted((HERE / "part").glob("*.csv")):
        for suffix, md5 in ((".bin", True), (".nomd5.bin", False)):
            expected = csv.with_suffix(suffix).read_bytes()
            equal(partition_csv.binary(csv.read_text(), md5=md5), expected, csv.name)
            count += 1
    equal(count, 12, "tables")


def test_every_module_of_esp_at():
    schemac("compile", PROJECT / "schemas/examples/esp_at.pschema", "--all-variants", "-o", "out")
    modules = sorted(path.name for path in (HERE / "esp_at").iterdir())
    equal(sorted(path.name for path in pathlib.Path("out").iterdir()), modules, "variants")
    equal(len(modules), 20, "modules")
    for module in modules:
        for table, md5 in (("partitions_at", False), ("at_customize", True)):
            csv = (HERE / "esp_at" / module / f"{table}.csv").read_text()
            made = pathlib.Path("out", module, f"{table}.bin").read_bytes()
            equal(made, partition_csv.binary(csv, md5=md5), f"{module}/{table}")


def compiled(schema, checksum):
    """The tables of a schema of part/, with or without the row of MD5: {table: bytes}."""
    text = (HERE / "part" / f"{schema}.pschema").read_text()
    if not checksum:
        text = text.replace(" checksum md5 {", " {")
        text = "\n".join(line.replace(" {", " checksum none {") if line.startswith("table") else line
                         for line in text.splitlines())
    pathlib.Path("input.pschema").write_text(text)
    out = pathlib.Path(f"out_{schema}_{checksum}")
    schemac("compile", "-Wno-shared-sector", "input.pschema", "-o", out)
    return {path.stem: path.read_bytes() for path in out.glob("*.bin")}


def test_schemas_for_the_tables_of_the_tool():
    tables = {"p1_simple": ["simple"], "p2_two_ota": ["two_ota"],
              "p3_blank_offsets": ["blank_offsets"], "p5_flags": ["flags"],
              "p8_at_main": ["at_main", "at_customize"]}
    count = 0
    for schema, names in tables.items():
        for name in names:
            reference = "p9_at_customize" if name == "at_customize" else schema
            for suffix, source, checksum in ((".bin", schema, True), (".nomd5.bin", schema, False),
                                             (".esp8266.bin", f"{schema}.esp8266", True)):
                expected = HERE / "part" / f"{reference}{suffix}"
                if expected.exists():
                    equal(compiled(source, checksum)[name], expected.read_bytes(), expected.name)
                    count += 1
    equal(count, 17, "tables")


def test_each_emitted_csv_gives_the_same_table():
    """Of all examples with all their variants, and of schemas with unusual tables."""
    golden = PROJECT / "tests/golden/emit"
    schemas = sorted((PROJECT / "schemas/examples").glob("*.pschema"))
    schemas += [golden / case / "input.pschema" for case in
                ("compiled_everything", "compiled_bootloader_rows", "compiled_second_level")]
    count = 0
    for number, schema in enumerate(schemas):
        has_variants = re.search(r"^variant ", schema.read_text(), re.M)
        schemac("compile", schema, *(["--all-variants"] if has_variants else []),
                "-o", f"out{number}")
        for path in sorted(pathlib.Path(f"out{number}").rglob("*.bin")):
            table = path.read_bytes()
            csv = path.with_suffix(".csv").read_text()
            equal(partition_csv.binary(csv, md5=b"\xeb\xeb\xff" in table), table, str(path))
            count += 1
    assert count >= 40 + 4 + 3, f"only {count} tables"


if __name__ == "__main__":
    run_tests(globals())
