"""The same input gives the same bytes, whoever compiles it, where and when."""

import os
import pathlib
import shutil
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import PROJECT, SCHEMAC, Skipped, equal, need, run, run_tests, schemac  # noqa: E402


def tree(folder):
    folder = pathlib.Path(folder)
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*")
            if path.is_file() and path.suffix != ".build"}  # that one has times in it


def compile_all(folder, prefix=(), **environment):
    """Compiles the examples within a folder, and builds two of them; gives all that is made."""
    folder = pathlib.Path(folder)
    shutil.copytree(PROJECT / "schemas/examples", folder)
    os.chmod(folder, 0o777)
    for schema in sorted(folder.glob("*.pschema")):
        command = "build" if schema.stem in ("esp_at", "web_server") else "compile"
        result = run(*prefix, SCHEMAC, command, "-q", schema.name, "-o", f"out/{schema.stem}",
                     cwd=folder, env={"PATH": os.environ["PATH"], **environment})
        equal(result.returncode, 0, result.stderr)
    return tree(folder / "out")


def test_another_folder_locale_zone_and_time():
    first = compile_all("one")
    assert len(first) > 30
    time.sleep(1.1)
    for index, environment in enumerate((
            {"LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8"}, {"LC_ALL": "tr_TR.UTF-8"},
            {"LC_ALL": "C"}, {"TZ": "Asia/Kathmandu"}, {"HOME": "/nonexistent", "USER": "x"},
            {"TERM": "xterm-256color", "COLUMNS": "20"}, {"SOURCE_DATE_EPOCH": "1"})):
        equal(compile_all(f"a/b c/{index}", **environment), first, str(environment))


def test_another_user():
    if os.getuid() != 0:
        raise Skipped("only root can be somebody else")
    os.chmod(".", 0o755)
    if run(need("setpriv"), "--reuid", 65534, "--clear-groups", SCHEMAC, "--version").returncode:
        raise Skipped("another user cannot run the compiler here")
    first = compile_all("one")
    equal(compile_all("two", ("setpriv", "--reuid", "65534", "--clear-groups")), first)


def test_an_unchanged_file_keeps_its_time():
    shutil.copy(PROJECT / "schemas/examples/thermostat.pschema", "x.pschema")
    schemac("compile", "-q", "x.pschema", "-o", "out")
    before = {path: path.stat().st_mtime_ns for path in pathlib.Path("out").iterdir()}
    time.sleep(0.02)
    text = schemac("compile", "x.pschema", "-o", "out").stdout
    equal({path: path.stat().st_mtime_ns for path in pathlib.Path("out").iterdir()}, before)
    assert "new " not in text and "changed " not in text.replace("unchanged", ""), text
    schema = pathlib.Path("x.pschema")
    schema.write_text(schema.read_text().replace("512K", "256K"))
    text = schemac("compile", "x.pschema", "-o", "out").stdout
    assert "changed    out/main.csv\n" in text and "unchanged  out/thermostat.d\n" in text, text


if __name__ == "__main__":
    run_tests(globals())
