"""Odd names of inputs and output folders: a build fragment works with them, or they are refused."""

import pathlib
import re
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from fragments import Project, images_of  # noqa: E402
from harness import Skipped, equal, need, run_tests  # noqa: E402

# What may be somewhere in a name.
ODD = [*" #$%&'()*+,-.:;<=>?@[]^`{|}~!\"\\", "]]>", "]]", "[[", "[x]", "<!--", "-->", "&amp", "$$", "$(x)",
       "${x}", "$<x>", "%%", "%.o", "\\ ", "\\#", "\\\\", "::", "  ", "'\"'", "=(", "@x@", "\t", "\n",
       "é", "\u202e", "(a)", "\x7f"]

# What is refused: in any path, or in an output folder alone.
REFUSED = {"make": (";", "=", "\t", "\n", "\x7f"), "cmake": (";", ":", "|", "$<", "$(", "${", "\\", "\t", "\n", "\x7f")}
REFUSED_FOLDERS = {"make": ("%", "|", "\\"), "cmake": ("#", '"', "<", ">", "[", "]")}
EMITTED = {"make": "csv,bin,header,flash-args,depfile,make",
           "cmake": "csv,bin,header,flash-args,cmake"}

HEAD = "schema gadget revision 1;\ntarget esp32 { flash 4M; }\ntable main {\n"
TAIL = "    partition factory app.factory size 1M;\n}\n"


def escaped(name):
    """A text within a string of a schema."""
    return "".join({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}.get(sign, sign)
                   for sign in name)


def partition(index, name):
    return f'    partition p{index} 0x40.{index} size 4K from file "{escaped(name)}";\n'


def is_refused(tool, name, is_folder=False):
    if name[-1] == " " or (name[-1] == "\\" and tool == "make"):
        return True
    if name[-1] == ")" and "(" in name[1:]:  # to Make, a member of an archive
        return True
    words = REFUSED[tool] + (REFUSED_FOLDERS[tool] if is_folder else ())
    return any(word in name for word in words)


def names_of_inputs():
    """With each amid, first and last, and as the whole name's end."""
    return [name for index, odd in enumerate(ODD)
            for name in (f"x{odd}y.bin", f"{odd}y.bin", f"x{odd}.bin", f"end{index}{odd}")]


class Make:
    name = "make"
    generator = None

    def __init__(self):
        need("make")

    def prepare(self, project, folder):
        project.write("Makefile", "include link.mk\nall: gadget-all\n.PHONY: all\n")
        (project.root / "link.mk").symlink_to(f"./{folder}/gadget.mk")

    def build(self, project, target="all"):
        return project.good("make", target)


class CMake:
    name = "cmake"

    def __init__(self, generator):
        self.generator = generator

    def prepare(self, project, folder):
        project.write("CMakeLists.txt", "cmake_minimum_required(VERSION 3.16)\nproject(t NONE)\n"
                      f"include([==[./{folder}/gadget.cmake]==])\n")
        project.good("cmake", "-S", ".", "-B", "build", "-G", self.generator,
                     f"-DSCHEMAC={project.tools / 'schemac'}")

    def build(self, project, target="all"):
        return project.good("cmake", "--build", "build", "--target", target)


def tools():
    found = [Make()]
    if shutil.which("cmake"):
        found += [CMake(name) for name, program in (("Ninja", "ninja"), ("Unix Makefiles", "make"))
                  if shutil.which(program)]
    return found


def refuses(project, tool, folder, name):
    result = project.run("schemac", "compile", "gadget.pschema", "--emit", EMITTED[tool], "-o", folder)
    if result.returncode == 2:
        return "control character" in result.stderr
    if result.returncode == 1:
        shown = "".join("." if sign in "\n\t\x7f\u202e" else re.escape(sign) for sign in name)
        assert "[PS5004]" in result.stderr, f"{name!r}: {result.stderr}"
        assert re.search(f"`(\\./)?{shown}`", result.stderr), f"{name!r} is not named: {result.stderr}"
    return result.returncode != 0


def test_what_is_refused_is_named():
    for tool in ("make", "cmake"):
        project = Project(f"refused by {tool}")
        for index, name in enumerate(names_of_inputs()):
            (project.root / name).write_text("one")
            project.write("gadget.pschema", HEAD + partition(0, name) + TAIL)
            equal(refuses(project, tool, "out", name), is_refused(tool, name), f"{tool}: {name!r}")
        project.write("gadget.pschema", HEAD + TAIL)
        for name in (name for odd in ODD for name in (f"x{odd}y", f"{odd}y", f"x{odd}")):
            equal(refuses(project, tool, name, name), is_refused(tool, name, True),
                  f"{tool}: folder {name!r}")


def check_build(tool, project, folder, names):
    """All images are made, once, and again when what they are made of changes."""
    images = project.root / folder / "images"
    project.good("schemac", "compile", "gadget.pschema", "--emit", EMITTED[tool.name], "-o", folder)
    tool.prepare(project, folder)
    project.taken(project.schemac_log)
    for content in ("one", "two"):
        for name in names:
            (project.root / name).write_text(content)
        tool.build(project)
        equal(len(images_of(project.taken(project.schemac_log))), len(names), f"{content}: images")
        for index, name in enumerate(names):
            equal((images / f"p{index}.bin").read_text(), content, f"{tool.name}: {name!r}")
        tool.build(project)
        equal(project.taken(project.schemac_log), [], "calls of a second build")
        project.age()
    project.touch("gadget.pschema")
    tool.build(project)
    assert any(line.startswith("compile") for line in project.taken(project.schemac_log))


def test_inputs():
    for tool in (tool for tool in tools() if tool.generator != "Ninja"):  # which minds less
        names = [name for name in names_of_inputs() if not is_refused(tool.name, name)]
        for some in (names[0::3], names[1::3], names[2::3]):  # a table has 94 rows
            project = Project(f"inputs of {tool.name}")
            project.write("gadget.pschema", HEAD
                          + "".join(partition(index, name) for index, name in enumerate(some)) + TAIL)
            check_build(tool, project, "out", some)
            shutil.rmtree(project.root)


def test_folders():
    """All that is allowed, in some names."""
    for tool in tools():
        odd = [text for text in ODD if not is_refused(tool.name, f"x{text}y", True)]
        folders = ["x" + "y".join(odd[index::3]) + "y" for index in range(3)]
        for folder in [*folders, "-x", "~x", " x", "./x//y/"]:
            project = Project(f"folders of {tool.name}")
            project.write("gadget.pschema", HEAD + partition(0, "in.bin") + TAIL)
            check_build(tool, project, folder, ["in.bin"])
            tool.build(project, "flash")
            words = project.esptool_calls()[0]
            assert words[-1].endswith("images/p0.bin"), words
            assert folder.strip("./").replace("//", "/") in words[-1].replace("//", "/"), (folder, words)
            shutil.rmtree(project.root)


if __name__ == "__main__":
    run_tests(globals())
