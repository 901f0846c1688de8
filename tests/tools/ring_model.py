"""A model of firmware that appends records to a ring, and of the flash that it does that in.

It knows the format from LANGUAGE.md, "Rings", and nothing of the compiler or of the runtime. A loss
of power leaves slots and sectors half written and half erased.
"""

import struct
import zlib

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

    def decode(self, data):
        """The values of its fields, without the checksum."""
        order, at, found = ">" if self.is_big_endian else "<", 0, []
        for _, kind, count in self.fields:
            form = f"{order}{count}{TYPES[kind]}"
            found.append(list(struct.unpack_from(form, data, at)))
            at += struct.calcsize(form)
        return found

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
