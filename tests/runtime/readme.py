"""What runtime/README.md shows: its code compiles, its lines for builds build, its links lead
somewhere, and the tests it names exist."""

import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import PROJECT, equal, need, run, run_tests, schemac

README = PROJECT / "runtime/README.md"
TEXT = README.read_text()

# What its examples take as given.
GIVEN = """
#include <pschema/ota.h>
int has_more(void);
void log_text(const char *text);
"""


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def block_with(language, text):
    found = [block for block in blocks(language) if text in block]
    equal(len(found), 1, text)
    return found[0]


def test_code_compiles():
    schemac("compile", PROJECT / "runtime/examples/esp_idf/node.pschema", "-o", "out", "--quiet")
    code = blocks("c")
    assert len(code) >= 6
    prototypes = re.findall(r"^((?:enum pschema_result|void|int32_t) \w+\(.*?\))\n\{", "".join(code),
                            re.MULTILINE | re.DOTALL)
    pathlib.Path("readme.c").write_text(
        code[0].split("enum", 1)[0] + GIVEN + "".join(f"{it};\n" for it in prototypes) +
        "\n".join(code))
    folders = [PROJECT / "runtime/include", PROJECT / "runtime/port/esp_idf", "out"]
    for compiler in ("gcc", "clang"):
        result = run(need(compiler), "-std=c99", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion",
                     "-Wshadow", "-Werror", "-fsyntax-only",
                     *(f"-I{folder}" for folder in folders), "readme.c")
        assert result.returncode == 0, result.stderr


def given_project():
    pathlib.Path("schemac").symlink_to(PROJECT)
    pathlib.Path("main.c").write_text(
        "#include <pschema/access.h>\n#include <pschema/simulator.h>\n"
        "int main(void)\n{\n    struct pschema_simulator simulator = {0};\n"
        "    struct pschema_flash flash;\n    pschema_simulator_init(&simulator, &flash);\n"
        "    return pschema_sync(&flash);\n}\n")


def must(*words):
    result = run(*words)
    equal(result.returncode, 0, f"{words}\n{result.stdout}{result.stderr}")


def test_lines_for_make():
    given_project()
    pathlib.Path("Makefile").write_text(
        "sources := main.c\n" + block_with("make", "sources +=") +
        "firmware: $(sources)\n\t$(CC) $(CPPFLAGS) -o $@ $^\n")
    must(need("make"))
    must("./firmware")


def test_lines_for_cmake():
    given_project()
    before, after = block_with("cmake", "add_subdirectory").split("target_link_libraries")
    pathlib.Path("CMakeLists.txt").write_text(
        "cmake_minimum_required(VERSION 3.13)\nproject(firmware C)\n" + before +
        "add_executable(firmware main.c)\ntarget_link_libraries" + after)
    must(need("cmake"), "-S", ".", "-B", "build")
    must("cmake", "--build", "build")
    must("build/firmware")


def test_links():
    headings = {re.sub(r"[^\w -]", "", line.lstrip("# ").lower()).replace(" ", "-")
                for line in TEXT.splitlines() if line.startswith("#")}
    for link in re.findall(r"\]\(([^)]*)\)", TEXT):
        if link.startswith("#"):
            assert link[1:] in headings, link
        else:
            assert (README.parent / link).exists(), link


def test_names_of_tests():
    for name in re.findall(r"`((?:runtime|generated)/[a-z_0-9]+)`", TEXT):
        folder, test = name.split("/")
        places = [PROJECT / "tests" / folder / file for file in (f"{test}.py", f"test_{test}.c")]
        assert any(place.exists() for place in places), name
    for name in re.findall(r"`(fuzz_\w+)`", TEXT):
        assert (PROJECT / f"tests/fuzz/{name}.c").exists(), name


run_tests(dict(globals()))
