"""Rings of records: an oracle reads what schemac makes, and writes what `dump` must read.

The oracle is a model of firmware that appends, of its own: it knows the format from LANGUAGE.md,
"Rings", and nothing of the compiler. Its losses of power leave slots and sectors half written and
half erased. The seeds are fixed.
"""

import json
import pathlib
import random
import re
import struct
import sys
import zlib

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import PROJECT, SCHEMAC, equal, run, run_tests, schemac  # noqa: E402

BLANK = 0xffffffff
TYPES = {"u8": "B", "u16": "H", "u32": "I", "u64": "Q", "i8": "b", "i16": "h", "i32": "i", "i64": "q"}


class Record:
    """A random record: how a schema declares it, and its bytes."""

    def __init__(self, source):
        self.is_big_endian = source.random() < 0.3
        self.has_checksum = source.random() < 0.5
        self.fields = [(f"f{i}", source.choice(list(TYPES)), source.choice([1, 1, 1, 2, 5, 30]))
                       for i in range(source.randrange(1, 5))]

    def declaration(self):
        fields = [f"    {kind} {name}{'' if count == 1 else f'[{count}]'};\n"
                  for name, kind, count in self.fields]
        if self.has_checksum:
            fields.append(f"    u32 crc = crc32({self.fields[0][0]} .. {self.fields[-1][0]});\n")
        order = " big_endian" if self.is_big_endian else ""
        return f"record state{order} {{\n{''.join(fields)}}}\n"

    def values(self, source):
        """Of each field as many as it has."""
        return [[source.randrange(*limits(kind)) for _ in range(count)]
                for _, kind, count in self.fields]

    def encode(self, values):
        order = ">" if self.is_big_endian else "<"
        data = b"".join(struct.pack(f"{order}{count}{TYPES[kind]}", *value)
                        for (_, kind, count), value in zip(self.fields, values))
        if self.has_checksum:
            data += struct.pack(f"{order}I", zlib.crc32(data, BLANK))
        return data

    def size(self):
        return len(self.encode([[0] * count for _, _, count in self.fields]))

    def row(self, values):
        return ",".join(" ".join(map(str, value)) for value in values)

    def csv(self, rows):
        names = ",".join(name for name, _, _ in self.fields)
        return "\n".join([names, *(self.row(row) for row in rows)]) + "\n"

    def shown(self, values):
        """As JSON has them."""
        return {name: value[0] if count == 1 else " ".join(map(str, value))
                for (name, _, count), value in zip(self.fields, values)}


def limits(kind):
    bits = int(kind[1:])
    return (0, 1 << bits) if kind[0] == "u" else (-(1 << bits - 1), 1 << bits - 1)


class Cut(Exception):
    """The power is lost."""


class Flash:
    """The bytes of a ring; after so many steps the power is lost in the middle of one."""

    def __init__(self, source, size):
        self.source, self.bytes, self.steps = source, bytearray(b"\xff" * size), None

    def step(self):
        if self.steps is not None:
            if self.steps == 0:
                raise Cut
            self.steps -= 1

    def program(self, offset, data):
        for at in range(offset, offset + len(data), 4):
            word = data[at - offset:at - offset + 4]
            try:
                self.step()
            except Cut:  # some of the bits are written already
                for i, byte in enumerate(word):
                    self.bytes[at + i] &= byte | self.source.randrange(256)
                raise
            for i, byte in enumerate(word):
                self.bytes[at + i] &= byte

    def erase(self, offset, size):
        try:
            self.step()
        except Cut:
            for at in range(offset, offset + size):
                if self.source.random() < 0.5:
                    self.bytes[at] |= self.source.randrange(256)
            raise
        self.bytes[offset:offset + size] = b"\xff" * size


class Ring:
    def __init__(self, flash, record, sector, sectors):
        self.flash, self.record, self.sector, self.sectors = flash, record, sector, sectors
        self.slot = (record.size() + 8 + 31) // 32 * 32
        self.slots = sector // self.slot

    def places(self):
        return [sector * self.sector + slot * self.slot
                for sector in range(self.sectors) for slot in range(self.slots)]

    def is_blank(self, place):
        return self.flash.bytes[place:place + self.slot] == b"\xff" * self.slot

    def sequence(self, place):
        """Of a slot with a record; else None."""
        data = bytes(self.flash.bytes[place:place + self.slot])
        sequence, crc = struct.unpack_from("<II", data, self.slot - 8)
        is_good = crc == zlib.crc32(data[:-4], BLANK) and sequence not in (0, BLANK)
        return sequence if is_good else None

    def records(self):
        """{place: sequence}"""
        return {place: sequence for place in self.places()
                if (sequence := self.sequence(place)) is not None}

    def latest(self):
        """The place of the latest record; None if there is none."""
        records = self.records()
        return max(records, key=lambda place: (records[place], -place), default=None)

    def next(self):
        """Where the next record goes, and whether its sector is erased first."""
        latest = self.latest()
        if latest is None:
            return 0, True
        sector = latest // self.sector
        for place in self.places():
            if place > latest and place // self.sector == sector and self.is_blank(place):
                return place, False
        return (sector + 1) % self.sectors * self.sector, True

    def append(self, data):
        latest = self.latest()
        place, erases = self.next()
        sequence = 1 if latest is None else self.sequence(latest) + 1
        slot = data.ljust(self.slot - 8, b"\xff") + struct.pack("<I", sequence)
        slot += struct.pack("<I", zlib.crc32(slot, BLANK))
        if erases:
            self.flash.erase(place, self.sector)
        self.flash.program(place, slot)

    def content(self, place):
        return bytes(self.flash.bytes[place:place + self.record.size()])


def random_ring(source):
    record = Record(source)
    slot = (record.size() + 8 + 31) // 32 * 32
    sector = 1 << (slot * source.randrange(1, 6) - 1).bit_length()
    sectors = source.randrange(2, 5)
    return Ring(Flash(source, sector * sectors), record, sector, sectors)


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
