"""What compilers find in the runtime, its ports, its examples and generated headers when they look
harder than for a build: nothing."""

import itertools
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import PROJECT, need, run, run_tests, schemac

RUNTIME = PROJECT / "runtime"
EXAMPLES = RUNTIME / "examples"
SHARED = "node" # the example's code that is the same for all chips
SCHEMAS = [PROJECT / "schemas/examples/sensor.pschema", *sorted(EXAMPLES.glob("*/*.pschema"))]
WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wsign-conversion", "-Wcast-qual",
            "-Wshadow", "-Wundef", "-Wredundant-decls", "-Werror"]
PORTS = sorted(path.name for path in (RUNTIME / "port").iterdir())


def folders(port=None, schema="examples"):
    """Options for the headers: the runtime's, those of a port and of its SDK's stand-ins, and that
    of a schema, by the directory that it is in."""
    options = [f"-I{RUNTIME / 'include'}", f"-Iout/{schema}"]
    if port:
        options += [f"-I{RUNTIME / 'port' / port}",
                    f"-I{PROJECT / 'tests/runtime/stand_ins' / port}"]
    if port == "posix":
        options.append("-D_POSIX_C_SOURCE=200809L")
    return options


def sources():
    """Each C file with the options for its headers."""
    for path in sorted((RUNTIME / "src").glob("*.c")):
        yield path, folders()
    for port in PORTS:
        for path in sorted((RUNTIME / "port" / port).glob("*.c")):
            yield path, folders(port)
    for path in sorted(EXAMPLES.rglob("*.c")):
        example = path.relative_to(EXAMPLES).parts[0]
        own = "esp_idf" if example in (SHARED, "host") else example # whose schema it has
        yield path, [*folders(port_of(path), own), f"-I{EXAMPLES / SHARED}"]


def port_of(example):
    """The port whose header an example includes; its shared code, that of ESP-IDF."""
    if example.parent.name == SHARED:
        return "esp_idf"
    return next((port for port in PORTS if f"<pschema/{port}.h>" in example.read_text()), None)


def generate():
    for schema in SCHEMAS:
        schemac("compile", schema, "-o", f"out/{schema.parent.name}", "--quiet", "--emit", "header")


def check_all(*command):
    """Runs a compiler over all files; nothing may be said of any."""
    generate()
    said = ""
    for path, options in sources():
        result = run(*command, *options, path)
        if result.returncode or result.stderr:
            said += f"{path.relative_to(PROJECT)}:\n{result.stdout}{result.stderr}\n"
    assert not said, said


def test_gcc_analyzer():
    check_all(need("gcc"), "-std=c99", "-O2", "-fanalyzer", *WARNINGS, "-c", "-o", "object.o")


def test_clang_analyze():
    check_all(need("clang"), "-std=c99", "--analyze", "-Xclang", "-analyzer-output=text")


def test_all_in_one_file():
    """Some firmwares compile a library as one file: names are distinct in all of src/."""
    unity = pathlib.Path("unity.c")
    unity.write_text("".join(f'#include "{path}"\n' for path in sorted((RUNTIME / "src").glob("*.c"))))
    result = run(need("gcc"), "-std=c99", *WARNINGS, *folders(), "-c", unity, "-o", "object.o")
    assert not result.returncode, result.stderr


def test_shared_example_in_each_language():
    """What the node does is C99, C11 and C++: for every port that it has a schema for."""
    generate()
    languages = [("gcc", ["c99", "c11", "c2x"], ["-Wmissing-prototypes"]),
                 ("clang", ["c99", "c11", "c2x"], ["-Wmissing-prototypes"]),
                 ("g++", ["c++11", "c++17"], ["-xc++", "-Wzero-as-null-pointer-constant"]),
                 ("clang++", ["c++11", "c++17"], ["-xc++", "-Wzero-as-null-pointer-constant"])]
    compiled = 0
    for example in ("esp_idf", "esp8266_rtos", "bare_metal"):
        for compiler, standards, more in languages:
            need(compiler)
            for standard, path in itertools.product(standards, sorted((EXAMPLES / SHARED).glob("*.c"))):
                if example == "bare_metal" and path.stem != "calibration": # no NVS, no updates
                    continue
                port = example if example in PORTS else None
                result = run(compiler, f"-std={standard}", *WARNINGS, *more, "-fsyntax-only",
                             *folders(port, example), f"-I{EXAMPLES / SHARED}", path)
                assert result.returncode == 0, f"{compiler} {standard}:\n{result.stderr}"
                compiled += 1
    assert compiled > 60, compiled


def headers():
    """Everything that a firmware may include, with options for what it includes itself."""
    for path in sorted((RUNTIME / "include/pschema").glob("*.h")):
        yield f"pschema/{path.name}", folders()
    for port in PORTS:
        yield f"pschema/{port}.h", folders(port)
    for path in sorted(pathlib.Path("out").glob("*/*.h")):
        yield path.name, folders(schema=path.parent.name)


def check_headers(suffix, compilers, standards, *options):
    generate()
    source = pathlib.Path(f"one.{suffix}")
    for compiler in compilers:
        need(compiler)
        for name, include in headers():
            source.write_text(f"#include <{name}>\n#include <{name}>\n")
            for standard in standards:
                result = run(compiler, f"-std={standard}", *WARNINGS, *options, "-fsyntax-only",
                             *include, source)
                assert result.returncode == 0, f"{compiler} {standard}:\n{result.stderr}"


def test_headers_as_c():
    check_headers("c", ["gcc", "clang"], ["c99", "c11", "c2x"], "-Wstrict-prototypes",
                  "-Wmissing-prototypes")


def test_headers_as_cpp():
    check_headers("cpp", ["g++", "clang++"], ["c++11", "c++17"], "-Wold-style-cast",
                  "-Wzero-as-null-pointer-constant")


run_tests(dict(globals()))
