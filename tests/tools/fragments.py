"""What the tests of build fragments share: a project, and a stand-in for esptool.py."""

import os
import pathlib
import shutil
import stat
import time

import app
from harness import PROJECT, SCHEMAC, equal, run

SCHEMA = """schema "my gadget" revision 1;
include "shared/sizes.pschema";
target esp32c3 { flash 4M; }
raw_data "raw data";
table main {
    partition nvs data.nvs size 24K;
    partition otadata data.ota from erased;
    partition "a b" data.0x99 size CAL_SIZE from file "it's $5 #1.bin";
    partition "größe" data.0x98 size 4K from file "ö\\"(1)\\"%.bin" encrypted;
    partition more 0x40.0 size 64K;
    partition ota_0 app.ota_0 size 1M;
    partition ota_1 app.ota_1 size 1M;
}
table inner in main.more {
    partition log data.0x97 size 4K from pattern 0;
}
"""

SECOND = """schema second revision 1;
target esp32 { flash 2M; }
table other {
    partition factory app.factory size 1M;
    partition log data.0x99 size 4K from erased;
}
"""

# Of version 4, whose words have no dashes, or 5. `version` is only asked which of them it is.
ESPTOOL = """#!/bin/sh
for word; do [ "$word" != version ] || {{ printf 'esptool v{version}\\n{version}\\n'; exit; }}; done
printf '%s' "$#" >>"{log}"
for word; do printf '|%s' "$word" >>"{log}"; done
echo >>"{log}"
case $3 in merge*) : >"$7" ;; esac
for word; do case $word in *.bin) [ -f "$word" ] || exit 1 ;; esac; done
"""

COUNTER = """#!/bin/sh
echo "$@" >>"{log}"
exec "{schemac}" "$@"
"""

# Offsets of what is flashed, in order: two tables and four images.
FLASHED = [("0x8000", "main.bin"), ("0xf000", "images/otadata.bin"), ("0x11000", "images/a_b.bin"),
           ("0x12000", "images/gr__e.bin"), ("0x13000", "inner.bin"), ("0x14000", "images/log.bin")]


# Content whose inputs are found by a pattern, named by an input, or a secret of the schema.
FOUND = """schema "my gadget" revision 1;
target esp32c3 { flash 4M; }
table main {
    partition certs data.nvs size 12K from nvs { namespace n { blob cert each "certs/*.pem"; } }
    partition keys data.nvs size 12K from nvs { import "keys.csv"; }
    partition pins data.nvs size 12K from nvs { namespace n { string pin = "PIN" secret; } }
    partition units data.nvs size 12K from nvs { namespace n { string serial per device; } }
    partition factory app.factory size 1M;
}
"""


# What devices in use keep: a file, a table with what lies in it, and what the project makes.
KEPT = {"images/a_b.bin", "inner.bin", "images/log.bin"}
REPLACED = "flashing overwrites what the device keeps in: otadata"


def write_preserved(project):
    schema = SCHEMA
    for name, old in (('"a b"', " from file"), ("more", ";"), ("ota_1", ";")):
        start = schema.index(f"partition {name} ")
        end = schema.index(old, start)
        schema = schema[:end] + " preserve" + schema[end:]
    project.write("gadget.pschema", schema)


def kept_apart(words):
    """Those words of a call that flash what devices keep, and the others."""
    pairs = list(zip(words[::2], words[1::2]))
    kept = [pair for pair in pairs if pair[1].split("out/", 1)[-1] in KEPT]
    return kept, [pair for pair in pairs if pair not in kept]


def write_app(project, chip="esp32c3", size=0):
    (project.root / "app.bin").write_bytes(app.make(chip, size))


# What the words of each version of esptool are; version 4 was the last that is called esptool.py.
ESPTOOLS = [("esptool.py", "4.8.1", "_"), ("esptool", "4.12.0", "_"), ("esptool", "5.6.0", "-"),
            ("esptool", "10.0.0", "-")]


def check_words(project, build):
    """`build` makes a target with the esptool that is installed by then."""
    for name, version, dash in ESPTOOLS:
        project.install_esptool(name, version)
        for target, words in (("flash-a_b", "write-flash"), ("erase-nvs", "erase-region"),
                              ("my_gadget-merged", "merge-bin"), ("my_gadget-flash", "write-flash")):
            (project.root / "out/my_gadget-merged.bin").unlink(missing_ok=True)
            build(target)
            equal([call[2] for call in project.esptool_calls()], [words.replace("-", dash)],
                  f"{name} {version}: {target}")
            equal(project.sizes, [] if target.startswith("erase") else ["4MB"])


# An app that must not be flashed to ota_0 of 1M, and what is reported.
WRONG_APPS = [("esp32", 0, "esp32"), ("esp32c3", (1 << 20) + 16, "16 bytes too large"),
              ("esp32c3", None, "app.bin")]


def check_judgement(project, run_target):
    """No byte is sent if any file is wrong. `run_target` returns a result."""
    for chip, size, says in WRONG_APPS:
        for target in ("flash", "flash-ota_0", "ota-flash", "my_gadget-merged"):
            (project.root / "app.bin").unlink(missing_ok=True)
            if size is not None:
                write_app(project, chip, size)
            result = run_target(target)
            assert result.returncode != 0, f"{chip}, {size}: {target} is made"
            assert says in result.stdout + result.stderr, (target, result.stdout, result.stderr)
            equal(project.esptool_calls(), [], f"{chip}, {size}: {target}")


def write_found(project):
    project.write("gadget.pschema", FOUND)
    (project.root / "certs").mkdir()
    project.write("certs/a.pem", "a certificate")
    project.write("value.bin", "a value")
    project.write("keys.csv", "key,type,encoding,value\nn,namespace,,\nk,file,binary,value.bin\n")


def check_found(project, build):
    """What makes which image anew, where it is not only named by the schema itself."""
    build()
    equal(project.generated(), ["certs", "keys", "pins"], "images")
    build()
    equal(project.taken(project.schemac_log), [], "calls of a second build")
    for what, images in (("value.bin", ["keys"]), ("keys.csv", ["keys"]), ("certs/a.pem", ["certs"])):
        project.age()
        project.touch(what)
        build()
        equal(project.generated(), images, f"images after a touch of {what}")
    project.age()
    project.write("certs/b.pem", "another")
    build()
    equal(project.generated(), ["certs", "keys", "pins"], "images after a new file")
    fragment = (project.root / "out/my_gadget.mk").read_text()
    project.age()
    project.write("gadget.pschema", FOUND.replace("PIN", "PIN 2"))
    build()
    equal(project.generated(), ["pins"], "images after a change of a secret")
    equal((project.root / "out/my_gadget.mk").read_text(), fragment, "the fragment")
    assert b"PIN 2" in (project.root / "out/images/pins.bin").read_bytes()
    equal((project.root / "out/images/pins.bin").stat().st_mode & 0o777, 0o600, "mode")
    build()
    equal(project.taken(project.schemac_log), [], "calls of the last build")


def web_server():
    """A project with the example that has a littlefs, `www`, and a FAT, `data`, made of folders."""
    project = Project("a web server")
    examples = PROJECT / "schemas/examples"
    shutil.copy(examples / "web_server.pschema", project.root)
    shutil.copytree(examples / "web_server", project.root / "web_server")
    project.good("schemac", "compile", "web_server.pschema", "-o", "out")
    project.taken(project.schemac_log)
    return project


def check_web_server(project, build, out):
    """A page that changes makes its file system anew, and no other."""
    def check(images, what):
        build("web_server-all")
        equal(project.generated(), images, f"images after {what}")
        build("web_server-all")
        equal(project.taken(project.schemac_log), [], f"calls after {what}, a second time")
        project.age()

    every = ["data", "otadata", "www"]
    page = "web_server/www/help/en/wifi/password.html"
    check(every, "nothing")
    for path, images in (("www/help/en/wifi/connect.html", ["www"]), ("data/logs/boot.log", ["data"]),
                         ("www/css/main.css.map", []), ("data/settings.bak", [])):
        project.write(f"web_server/{path}", "changed")
        check(images, f"a change of {path}")
    # The names of the inputs are in the fragment, which all images depend on.
    project.write(page, "a new page")
    check(every, "a new page")
    assert "10  help/en/wifi/password.html" in project.files("www"), project.files("www")
    (project.root / page).unlink()
    check(every, "a page is gone")
    assert "password.html" not in project.files("www"), project.files("www")
    (project.root / "web_server/data/uploads").mkdir()
    check(every, "a folder without files")
    assert " uploads/" in project.files("data"), project.files("data")
    check_web_server_is_flashed(project, build, out)


def check_web_server_is_flashed(project, build, out):
    files = [("0x8000", "main.bin"), ("0xf000", "images/otadata.bin"), ("0x340000", "images/www.bin")]
    build("flash")  # but for `data`, which is the user's
    equal(project.esptool_calls(), [["--chip", "esp32", "write-flash"] + [
        word for offset, path in files for word in (offset, f"{out}/{path}")]])
    project.write("web_server/www/index.html", "changed")
    build("flash-www")
    equal(project.generated(), ["www"], "images that one partition needs")
    equal(project.esptool_calls(), [["--chip", "esp32", "write-flash", "0x340000",
                                     f"{out}/images/www.bin"]])
    assert "7  index.html" in project.files("www"), project.files("www")
    build("flash-data")
    equal(project.esptool_calls(), [["--chip", "esp32", "write-flash", "0x380000",
                                     f"{out}/images/data.bin"]])


def images_of(calls):
    """The partitions that calls of schemac made images of."""
    return sorted(line.split(".pschema ")[1].split()[0] for line in calls
                  if line.startswith("generate"))


class Project:
    """A folder with a schema and its raw data, and tools that note how they are called."""

    def __init__(self, name):
        self.root = pathlib.Path(name).resolve()
        self.tools = self.root / "tools"
        self.esptool_log = self.root / "esptool.log"
        self.schemac_log = self.root / "schemac.log"
        for folder in ("shared", "raw data", "tools"):
            (self.root / folder).mkdir(parents=True, exist_ok=True)
        self.write("gadget.pschema", SCHEMA)
        self.write("shared/sizes.pschema", "const CAL_SIZE = 4K;\n")
        self.write("raw data/it's $5 #1.bin", "calibration")
        self.write('raw data/ö"(1)"%.bin', "größe")
        self.install_esptool("esptool", "5.6.0")
        self.program("schemac", COUNTER.format(log=self.schemac_log, schemac=SCHEMAC))

    def write(self, path, text):
        (self.root / path).write_text(text)

    def program(self, name, text):
        path = self.tools / name
        path.write_text(text)
        path.chmod(path.stat().st_mode | stat.S_IXUSR)

    def install_esptool(self, name, version):
        for old in ("esptool", "esptool.py"):
            (self.tools / old).unlink(missing_ok=True)
        self.program(name, ESPTOOL.format(log=self.esptool_log, version=version))

    def run(self, *words):
        environment = dict(os.environ, PATH=f"{self.tools}:{os.environ['PATH']}", LC_ALL="C.UTF-8")
        for name in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "DESTDIR", "CMAKE_GENERATOR"):
            environment.pop(name, None)
        return run(*words, cwd=self.root, env=environment)

    def good(self, *words):
        result = self.run(*words)
        assert result.returncode == 0, f"{words}: {result.stdout[-3000:]}{result.stderr[-3000:]}"
        return result

    def taken(self, log):
        """The lines of a log, which is emptied."""
        lines = log.read_text().splitlines() if log.exists() else []
        log.write_text("")
        return lines

    def esptool_calls(self):
        """The words of each, but for the size of the flash, which is the same in all that write."""
        calls = [line.split("|")[1:] for line in self.taken(self.esptool_log)]
        self.sizes = [call[4] for call in calls if call[3:4] == ["-fs"]]
        return [call[:3] + call[5:] if call[3:4] == ["-fs"] else call for call in calls]

    def generated(self):
        """The partitions whose images were made since the last call."""
        return images_of(self.taken(self.schemac_log))

    def files(self, partition):
        """What the file system of a partition's image has."""
        return run(SCHEMAC, "dump", self.root / f"out/images/{partition}.bin").stdout

    def age(self):
        """Makes everything ten seconds older, so that what is touched next is newer."""
        for folder, _, files in os.walk(self.root):
            for name in files:
                path = os.path.join(folder, name)
                status = os.stat(path)
                os.utime(path, (status.st_atime - 10, status.st_mtime - 10))

    def touch(self, path):
        now = time.time()
        os.utime(self.root / path, (now, now))
        time.sleep(0.02)  # the clock of files that are written runs behind by some milliseconds


# A program of two files, which succeeds if both see the same constants.
PROGRAM = {
    "main.c": """#include <my_gadget.h>
const struct pschema_partition *other(void);
int main(void)
{
    return other() != my_gadget_nvs().partition;
}
""",
    "other.c": """#include <my_gadget.h>
const struct pschema_partition *other(void);
const struct pschema_partition *other(void)
{
    return my_gadget_nvs().partition;
}
""",
}


def write_program(project):
    for name, text in PROGRAM.items():
        project.write(name, text)
