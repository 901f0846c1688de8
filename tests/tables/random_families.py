"""Families are their members: seeded random schemas with families, and the same written out.

Both must give the same files, byte for byte, of `build` and `lock`, with and without a variant, and so
must the same with what stands in the table and in the variant in files that these include. Fills
of families are held against the exhaustive search of random_fills.py, with what a family adds to it:
its members are equal in size, and where the platform has a window, the applications of a family lie
at one place of it.
"""

import functools
import pathlib
import random
import re
import sys

HERE = pathlib.Path(__file__).parent
sys.path[:0] = [str(HERE.parent / "tools"), str(HERE)]
import random_fills  # noqa: E402
from harness import SCHEMAC, run, run_tests  # noqa: E402

SEED, PAIRS, SCHEMAS, GAPS = 20261130, 120, 8, 120
WINDOW = 16
PLATFORM = random_fills.PLATFORM.replace(
    "    type any", f"    parameter window = {WINDOW};\n"
    "    type app = 2 { kind app; subtype thing = 0; }\n    type any")


class Family:
    """A family and its two forms; `names` are those of its members."""

    def __init__(self, generator, name, kind):
        self.count = generator.randrange(1, 5)
        self.first = 0 if kind == "app.ota_" else generator.choice([0, 1, 7, 9])
        self.generator, self.name, self.kind = generator, name, kind
        self.number = 0 if kind == "app.ota_" else generator.randrange(0, 200)
        self.names = [f"{name}_{self.first + i}" for i in range(self.count)]
        self.was = generator.random() < 0.3

    def type(self, i):
        return {"app.ota_": f"app.ota_{self.number + i}", "data.nvs": "data.nvs",
                "number": f"0x40.{self.number + i:#x}"}[self.kind]

    def head(self):
        return f"{self.names[0]} .. {self.names[-1]}"

    def both(self, clauses, position="", is_first_only=False, typed=True):
        """One line, and the same as lines for its members."""
        line = f"    partition {self.head()} {self.type(0) if typed else ''} {position} {clauses}"
        if self.was and typed:
            line += f" was old_{self.name}_3 .. old_{self.name}_{2 + self.count}"
        lines = []
        for i, name in enumerate(self.names):
            own = position if i == 0 or not is_first_only else ""
            if position.startswith("after") and i > 0:
                own = f"after {self.names[i - 1]}"
            if position.startswith("before"):
                own = position if i + 1 == self.count else f"before {self.names[i + 1]}"
            lines.append(f"    partition {name} {self.type(i) if typed else ''} {own} {clauses}")
            if self.was and typed:
                lines[-1] += f" was old_{self.name}_{3 + i}"
        return [line + ";"], [line + ";" for line in lines]


def pair(generator):
    """A schema with families, and the same without."""
    texts = [], []

    def add(both):
        for text, lines in zip(texts, both):
            text.extend(lines)

    def same(*lines):
        add((lines, lines))

    families = [Family(generator, "ota", "app.ota_"), Family(generator, "raw", "number"),
                Family(generator, "cfg", "data.nvs")]
    same("schema twice revision 2;", "target esp32 { flash 16M; }",
         "config HAS bool default " + generator.choice("yn") + ";", "table main {",
         "    partition nvs data.nvs size 24K;", "    partition otadata data.ota;")
    places = {"ota": ["", "at 1M", "before nvs", "after otadata"], "raw": ["", "at end", "at 8M"],
              "cfg": ["", "at end", "after nvs"]}
    sizes = {"ota": ["size 1M", "size 192K", "size fill max 1M", "size fill"],
             "raw": ["size 4K", "size 64K", "size 12K multiple 12K"],
             "cfg": ["size 12K", "size 24K", "size 20K align 8K"]}
    extra = {"ota": ["", "frozen", "encrypted"], "raw": ["", "readonly", "depends on HAS"],
             "cfg": ["", "encrypted", "frozen", "from nvs { namespace a { u8 b = 1; } }"]}
    for family in families:
        place = generator.choice(places[family.name])
        family.is_before = place.startswith("before")
        add(family.both(f"{generator.choice(sizes[family.name])} "
                        f"{generator.choice(extra[family.name])}", place,
                        is_first_only=place not in ("", "at end")))
    same("}", "variant other {", "    table main {")
    for family in families:
        if generator.random() < 0.7:
            add(family.both("size " + {"ota": "256K", "raw": "8K", "cfg": "16K"}[family.name],
                            typed=False))
    same("        partition nvs size 32K;", "    }")
    removed = generator.choice(families)
    if removed.count > 1 and not removed.is_before:  # which the last has, where there are only lines
        same(f"    remove main.{removed.names[-1]};")
    same("}")
    return ["\n".join(text) + "\n" for text in texts]


OPTIONS = ("-Wno-otadata-one-slot", "-Wno-otadata-needs-slot", "-Wno-has-app",
           "-Wno-unequal-slots", "-Wno-ota-needs-otadata", "-q")


def outputs(text, folder):
    """All files that a schema gives, with its lock; or null, if there is a mistake in it."""
    if text:
        pathlib.Path(folder).mkdir()
        pathlib.Path(folder, "twice.pschema").write_text(text)
    for words in (["build", "twice.pschema", "-o", "out", *OPTIONS],
                  ["build", "twice.pschema", "-o", "other", "--variant", "other", *OPTIONS],
                  ["lock", "twice.pschema", *OPTIONS]):
        if run(SCHEMAC, *words, cwd=folder).returncode:
            return None
    return {str(path.relative_to(folder)): path.read_bytes()
            for path in pathlib.Path(folder).rglob("*")
            if path.is_file() and path.suffix not in (".made", ".build", ".pschema")}  # digests


def test_families_are_their_members():
    generator = random.Random(SEED)
    good = 0
    for number in range(PAIRS):
        texts = pair(generator)
        families, members = (outputs(text, f"{number}_{i}") for i, text in enumerate(texts))
        assert (families is None) == (members is None), "\n".join(texts)
        for path in (families or {}) | (members or {}):
            assert families.get(path) == members.get(path), path + "\n" + "\n".join(texts)
        good += families is not None
    print(f"seed {SEED}: {PAIRS} pairs, {good} of them without a mistake")
    assert good > PAIRS / 2, "too few to tell anything"


def included(text):
    """The same, with files for what is in the table and in the variant: {path: text}."""
    head, table, middle, variant, tail = re.fullmatch(
        r"(.*?table main \{\n)(.*?\n)(\}\nvariant other \{\n)(.*)(\}\n)", text, re.S).groups()
    lines = table.splitlines(keepends=True)
    half = len(lines) // 2
    return {"twice.pschema": head + 'include "rows.inc";\n' + middle +
                             'include "other.inc";\n' + tail,
            "rows.inc": "".join(lines[:half]) + 'include "more/rows.inc";\n',
            "more/rows.inc": "".join(lines[half:]), "other.inc": variant}


def test_files_that_are_included_are_what_they_hold():
    generator = random.Random(SEED + 1)
    good = 0
    for number in range(PAIRS // 2):
        text = pair(generator)[0]
        files = included(text)
        folder = pathlib.Path(f"included_{number}", "more")
        folder.mkdir(parents=True)
        for path, own in files.items():
            (folder.parent / path).write_text(own)
        there, here = outputs(None, folder.parent), outputs(text, f"whole_{number}")
        assert (there is None) == (here is None), text
        for path in here or {}:
            if not path.endswith((".d", ".mk", ".cmake")):  # which list the files
                assert there[path] == here[path], f"{path}\n{files}"
        good += here is not None
    assert good > PAIRS / 4, "too few to tell anything"


class Follower(random_fills.Member):
    """A member of a family behind the first, which it is like."""

    def __init__(self, head):
        self.__dict__.update(head.__dict__)
        self.head, self.at = head, None

    def sizes(self, end):
        return self.head.sizes(end)


class Gap(random_fills.Gap):
    def __init__(self, generator):
        super().__init__(generator)
        self.members = self.members[:3]
        at = generator.randrange(len(self.members))
        self.is_app = generator.random() < 0.5
        followers = [Follower(self.members[at]) for _ in range(generator.randrange(1, 3))]
        self.family = range(at, at + 1 + len(followers))
        self.members[at + 1:at + 1] = followers

    def text(self, number):
        lines = super().text(number).split("\n")
        names = [f"g{number}_{i}" for i in self.family]
        kind = "app" if self.is_app else "any"
        kept = [line for line in lines if not any(f" {name} " in line for name in names[1:])]
        return "\n".join(
            line.replace(f" {names[0]} any", f" {names[0]} .. {names[-1]} {kind}") for line in kept)

    def place(self, choices, heeds_windows=True):
        @functools.lru_cache(maxsize=None)
        def from_(i, at, size_before, offset_before):
            if i == len(self.members):
                return ()
            member = self.members[i]
            heeds = heeds_windows or not member.is_fill
            for offset in range(at, self.end):
                if (isinstance(member, Follower) and self.is_app and heeds
                        and (offset - offset_before) % WINDOW):
                    continue
                for size in choices[i]:
                    if isinstance(member, Follower) and size != size_before:
                        continue
                    if offset + size <= self.end and member.may_lie(offset, size, heeds):
                        rest = from_(i + 1, offset + size, size, offset)
                        if rest is not None:
                            return ((offset, size),) + rest
            return None
        return from_(0, self.start, 0, 0)


def test_fills_of_families_against_exhaustive_search():
    random_fills.PLATFORM = PLATFORM
    generator = random.Random(SEED)
    count = sum(random_fills.compare([Gap(generator) for _ in range(GAPS)])
                for _ in range(SCHEMAS))
    print(f"seed {SEED}: {SCHEMAS * GAPS} gaps, {count} of them with a solution")
    assert count > SCHEMAS * GAPS / 4, "too few gaps to tell anything"


if __name__ == "__main__":
    run_tests(globals())
