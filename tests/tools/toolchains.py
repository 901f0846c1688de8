"""The host's compilers, and how what schemac and the runtime offer is compiled by them."""

import shutil

from harness import PROJECT, Skipped

WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Werror"]
RUNTIME = f"-I{PROJECT / 'runtime/include'}"
STRICT = {"c": ["-Wc++-compat"], "c++": ["-Wold-style-cast"]} # what each of them minds alone
MODES = [("c99", "c"), ("c11", "c"), ("c++17", "c++")]


def compilers():
    """(command, language) of every host compiler there is."""
    found = []
    for c, cxx in (("gcc", "g++"), ("clang", "clang")):
        if shutil.which(c):
            found.append(([c], "c"))
        if shutil.which(cxx):
            found.append(([cxx], "c++"))
    if not found:
        raise Skipped("there is no C compiler")
    return found
