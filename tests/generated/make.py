"""The Make fragment builds and flashes, rebuilds what changed, and nothing else."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from fragments import (FLASHED, SECOND, Project, check_found, check_judgement,  # noqa: E402
                       check_web_server, check_words, images_of, kept_apart, web_server, write_app,
                       write_found, write_preserved, write_program, REPLACED)
from harness import PROJECT, equal, need, run_tests  # noqa: E402

MAKEFILE = """include {folder}/my_gadget.mk
all: my_gadget-all
.PHONY: all
"""

IMAGES = ["a_b", "gr__e", "log", "otadata"]


def make_project(folder="out", prepare=None):
    need("make")
    project = Project("a project")
    if prepare:
        prepare(project)
    project.write("Makefile", MAKEFILE.format(folder=folder.replace(" ", "\\ ")))
    project.good("schemac", "compile", "gadget.pschema", "-o", folder)
    project.taken(project.schemac_log)
    return project


def test_builds_everything():
    project = make_project()
    project.good("make")
    equal(project.generated(), IMAGES, "images")
    out = project.root / "out"
    equal((out / "images/a_b.bin").read_text(), "calibration")
    equal((out / "images/gr__e.bin").read_text(), "größe")
    equal((out / "images/otadata.bin").read_bytes(), b"\xff" * 8192)
    equal((out / "main.bin").stat().st_size, 3072)


def test_a_program_has_the_constants_once():
    need("gcc")
    for folder in ("out", "a folder/of $it"):
        project = make_project(folder)
        write_program(project)
        project.write("Makefile", MAKEFILE.format(folder=folder.replace(" ", "\\ ").replace("$", "$$"))
                      + "program: main.c other.c $(MY_GADGET_SOURCES)\n"
                      f"\tgcc -std=c99 $(MY_GADGET_CPPFLAGS) -I{PROJECT}/runtime/include"
                      " -o $@ main.c other.c '$(subst \\ , ,$(MY_GADGET_SOURCES))'\n")
        project.good("make", "program")
        project.good("./program")


def test_a_second_build_does_nothing():
    project = make_project()
    project.good("make")
    project.taken(project.schemac_log)
    times = {path: path.stat().st_mtime_ns for path in project.root.rglob("out/**/*")}
    for _ in range(2):
        equal(project.good("make").stdout.strip().replace("make: Nothing to be done for 'all'.", ""),
              "", "output")
    equal(project.taken(project.schemac_log), [], "calls of schemac")
    equal({path: path.stat().st_mtime_ns for path in times}, times, "times")


def test_rebuilds_what_depends():
    project = make_project()
    project.good("make")
    for path, images in (("raw data/it's $5 #1.bin", ["a_b"]), ('raw data/ö"(1)"%.bin', ["gr__e"]),
                         ("gadget.pschema", []), ("shared/sizes.pschema", [])):
        project.taken(project.schemac_log)
        project.age()
        project.touch(path)
        project.good("make")
        calls = project.taken(project.schemac_log)
        equal(images_of(calls), images, f"images after a touch of {path}")
        equal(sum(line.startswith("compile") for line in calls), 0 if images else 1, path)
        project.good("make")
        equal(project.taken(project.schemac_log), [], f"calls after {path}, a second time")


def test_inputs_that_are_found():
    project = make_project(prepare=write_found)
    check_found(project, lambda: project.good("make"))


def test_file_systems_of_folders():
    need("make")
    project = web_server()
    project.write("Makefile", "include out/web_server.mk\n")
    check_web_server(project, lambda target: project.good("make", target), "out")


def test_a_changed_layout_reaches_everything():
    project = make_project()
    project.good("make")
    project.taken(project.schemac_log)
    project.age()
    project.write("shared/sizes.pschema", "const CAL_SIZE = 8K;\n")
    project.good("make", "flash")
    equal(project.generated(), IMAGES, "images")
    offsets = [word for word in project.esptool_calls()[0] if word.startswith("0x")]
    equal(offsets, ["0x8000", "0xf000", "0x11000", "0x13000", "0x14000", "0x15000"])
    header = (project.root / "out/my_gadget.h").read_text()
    assert "#define MY_GADGET_A_B_SIZE   0x2000u" in header


def test_what_is_deleted_comes_back():
    project = make_project()
    project.good("make")
    for path in ("out/main.bin", "out/my_gadget.h", "out/images/a_b.bin", "out/flash_args",
                 "out/sdkconfig.defaults"):
        (project.root / path).unlink()
        project.good("make")
        assert (project.root / path).exists(), path


def test_without_the_dependency_file():
    project = make_project()
    project.good("make")
    (project.root / "out/my_gadget.d").unlink()
    project.write("shared/sizes.pschema", "const CAL_SIZE = 8K;\n")
    project.good("make", "-j4")
    assert "A_B_SIZE   0x2000u" in (project.root / "out/my_gadget.h").read_text()
    project.taken(project.schemac_log)
    project.good("make")
    equal(project.taken(project.schemac_log), [])


def test_the_options_are_kept():
    project = make_project("other")
    project.good("schemac", "compile", "gadget.pschema", "-o", "out", "-Wno-shared-sector",
                 "--emit=make")
    project.write("Makefile", MAKEFILE.format(folder="out"))
    project.taken(project.schemac_log)
    project.good("make", "-j4")
    calls = [line for line in project.taken(project.schemac_log) if line.startswith("compile")]
    equal(calls, ["compile --quiet -Wno-shared-sector --emit=bin,make -o out gadget.pschema"])
    project.good("make", "flash")
    equal(project.esptool_calls()[0][3], "0x8000", "a fragment makes all that it needs")


def test_a_removed_include_is_no_error():
    project = make_project()
    project.good("make")
    project.age()
    text = (project.root / "gadget.pschema").read_text()
    project.write("gadget.pschema", text.replace('include "shared/sizes.pschema";\n', "")
                  .replace("CAL_SIZE", "4K"))
    (project.root / "shared/sizes.pschema").unlink()
    project.good("make")


def test_a_wrong_schema_stops_make():
    project = make_project()
    project.good("make")
    project.age()
    project.write("shared/sizes.pschema", "const CAL_SIZE = ;\n")
    result = project.run("make")
    assert result.returncode != 0
    assert "shared/sizes.pschema:1:18: error:" in result.stderr, result.stderr


def test_flashes_the_right_files():
    project = make_project()
    start = ["--chip", "esp32c3"]
    files = [word for offset, path in FLASHED for word in (offset, f"out/{path}")]
    project.good("make", "flash")
    equal(project.esptool_calls(), [start + ["write-flash"] + files])
    project.good("make", "flash-a_b")
    equal(project.esptool_calls(), [start + ["write-flash", "0x11000", "out/images/a_b.bin"]])
    project.good("make", "flash-more")
    equal(project.esptool_calls(), [start + ["write-flash", "0x13000", "out/inner.bin"]])
    project.good("make", "erase-gr__e", "erase-nvs")
    equal(project.esptool_calls(), [start + ["erase-region", "0x12000", "0x1000"],
                                    start + ["erase-region", "0x9000", "0x6000"]])
    project.good("make", "my_gadget-merged")
    equal(project.esptool_calls(),
          [start + ["merge-bin", "-o", "out/my_gadget-merged.bin"] + files])


def test_flashes_what_the_project_makes():
    project = make_project()
    result = project.run("make", "ota-flash")
    assert result.returncode != 0 and "set MY_GADGET_OTA_0_IMAGE" in result.stderr, result.stderr
    equal(project.esptool_calls(), [])
    write_app(project)
    project.write("Makefile", "MY_GADGET_OTA_0_IMAGE := app.bin\n" + MAKEFILE.format(folder="out"))
    project.good("make", "ota-flash", "ESPTOOL_FLAGS=--port /dev/tty7")
    equal(project.esptool_calls(), [["--port", "/dev/tty7", "--chip", "esp32c3", "write-flash", "-fs",
                                     "4MB", "0x30000", "app.bin"]])
    project.good("make", "flash")
    equal(project.esptool_calls()[0][-2:], ["0x30000", "app.bin"])


def test_the_words_of_each_esptool():
    project = make_project()
    check_words(project, lambda target: project.good("make", target))
    # One that is not in the PATH, and has options.
    other = project.root / "other esptool"
    (project.tools / "esptool").rename(other)
    project.install_esptool("esptool", "4.0")
    project.good("make", "erase-nvs", f"ESPTOOL='{other}' --port x")
    equal(project.esptool_calls(), [["--port", "x", "--chip", "esp32c3", "erase-region", "0x9000",
                                     "0x6000"]])


def test_nothing_wrong_is_flashed():
    project = make_project()
    project.write("Makefile", "MY_GADGET_OTA_0_IMAGE := app.bin\n" + MAKEFILE.format(folder="out"))
    check_judgement(project, lambda target: project.run("make", target))


def test_flashing_everything_leaves_alone_what_is_preserved():
    project = make_project(prepare=write_preserved)
    write_app(project)
    project.write("Makefile", "MY_GADGET_OTA_1_IMAGE := app.bin\n" + MAKEFILE.format(folder="out"))
    said = project.good("make", "flash").stdout
    kept, others = kept_apart(project.esptool_calls()[0][3:])
    equal((kept, len(others)), ([], 3), "what is flashed")
    assert REPLACED in said, said
    project.good("make", "flash-a_b", "flash-more")
    equal([call[4] for call in project.esptool_calls()], ["out/images/a_b.bin", "out/inner.bin"])
    project.good("make", "my_gadget-merged")
    words = project.esptool_calls()[0][5:]
    kept, others = kept_apart(words)
    equal((len(kept), len(others), words[-1]), (3, 4, "app.bin"), "what blank devices get")


def test_a_folder_with_any_name():
    folder = "o u$t #'1'"
    project = Project("another project")
    need("make")
    project.write("Makefile", "include o\\ u$$t\\ \\#'1'/my_gadget.mk\nall: my_gadget-all\n")
    project.good("schemac", "compile", "gadget.pschema", "--emit=csv,depfile,make", "-o", folder)
    project.good("make", "all", "flash")
    calls = project.esptool_calls()
    equal(calls[0][3:5], ["0x8000", f"{folder}/main.bin"])
    project.taken(project.schemac_log)
    project.good("make", "all")
    equal(project.taken(project.schemac_log), [])


def test_two_fragments_and_the_default_goal():
    project = make_project()
    project.write("second.pschema", SECOND)
    project.good("schemac", "compile", "second.pschema", "-o", "out2")
    project.write("Makefile", "include out/my_gadget.mk\ninclude out2/second.mk\n"
                  "mine: my_gadget-all second-all\n\techo built\n")
    result = project.good("make")
    equal((result.stdout.splitlines()[-1], result.stderr), ("built", ""))
    project.taken(project.esptool_log)
    for target, places in (("flash", ["0x8000", "0x8000"]), ("second-flash", ["0x8000"]),
                           ("flash-log", ["0x14000", "0x110000"]),
                           ("my_gadget-flash-log", ["0x14000"]), ("second-erase-log", ["0x110000"])):
        project.good("make", target)
        equal([call[3] for call in project.esptool_calls()], places, target)


def test_made_by_the_makefile_itself():
    """What the README says for a clean checkout."""
    project = Project("fresh")
    need("make")
    project.write("Makefile", "$(shell schemac compile -q gadget.pschema -o out)\n"
                  + MAKEFILE.format(folder="out"))
    project.good("make", "-j4")
    equal(project.generated(), IMAGES, "images")
    project.good("make")
    equal(project.generated(), [], "images, a second time")


if __name__ == "__main__":
    run_tests(globals())
