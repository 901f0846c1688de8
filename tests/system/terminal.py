"""What schemac writes for people does nothing to a terminal, and what it writes for programs is
UTF-8, whatever names, paths and cells hold."""

import json
import os
import pathlib
import pty
import re
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import SCHEMAC, equal, run_tests  # noqa: E402

UNSAFE = "\x9b31m\u202e\u2066\u2028\u200f\u061c\x85"
HARMFUL = re.compile("[\x80-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
ODD = os.fsdecode(b"caf\xe9")
SCHEMA = f"""schema "s{UNSAFE}" revision REVISION;
target esp32 {{ flash 4M; }}
flash "x{UNSAFE}" {{ size 1M; erase 4K; }}
/// a doc {UNSAFE}
const MOST = 5;
table main {{
    partition factory app.factory size 1M;
    partition "p{UNSAFE[:3]}" 0x40.0 size SIZE from pattern 0x00;
}}
table "t{UNSAFE}" on "x{UNSAFE}" {{
    partition outer 0x40.1 size 4K;
}}
"""


def write(path="input.pschema", revision=1, size="4K", more=""):
    text = SCHEMA.replace("REVISION", str(revision)).replace("SIZE", size)
    pathlib.Path(path).write_text(text + more)


def run(*words, **options):
    return subprocess.run([SCHEMAC, *words], capture_output=True, timeout=60, **options)


def on_terminal(*words, **environment):
    """What a terminal gets, on both streams."""
    parent, child = pty.openpty()
    process = subprocess.Popen([SCHEMAC, *words], stdin=subprocess.DEVNULL, stdout=child,
                               stderr=child, env={**os.environ, "COLUMNS": "80", **environment})
    os.close(child)
    out = b""
    while True:
        try:
            chunk = os.read(parent, 65536)
        except OSError: # the other end is closed
            break
        if not chunk:
            break
        out += chunk
    os.close(parent)
    process.wait(60)
    return out


def safe(output, what):
    text = output.decode()
    found = HARMFUL.search(text)
    assert not found, f"{what}: {text[max(0, found.start() - 60):found.end() + 20]!r}"


def test_names_in_tables():
    write()
    write("new.pschema", 2, "8K")
    for words in (("compile", "input.pschema", "-o", "out"), ("build", "input.pschema", "-o", "out"),
                  ("map", "input.pschema"), ("map", "input.pschema", "new.pschema"),
                  ("diff", "input.pschema", "new.pschema"), ("lock", "input.pschema"),
                  ("check", "input.pschema"), ("image", "input.pschema", "-o", "flash.bin",
                                               "--partial"),
                  ("verify", "input.pschema", "--flash", "flash.bin"), ("dump", "flash.bin"),
                  ("dump", "flash.bin", "--schema", "input.pschema"),
                  ("map", "input.pschema", "--variant", "x")):
        result = run(*words)
        safe(result.stdout, words)
        safe(result.stderr, words)
        for term in ("xterm", "dumb"):
            for locale in ("C.UTF-8", "C"):
                safe(on_terminal(*words, TERM=term, LC_ALL=locale), (words, term, locale))


def test_files_on_a_terminal():
    """What is somebody's text goes unchanged into a pipe, and safely to a terminal."""
    write()
    text = pathlib.Path("input.pschema").read_bytes()
    made = subprocess.run([SCHEMAC, "fmt", "-"], input=text, capture_output=True, timeout=60)
    assert UNSAFE.encode() in made.stdout, made.stderr
    pathlib.Path("p.csv").write_text(f"# {UNSAFE}\nfactory, app, factory, 0x10000, 1M\n")
    assert UNSAFE[:4] in run("import", "p.csv").stdout.decode()
    safe(on_terminal("import", "p.csv"), "import")
    safe(on_terminal("fmt", "--diff", "input.pschema"), "fmt")


def test_diagnostics():
    write(more=f'partition {UNSAFE};\nassert MOST == "{UNSAFE}", "{UNSAFE}";\n// {UNSAFE}\n')
    for words in ((), ("--diagnostics=json",), ("--diagnostics=sarif",)):
        result = run("check", "input.pschema", *words)
        equal(result.returncode, 1)
        safe(result.stderr, words)
    safe(run("check", f"none{UNSAFE}").stderr, "a path")
    safe(run("compile", "input.pschema", "-o", "out", "--variant", UNSAFE).stderr, "a variant")


def check_json(output, what):
    """Strictly: no surrogates, no bytes of another encoding."""
    return json.loads(output.decode("utf-8", "strict")), what


def test_json_is_utf8():
    """A path, a file's name, a cell and a label that are not UTF-8."""
    pathlib.Path("www").mkdir()
    pathlib.Path("www", ODD).write_text("x")
    pathlib.Path(ODD).mkdir()
    pathlib.Path("keys.csv").write_bytes(b"key,type,encoding,value\nn,namespace,,\nk\xe9,data,u\xe4,1\n")
    text = """schema s revision 1;
target esp32 { flash 4M; }
table main {
    partition factory app.factory size 1M;
    partition www data.fat size 1M from fat "www";
    partition nvs data.nvs size 16K from nvs { import "keys.csv"; }
}
"""
    pathlib.Path("good.pschema").write_text(text)
    pathlib.Path(ODD, ODD + ".pschema").write_text(text + "x")
    pathlib.Path("bad.pschema").write_bytes(text.encode() + b"const \xe9 = \"\xff\"; // \xe4\n")
    row = bytes.fromhex("aa50") + bytes([1, 2]) + (0x9000).to_bytes(4, "little") + \
        (0x6000).to_bytes(4, "little") + b"nv\xe9\x9b".ljust(16, b"\0") + bytes(4)
    pathlib.Path("table.bin").write_bytes(row.ljust(0xC00, b"\xff"))
    for words in (("check", "good.pschema"), ("build", "good.pschema", "-o", "out"),
                  ("check", f"{ODD}/{ODD}.pschema"), ("check", "bad.pschema"), ("check", ODD),
                  ("check", "table.bin"), ("generate", "good.pschema", "nvs", "-o", "nvs.bin"),
                  ("generate", "good.pschema", "www", "-o", ODD + "/none/" + ODD + "/")):
        for form in ("json", "sarif"):
            result = run(*words, f"--diagnostics={form}")
            check_json(result.stderr, words)
        safe(run(*words).stderr, words)
    for words in (("dump", "table.bin", "--json"), ("dump", "table.bin")):
        output = run(*words).stdout
        safe(output, words)
        assert "json" not in words[-1] or check_json(output, words)


def test_a_dumb_terminal_gets_no_escapes():
    write(more="assert 1 == 2;\n")
    for words in (("map", "input.pschema"), ("check", "input.pschema")):
        assert b"\x1b[" in on_terminal(*words, TERM="xterm", NO_COLOR=""), words
        assert b"\x1b" not in on_terminal(*words, TERM="dumb"), words
        assert b"\x1b" not in on_terminal(*words, TERM="xterm", NO_COLOR="1"), words
    write()
    assert b"\x1b[K" in on_terminal("build", "input.pschema", "-o", "a", TERM="xterm")
    assert b"\x1b" not in on_terminal("build", "input.pschema", "-o", "b", TERM="dumb")


def test_usage_errors_show_no_escapes():
    """Words of the command line are quoted before there is a session, too."""
    odd = "a\x1b[2J\u202eb"
    for words in ((odd,), ("help", odd), ("check", "a.pschema", odd), ("check", f"--{odd}"),
                  ("compile", "a.pschema", f"--emit={odd}"), ("explain", odd), ("platforms", odd)):
        result = run(*words)
        equal(result.returncode, 2)
        safe(result.stderr, words)
        assert b"?[2J?b" in result.stderr, result.stderr


def test_output_that_does_not_block():
    """A reader that is slow fills the pipe: schemac waits for it."""
    pathlib.Path("input.pschema").write_text(
        "schema s revision 1;\ntarget esp32 { flash 4M; }\ntable main {\n"
        "partition factory app.factory size 1M;\n"
        "partition big 0x40.0 size 1M from pattern 0x5a;\n}\n")
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    process = subprocess.Popen([SCHEMAC, "generate", "input.pschema", "big", "-o", "-"],
                               stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    time.sleep(0.2)
    with os.fdopen(reader, "rb") as stream:
        data = stream.read()
    errors = process.communicate(timeout=60)[1]
    equal((process.returncode, errors), (0, b""))
    equal(len(data), 1 << 20)


if __name__ == "__main__":
    run_tests(globals())
