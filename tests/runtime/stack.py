"""How much stack the runtime takes, by part: the deepest chain of calls in it, as the compiler has it.
What a port's functions take comes on top. A function that calls itself would have no end: none may.
"""

import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import Skipped, equal, run, run_tests  # noqa: E402
from size import CORES, OPTIONS, PARTS, SOURCES, STRING_H, compiler  # noqa: E402

# Bytes that each part must stay below.
LIMITS = {
    "access, layout check": 256,
    "OTA": 320,
    "OTA: resume": 320,
    "OTA: layout marks": 320,
    "NVS": 640,
    "NVS in one pass": 768,
    "partition tables": 320,
    "records with store and ring": 448,
    "blank check": 160,
    "flash as memory": 128,
    "texts of results": 64,
}
NODE = re.compile(r'^node: .*? title: "([^"]*)" label: "(?:[^"]*\\n(\d+) bytes \((\w+)\))?', re.M)
EDGE = re.compile(r'^edge: .*? sourcename: "([^"]*)" targetname: "([^"]*)"', re.M)


class Graph:
    """Which function calls which, and the bytes of each one's own."""

    def __init__(self, core):
        self.own = {}
        self.calls = {}
        self.file = {}
        pathlib.Path("string.h").write_text(STRING_H)
        for source in sorted(SOURCES.glob("*.c")):
            self.read(source, [*compiler(core), *OPTIONS])

    def read(self, source, command):
        result = run(*command, "-fcallgraph-info=su", "-c", source, "-o", "object.o")
        assert result.returncode == 0, result.stderr
        text = pathlib.Path("object.ci").read_text()
        for name, size, kind in NODE.findall(text.replace("node: {", "node: ")):
            if size:  # else it is another file's
                equal(kind, "static", name)
                self.own[name] = int(size)
                self.file[name] = source.name
        for caller, called in EDGE.findall(text.replace("edge: {", "edge: ")):
            self.calls.setdefault(caller, set()).add(called)

    def depth(self, name, above=()):
        """Bytes of a function and of the deepest chain of those that it calls."""
        assert name not in above, f"{name} calls itself"
        below = (self.depth(called, (*above, name)) for called in self.calls.get(name, ()))
        return self.own.get(name, 0) + max(below, default=0)


def measure(core):
    graph = Graph(core)
    assert len(graph.own) > 50, graph.own
    return {part: max(graph.depth(name) for name, file in graph.file.items() if file in files)
            for part, (files, _) in PARTS.items()}


def test_stack():
    equal(set(LIMITS), set(PARTS))
    measured = {}
    for core in CORES:
        try:
            if compiler(core)[0] == "clang":
                raise Skipped("its gcc is not installed")
            measured[core] = measure(core)
        except Skipped as reason:
            print(f"{core}: skipped: {reason}")
    if not measured:
        raise Skipped("there is no gcc for any of " + ", ".join(CORES))
    print(f"{'bytes of stack':22}" + "".join(f"{core:>11}" for core in measured) + "      below")
    for part, limit in LIMITS.items():
        print(f"{part:22}" + "".join(f"{parts[part]:11}" for parts in measured.values()) +
              f"{limit:11}")
    for core, parts in measured.items():
        for part, limit in LIMITS.items():
            assert parts[part] < limit, f"{core}: {part}: {parts[part]} of {limit} bytes"


run_tests(dict(globals()))
