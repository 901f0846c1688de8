"""libschemac as others use it: installed, found by CMake and by pkg-config, linked both ways."""

import functools
import os
import pathlib
import re
import shlex
import shutil
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import BUILD, PROJECT, Skipped, equal, need, run, run_tests  # noqa: E402

EXAMPLE = PROJECT / "compiler/api/example"

EXPECTED = """\
main.pschema:7:35: error: `sizee` has no meaning here; did you mean `size`? [PS1012]
main.pschema:7:35: fix: write `size`
lamp, revision 1, for esp32
nvs       data.nvs  nvs       0x009000  0x006000  line 5
otadata   data.ota  otadata   0x00f000  0x002000  line 6
ota_0     app.ota_0  ota_slot  0x020000  0x100000  line 7
ota_1     app.ota_1  ota_slot  0x120000  0x100000  line 8
main.csv:
# lamp, revision 1: table main. Made by schemac.
# Name,  Type, SubType, Offset,   Size, Flags
nvs,     data, nvs,     0x9000,   24K,
otadata, data, ota,     0xf000,   8K,
ota_0,   app,  ota_0,   0x20000,  1M,
ota_1,   app,  ota_1,   0x120000, 1M,
lamp.svg: <?xm...
"""


def setting(name):
    for line in (BUILD / "CMakeCache.txt").read_text().splitlines():
        if line.startswith(name + ":"):
            return line.split("=", 1)[1].strip()
    return ""


def needed():
    for name in ("SCHEMAC_SANITIZERS", "SCHEMAC_COVERAGE", "SCHEMAC_FUZZ"):
        if setting(name) not in ("", "OFF"):
            raise Skipped("the build is instrumented")
    if setting("SCHEMAC_LIBRARY") == "OFF":
        raise Skipped("the build is without libschemac")
    if setting("CMAKE_CROSSCOMPILING") == "ON" or setting("CMAKE_TOOLCHAIN_FILE"):
        raise Skipped("the build is for another machine")
    if not (BUILD / "lib/libschemac.a").exists() or not (BUILD / "lib/libschemac.so").exists():
        raise Skipped("libschemac cannot be built both ways here")


@functools.lru_cache
def prefix():
    needed()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="schemac-library-"))
    result = run(need("cmake"), "--install", BUILD, "--prefix", folder)
    assert result.returncode == 0, result.stderr
    return folder


def library_folder():
    return next(prefix().rglob("libschemac.so")).parent


def good(*words, **options):
    result = run(*words, **options)
    assert result.returncode == 0, f"{words}: {result.stdout[-2000:]}{result.stderr[-2000:]}"
    return result


def compilers():
    found = [name for name in ("gcc", "clang") if shutil.which(name)]
    if not found:
        raise Skipped("no compiler is installed")
    return found


def build_with_cmake(is_static):
    prefix()
    for compiler in compilers():
        name = f"{compiler}-{is_static}"
        good("cmake", "-S", EXAMPLE, "-B", name, f"-DCMAKE_C_COMPILER={compiler}",
             f"-DCMAKE_PREFIX_PATH={prefix()}", f"-DEXAMPLE_STATIC={is_static}")
        good("cmake", "--build", name)
        is_shared = "libschemac" in good(need("readelf"), "-d", f"{name}/example").stdout
        equal(is_shared, is_static == "OFF", "needs the shared library")
        equal(good(f"{name}/example").stdout, EXPECTED, name)


def test_found_by_cmake_and_shared():
    build_with_cmake("OFF")


def test_found_by_cmake_and_static():
    build_with_cmake("ON")


def test_found_without_the_shared_library():
    moved = pathlib.Path("prefix")
    shutil.copytree(prefix(), moved, symlinks=True)
    for path in list(moved.rglob("libschemac.so*")):
        path.unlink()
    pc = next(moved.rglob("schemac.pc")).parent
    environment = {**os.environ, "PKG_CONFIG_PATH": str(pc.resolve())}
    flags = good(need("pkg-config"), "--static", "--cflags", "--libs", "schemac", env=environment)
    for compiler in compilers():
        good(compiler, "-std=c99", "-Wall", "-Wextra", "-Wpedantic", "-Werror",
             EXAMPLE / "example.c", "-o", compiler + "-example", *shlex.split(flags.stdout))
        equal(good(f"./{compiler}-example").stdout, EXPECTED, compiler)


def test_found_by_pkg_config_and_shared():
    pc = library_folder() / "pkgconfig"
    environment = {**os.environ, "PKG_CONFIG_PATH": str(pc)}
    flags = good(need("pkg-config"), "--cflags", "--libs", "schemac", env=environment)
    version = good("pkg-config", "--modversion", "schemac", env=environment).stdout.strip()
    equal(version, good(prefix() / "bin/schemac", "--version").stdout.split()[1], "version")
    for compiler in compilers():
        good(compiler, EXAMPLE / "example.c", "-o", compiler + "-example",
             *shlex.split(flags.stdout))
        result = good(f"./{compiler}-example", env={"LD_LIBRARY_PATH": str(library_folder())})
        equal(result.stdout, EXPECTED, compiler)


def test_header_is_for_other_languages():
    include = prefix() / "include"
    text = '#include <schemac.h>\nint main() { return schemac_version() == 0; }\n'
    for name, words in (("a.c", ["gcc", "-std=c99"]), ("b.c", ["gcc", "-std=c11"]),
                        ("c.cpp", ["g++", "-std=c++17"])):
        if shutil.which(words[0]):
            pathlib.Path(name).write_text(text)
            good(*words, "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Werror",
                 f"-I{include}", "-fsyntax-only", name)


def test_nothing_else_is_exported():
    prefix()
    header = (prefix() / "include/schemac.h").read_text()
    nm = need("nm")
    for words in (("-D", library_folder() / "libschemac.so"),
                  ("-g", library_folder() / "libschemac.a")):
        lines = good(nm, "--defined-only", *words).stdout.splitlines()
        symbols = {line.split()[-1].split("@")[0] for line in lines if len(line.split()) == 3}
        equal({symbol for symbol in symbols if not symbol.startswith("schemac_")}, set(), "exported")
        assert len(symbols) > 60, symbols
        for symbol in symbols:
            assert f"{symbol}(" in header, f"{symbol} is not in schemac.h"
        text = re.sub(r"/\*.*?\*/", "", header, flags=re.S)
        equal(set(re.findall(r"\b(schemac_\w+)\(", text)) - symbols, set(), "declared alone")


def test_no_call_of_exit_and_no_output():
    prefix()
    lines = good(need("nm"), "-u", library_folder() / "libschemac.a").stdout.split()
    unwanted = {"exit", "puts", "printf", "__printf_chk", "stdout", "stderr", "signal", "perror"}
    equal(unwanted & set(lines) - {"stdout"}, set(), "called")


def test_soname():
    dynamic = good(need("readelf"), "-d", library_folder() / "libschemac.so").stdout
    assert "Library soname: [libschemac.so.0]" in dynamic, dynamic


if __name__ == "__main__":
    try:
        run_tests(globals())
    finally:
        if prefix.cache_info().currsize:
            shutil.rmtree(prefix(), ignore_errors=True)
