"""Files appear whole or not at all, and nothing that schemac did not make is lost."""

import os
import pathlib
import signal
import stat
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
import app  # noqa: E402
from harness import FACTORY, HEAD, SCHEMAC, Skipped, equal, need, run, run_tests, schemac  # noqa: E402

SCHEMA = HEAD + ("table main {\n    partition blank 0x40.0 size 4K from erased;\n"
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


OTHER = SCHEMA.replace("schema example", "schema sensor").replace("table main", "table other")


def test_files_of_a_person_are_kept():
    """`-o .` in a project whose files have the names of artifacts."""
    theirs = {name: f"{name} of a person" for name in (
        "main.csv", "main.bin", "example.h", "example.c", "example.mk", "example.cmake",
        "example.d", "flash_args", "flasher_args.json", "sdkconfig.defaults", "example.made")}
    write("input.pschema", SCHEMA)
    for name, text in theirs.items():
        write(name, text)
        message = refused("compile", "input.pschema", "-o", ".", status=1)
        assert f"`./{name}` already exists" in message and "[PS5005]" in message, message
        os.remove(name)
    for name, text in theirs.items():
        write(name, text)
    message = refused("compile", "input.pschema", "-o", ".", status=1)
    equal(message.count("error:"), 1, message)
    assert "and 5 more" in message, message
    schemac("compile", "--force", "input.pschema", "-o", ".")
    for name, text in theirs.items():
        assert pathlib.Path(name).read_text(errors="replace") != text, name
    write("input.pschema", SCHEMA.replace("4K", "8K"))
    schemac("compile", "input.pschema", "-o", ".")  # they are schemac's own now
    equal({name for name in os.listdir() if name not in theirs}, {"input.pschema"})


def test_what_schemac_made_is_replaced():
    write("input.pschema", SCHEMA)
    schemac("compile", "-q", "input.pschema", "-o", "out")
    write("input.pschema", SCHEMA.replace("4K", "8K"))
    schemac("compile", "-q", "--emit", "header", "input.pschema", "-o", "out")
    schemac("compile", "-q", "input.pschema", "-o", "out")
    schemac("compile", "-q", "input.pschema", "-o", "clean")
    equal({path.replace("clean/", "out/") for path in tree("clean")}, set(tree("out")))
    equal([line.split()[-1] for line in tree("out")["example.made"].splitlines()],
          [line.split()[-1] for line in tree("clean")["example.made"].splitlines()])
    with open("out/example.h", "a") as file:  # its first line still says whose it is
        file.write("// edited\n")
    schemac("compile", "-q", "input.pschema", "-o", "out")


def test_a_binary_that_somebody_changed_is_kept():
    write("input.pschema", SCHEMA)
    schemac("compile", "-q", "input.pschema", "-o", "out")
    for name in ("main.bin", "flash_args", "flasher_args.json"):
        good = pathlib.Path("out", name).read_bytes()
        write(f"out/{name}", "changed")
        message = refused("compile", "-q", "input.pschema", "-o", "out", status=1)
        assert f"`out/{name}`" in message, message
        pathlib.Path("out", name).write_bytes(good)


def test_lines_added_to_sdkconfig_defaults_are_kept():
    """It has the name of the project's own file, and is edited although schemac made it."""
    write("input.pschema", SCHEMA)
    schemac("compile", "-q", "input.pschema", "-o", "out")
    with open("out/sdkconfig.defaults", "a") as file:
        file.write("CONFIG_MINE=y\n")
    message = refused("compile", "-q", "input.pschema", "-o", "out", status=1)
    assert "`out/sdkconfig.defaults` has been changed since schemac wrote it" in message, message
    assert "CONFIG_MINE=y" in pathlib.Path("out/sdkconfig.defaults").read_text()
    schemac("compile", "-q", "--force", "input.pschema", "-o", "out")
    schemac("compile", "-q", "input.pschema", "-o", "out")


def test_an_empty_file_is_no_loss():
    write("input.pschema", SCHEMA)
    for name in ("main.bin", "example.made", "example.build", "images/blank.bin"):
        write(f"out/{name}", "")
    schemac("build", "-q", "input.pschema", "-o", "out")


def test_a_lost_manifest_is_no_wall():
    """As in a clone that has the artifacts, or after a version that wrote none."""
    write("input.pschema", SCHEMA)
    for damage in ("", "<<<<<<< HEAD\n"):
        schemac("build", "-q", "--force", "input.pschema", "-o", "out")
        write("out/example.made", damage)
        if not damage:
            os.remove("out/example.made")
        write("input.pschema", SCHEMA.replace("4K", "8K" if damage else "12K"))
        schemac("build", "-q", *["--force"] * bool(damage), "input.pschema", "-o", "out")
        assert tree("out")["example.made"].startswith(b"# example. Made by schemac")


def test_two_schemas_in_one_folder():
    write("input.pschema", SCHEMA)
    write("other.pschema", OTHER)
    schemac("compile", "-q", "input.pschema", "-o", "out")
    message = refused("compile", "other.pschema", "-o", "out", status=1)
    assert "was generated from schema `example`; compiling `sensor` would" in message, message
    assert "[PS5006]" in message and message.count("error:") == 1, message
    # What has a name of its own is in nobody's way.
    schemac("compile", "-q", "other.pschema", "--emit", "csv,header,make", "-o", "out")
    schemac("compile", "-q", "input.pschema", "-o", "out")
    # Two names that are the same in a file's name.
    write("third.pschema", SCHEMA.replace("schema example", 'schema "Example"'))
    write("fourth.pschema", SCHEMA.replace("schema example", 'schema "exa-mple"'))
    write("fifth.pschema", SCHEMA.replace("schema example", 'schema "exa mple"'))
    schemac("compile", "-q", "fourth.pschema", "-o", "out2")
    assert "schema `exa-mple`" in refused("compile", "fifth.pschema", "-o", "out2", status=1)


def test_variants_and_devices_share_a_schema():
    write("input.pschema", SCHEMA + "variant a { } variant b { target esp32 { flash 8M; } }\n")
    schemac("build", "-q", "input.pschema", "-o", "out")
    schemac("build", "-q", "--variant", "a", "input.pschema", "-o", "out")
    schemac("build", "-q", "--variant", "b", "input.pschema", "-o", "out")
    schemac("build", "-q", "--all-variants", "input.pschema", "-o", "all")
    write("all/a/main.bin", "a person's")
    message = refused("build", "-q", "--all-variants", "input.pschema", "-o", "all", status=1)
    assert "`all/a/main.bin`" in message, message


def test_images_of_others():
    write("input.pschema", SCHEMA)
    write("out/images/blank.bin", "a person's")
    message = refused("build", "-q", "input.pschema", "-o", "out", status=1)
    assert "`out/images/blank.bin` already exists" in message, message
    schemac("compile", "-q", "input.pschema", "-o", "out")  # which makes none
    refused("build", "-q", "input.pschema", "-o", "out", status=1)
    schemac("generate", "input.pschema", "blank", "-o", "out/images/blank.bin")  # is named
    schemac("build", "-q", "--force", "input.pschema", "-o", "out")
    # Those that a fragment makes by `generate` are the schema's own.
    schemac("compile", "-q", "input.pschema", "-o", "out2")
    schemac("generate", "input.pschema", "blank", "-o", "out2/images/blank.bin")
    write("input.pschema", SCHEMA.replace("erased", "pattern 0xee"))
    schemac("build", "-q", "input.pschema", "-o", "out2")


def test_the_log_of_a_build_replaces_nothing():
    write("example.build", SCHEMA)  # the schema itself
    message = refused("build", "-q", "example.build", "-o", ".")
    assert "cannot write `./example.build`: it is one of the inputs" in message, message
    equal(message.count("error:"), 1, message)
    os.remove("example.build")
    write("input.pschema", SCHEMA.replace("erased", 'file "example.build"'))
    write("example.build", "data")
    refused("build", "-q", "--force", "input.pschema", "-o", ".")
    write("input.pschema", SCHEMA)
    message = refused("build", "-q", "input.pschema", "-o", ".", status=1)
    assert "`./example.build` already exists" in message, message


def test_inputs_and_schemas_are_never_replaced():
    write("input.pschema", SCHEMA)
    write("other.pschema", OTHER)
    schemac("lock", "-q", "input.pschema")
    pathlib.Path("app.bin").write_bytes(app.make(flash="4M"))
    for word in ("input.pschema", "other.pschema", "input.lock"):
        for command in (("map", "--svg"), ("image", "--partial"), ("keys",), ("generate",)):
            words = [*command, *([] if command[0] == "keys" else ["input.pschema"]),
                     *(["blank"] if command[0] == "generate" else []), "-o", word]
            refused(*words, status=1 if command[0] == "keys" else 3)
        refused("image", "--partial", "input.pschema", "--depfile", word, "-o", "flash.bin")
    refused("image", "input.pschema", "--add", "factory=app.bin", "-o", "app.bin")


if __name__ == "__main__":
    run_tests(globals())
