"""The layout's digest and the mark of applications: as the documents define them, in what compilers
and linkers make of a generated header."""

import hashlib
import json
import pathlib
import re
import struct
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import PROJECT, equal, run_tests, schemac  # noqa: E402

LANGUAGE = PROJECT / "grammar/LANGUAGE.md"


def documented_digest():
    """The function that LANGUAGE.md defines the digest with."""
    text = re.search(r"```python\n(def layout_digest.*?)```", LANGUAGE.read_text(), re.S)[1]
    names = {"struct": struct, "hashlib": hashlib}
    exec(text, names)  # pylint: disable=exec-used
    return names["layout_digest"]


def generated_digest(name, directory="out"):
    """That of a header; flasher_args.json has the same."""
    text = pathlib.Path(directory, f"{name}.h").read_text()
    digest = re.search(rf"#define {name.upper()}_LAYOUT_DIGEST (0x[0-9a-f]{{16}})ull\n", text)[1]
    arguments = json.loads(pathlib.Path(directory, "flasher_args.json").read_text())
    equal(arguments["layout_digest"], digest)
    return int(digest, 16)


def rows_of(path):
    """A binary table without its blank end."""
    text = pathlib.Path(path).read_bytes()
    rows = [text[at:at + 32] for at in range(0, len(text), 32)]
    return b"".join(row for row in rows if row.strip(b"\xff"))


def compile_text(text):
    pathlib.Path("x.pschema").write_text(text)
    schemac("compile", "-q", "x.pschema", "-o", "out", "--force")
    return generated_digest("x")


X = """schema x revision 1;
target esp32c3 { flash 4M; }
flash media { size 8M; erase 4K; }
table main { partition nvs data.nvs size 24K; partition more 0x40.0 size 64K; }
table inner in main.more { partition a 0x41.1 size 16K; }
table on_media on media at 0x1000 { partition b 0x40.2 size 64K; }
"""


def test_the_digest_is_the_documented_one():
    digest = documented_digest()
    made = compile_text(X)
    more = int(re.search(r"X_MORE_OFFSET (\w+)u", pathlib.Path("out/x.h").read_text())[1], 16)
    tables = [(1, 0x1000, rows_of("out/on_media.bin")), (0, more, rows_of("out/inner.bin")),
              (0, 0x8000, rows_of("out/main.bin"))]
    equal(made, digest(tables))
    equal(made, digest(tables[::-1]))
    assert made != digest(tables[1:]) != 0


def test_what_the_digest_depends_on():
    made = compile_text(X)
    same = (X.replace("revision 1", "revision 2"),
            X.replace("table inner in main.more", "table outer in main.more"),
            X.replace("esp32c3", "esp32s3"))
    for text in same:
        equal(compile_text(text), made, text)
    others = (X.replace("partition a ", "partition z "), X.replace("size 16K", "size 20K"),
              X.replace("at 0x1000", "at 0x2000"), X.replace("0x41.1", "0x41.2"),
              X.replace("flash 4M;", "flash 4M; table_at 0x9000;"))
    digests = {made} | {compile_text(text) for text in others}
    equal(len(digests), len(others) + 1, digests)


def test_without_a_stored_table():
    equal(compile_text("schema x revision 1;\ntarget esp32 { flash 4M; }\n"), 0)


if __name__ == "__main__":
    run_tests(globals())
