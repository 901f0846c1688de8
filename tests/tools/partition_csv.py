"""An oracle: what ESP-IDF's gen_esp32part.py makes of a partition CSV, worked out anew.

Written from the format's description (ESP-IDF Programming Guide, "Partition Tables"): it shares
nothing with the compiler, so that both are unlikely to be wrong in the same way.
"""

import hashlib
import os
import re
import struct

TABLE_SIZE = 0xC00
SECTOR = 0x1000

TYPES = {"app": 0, "data": 1, "bootloader": 2, "partition_table": 3}
SUBTYPES = {
    0: dict({"factory": 0, "test": 0x20, "tee_0": 0x30, "tee_1": 0x31},
            **{f"ota_{n}": 0x10 + n for n in range(16)}),
    1: {"ota": 0, "phy": 1, "nvs": 2, "coredump": 3, "nvs_keys": 4, "efuse": 5, "undefined": 6,
        "esphttpd": 0x80, "fat": 0x81, "spiffs": 0x82, "littlefs": 0x83, "tee_ota": 0x90},
    2: {"primary": 0, "ota": 1, "recovery": 2},
    3: {"primary": 0, "ota": 1},
}
FLAGS = {"encrypted": 1, "readonly": 2}


def number(text):
    for suffix, factor in (("k", 1024), ("m", 1024 * 1024)):
        if text.lower().endswith(suffix):
            return number(text[:-1]) * factor
    return int(text, 0)


def keyword_or_number(text, keywords):
    return keywords[text.lower()] if text.lower() in keywords else number(text)


def rows(text, table_offset):
    """Yields (name, type, subtype, offset, size, flags) for each line of a CSV."""
    end = table_offset + SECTOR
    for line in text.splitlines():
        line = os.path.expandvars(line)
        if re.match(r"\$[A-Za-z_]", line):
            raise ValueError(f"unknown variable: {line}")
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        fields = [field.strip() for field in (line + ",,,,,").split(",")]
        kind = keyword_or_number(fields[1], TYPES)
        subtype = keyword_or_number(fields[2], SUBTYPES.get(kind, {}))
        alignment = 0x10000 if kind == 0 else 0x1000
        if fields[3]:
            offset = number(fields[3])
            if kind not in (2, 3) and offset < end:
                raise ValueError(f"{fields[0]} overlaps what is before it")
        else:
            offset = -(-end // alignment) * alignment
        size = number(fields[4])
        flags = sum(FLAGS[flag] for flag in fields[5].split(":") if flag)
        if kind not in (2, 3):
            end = offset + size
        yield fields[0], kind, subtype, offset, size, flags


def binary(text, table_offset=0x8000, md5=True):
    """The table that the CSV stands for."""
    table = b"".join(
        struct.pack("<2sBBLL16sL", b"\xaa\x50", kind, subtype, offset, size, name.encode(), flags)
        for name, kind, subtype, offset, size, flags in rows(text, table_offset))
    if md5:
        table += b"\xeb\xeb" + b"\xff" * 14 + hashlib.md5(table).digest()
    if len(table) >= TABLE_SIZE:
        raise ValueError("too many rows")
    return table + b"\xff" * (TABLE_SIZE - len(table))
