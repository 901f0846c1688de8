"""Ended or failing at each call that changes the file system, a command leaves every file whole.

A command is run once undisturbed, and its calls are counted; then once for each of them and each
kind of fault, in a copy of the same folder (see tools/tracer.c). Each output is then what it was
before, or what it is to be; and the next run succeeds, and leaves nothing but its outputs.
"""

import atexit
import errno
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import BUILD, FACTORY, HEAD, SCHEMAC, Skipped, equal, need, run_tests, schemac  # noqa: E402

TRACER_SOURCE = pathlib.Path(__file__).parent.parent / "tools/tracer.c"
CANNOT_TRACE = 99
LEFT_OVER = ".schemac.tmp"

SCHEMA = HEAD + """table main {
    partition blank  0x40.0    size 4K  from erased;
    partition config 0x40.1    size 4K  from file "config.bin";
    partition pins   data.nvs  size 12K from nvs { namespace n { string pin = "1234" secret; } }
""" + FACTORY + "}\n"
NEW = SCHEMA.replace("from erased", "from pattern 0xee").replace('"1234"', '"5678"').replace("1M", "2M")


class Tracer:
    """Runs the compiler with a fault at one of its calls."""

    def __init__(self):
        compiler = shutil.which("cc") or shutil.which("gcc") or need("clang")
        self.folder = tempfile.mkdtemp()
        atexit.register(shutil.rmtree, self.folder)
        self.program = os.path.join(self.folder, "tracer")
        built = subprocess.run([compiler, "-std=gnu11", "-O1", "-o", self.program, TRACER_SOURCE],
                               capture_output=True, text=True)
        if built.returncode != 0:
            raise Skipped(f"the tracer cannot be built here: {built.stderr[-300:]}")
        if self.run("count", 0, 0, "--version").returncode == CANNOT_TRACE:
            raise Skipped("no program may trace another here")

    def run(self, mode, number, argument, *words, folder=None, environment=None):
        counted = os.path.join(self.folder, "counted")
        command = [self.program, counted, mode, str(number), str(argument), SCHEMAC, *words]
        return subprocess.run(command, capture_output=True, text=True, cwd=folder, timeout=60,
                              env=environment)

    def count(self):
        return int(pathlib.Path(self.folder, "counted").read_text())


TRACERS = []


def tracer():
    if sys.platform != "linux":
        raise Skipped("calls can be traced on Linux only")
    cache = (BUILD / "CMakeCache.txt").read_text()
    if any(line.split("=")[1].strip() not in ("", "OFF") for line in cache.splitlines()
           if line.startswith(("SCHEMAC_SANITIZERS", "SCHEMAC_COVERAGE"))):
        raise Skipped("the build is instrumented, and makes calls of its own")
    if not TRACERS:
        TRACERS.append(Tracer())
    return TRACERS[0]


def tree(folder):
    folder = pathlib.Path(folder)
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*")
            if path.is_file()}


def steady(files):
    """Without what has times in it."""
    return {path: b"" if path.endswith(".build") else content for path, content in files.items()}


class Trial:
    """A command in the folder `before`, and what it makes of it."""

    def __init__(self, *words):
        self.words = [str(word) for word in words]
        self.tracer = tracer()
        os.makedirs("before/tmp", exist_ok=True)
        self.before = tree("before")
        self.start()
        self.environment = {**os.environ, "TMPDIR": os.path.abspath("now/tmp")}
        result = self.trace("count", 0, 0)
        equal(result.returncode, 0, result.stderr)
        self.calls = self.tracer.count()
        self.after = steady(tree("now"))
        assert self.calls > 2 and self.after != steady(self.before), (self.calls, self.words)

    def start(self):
        shutil.rmtree("now", ignore_errors=True)
        shutil.copytree("before", "now", symlinks=True)

    def trace(self, mode, number, argument):
        return self.tracer.run(mode, number, argument, *self.words, folder="now",
                               environment=self.environment)

    def check_whole(self, what):
        now = tree("now")
        for path, content in now.items():
            if path.endswith((LEFT_OVER, ".build", ".made")) or path.startswith("tmp/"):
                continue
            whole = [files[path] for files in (self.before, self.after) if path in files]
            assert content in whole, f"{what}: {path} is half written"
        for path in self.before.keys() & self.after.keys():
            assert path in now, f"{what}: {path} is gone"

    def check_next(self, what):
        result = subprocess.run([SCHEMAC, *self.words], cwd="now", capture_output=True, text=True,
                                env=self.environment)
        equal(result.returncode, 0, f"{what}, the next run: {result.stderr}")
        now = steady(tree("now"))
        equal(sorted(now), sorted(self.after), f"{what}, files after the next run")
        for path, content in self.after.items():
            equal(now[path], content, f"{what}, {path} after the next run")

    def killed(self):
        for number in range(1, self.calls + 1):
            for mode in ("before", "after"):
                what = f"{self.words}: killed {mode} call {number}"
                self.start()
                equal(self.trace(mode, number, 0).returncode, 128 + signal.SIGKILL, what)
                self.check_whole(what)
                self.check_next(what)

    def signalled(self):
        """Nothing is left over even before the next run."""
        for number in range(1, self.calls + 1):
            ending = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)[number % 3]
            what = f"{self.words}: signal {ending} at call {number}"
            self.start()
            status = self.trace("signal", number, int(ending)).returncode
            equal(status, 128 + ending, what)
            self.check_whole(what)
            assert not [path for path in tree("now") if path.endswith(LEFT_OVER)], what
            assert not os.listdir("now/tmp"), what
            self.check_next(what)

    def failing(self):
        for number in range(1, self.calls + 1):
            for error in (errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EINTR):
                what = f"{self.words}: {os.strerror(error)} at call {number}"
                self.start()
                result = self.trace("fail", number, error)
                self.check_failed(result, what)
                self.check_whole(what)
                if result.returncode == 0:  # a temporary file could not be removed
                    shutil.rmtree("now/tmp")
                    os.mkdir("now/tmp")
                self.check_next(what)

    def check_failed(self, result, what):
        """A call that failed is reported; or the run did without it, and all is as it should be."""
        if result.returncode == 0:
            log = {path for path in self.after if path.endswith(".build")}  # which it can do without
            missing = self.after.keys() - steady(tree("now")).keys()
            assert missing <= log, f"{what}: without {missing}"
            return
        assert result.returncode == 3, f"{what}: status {result.returncode} {result.stderr}"
        assert "error: cannot" in result.stderr and result.stderr.count("error:") == 1, (
            f"{what}: {result.stderr}")
        assert not [path for path in tree("now") if path.endswith(LEFT_OVER)], what

    def all(self):
        self.killed()
        self.signalled()
        self.failing()


def write(path, text):
    path = pathlib.Path("before", path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def project(schema=SCHEMA):
    write("input.pschema", schema)
    write("config.bin", b"config")


def command(*words):
    schemac(*words, cwd="before")


def test_compile():
    project()
    Trial("compile", "-q", "input.pschema", "-o", "out").all()


def test_compile_over_an_older_one():
    project()
    command("compile", "-q", "input.pschema", "-o", "out")
    project(NEW)
    Trial("compile", "-q", "input.pschema", "-o", "out").all()


def test_build():
    project()
    Trial("build", "-q", "input.pschema", "-o", "out").all()


def test_build_over_an_older_one():
    project()
    command("build", "-q", "input.pschema", "-o", "out")
    project(NEW)
    Trial("build", "-q", "input.pschema", "-o", "out").all()


def test_image_and_depfile():
    project()
    words = ("image", "-q", "input.pschema", "--partial", "--sparse", "--depfile", "out/flash.d",
             "-o", "out/flash.hex")
    Trial(*words).all()
    command(*words)
    project(NEW)
    Trial(*words).all()


def test_lock():
    project()
    Trial("lock", "-q", "input.pschema").all()
    command("lock", "-q", "input.pschema")
    project(SCHEMA.replace("revision 1", "revision 2"))
    Trial("lock", "-q", "input.pschema").all()


def test_fmt():
    project(SCHEMA.replace(" from", "   from"))
    write("second.pschema", SCHEMA.replace(" size", "   size"))
    Trial("fmt", "-q", "input.pschema", "second.pschema").all()


def test_import():
    write("partitions.csv", "nvs, data, nvs, 0x9000, 0x6000\nfactory, app, factory, , 1M\n")
    Trial("import", "-q", "partitions.csv", "-o", "layout.pschema").all()


def test_extraction():
    """Of an image with folders, one of them empty; what the run before has written is no obstacle."""
    write("input.pschema", HEAD + 'table main {\n    partition www data.fat size 1M from fat "www/" { long_names on; }\n'
          + FACTORY + "}\n")
    for name in ("index.html", "a/one.txt", "a/b/two.txt"):
        write(f"www/{name}", f"the file {name}\n" * 100)
    os.makedirs("before/www/empty")
    command("generate", "input.pschema", "www", "-o", "www.bin")
    Trial("dump", "www.bin", "--extract", "out").all()


def test_a_program_is_run():
    project(SCHEMA.replace('file "config.bin"', 'exec "make.sh"'))
    write("make.sh", '#!/bin/sh\nwhile [ "$1" != --outdir ]; do shift; done\nexec echo made >"$2/config.bin"\n')
    os.chmod("before/make.sh", 0o755)
    Trial("build", "-q", "input.pschema", "-o", "out").all()


if __name__ == "__main__":
    run_tests(globals())
