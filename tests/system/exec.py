"""Programs of the user's that make images: what they see, and what is left of them."""

import os
import pathlib
import signal
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import FACTORY, HEAD, SCHEMAC, equal, run_tests, schemac  # noqa: E402

SCHEMA = HEAD + ('table main {\n    partition www data.fat size 64K from exec "make.sh";\n'
                 + FACTORY + "}\n")
OUTDIR = 'while [ "$1" != --outdir ]; do shift; done\nimage="$2/www.bin"\n'


def generate(script, schema=SCHEMA, folder="project", status=0, words=(), **options):
    """What a program writes to "$image", or what is said if it can't be made; the temporary folder
    is empty afterwards."""
    path = pathlib.Path(folder)
    path.mkdir(exist_ok=True)
    pathlib.Path("temporary").mkdir(exist_ok=True)
    (path / "input.pschema").write_text(schema)
    (path / "make.sh").write_text("#!/bin/sh\n" + OUTDIR + script)
    (path / "make.sh").chmod(0o755)
    pathlib.Path("www.bin").unlink(missing_ok=True)
    options.setdefault("env", {**os.environ, "TMPDIR": os.path.abspath("temporary")})
    result = schemac("generate", path / "input.pschema", "www", "-o", "www.bin", *words,
                     status=status, **options)
    equal(os.listdir("temporary"), [], "left in the temporary folder")
    if status:
        assert not os.path.exists("www.bin"), "an image was written"
        return result.stderr
    return pathlib.Path("www.bin").read_text(errors="replace")


def test_environment_and_folder_are_those_of_schemac():
    environment = {**os.environ, "TMPDIR": os.path.abspath("temporary"), "BOARD": "rev b"}
    text = generate('echo "$BOARD" >"$image"\npwd >>"$image"\n', env=environment)
    equal(text, f"rev b\n{os.getcwd()}\n")


def test_project_path_and_outdir_are_absolute():
    text = generate('echo "$1 $2 $3 $4" >"$image"\n',
                    env={**os.environ, "TMPDIR": "temporary"}).split()
    equal(text[0::2], ["--outdir", "--project_path"])
    assert text[1].startswith(os.getcwd() + "/temporary/schemac-"), text
    equal(text[3], os.getcwd() + "/project")


def test_schema_on_standard_input():
    pathlib.Path("make.sh").write_text("#!/bin/sh\n" + OUTDIR + 'echo "$4" >"$image"; cat >>"$image"')
    pathlib.Path("make.sh").chmod(0o755)
    schemac("generate", "-", "www", "-o", "www.bin", input=SCHEMA)
    equal(pathlib.Path("www.bin").read_text(), os.getcwd() + "\n")


def test_standard_input_is_empty():
    equal(generate('cat >"$image"\n', input="not for the program\n"), "")


def test_no_descriptor_leaks():
    text = generate('ls /proc/$$/fd >"$image"\n')
    os.mkdir("direct")
    subprocess.run(["project/make.sh", "--outdir", "direct"], check=True)
    equal(text, pathlib.Path("direct/www.bin").read_text())


def test_no_shell_reads_the_words():
    schema = SCHEMA.replace('"make.sh"', '"make.sh" { argument "$(touch hacked); `id` *"; }')
    generate('tr "\\0" "\\n" </proc/$$/cmdline | sed -n 3p >"$image"\n', schema)
    equal(pathlib.Path("www.bin").read_text(), "$(touch hacked); `id` *\n")
    assert not os.path.exists("hacked")


def test_huge_output():
    text = generate("head -c 50000000 /dev/zero | tr '\\0' x\necho\necho the end\nexit 1\n", status=1)
    assert "the end of what it wrote is" in text and "the end\n" in text, text[-2000:]
    assert len(text) < 2000, f"{len(text)} bytes are shown"


def test_huge_output_of_a_good_program():
    equal(generate('yes | head -c 20000000\necho good >"$image"\n'), "good\n")


def test_json_is_utf8():
    text = generate("printf '\\377\\000\\033[1m\\342\\202'\nexit 1\n", status=1,
                    words=("--diagnostics=json",), text=False)
    text.decode()


def test_temporary_folder_is_removed():
    left = 'mkdir -p "$2/a/b/c"\ntouch "$2/a/b/x"\nln -s / "$2/a/root"\nln -s nowhere "$2/dangling"\n'
    generate(left + "exit 1\n", status=1)
    generate(left + 'touch "$image"\n')
    generate(left, status=1)
    generate(left + 'head -c 100000 /dev/zero >"$image"\n', status=1)
    assert os.path.exists("/bin/sh"), "a link was followed"


def test_no_temporary_folder():
    text = generate("", status=3, env={**os.environ, "TMPDIR": "/nowhere/at all"})
    assert "cannot create a temporary directory in `/nowhere/at all`" in text, text


def test_what_is_left_running_is_not_waited_for():
    start = time.monotonic()
    text = generate('sleep 60 &\necho $! >"$image"\n')
    assert time.monotonic() - start < 30, "it waited"
    os.kill(int(text), signal.SIGKILL)


def test_what_is_left_writing_is_not_waited_for():
    text = generate('yes &\necho $! >"$image"\necho the end\nexit 3\n', status=1, timeout=30)
    assert "failed with exit status 3" in text, text
    generate('yes &\necho $! >"$image"\n', timeout=30)


def test_output_closed_early():
    equal(generate('exec >&- 2>&-\nsleep 0.3\necho late >"$image"\n'), "late\n")


def test_schemac_without_standard_descriptors():
    generate('echo made >"$image"\n')
    os.remove("www.bin")
    command = f'exec "{SCHEMAC}" generate project/input.pschema www -o www.bin <&- >&- 2>&-'
    equal(subprocess.run(["sh", "-c", command]).returncode, 0)
    equal(pathlib.Path("www.bin").read_text(), "made\n")


def test_compile_and_check_start_nothing():
    generate('touch "$image" started\n')
    os.remove("started")
    schemac("check", "project/input.pschema")
    schemac("compile", "project/input.pschema", "-o", "out")
    assert not os.path.exists("started")


def test_build_runs_many_and_only_what_changed():
    names = [f"p{i}" for i in range(12)]
    schema = HEAD + 'tools "tools";\ntable main {\n' + FACTORY
    os.mkdir("tools")
    for index, name in enumerate(names):
        schema += f"    partition {name} 0x40.{index} size 4K;\n"
        path = pathlib.Path("tools", name)
        path.write_text('#!/bin/sh\nsleep 0.1\necho run >>runs\necho "$2" >"$6/$2.bin"\n')
        path.chmod(0o755)
    pathlib.Path("input.pschema").write_text(schema + "}\n")
    time.sleep(0.02)  # what is as new as the build may change under it: it would be made again
    schemac("build", "input.pschema", "-o", "out")
    equal([pathlib.Path("out/images", name + ".bin").read_text() for name in names],
          [name + "\n" for name in names])
    pathlib.Path("tools/p3").write_text("#!/bin/sh\necho new >$6/p3.bin\n")
    time.sleep(0.02)
    schemac("build", "input.pschema", "-o", "out")
    equal(pathlib.Path("out/images/p3.bin").read_text(), "new\n")
    equal(len(pathlib.Path("runs").read_text().split()), len(names), "runs")
    schemac("build", "--no-exec", "input.pschema", "-o", "out")  # nothing is to be run


def wait_until(is_so, what):
    for _ in range(500):
        if is_so():
            return
        time.sleep(0.02)
    raise AssertionError(f"never: {what}")


def is_running(process):
    try:
        return pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def interrupted(command, script, ending):
    """Starts a command whose program takes long, and signals it; what the program noted."""
    pathlib.Path("make.sh").write_text("#!/bin/sh\n" + OUTDIR + script)
    pathlib.Path("make.sh").chmod(0o755)
    pathlib.Path("input.pschema").write_text(SCHEMA)
    os.makedirs("temporary", exist_ok=True)
    pathlib.Path("noted").unlink(missing_ok=True)
    process = subprocess.Popen([SCHEMAC, *command], env={**os.environ, "TMPDIR": "temporary"},
                               stderr=subprocess.PIPE)
    wait_until(lambda: os.path.exists("noted") and pathlib.Path("noted").read_text().endswith("\n"),
               "the program runs")
    process.send_signal(ending)
    equal(process.wait(timeout=30), -ending)
    return [int(word) for word in pathlib.Path("noted").read_text().split()]


def test_a_signal_ends_the_program_and_its_children():
    slow = 'echo half >"$image"\nsleep 100 &\necho $$ $! >noted\nwait\n'
    for command in (("generate", "input.pschema", "www", "-o", "www.bin"),
                    ("build", "input.pschema", "-o", "out")):
        for ending in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            started = interrupted(command, slow, ending)
            for number in started:
                wait_until(lambda: not is_running(number), f"the end of {started}")
            equal(os.listdir("temporary"), [], "left in the temporary folder")
            equal(sorted(os.listdir()), ["input.pschema", "make.sh", "noted", "temporary"])


def test_a_program_that_does_not_want_to_end():
    started = interrupted(("generate", "input.pschema", "www", "-o", "www.bin"),
                          "trap '' TERM\necho $$ >noted\nwhile :; do sleep 1; done\n", signal.SIGTERM)
    assert not is_running(started[0])
    equal(os.listdir("temporary"), [])


def test_signals_are_as_they_were_for_the_program():
    text = generate('grep -E "Sig(Blk|Ign)" /proc/self/status >"$image"\n')
    held = sum(1 << number - 1 for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP,
                                              signal.SIGXFSZ))
    equal([int(word, 16) & held for word in text.split()[1::2]], [0, 0], text)


def test_folders_of_runs_that_were_killed():
    """Only those whose process is gone, and that are of this form."""
    process = subprocess.Popen(["true"])
    process.wait()
    os.makedirs(f"temporary/schemac-{process.pid}-abcDEF/deep/folder")
    kept = [f"schemac-{os.getpid()}-abcDEF", f"schemac-{process.pid}-abc", "schemac-abcDEF",
            f"schemac-{process.pid}-abcDEF1"]
    for name in kept:
        os.mkdir(f"temporary/{name}")
    os.mkdir("elsewhere")
    pathlib.Path("elsewhere/file").write_text("precious")
    os.symlink("../elsewhere", f"temporary/schemac-{process.pid}-aaaaaa")
    os.symlink("../../elsewhere", f"temporary/schemac-{process.pid}-abcDEF/link")
    pathlib.Path("make.sh").write_text("#!/bin/sh\n" + OUTDIR + 'echo >"$image"')
    pathlib.Path("make.sh").chmod(0o755)
    pathlib.Path("input.pschema").write_text(SCHEMA)
    schemac("generate", "input.pschema", "www", "-o", "www.bin",
            env={**os.environ, "TMPDIR": "temporary"})
    equal(sorted(os.listdir("temporary")), sorted([*kept, f"schemac-{process.pid}-aaaaaa"]))
    equal(pathlib.Path("elsewhere/file").read_text(), "precious")


def test_an_old_image_stays_where_the_program_fails():
    generate('echo good >"$image"\n')
    pathlib.Path("project/make.sh").write_text("#!/bin/sh\nexit 1\n")
    schemac("generate", "project/input.pschema", "www", "-o", "www.bin", status=1)
    equal(pathlib.Path("www.bin").read_text(), "good\n")


if __name__ == "__main__":
    run_tests(globals())
