"""The CMake fragment builds and flashes, rebuilds what changed, and nothing else."""

import itertools
import pathlib
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
import app
from fragments import (FLASHED, SECOND, Project, check_found, check_judgement,  # noqa: E402
                       check_web_server, check_words, images_of, kept_apart, web_server, write_app,
                       write_found, write_preserved, write_program, REPLACED)
from harness import PROJECT, Skipped, equal, need, run_tests  # noqa: E402

CMAKELISTS = """cmake_minimum_required(VERSION 3.20)
project(gadget NONE)
include({folder}/my_gadget.cmake)
"""

# Stands in for ESP-IDF: its `flash` target and the function that adds an image to it.
IDF = """cmake_minimum_required(VERSION 3.20)
project(gadget NONE)
add_custom_target(flash)
function(esptool_py_flash_target_image target name offset image)
    file(APPEND "${CMAKE_BINARY_DIR}/images.txt" "${target} ${name} ${offset} ${image}\\n")
endfunction()
include(out/my_gadget.cmake)
"""

IMAGES = ["a_b", "gr__e", "log", "otadata"]


def generators():
    need("cmake")
    found = [name for name, program in (("Ninja", "ninja"), ("Unix Makefiles", "make"))
             if shutil.which(program)]
    if not found:
        raise Skipped("neither ninja nor make is installed")
    return found


def make_project(generator, folder="out", prepare=None):
    project = Project(f"a project, {generator}")
    if prepare:
        prepare(project)
    project.write("CMakeLists.txt", CMAKELISTS.format(folder=folder))
    project.good("schemac", "compile", "gadget.pschema", "-o", folder)
    configure(project, generator)
    return project


def configure(project, generator):
    project.good("cmake", "-S", ".", "-B", "build", "-G", generator,
                 f"-DSCHEMAC={project.tools / 'schemac'}")
    project.taken(project.schemac_log)


def build(project, *targets):
    words = [word for target in targets for word in ("--target", target)]
    return project.good("cmake", "--build", "build", *words)


def test_inputs_that_are_found():
    for generator in generators():
        project = make_project(generator, prepare=write_found)
        check_found(project, lambda: build(project))


def test_file_systems_of_folders():
    for generator in generators():
        project = web_server()
        project.write("CMakeLists.txt", CMAKELISTS.replace("{folder}/my_gadget", "out/web_server"))
        configure(project, generator)
        check_web_server(project, lambda target: build(project, target), project.root / "out")
        shutil.rmtree(project.root)


def test_builds_everything():
    for generator in generators():
        project = make_project(generator)
        build(project)
        equal(project.generated(), IMAGES, generator)
        equal((project.root / "out/images/a_b.bin").read_text(), "calibration")
        equal((project.root / "out/images/gr__e.bin").read_text(), "größe")


PROGRAM_LISTS = """cmake_minimum_required(VERSION 3.20)
project(gadget C)
include("{folder}/my_gadget.cmake")
add_executable(program main.c other.c)
target_include_directories(program PRIVATE {runtime}/include)
target_link_libraries(program PRIVATE my_gadget-header)
"""


def test_a_program_has_the_constants_once():
    need("gcc")
    for generator, folder in itertools.product(generators(), ("out", "a folder/below")):
        project = make_project(generator)
        write_program(project)
        project.good("schemac", "compile", "gadget.pschema", "-o", folder)
        project.write("CMakeLists.txt",
                      PROGRAM_LISTS.format(folder=folder, runtime=PROJECT / "runtime"))
        shutil.rmtree(project.root / "build")
        configure(project, generator)
        build(project, "program")
        project.good("build/program")


def test_a_second_build_does_nothing():
    for generator in generators():
        project = make_project(generator)
        build(project)
        project.taken(project.schemac_log)
        build(project)
        equal(project.taken(project.schemac_log), [], generator)


def test_rebuilds_what_depends():
    changes = [("raw data/it's $5 #1.bin", ["a_b"]), ('raw data/ö"(1)"%.bin', ["gr__e"]),
               ("gadget.pschema", []), ("shared/sizes.pschema", [])]
    for generator, (path, images) in itertools.product(generators(), changes):
        project = make_project(generator)
        build(project)
        project.taken(project.schemac_log)
        project.age()
        project.touch(path)
        build(project)
        calls = project.taken(project.schemac_log)
        equal(images_of(calls), images, f"{generator}: images after a touch of {path}")
        build(project)
        equal(project.taken(project.schemac_log), [], f"{generator}: after {path}, a second time")


def test_a_changed_layout_reaches_everything():
    for generator in generators():
        project = make_project(generator)
        build(project)
        project.taken(project.schemac_log)
        project.age()
        project.write("shared/sizes.pschema", "const CAL_SIZE = 8K;\n")
        build(project, "flash")
        equal(project.generated(), IMAGES, generator)
        offsets = [word for word in project.esptool_calls()[0] if word.startswith("0x")]
        equal(offsets, ["0x8000", "0xf000", "0x11000", "0x13000", "0x14000", "0x15000"], generator)


def test_a_wrong_schema_stops_the_build():
    for generator in generators():
        project = make_project(generator)
        build(project)
        project.age()
        project.write("shared/sizes.pschema", "const CAL_SIZE = ;\n")
        result = project.run("cmake", "--build", "build")
        assert result.returncode != 0, generator
        assert "shared/sizes.pschema:1:18: error:" in result.stdout + result.stderr, generator


def test_flashes_the_right_files():
    start = ["--chip", "esp32c3"]
    for generator in generators():
        project = make_project(generator)
        out = project.root / "out"
        files = [word for offset, path in FLASHED for word in (offset, str(out / path))]
        build(project, "flash")
        equal(project.esptool_calls(), [start + ["write-flash"] + files], generator)
        build(project, "flash-a_b")
        equal(project.esptool_calls(), [start + ["write-flash", "0x11000",
                                                 str(out / "images/a_b.bin")]])
        build(project, "flash-more")
        equal(project.esptool_calls(), [start + ["write-flash", "0x13000", str(out / "inner.bin")]])
        build(project, "erase-gr__e")
        equal(project.esptool_calls(), [start + ["erase-region", "0x12000", "0x1000"]])
        build(project, "my_gadget-merged")
        equal(project.esptool_calls(),
              [start + ["merge-bin", "-o", str(out / "my_gadget-merged.bin")] + files])


def test_flashes_what_the_project_makes():
    for generator in generators():
        project = make_project(generator)
        result = project.run("cmake", "--build", "build", "--target", "ota-flash")
        assert result.returncode != 0, generator
        assert "set MY_GADGET_OTA_0_IMAGE" in result.stdout + result.stderr, result.stdout
        path = project.root / "app.bin"
        write_app(project)
        project.write("CMakeLists.txt", 'set(MY_GADGET_OTA_0_IMAGE app.bin)\n'
                      + CMAKELISTS.format(folder="out"))
        build(project, "ota-flash")
        equal(project.esptool_calls(),
              [["--chip", "esp32c3", "write-flash", "0x30000", str(path)]], generator)
        build(project, "flash")
        equal(project.esptool_calls()[0][-2:], ["0x30000", str(path)], generator)


def test_what_is_deleted_comes_back():
    for generator in generators():
        project = make_project(generator)
        build(project)
        for path, target in (("main.bin", "flash"), ("inner.bin", "my_gadget-all"),
                             ("images/a_b.bin", "flash-a_b")):
            (project.root / "out" / path).unlink()
            build(project, target)
            assert (project.root / "out" / path).exists(), f"{generator}: {path}"


def test_two_fragments_included_twice():
    for generator in generators():
        project = make_project(generator)
        project.write("second.pschema", SECOND)
        project.good("schemac", "compile", "second.pschema", "-o", "out2")
        project.write("CMakeLists.txt", CMAKELISTS.format(folder="out") + "include(out2/second.cmake)\n"
                      "include(out2/second.cmake)\n")
        for target, places in (("flash", ["0x8000", "0x8000"]), ("second-flash", ["0x8000"]),
                               ("flash-log", ["0x110000", "0x14000"]),
                               ("my_gadget-flash-log", ["0x14000"])):
            build(project, target)
            equal(sorted(call[3] for call in project.esptool_calls()), places, target)


def test_the_words_of_each_esptool():
    generator = generators()[0]
    project = make_project(generator)

    def configure_and_build(target):
        (project.root / "build/CMakeCache.txt").unlink(missing_ok=True)
        configure(project, generator)
        build(project, target)
    check_words(project, configure_and_build)
    project.install_esptool("esptool", "4.0")
    project.good("cmake", "-DESPTOOL=esptool --port x", "build")
    build(project, "erase-nvs")
    equal(project.esptool_calls(), [["--port", "x", "--chip", "esp32c3", "erase_region", "0x9000",
                                     "0x6000"]])


def test_nothing_wrong_is_flashed():
    for generator in generators():
        project = make_project(generator)
        project.write("CMakeLists.txt", 'set(MY_GADGET_OTA_0_IMAGE app.bin)\n'
                      + CMAKELISTS.format(folder="out"))
        check_judgement(project, lambda target: project.run("cmake", "--build", "build", "--target",
                                                            target))


def test_flashing_everything_leaves_alone_what_is_preserved():
    for generator in generators():
        project = make_project(generator, prepare=write_preserved)
        path = project.root / "app.bin"
        write_app(project)
        project.write("CMakeLists.txt", 'set(MY_GADGET_OTA_1_IMAGE app.bin)\n'
                      + CMAKELISTS.format(folder="out"))
        said = build(project, "flash").stdout
        kept, others = kept_apart(project.esptool_calls()[0][3:])
        equal((kept, len(others)), ([], 3), generator)
        assert REPLACED in said, said
        build(project, "flash-a_b")
        equal(len(project.esptool_calls()), 1, generator)
        build(project, "my_gadget-merged")
        words = project.esptool_calls()[0][5:]
        kept, others = kept_apart(words)
        equal((len(kept), len(others), words[-1]), (3, 4, str(path)), generator)


def test_an_esp_idf_project_leaves_alone_what_is_preserved():
    project = Project("an idf project")
    write_preserved(project)
    project.write("CMakeLists.txt", IDF)
    project.good("schemac", "compile", "gadget.pschema", "-o", "out")
    configure(project, generators()[0])
    lines = (project.root / "build/images.txt").read_text().splitlines()
    equal([line.split()[1] for line in lines], ["gr__e"])


def test_an_esp_idf_project():
    project = Project("an idf project")
    project.write("CMakeLists.txt", IDF)
    project.good("schemac", "compile", "gadget.pschema", "-o", "out")
    configure(project, generators()[0])
    lines = (project.root / "build/images.txt").read_text().splitlines()
    out = project.root / "out"
    names = ["a_b", "gr__e", "inner-table", "log"]
    # ESP-IDF makes and flashes the main table itself, and an erased otadata.
    equal(lines, [f"flash {name} {offset} {out / path}"
                  for name, (offset, path) in zip(names, FLASHED[2:])])
    build(project, "flash")
    equal(project.generated(), IMAGES, "images")
    equal(project.esptool_calls(), [], "calls of esptool: ESP-IDF's own target makes them")


# What the SDK of the ESP8266 has instead of IDF's function.
RTOS_SDK = IDF.replace("esptool_py_flash_target_image target name offset image",
                       "esptool_py_flash_project_args name offset image in_project").replace(
                           "${target}", "${in_project}")


def test_a_project_of_the_esp8266_sdk():
    project = Project("an rtos project")
    project.write("CMakeLists.txt", RTOS_SDK)
    project.write("gadget.pschema", SECOND.replace("second", "my_gadget").replace("esp32", "esp8266")
                  .replace("size 1M", "at 64K size 512K"))
    project.good("schemac", "compile", "gadget.pschema", "-o", "out")
    configure(project, generators()[0])
    equal((project.root / "build/images.txt").read_text(),
          f"FLASH_IN_PROJECT log 0x90000 {project.root}/out/images/log.bin\n")
    build(project, "flash")
    equal(project.generated(), ["log"], "images")
    equal(project.esptool_calls(), [], "a second esptool, on a port that nobody chose")


def test_an_esp_idf_project_flashes_nothing_wrong():
    """The app is one that ESP-IDF makes, and the targets that it has keep what they do."""
    project = Project("an idf project")
    project.write("gadget.pschema", (project.root / "gadget.pschema").read_text().replace(
        "app.ota_0 size 1M", 'app.ota_0 size 1M from build "../app.bin"'))
    lists = IDF.replace("add_custom_target(flash)", """
add_custom_target(app COMMAND "${CMAKE_COMMAND}" -E copy made.bin app.bin
    WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}")
foreach(name partition_table/partition-table bootloader/bootloader)
    get_filename_component(folder ${name} DIRECTORY)
    add_custom_target(${folder} COMMAND "${CMAKE_COMMAND}" -E copy_if_different
        ${folder}.bin "${CMAKE_BINARY_DIR}/${name}.bin" WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}")
endforeach()
add_custom_target(partition_table_bin)
add_dependencies(partition_table_bin partition_table)
foreach(target flash erase-otadata encrypted-flash)
    add_custom_target(${target} COMMAND esptool x x ${target})
endforeach()""")
    project.write("CMakeLists.txt", lists)
    project.good("schemac", "compile", "gadget.pschema", "-o", "out")
    configure(project, generators()[0])
    build(project, "erase-otadata")
    equal(project.esptool_calls(), [["x", "x", "erase-otadata"]])
    table = (project.root / "out/main.bin").read_bytes()
    good = {"made.bin": app.make("esp32c3"), "partition_table.bin": table,
            "bootloader.bin": app.make("esp32c3", start=app.bootloader_description())}
    bad = {"made.bin": (app.make("esp32c3", (1 << 20) + 16), "too large"),
           "partition_table.bin": (table[:32] + b"\xff" * 3040, "is not table `main`"),
           "bootloader.bin": (app.make("esp32c3", 0x8010, start=app.bootloader_description()), "too large")}
    for target, wrong in itertools.product(("flash", "encrypted-flash"), (None, *bad)):
        for name, content in good.items():
            (project.root / name).write_bytes(bad[wrong][0] if name == wrong else content)
        result = project.run("cmake", "--build", "build", "--target", target)
        output = result.stdout + result.stderr
        if wrong:
            assert result.returncode != 0 and bad[wrong][1] in output, output
        else:
            equal(result.returncode, 0, output)
        equal(project.esptool_calls(), [] if wrong else [["x", "x", target]], f"{target}, {wrong}")


def test_absolute_and_far_folders():
    generator = generators()[0]
    project = Project("far")
    absolute = project.root / "else where"
    project.write("CMakeLists.txt", CMAKELISTS.format(folder='"${CMAKE_SOURCE_DIR}/else where"')
                  .replace('"/my_gadget.cmake', '/my_gadget.cmake"'))
    project.good("schemac", "compile", project.root / "gadget.pschema", "-o", absolute)
    configure(project, generator)
    build(project)
    equal(project.generated(), IMAGES)
    deep = Project("deep")
    deep.write("CMakeLists.txt", CMAKELISTS.format(folder="a/./b//c"))
    deep.good("schemac", "compile", "./gadget.pschema", "-o", "a/./b//c/")
    configure(deep, generator)
    build(deep)
    equal(deep.generated(), IMAGES)


if __name__ == "__main__":
    run_tests(globals())
