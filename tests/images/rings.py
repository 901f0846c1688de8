"""Rings of records: an oracle reads what schemac makes, and writes what `dump` must read.

The oracle is a model of firmware that appends (../tools/ring_model.py). The seeds are fixed.
"""

import json
import pathlib
import random
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import PROJECT, SCHEMAC, equal, run, run_tests, schemac  # noqa: E402
from ring_model import Cut, Flash, Ring, random_ring  # noqa: E402


def write_schema(ring, extra=""):
    size = ring.sector * ring.sectors
    pathlib.Path("ring.pschema").write_text(
        "schema ring revision 1;\ntarget esp32 { flash 4M; }\n"
        f"flash nor {{ size 64M; erase {ring.sector}; }}\n\n" + ring.record.declaration() +
        "\ntable main {\n    partition factory app.factory size 1M;\n}\n"
        f"table rings on nor {{\n    partition state 0x40.0 size {size} "
        f"from record state \"rows.csv\" {{ ring; {extra}}}\n}}\n")


def generate():
    schemac("generate", "ring.pschema", "state", "-o", "made.bin")
    return pathlib.Path("made.bin").read_bytes()


def test_images_that_are_made():
    for seed in range(60):
        source = random.Random(seed)
        ring = random_ring(source)
        count = source.randrange(1, ring.slots * (ring.sectors - 1) + 1)
        rows = [ring.record.values(source) for _ in range(count)]
        write_schema(ring)
        pathlib.Path("rows.csv").write_text(ring.record.csv(rows))
        image = generate()
        ring.flash.bytes[:len(image)] = image
        places = ring.places()[:count]
        equal(ring.records(), {place: i + 1 for i, place in enumerate(places)}, f"seed {seed}")
        for place, row in zip(places, rows):
            equal(ring.content(place), ring.record.encode(row), f"seed {seed}, at {place}")
        for place in ring.places()[count:]:
            assert ring.is_blank(place), (seed, place)
        ring.append(ring.record.encode(rows[0]))
        equal(ring.sequence(ring.latest()), count + 1, f"seed {seed}")


def test_one_row_too_many():
    source = random.Random(1)
    ring = random_ring(source)
    write_schema(ring)
    most = ring.slots * (ring.sectors - 1)
    for count, status in ((most, 0), (most + 1, 1)):
        rows = [ring.record.values(source) for _ in range(count)]
        pathlib.Path("rows.csv").write_text(ring.record.csv(rows))
        schemac("generate", "ring.pschema", "state", "-o", "made.bin", status=status)


def age(ring, source):
    """What a device has after some appends and losses of power."""
    known = {}
    for _ in range(source.randrange(0, 3 * ring.slots * ring.sectors)):
        values = ring.record.values(source)
        known[ring.record.encode(values)] = values
        ring.flash.steps = source.randrange(0, ring.slot // 4 + 3) if source.random() < 0.3 else None
        before = ring.latest()
        kept = before is not None and ring.content(before)
        try:
            ring.append(ring.record.encode(values))
        except Cut:
            after = ring.latest()
            content = after is not None and ring.content(after)
            assert content in (kept, ring.record.encode(values)), "the latest record was lost"
    return known


def dump_device(*options):
    """What it prints; slots that a loss of power has left make it fail."""
    result = run(SCHEMAC, "dump", "device.bin", "--schema", "ring.pschema", "--partition", "state",
                 *options)
    assert result.returncode in (0, 1), result.stderr
    return result.stdout


def check_dump(ring, known, seed):
    dump = json.loads(dump_device("--json"))
    records = ring.records()
    equal({item["offset"]: item["sequence"] for item in dump["records"]}, records, f"seed {seed}")
    for item in dump["records"]:
        shown = {name: value for name, value in item["fields"].items() if name != "crc"}
        equal(shown, ring.record.shown(known[ring.content(item["offset"])]), f"seed {seed}")
    blank = {place for place in ring.places() if ring.is_blank(place)}
    equal([item["offset"] for item in dump["broken"]],
          [place for place in ring.places() if place not in blank and place not in records],
          f"seed {seed}")
    latest = ring.latest()
    place, erases = ring.next()
    equal(dump["ring"].get("latest"), None if latest is None else records[latest], f"seed {seed}")
    equal(dump["ring"]["blank_slots"], len(blank), f"seed {seed}")
    equal(dump["next"], {"sequence": 1 if latest is None else records[latest] + 1, "offset": place,
                         "erases": erases}, f"seed {seed}")
    equal([item["offset"] for item in dump["records"] if "notes" in item],
          [] if latest is None else [latest], f"seed {seed}")


def test_devices_in_use():
    broken = 0
    for seed in range(120):
        source = random.Random(1000 + seed)
        ring = random_ring(source)
        known = age(ring, source)
        write_schema(ring)
        pathlib.Path("device.bin").write_bytes(ring.flash.bytes)
        check_dump(ring, known, seed)
        broken += sum(not ring.is_blank(place) and ring.sequence(place) is None
                      for place in ring.places())
    assert broken > 100, broken


def test_rows_come_back():
    """The newest that fit into an image, in the order in which they were appended."""
    for seed in range(40):
        source = random.Random(2000 + seed)
        ring = random_ring(source)
        age(ring, source)
        records = ring.records()
        if not records:
            continue
        write_schema(ring)
        pathlib.Path("device.bin").write_bytes(ring.flash.bytes)
        dump_device("--extract", f"rows{seed}")
        pathlib.Path("rows.csv").write_bytes(pathlib.Path(f"rows{seed}/rows.csv").read_bytes())
        places = sorted(records, key=records.get)
        most = ring.slots * (ring.sectors - 1)
        again = Ring(Flash(source, len(ring.flash.bytes)), ring.record, ring.sector, ring.sectors)
        image = generate()
        again.flash.bytes[:len(image)] = image
        equal([again.content(place) for place in again.records()],
              [ring.content(place) for place in places[-most:]], f"seed {seed}")


def test_the_slot_of_the_documentation():
    text = (PROJECT / "grammar/LANGUAGE.md").read_text()
    text = text[text.index("\n### Rings\n"):]
    schema = re.search(r"```pschema\n(.*?)```", text, re.DOTALL)[1]
    lines = re.findall(r"^    [0-9a-f]{4}  ((?:[0-9a-f]{2} ?){16})$", text[:text.index("\n### Pro")],
                       re.MULTILINE)
    pathlib.Path("logger.pschema").write_text(schema)
    schemac("generate", "logger.pschema", "state", "-o", "made.bin")
    equal(pathlib.Path("made.bin").read_bytes().hex(" ").split(), " ".join(lines).split())


run_tests(globals())
