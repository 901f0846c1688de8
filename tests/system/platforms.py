"""A built-in platform is read from the tree that was made of its text when the program was built.
It means what its text means: a schema that brings the same text itself gets the same artifacts.
"""

import hashlib
import pathlib
import re
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "tools"))
from harness import PROJECT, equal, run_tests, schemac  # noqa: E402

PLATFORMS = PROJECT / "schemas" / "platforms"
TABLE = """table main {
    partition nvs data.nvs size 24K;
    partition otadata data.ota size 8K;
    partition a app.ota_0 size 512K;
    partition b app.ota_1 size 512K;
    partition keys data.nvs_keys size 4K encrypted;
}
"""


def chips(path):
    return re.findall(r"^chip +(\w+)", path.read_text(), re.M)


def meaning(schema):
    """What a schema's platform decides of its artifacts; others name the files that were read, or
    have the records of the schema's own files."""
    schemac("compile", schema, "-o", "out", "-q")
    names = ("main.csv", "main.bin", "flash_args", "flasher_args.json", "sdkconfig.defaults")
    return {name: pathlib.Path("out", name).read_bytes() for name in names}


def test_a_tree_is_what_its_text_is():
    count = 0
    for path in sorted(PLATFORMS.glob("*.pschema")):
        shutil.copy(path, ".")
        for chip in chips(path):
            results = []
            for include in ("", f'include "{path.name}";'):
                with open("s.pschema", "w", encoding="utf-8") as file:
                    file.write(f"schema example revision 1;\n{include}\ntarget {chip};\n{TABLE}")
                results.append(meaning("s.pschema"))
            for name in results[0]:
                equal(results[0][name], results[1][name], f"{chip}, {name}")
            count += 1
    assert count > 10, count


def long_table(rows, label):
    """The checksum row has its digest at its end, as far from the rows as can be."""
    partitions = "".join(f"    partition p{i} image.any size 1K;\n" for i in range(rows))
    return f"""schema long revision 1;
platform wide {{
    parameter flash = 16M;
    parameter erase = 1K;
    record row {{ u16 magic = 1; u8 type; u8 subtype; u32 offset; u32 size; char label[{label}]; }}
    record sum {{ u16 magic = 2; u8 pad[{label - 6}] = 0xff; u8 digest[16] = md5(rows); }}
    table {{ at 0; reserve 2M; size 2M; row row; checksum sum; }}
    type image = 1 {{ subtype any = 0; }}
}}
chip wide_chip of wide;
target wide_chip;
table main {{
{partitions}}}
"""


def test_the_checksum_of_a_long_table():
    """Whatever is in front of the digest, it is that of the rows."""
    for rows, label in ((1, 20), (2, 100), (3, 100), (65, 1000), (128, 8004)):
        pathlib.Path("long.pschema").write_text(long_table(rows, label))
        schemac("compile", "long.pschema", "-o", "out", "-q", "--force", "--emit", "bin")
        table = pathlib.Path("out/main.bin").read_bytes()
        size = rows * (label + 12)
        equal(hashlib.md5(table[:size]).digest(), table[size + label - 4:size + label + 12],
              f"{rows} rows")


run_tests(globals())
