"""What the test scripts share.

A script is called with the compiler, the project's directory and the build directory. It has functions
whose names begin with `test_`; run_tests() runs each in a directory of its own and sums up.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

SCHEMAC = os.path.abspath(sys.argv[1])
PROJECT = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
BUILD = pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else None

HEAD = "schema example revision 1;\ntarget esp32 { flash 4M; }\n"
FACTORY = "    partition factory app.factory size 1M;\n"


class Skipped(Exception):
    """What a test needs is not there."""


def need(program):
    path = shutil.which(program)
    if not path:
        raise Skipped(f"{program} is not installed")
    return path


def run(*words, **options):
    """Runs a program; its output is text."""
    options = {"capture_output": True, "text": True, "timeout": 300, **options}
    return subprocess.run([str(word) for word in words], **options)


def schemac(*words, status=0, **options):
    """Runs the compiler and expects an exit status."""
    result = run(SCHEMAC, *words, **options)
    assert result.returncode == status, (
        f"schemac {' '.join(map(str, words))}: status {result.returncode}\n"
        f"{str(result.stdout)[-2000:]}{str(result.stderr)[-2000:]}")
    return result


def without_libcrypto():
    """An environment where libcrypto cannot be loaded; what it is called depends on the host."""
    directory = pathlib.Path("without_libcrypto").resolve()
    directory.mkdir(exist_ok=True)
    for name in ("libcrypto.so.3", "libcrypto.so.1.1", "libcrypto.so.4"):
        (directory / name).write_text("no library")
    return {**os.environ, "LD_LIBRARY_PATH": str(directory)}


def shown(value):
    """A value in a message; of bytes, the part that says something."""
    return value.hex(" ", 4)[:900] if isinstance(value, bytes) else repr(value)


def equal(actual, expected, what=""):
    assert actual == expected, f"{what}: {shown(actual)}\nexpected {shown(expected)}"


def run_tests(scope):
    tests = [(name, test) for name, test in scope.items() if name.startswith("test_")]
    failed = skipped = 0
    for name, test in tests:
        with tempfile.TemporaryDirectory() as directory:
            os.chdir(directory)
            try:
                test()
            except Skipped as reason:
                skipped += 1
                print(f"{name}: skipped: {reason}")
            except AssertionError as error:
                failed += 1
                print(f"{name}: {error}")
            finally:
                os.chdir("/")
                for path, _, _ in os.walk(directory):
                    os.chmod(path, 0o700)
    print(f"{len(tests)} tests, {failed} failed, {skipped} skipped")
    sys.exit(1 if failed else 77 if skipped == len(tests) else 0)
