"""The layout's digest and the mark of applications: as the documents define them, in what compilers
and linkers make of a generated header."""

import hashlib
import json
import os
import pathlib
import re
import shutil
import struct
import sys
import zlib

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import PROJECT, Skipped, equal, run, run_tests, schemac  # noqa: E402
from toolchains import RUNTIME, WARNINGS  # noqa: E402

LANGUAGE = PROJECT / "grammar/LANGUAGE.md"


def documented_digest():
    """The function that LANGUAGE.md defines the digest with."""
    text = re.search(r"```python\n(def layout_digest.*?)```", LANGUAGE.read_text(), re.S)[1]
    names = {"struct": struct, "hashlib": hashlib}
    exec(text, names)  # pylint: disable=exec-used
    return names["layout_digest"]


def generated_digest(name, directory="out"):
    """That of a header; flasher_args.json has the same."""
    text = pathlib.Path(directory, f"{name}.h").read_text()
    digest = re.search(rf"#define {name.upper()}_LAYOUT_DIGEST (0x[0-9a-f]{{16}})ull\n", text)[1]
    arguments = json.loads(pathlib.Path(directory, "flasher_args.json").read_text())
    equal(arguments["layout_digest"], digest)
    return int(digest, 16)


def rows_of(path):
    """A binary table without its blank end."""
    text = pathlib.Path(path).read_bytes()
    rows = [text[at:at + 32] for at in range(0, len(text), 32)]
    return b"".join(row for row in rows if row.strip(b"\xff"))


def compile_text(text):
    pathlib.Path("x.pschema").write_text(text)
    schemac("compile", "-q", "x.pschema", "-o", "out", "--force")
    return generated_digest("x")


X = """schema x revision 1;
target esp32c3 { flash 4M; }
flash media { size 8M; erase 4K; }
table main { partition nvs data.nvs size 24K; partition more 0x40.0 size 64K; }
table inner in main.more { partition a 0x41.1 size 16K; }
table on_media on media at 0x1000 { partition b 0x40.2 size 64K; }
"""


def test_the_digest_is_the_documented_one():
    digest = documented_digest()
    made = compile_text(X)
    more = int(re.search(r"X_MORE_OFFSET (\w+)u", pathlib.Path("out/x.h").read_text())[1], 16)
    tables = [(1, 0x1000, rows_of("out/on_media.bin")), (0, more, rows_of("out/inner.bin")),
              (0, 0x8000, rows_of("out/main.bin"))]
    equal(made, digest(tables))
    equal(made, digest(tables[::-1]))
    assert made != digest(tables[1:]) != 0


def test_what_the_digest_depends_on():
    made = compile_text(X)
    same = (X.replace("revision 1", "revision 2"),
            X.replace("table inner in main.more", "table outer in main.more"),
            X.replace("esp32c3", "esp32s3"))
    for text in same:
        equal(compile_text(text), made, text)
    others = (X.replace("partition a ", "partition z "), X.replace("size 16K", "size 20K"),
              X.replace("at 0x1000", "at 0x2000"), X.replace("0x41.1", "0x41.2"),
              X.replace("flash 4M;", "flash 4M; table_at 0x9000;"))
    digests = {made} | {compile_text(text) for text in others}
    equal(len(digests), len(others) + 1, digests)


def test_without_a_stored_table():
    equal(compile_text("schema x revision 1;\ntarget esp32 { flash 4M; }\n"), 0)


MAGIC = hashlib.sha256(b"pschema layout mark").digest()[:16]
CROSS = {
    "Cortex-M0": ["arm-none-eabi-gcc", "-mcpu=cortex-m0", "-mthumb"],
    "lx106": ["xtensa-lx106-elf-gcc", "-mlongcalls"],
    "riscv32": ["riscv64-unknown-elf-gcc", "-march=rv32imac", "-mabi=ilp32"],
}
SMALL = ["-Os", "-ffunction-sections", "-fdata-sections"]

# The mark is beside a function that is called, and nothing refers to it.
DEFINES = """#include <x.h>
X_DEFINE_LAYOUT_MARK;
#ifdef __cplusplus
extern "C"
#endif
int called(void);
int called(void) { return 0; }
"""
MAIN = """int called(void);
int main(void);
int main(void) { return called(); }
"""
# All that NAME_open() needs of the runtime.
OPENS = """#include <x.h>
int main(void);
int main(void)
{
    struct pschema_flash flash = {0};
    return (int)x_open(&flash, 0);
}
"""


def expected_mark(digest):
    """As <pschema/mark.h> describes it."""
    body = MAGIC + struct.pack("<HHIQ", 1, 36, 0, digest)
    return body + struct.pack("<I", zlib.crc32(body, 0xffffffff))


def objects_of(compiler, files, *options):
    """Compiles {name: text or None}, where None is a file that exists."""
    objects = []
    for name, text in files.items():
        if text is not None:
            pathlib.Path(name).write_text(text)
        objects.append(f"{pathlib.Path(name).stem}.o")
        result = run(*compiler, *WARNINGS, *SMALL, RUNTIME, "-Iout", *options, "-c", name, "-o",
                     objects[-1])
        equal(result.returncode, 0, f"{compiler} {options}: {result.stderr}")
    return objects


def linked(compiler, objects, *options):
    """The bytes of a program, linked without what nothing refers to."""
    result = run(*compiler, "-Wl,--gc-sections", *options, *objects, "-o", "linked")
    equal(result.returncode, 0, f"{compiler}: {result.stderr}")
    return pathlib.Path("linked").read_bytes()


def host_modes():
    """(compiler, name of a source, options) of the host's compilers."""
    found = []
    for c, cxx in (("gcc", "g++"), ("clang", "clang++")):
        if shutil.which(c):
            found += [([c], "x.c", [f"-std={standard}"]) for standard in ("c99", "c11")]
        if shutil.which(cxx):
            found += [([cxx], "x.cpp", [f"-std={standard}"]) for standard in ("c++11", "c++17")]
    if not found:
        raise Skipped("there is no compiler")
    return found


def cross_modes():
    found = [(command, core) for core, command in CROSS.items() if shutil.which(command[0])]
    if not found:
        raise Skipped("there is no cross compiler")
    return found


def test_the_host_keeps_the_mark():
    mark = expected_mark(compile_text(X))
    for compiler, source, options in host_modes():
        for more in ([], ["-flto"], ["-O0", "-fno-data-sections"]):
            objects = objects_of(compiler, {source: DEFINES}, *options, *more)
            objects += objects_of(["gcc"], {"main.c": MAIN}, "-std=c99")
            text = linked(compiler, objects, *(more if more == ["-flto"] else []))
            equal(text.count(mark), 1, f"{compiler} {options} {more}")
            assert run("./linked").returncode == 0


def test_cross_compilers_keep_the_mark():
    """In .rodata, where linker scripts put it into flash. Each is linked as firmware is."""
    mark = expected_mark(compile_text(X))
    pathlib.Path("script.ld").write_text(
        "ENTRY(main)\nSECTIONS { . = 0x1000; .text : { *(.literal .literal.* .text .text.*) }\n"
        ".rodata : { *(.rodata .rodata.*) } .data : { *(.data .data.*) } }\n")
    for compiler, core in cross_modes():
        for more in ([], ["-flto"], ["-fno-data-sections"]):
            objects = objects_of([*compiler, "-ffreestanding"], {"x.c": DEFINES, "main.c": MAIN},
                                 "-std=c99", *more)
            text = linked(compiler, objects, "-nostdlib", "-Wl,-T,script.ld", *more)
            equal(text.count(mark), 1, f"{core} {more}")
            symbols = run(f"{compiler[0][:-3]}nm", "linked").stdout
            assert re.search(r" R x_layout_mark$", symbols, re.M), (core, symbols)


def test_old_tools_keep_it_where_firmware_opens_its_flash():
    """PSCHEMA_OLD_TOOLS: as a compiler without either way of keeping a section."""
    mark = expected_mark(compile_text(X))
    runtime = {PROJECT / "runtime/src" / name: None
               for name in ("layout.c", "access.c", "crc32.c", "partition.c")}
    old = ["-std=c99", "-DPSCHEMA_OLD_TOOLS"]
    for name, files, count in (("with", {"x.c": DEFINES, "main.c": OPENS}, 1),
                               ("without", {"main.c": OPENS}, 0),
                               ("unopened, with", {"x.c": DEFINES, "main.c": MAIN}, 0)):
        for compiler in ([["gcc"]] if shutil.which("gcc") else []):
            text = linked(compiler, objects_of(compiler, {**files, **runtime}, *old))
            equal(text.count(mark), count, f"{compiler}, {name} a mark")
        for compiler, core in cross_modes():
            objects = objects_of([*compiler, "-ffreestanding"],
                                 {**files, **runtime}, *old)
            text = linked(compiler, objects, "-nostdlib", "-Wl,-e,main",
                          "-Wl,--unresolved-symbols=ignore-all")
            equal(text.count(mark), count, f"{core}, {name} a mark")


def test_the_checker_is_not_a_mark():
    """A firmware that looks for marks must not find one in itself."""
    for compiler, core in cross_modes():
        objects_of([*compiler, "-ffreestanding"],
                   {PROJECT / "runtime/src/ota_check.c": None}, "-std=c99")
        assert MAGIC not in pathlib.Path("ota_check.o").read_bytes(), core


def test_two_marks_do_not_link():
    compile_text(X)
    objects = objects_of(["gcc"], {"x.c": DEFINES, "y.c": "#include <x.h>\nX_DEFINE_LAYOUT_MARK;\n",
                                   "main.c": MAIN}, "-std=c99")
    result = run("gcc", *objects, "-o", "linked")
    assert result.returncode != 0 and "x_layout_mark" in result.stderr, result.stderr


ESPTOOL = PROJECT / "build/esptool5"
MAP = """ENTRY(main)
SECTIONS {
    . = 0x42000020; .text : { *(.text .text.*) }
    . = 0x3c010020; .rodata : { *(.rodata .rodata.*) }
}
"""


def test_an_image_of_esptool_has_the_mark():
    """ELF file, image, the mark in it: the way that firmware takes. `./dev test --all` installs
    esptool."""
    if not ESPTOOL.is_dir():
        raise Skipped("esptool 5 is not in build/esptool5")
    riscv = CROSS["riscv32"]
    if not shutil.which(riscv[0]):
        raise Skipped(f"{riscv[0]} is not installed")
    text = X.replace("partition more", "partition factory app.factory size 1M; partition more")
    digest = compile_text(text)
    pathlib.Path("script.ld").write_text(MAP)
    objects = objects_of([*riscv, "-ffreestanding"], {"x.c": DEFINES, "main.c": MAIN}, "-std=c99")
    linked(riscv, objects, "-nostdlib", "-Wl,-T,script.ld")
    result = run(sys.executable, "-m", "esptool", "--chip", "esp32c3", "elf2image", "--flash-size",
                 "4MB", "linked", "-o", "app.bin", env={**os.environ, "PYTHONPATH": str(ESPTOOL)})
    equal(result.returncode, 0, result.stdout + result.stderr)
    marks = json.loads(schemac("dump", "app.bin", "--json").stdout)["layout_marks"]
    equal([mark["digest"] for mark in marks], [f"{digest:#018x}"])
    schemac("check", "-q", "x.pschema", "--add", "factory=app.bin")
    pathlib.Path("x.pschema").write_text(text.replace("size 24K", "size 28K"))
    result = schemac("check", "-q", "x.pschema", "--add", "factory=app.bin", status=1)
    assert "[PS6150]" in result.stderr, result.stderr


if __name__ == "__main__":
    run_tests(globals())
