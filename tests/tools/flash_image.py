"""A whole flash as `schemac build` describes it, and a model of ESP-IDF's bootloader."""

import csv
import pathlib
import struct
import zlib

NEW, PENDING, VALID, INVALID, ABORTED = range(5)
BLOCK = 4096


def read_places(table):
    """{label: (offset, size)}, of a table as a CSV."""
    rows = (row for row in table.read_text().splitlines() if not row.startswith("#"))
    return {row[0].strip(): (number(row[3]), number(row[4])) for row in csv.reader(rows)}


def number(text):
    text = text.strip()
    unit = {"K": 1024, "M": 1024 * 1024}.get(text[-1])
    return int(text[:-1]) * unit if unit else int(text, 0)


def assemble(out, size, table_offset=0x8000):
    """The contents of a flash of `size` bytes, of the folder that `schemac build` filled."""
    flash = bytearray(b"\xff" * size)
    place(flash, table_offset, out / "main.bin")
    for label, (offset, _) in read_places(out / "main.csv").items():
        image = out / "images" / f"{label}.bin"
        if image.exists():
            place(flash, offset, image)
    return bytes(flash)


def place(flash, offset, file):
    contents = pathlib.Path(file).read_bytes()
    flash[offset:offset + len(contents)] = contents


class Entry:
    """One of the two entries of otadata."""

    def __init__(self, flash, at):
        self.at = at
        self.sequence, self.state, crc = struct.unpack("<I20xII", flash[at:at + 32])
        self.is_written = (self.sequence != 0xffffffff and
                           crc == zlib.crc32(flash[at:at + 4], 0xffffffff))
        self.is_good = self.is_written and self.state not in (INVALID, ABORTED)


def store(flash, at, sequence, state):
    """The flash with an entry of otadata in place of what was there."""
    number = struct.pack("<I", sequence)
    entry = number + b"\xff" * 20 + struct.pack("<II", state, zlib.crc32(number, 0xffffffff))
    return flash[:at] + entry.ljust(BLOCK, b"\xff") + flash[at + BLOCK:]


def boot(flash, otadata, slots):
    """What the bootloader does with CONFIG_BOOTLOADER_APP_ROLLBACK_ENABLE and without a factory
    application: which slot it starts, and the flash as it leaves it."""
    places = (otadata, otadata + BLOCK)
    for at in places:
        entry = Entry(flash, at)
        if entry.is_good and entry.state == PENDING:
            flash = store(flash, at, entry.sequence, ABORTED)
    entries = [Entry(flash, at) for at in places]
    good = [entry for entry in entries if entry.is_good]
    if not good:
        if not any(entry.is_written for entry in entries):  # the very first start
            flash = store(flash, otadata, 1, VALID)
        return 0, flash
    chosen = max(good, key=lambda entry: entry.sequence)
    if chosen.state == NEW:
        flash = store(flash, chosen.at, chosen.sequence, PENDING)
    return (chosen.sequence - 1) % slots, flash
