"""A built-in platform is read from the tree that was made of its text when the program was built.
It means what its text means: a schema that brings the same text itself gets the same artifacts.
"""

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


run_tests(globals())
