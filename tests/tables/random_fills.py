"""Seeded random gaps with fills, held against an exhaustive search.

What is right is written here as LANGUAGE.md has it, not as the compiler finds it: every share is
tried, and for each every place of every partition. Then every arrangement of any sizes is tried,
to show that none gives all fills more. Many gaps stand in one schema, each on a flash of its own.
"""

import functools
import math
import random
import re
import sys
import pathlib

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import run_tests, schemac  # noqa: E402

SEED, SCHEMAS, GAPS = 20261130, 16, 250
PLATFORM = """schema fills revision 1;
platform bytes {
    parameter flash = 256;
    parameter erase = 1;
    type any = 1 { subtype thing = 0; }
}
chip small of bytes;
target small;
"""


class Member:
    def __init__(self, generator, is_first):
        self.is_fill = is_first or generator.random() < 0.6
        self.size = generator.randrange(1, 7)
        self.low = generator.choice([0, 0, 0, generator.randrange(1, 9)])
        self.high = generator.choice([None, None, generator.randrange(1, 16)])
        self.align = generator.choice([1, 1, 2, 4, 8])
        self.multiple = generator.choice([1, 1, 1, 2, 3, 4])
        self.within = generator.choice([None, None, 4, 8, 16, 32])
        self.at = generator.randrange(0, 12) if is_first and generator.random() < 0.3 else None
        if self.at is not None:
            self.align = 1
        if not self.is_fill:
            self.multiple = 1
            if self.within and self.size > self.within:
                self.within = None

    def clauses(self):
        text = f"size {self.size}"
        if self.is_fill:
            text = "size fill" + (f" min {self.low}" if self.low else "")
            text += f" max {self.high}" if self.high else ""
        text += f" at {self.at}" if self.at is not None else ""
        text += f" align {self.align}" if self.align > 1 else ""
        text += f" multiple {self.multiple}" if self.multiple > 1 else ""
        return text + (f" boundary {self.within}" if self.within else "")

    def may_lie(self, offset, size, heeds_window=True):
        if self.at is not None and offset != self.at:
            return False
        crosses = self.within and offset // self.within != (offset + size - 1) // self.within
        return offset % self.align == 0 and not (crosses and heeds_window)

    def sizes(self, end):
        """All that this partition could have anywhere in a flash of this size."""
        if not self.is_fill:
            return [self.size]
        offsets = range(end) if self.at is None else [self.at]
        return [size for size in range(max(self.low, 1), min(self.high or end, end) + 1)
                if size % self.multiple == 0
                and any(self.may_lie(offset, size) for offset in offsets)]


class Gap:
    def __init__(self, generator):
        self.start = generator.choice([0, 0, 1, 3, 5, 8])
        self.end = generator.randrange(8, 48)
        count = generator.randrange(1, 6)
        self.members = [Member(generator, i == 0) for i in range(count)]
        self.limit = generator.choice([None, "at {}", "at end"])
        if self.members[0].at is not None:
            self.start = self.members[0].at

    def text(self, number):
        name = f"g{number}"
        size = self.end + (1 if self.limit else 0)
        lines = [f"    partition {name}_{i} any.thing {member.clauses()};\n"
                 for i, member in enumerate(self.members)]
        if self.start and self.members[0].at is None:
            lines.insert(0, f"    partition {name}_before any.thing size {self.start} at 0;\n")
        if self.limit:
            lines.append(f"    partition {name}_limit any.thing size 1 {self.limit.format(self.end)};\n")
        return (f"flash d{number} {{ size {size}; erase 1; }}\n"
                f"table {name} on d{number} {{\n{''.join(lines)}}}\n")

    def place(self, choices, heeds_windows=True):
        """The earliest places for members that may have one of these sizes each; or None."""
        @functools.lru_cache(maxsize=None)
        def from_(i, at):
            if i == len(self.members):
                return ()
            member = self.members[i]
            heeds = heeds_windows or not member.is_fill
            for offset in range(at, self.end):
                for size in choices[i]:
                    if offset + size <= self.end and member.may_lie(offset, size, heeds):
                        rest = from_(i + 1, offset + size)
                        if rest is not None:
                            return ((offset, size),) + rest
            return None
        return from_(0, self.start)

    def clipped(self, share):
        """What each has of this share; of no use where one has no size at all."""
        return [[max([size for size in sizes if size <= share], default=sizes[0])]
                if member.is_fill else sizes
                for member, sizes in zip(self.members, self.allowed)]

    def has_boundary(self, member):
        return member.is_fill and member.within and any(
            self.start < boundary < self.end
            for boundary in range(0, self.end + 1, member.within))

    def best(self):
        """Where everything lies, or None; by the rules of LANGUAGE.md."""
        self.allowed = [member.sizes(64) for member in self.members]
        if not all(self.allowed):
            return None
        multiples = [member.multiple for member in self.members if member.is_fill]
        unit = math.lcm(*multiples)
        shares = [share for share in range(unit, 64, unit) if self.place(self.clipped(share))]
        if not shares:
            unit = min(multiples)
            shares = [share for share in range(0, 64, unit) if self.place(self.clipped(share))]
        if not shares:
            return None
        share = max(share for share in shares if share <= max(self.end - self.start, shares[0]))
        self.check_no_more(share, unit)
        fills = self.clipped(share)
        grows = self.clipped(share + unit)
        if share + unit <= self.end - self.start and self.place(grows, heeds_windows=False):
            held = [self.has_boundary(member) for member in self.members]
            trials = [[fills[i] if held[i] else more for i, more in enumerate(self.clipped(more))]
                      for more in range(share, self.end - self.start + 1, unit)]
            fills = [sizes for sizes in trials if self.place(sizes)][-1]
        return self.place(fills)

    def check_no_more(self, share, unit):
        """No arrangement at all gives every fill its part of a larger share."""
        for more in range(share + unit, self.end - self.start + 1, unit):
            wanted = self.clipped(more)
            if wanted != self.clipped(share):
                choices = [[size for size in sizes if size >= wanted[i][0]]
                           for i, sizes in enumerate(self.allowed)]
                assert self.place(choices) is None, self.text(0)


def found():
    """Offset and size of each partition, as the header says."""
    header = pathlib.Path("out/fills.h").read_text()
    values = {}
    for name, what, value in re.findall(r"#define FILLS_(\w+)_(OFFSET|SIZE) +(\w+)", header):
        values.setdefault(name.lower(), {})[what] = int(value.rstrip("Uu"), 0)
    return {name: (value.get("OFFSET"), value["SIZE"]) for name, value in values.items()}


def compare(gaps):
    """All that have a solution stand in one schema, all others in another."""
    solved = [gap.best() for gap in gaps]
    texts = {"good.pschema": PLATFORM, "bad.pschema": PLATFORM}
    for number, gap in enumerate(gaps):
        texts["good.pschema" if solved[number] else "bad.pschema"] += gap.text(number)
    for name, text in texts.items():
        pathlib.Path(name).write_text(text)
    schemac("compile", "good.pschema", "-o", "out", "-q", "--emit", "header")
    places = found()
    refused = schemac("check", "bad.pschema", "--max-errors", "0", status=1).stderr
    for number, gap in enumerate(gaps):
        if solved[number]:
            own = tuple(places[f"g{number}_{i}"] for i in range(len(gap.members)))
            assert own == solved[number], f"{gap.text(number)}found {own}\nright {solved[number]}"
        else:
            assert f"`g{number}_" in refused, f"no error:\n{gap.text(number)}"
    return len(gaps) - solved.count(None)


def test_against_exhaustive_search():
    generator = random.Random(SEED)
    count = sum(compare([Gap(generator) for _ in range(GAPS)]) for _ in range(SCHEMAS))
    print(f"seed {SEED}: {SCHEMAS * GAPS} gaps, {count} of them with a solution")
    assert count > SCHEMAS * GAPS / 3, "too few gaps to tell anything"


if __name__ == "__main__":
    run_tests(globals())
