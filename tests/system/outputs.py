"""Files appear whole or not at all, and nothing that schemac did not make is lost."""

import os
import pathlib
import signal
import stat
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import FACTORY, HEAD, SCHEMAC, Skipped, equal, need, run, run_tests, schemac  # noqa: E402

SCHEMA = HEAD + ("table main {\n    partition blank 0x40.0 size 4K from fill 0xff;\n"
                 + FACTORY + "}\n")


def write(path, text):
    path = pathlib.Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def tree(folder="."):
    folder = pathlib.Path(folder)
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*"))
            if path.is_file()}


def refused(*words, status=3, **options):
    """What is said by a run that must change nothing."""
    before = tree()
    result = schemac(*words, status=status, **options)
    equal(tree(), before, f"files after {words}")
    return result.stderr


def ended_process():
    """The number of a process that was, and is no more."""
    process = subprocess.Popen(["true"])
    process.wait()
    return process.pid


def test_a_name_that_is_too_long_is_seen_before_the_first_file():
    write("input.pschema", SCHEMA.replace("schema example", f"schema {'x' * 250}"))
    assert "File name too long" in refused("compile", "input.pschema", "-o", "out")
    equal(tree("."), {"input.pschema": pathlib.Path("input.pschema").read_bytes()})


def test_a_folder_in_the_place_of_the_last_file():
    write("input.pschema", SCHEMA)
    pathlib.Path("out/example.cmake").mkdir(parents=True)
    assert "Is a directory" in refused("compile", "input.pschema", "-o", "out")


def test_a_file_that_is_write_protected():
    write("input.pschema", SCHEMA)
    schemac("compile", "input.pschema", "-o", "out")
    write("input.pschema", SCHEMA.replace("4K", "8K"))
    os.chmod("out/main.csv", 0o444)
    prefix = []
    if os.access("out/main.csv", os.W_OK):  # root
        if run(need("setpriv"), "--reuid", 65534, "--clear-groups", SCHEMAC, "--version").returncode:
            raise Skipped("another user cannot run the compiler here")
        prefix = ["setpriv", "--reuid", "65534", "--clear-groups"]
        for path in (".", "out", *pathlib.Path("out").iterdir()):
            os.chown(path, 65534, 65534)
    before = tree()
    result = run(*prefix, SCHEMAC, "compile", "input.pschema", "-o", "out")
    equal(result.returncode, 3, result.stderr)
    assert "cannot write `out/main.csv`: Permission denied" in result.stderr, result.stderr
    equal(tree(), before)


def test_a_link_that_leads_to_itself_stays():
    write("input.pschema", SCHEMA)
    os.symlink("map.svg", "map.svg")
    assert "symbolic links" in refused("map", "--svg", "input.pschema", "-o", "map.svg")
    equal(os.readlink("map.svg"), "map.svg")


def test_what_a_killed_run_left_is_removed():
    write("input.pschema", SCHEMA)
    schemac("compile", "-q", "input.pschema", "-o", "out")
    good = tree("out")
    left = [f"{name}.{ended_process()}-{number}.schemac.tmp"
            for number, name in enumerate(("example.h", "a-1.2", "main.csv"))]
    for name in left:
        write(f"out/{name}", "half")
    schemac("compile", "-q", "input.pschema", "-o", "out")
    equal(tree("out"), good)


def test_what_another_run_is_writing_stays():
    write("input.pschema", SCHEMA)
    schemac("compile", "-q", "input.pschema", "-o", "out")
    ended = ended_process()
    kept = [f"example.h.{os.getpid()}-0.schemac.tmp", f"example.h.{ended}-0.tmp",
            f"{ended}-0.schemac.tmp", "x.1a-0.schemac.tmp", f"x.{ended}-.schemac.tmp",
            ".schemac.tmp", f"x.99999999999{ended}-0.schemac.tmp"]
    for name in kept:
        write(f"out/{name}", "precious")
    os.mkdir(f"out/folder.{ended}-0.schemac.tmp")
    schemac("compile", "-q", "input.pschema", "-o", "out")
    for name in kept:
        equal(pathlib.Path("out", name).read_text(), "precious", name)
    assert pathlib.Path(f"out/folder.{ended}-0.schemac.tmp").is_dir()


def test_a_folder_that_another_container_writes_to():
    """Its processes cannot be seen from here, but it holds a lock on the folder."""
    import fcntl
    write("input.pschema", SCHEMA)
    schemac("compile", "-q", "input.pschema", "-o", "out")
    theirs = write(f"out/example.h.{ended_process()}-0.schemac.tmp", "on its way")
    lock = os.open("out", os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_SH)
    schemac("compile", "-q", "input.pschema", "-o", "out")
    assert theirs.exists()
    os.close(lock)
    schemac("compile", "-q", "input.pschema", "-o", "out")
    assert not theirs.exists()


def test_a_limit_for_files_is_an_error_like_others():
    write("input.pschema", SCHEMA)
    limit = lambda: __import__("resource").setrlimit(  # noqa: E731
        __import__("resource").RLIMIT_FSIZE, (100000, 100000))
    result = subprocess.run([SCHEMAC, "image", "input.pschema", "--partial", "-o", "flash.bin"],
                            capture_output=True, text=True, preexec_fn=limit)
    equal(result.returncode, 3, result.stderr)
    assert "cannot write `flash.bin`: File too large" in result.stderr, result.stderr
    equal(sorted(os.listdir()), ["input.pschema"])


def test_a_signal_amid_a_pipe_ends_it():
    """Nobody reads the pipe that one of the outputs is: schemac waits, and can be ended."""
    write("input.pschema", SCHEMA)
    os.mkfifo("map.svg")
    process = subprocess.Popen([SCHEMAC, "map", "--svg", "input.pschema", "-o", "map.svg"])
    try:
        process.wait(timeout=0.3)
        raise AssertionError("it did not wait")
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGTERM)
    equal(process.wait(timeout=10), -signal.SIGTERM)
    assert stat.S_ISFIFO(os.stat("map.svg").st_mode)


if __name__ == "__main__":
    run_tests(globals())
