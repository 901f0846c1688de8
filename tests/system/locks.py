"""Locks of every number are read for ever: those below tests/locks are never written again."""

import json
import pathlib
import re
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import PROJECT, equal, run_tests, schemac  # noqa: E402

LOCKS = PROJECT / "tests" / "locks"
NEWEST = 2
WORD = re.compile(r'"(?:\\.|[^"\\])*"|\S+')


def read(path):
    """[(revision, variant, [words])] of a lock, read by other means than schemac's."""
    text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    lines = [line for line in text.split("\n") if line and not line.startswith("#")]
    assert lines[0].startswith("schemac lock "), path
    rows = [[re.sub(r'\\(.)', r"\1", word[1:-1]) if word[0] == '"' else word
             for word in WORD.findall(line)] for line in lines[1:]]
    return [(row[0], row[1], row[2:]) for row in rows]


def layouts(rows):
    return sorted({(revision, variant) for revision, variant, _ in rows})


def name(path, revision, variant):
    return f"{path}:{revision}" + ("" if variant == "-" else f":{variant}")


def diff(old, new):
    return json.loads(schemac("diff", "--json", "--allow", "bricks", old, new).stdout)["changes"]


def each():
    paths = sorted(LOCKS.glob("number_*/*.lock"))
    assert len(paths) >= 10
    for path in paths:
        shutil.copy(path, "old.lock")
        rows = read(path)
        for revision, variant in layouts(rows):
            yield path, rows, revision, variant


def test_places_are_those_that_the_lines_have():
    pathlib.Path("other.csv").write_text("other,0x40,0x77,0x3f0000,0x1000\n")
    for path, rows, revision, variant in each():
        expected = sorted((row[1], row[2], int(row[6], 0), int(row[8], 0))
                          for at, of, row in rows if (at, of) == (revision, variant)
                          and row[0] == "partition" and "off" not in row[9:])
        found = [change["old"] for change in diff(name("old.lock", revision, variant), "other.csv")
                 if change["rule"] == "removed"]
        equal(sorted((old["table"], old["partition"], old["offset"], old["size"])
                     for old in found), expected, f"{path}, {revision} {variant}")


def test_they_say_the_same_in_the_newest_number():
    for path, rows, revision, variant in each():
        text = path.read_bytes().decode("utf-8-sig")
        text = re.sub(r"^schemac lock \d+", f"schemac lock {NEWEST}", text, flags=re.M)
        text = re.sub(r'^(\d+ (?:"[^"]*"|\S+)) device ', r"\1 flash ", text, flags=re.M)
        pathlib.Path("new.lock").write_bytes(text.encode())
        old, new = (name(lock, revision, variant) for lock in ("old.lock", "new.lock"))
        equal(diff(old, new), [], path)
        equal(diff(new, old), [], path)


if __name__ == "__main__":
    run_tests(globals())
