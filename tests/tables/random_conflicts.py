"""Layouts without room: what schemac offers is tried, and compared with an exhaustive search.

The golden cases of conflicts give their offers, each of which must compile. Random tables are laid
out here as LANGUAGE.md has it, and every single change of them is tried: a smaller size, no `at`,
another `at`. None may be cheaper than the first offer, by the partitions that it moves, those that
it resizes, and the bytes of both. A larger flash is another device, and is left out.
"""
import json
import pathlib
import random
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import run, run_tests, schemac, SCHEMAC  # noqa: E402

SEED, TABLES = 20261201, 150
GOLDEN = pathlib.Path(__file__).parent.parent / "golden" / "conflict"
START, END, STEP = 0x9000, 0x40000, 0x1000


def report_of(words):
    result = run(SCHEMAC, *words, "--diagnostics=json")
    return json.loads(result.stderr), result.returncode


def apply(text, edits):
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    places = sorted(((starts[edit["line"] - 1] + edit["column"] - 1,
                      starts[edit["end_line"] - 1] + edit["end_column"] - 1, edit["replacement"])
                     for edit in edits), reverse=True)
    for start, end, replacement in places:
        text = text[:start] + replacement + text[end:]
    return text


def offers_of(report):
    return [offer for item in report["diagnostics"] for offer in item.get("alternatives", [])]


def test_every_offer_of_the_golden_cases_compiles():
    count = 0
    for case in sorted(GOLDEN.iterdir()):
        shutil.copytree(case, case.name)
        arguments = case / "arguments"
        words = arguments.read_text().split() if arguments.exists() else ["check", "input.pschema"]
        words = [word.replace("app.bin", f"{case.name}/app.bin") for word in words]
        schema = pathlib.Path(case.name, "input.pschema")
        words[words.index("input.pschema")] = str(schema)
        report, status = report_of(words)
        assert status == 1, f"{case.name}: status {status}"
        for offer in offers_of(report):
            text = schema.read_text()
            changed = apply(text, offer["edits"])
            assert changed != text, f"{case.name}: {offer['title']} changes nothing"
            schema.write_text(changed)
            report, status = report_of(words)
            schema.write_text(text)
            assert status == 0, f"{case.name}: {offer['title']}: {report}"
            count += 1
    assert count > 80, count


def place(table):
    """Offsets as LANGUAGE.md has them, whether or not they are possible."""
    offsets, at = [], START
    for size, fixed in table:
        offset = at if fixed is None else fixed
        offsets.append(offset)
        at = offset + size
    return offsets


def fits(table):
    places = sorted((offset, size) for offset, (size, _) in zip(place(table), table))
    ends = [offset + size for offset, size in places]
    return (places[0][0] >= START and ends[-1] <= END and
            all(end <= after[0] for end, after in zip(ends, places[1:])))


def cost(before, after):
    moved = [(a, b) for a, b in zip(place(before), place(after)) if a != b]
    resized = [(a, b) for (a, _), (b, _) in zip(before, after) if a != b]
    return (len(moved), len(resized), sum(abs(a - b) for a, b in moved + resized))


def single_changes(table):
    for i, (size, fixed) in enumerate(table):
        for smaller in range(STEP, size, STEP):
            yield table[:i] + [(smaller, fixed)] + table[i + 1:]
        if fixed is not None:
            for at in [None, *range(START, END, STEP)]:
                if at != fixed:
                    yield table[:i] + [(size, at)] + table[i + 1:]


def text_of(table):
    rows = "".join(f"    partition p{i} 0x40.{i} size {size // 1024}K" +
                   (f" at 0x{fixed:x}" if fixed is not None else "") + ";\n"
                   for i, (size, fixed) in enumerate(table))
    return f"schema example revision 1;\ntarget esp32 {{ flash 256K; }}\ntable main {{\n{rows}}}\n"


def random_table(generator):
    table = []
    for _ in range(generator.randrange(2, 6)):
        fixed = generator.randrange(START, END, STEP) if generator.random() < 0.35 else None
        table.append((generator.randrange(1, 20) * STEP, fixed))
    return table


def read_table(text):
    table = []
    for line in text.splitlines():
        words = line.strip().rstrip(";").split()
        if words and words[0] == "partition":
            fixed = int(words[words.index("at") + 1], 0) if "at" in words else None
            table.append((int(words[words.index("size") + 1][:-1]) * 1024, fixed))
    return table


def test_no_single_change_is_cheaper():
    generator = random.Random(SEED)
    compared = solved = 0
    while compared < TABLES:
        table = random_table(generator)
        if fits(table):
            continue
        compared += 1
        pathlib.Path("a.pschema").write_text(text_of(table))
        report, status = report_of(["check", "a.pschema"])
        assert status == 1, text_of(table)
        costs = [cost(table, change) for change in single_changes(table) if fits(change)]
        offers = [apply(text_of(table), offer["edits"]) for offer in offers_of(report)
                  if "flash" not in offer["title"]]
        for text in offers:
            pathlib.Path("b.pschema").write_text(text)
            schemac("check", "-q", "-Wno-has_app", "b.pschema")
        assert bool(costs) <= bool(offers), f"nothing is offered for\n{text_of(table)}"
        if costs:
            solved += 1
            first = min(cost(table, read_table(text)) for text in offers)
            assert first <= min(costs), f"{first} is offered, {min(costs)} would do:\n{text_of(table)}"
    assert solved > TABLES / 4, solved


if __name__ == "__main__":
    run_tests(globals())
