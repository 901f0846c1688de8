"""The rules of CONTRIBUTING.md that can be counted: rooms, circles, lengths, comments, names."""

import collections
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import BUILD, PROJECT, equal, need, run, run_tests  # noqa: E402

COMPILER = PROJECT / "compiler"
CIRCLES, FILE_LINES, FUNCTION_LINES = 3, 400, 60
COMMENTS, COMMENTS_OF_ROOM = 8, 7  # lines that are only comment, for 100 lines of code


def sources(pattern="*.[ch]"):
    return sorted(COMPILER.rglob(pattern))


def shown(path):
    return str(path.relative_to(PROJECT))


def test_no_file_is_loose():
    loose = {path.name for path in COMPILER.iterdir() if path.is_file()}
    equal(loose, {"CMakeLists.txt", "README.md"}, "files at the top of compiler/")


def calls():
    """For each object file those that define what it refers to: {file: {file}}."""
    nm = need("nm")
    defined, wanted = {}, {}
    for target in sorted((BUILD / "compiler/CMakeFiles").glob("*.dir")):
        for path in sorted(target.rglob("*.o")):
            name = str(path.relative_to(target).with_suffix("").with_suffix(""))
            if not (COMPILER / name).with_suffix(".c").exists():
                continue
            for line in run(nm, "-g", path).stdout.splitlines():
                *_, kind, symbol = line.split()
                if kind == "U":
                    wanted.setdefault(name, set()).add(symbol)
                else:
                    defined[symbol] = name
    return {name: {defined[symbol] for symbol in symbols if symbol in defined} - {name}
            for name, symbols in wanted.items()}


def reached(graph, start):
    found, open_ends = set(), [start]
    while open_ends:
        for name in graph.get(open_ends.pop(), ()):
            if name not in found:
                found.add(name)
                open_ends.append(name)
    return found


def test_circles_are_few_and_named():
    graph = calls()
    assert len(graph) > 200, f"only {len(graph)} object files"
    reach = {name: reached(graph, name) for name in graph}
    circles = {frozenset(other for other in reach[name] if name in reach.get(other, ()))
               for name in graph if name in reach[name]}
    told = "\n".join(f"{len(circle)}: {' '.join(sorted(circle))}" for circle in circles)
    assert len(circles) <= CIRCLES, f"{len(circles)} circles of files:\n{told}"
    page = (COMPILER / "README.md").read_text()
    unnamed = [name for circle in circles for name in sorted(circle) if f"`{name}`" not in page]
    assert not unnamed, f"compiler/README.md does not name these files of circles: {unnamed}"


def test_files_are_short():
    long = [f"{shown(path)}: {count}" for path in sources()
            if (count := len(path.read_text().splitlines())) > FILE_LINES]
    assert not long, f"more than {FILE_LINES} lines:\n" + "\n".join(long)


def test_functions_are_short():
    long = []
    for path in sources("*.c"):
        for match in re.finditer(r"^(\w[^\n;]*\n(?:\s[^\n]*\n)*?)\{\n(.*?)^\}$", path.read_text(), re.S | re.M):
            count = match[0].count("\n") + 1
            if count > FUNCTION_LINES:
                long.append(f"{shown(path)}: {count}: {match[1].splitlines()[0]}")
    assert not long, f"functions of more than {FUNCTION_LINES} lines:\n" + "\n".join(long)


def test_files_say_what_they_are_for():
    silent = [shown(path) for path in sources() if not path.read_text().startswith(("//", "/*"))]
    assert not silent, "no comment at the beginning:\n" + "\n".join(silent)


def test_code_is_commented():
    code, comments = collections.Counter(), collections.Counter()
    for path in sources("*.c"):
        room = path.relative_to(COMPILER).parts[0]
        for line in path.read_text().splitlines():
            if line.strip().startswith(("//", "/*", "* ")):
                comments[room] += 1
            elif line.strip():
                code[room] += 1
    share = {room: 100 * comments[room] / code[room] for room in sorted(code)}
    told = "\n".join(f"{room}: {count:.1f}" for room, count in share.items())
    whole = 100 * sum(comments.values()) / sum(code.values())
    assert whole >= COMMENTS, f"only {whole:.1f} lines of comment for 100 of code:\n{told}"
    few = [room for room, count in share.items() if count < COMMENTS_OF_ROOM]
    assert not few, f"fewer than {COMMENTS_OF_ROOM} lines of comment for 100 of code: {few}\n{told}"


def test_struct_tags_are_unique():
    places = collections.defaultdict(list)
    for path in sources():
        for tag in re.findall(r"^struct (\w+) (?:\{|LIST\()", path.read_text(), re.M):
            places[tag].append(shown(path))
    twice = [f"{tag}: {', '.join(files)}" for tag, files in sorted(places.items()) if len(files) > 1]
    assert not twice, f"{len(twice)} structs of one name:\n" + "\n".join(twice)


if __name__ == "__main__":
    run_tests(globals())
