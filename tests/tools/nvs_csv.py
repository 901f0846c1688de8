"""What an NVS CSV means: an oracle written from the format's description, with every encoding.

The rules, from ESP-IDF's documentation of nvs_partition_gen and of the CSV's encodings:

- The file is a text: CRLF and CR are line ends, and a line end within quotes is LF. Lines that begin
  with `#` are comments. The first row names the columns.
- `namespace`: the keys of the rows that follow belong to it, whatever else the row holds.
- Integers are decimal. `string` is its text with a NUL. `hex2bin` and `base64` are digits of bytes.
  `binary` is the bytes themselves: of a file, or of the text in UTF-8.
- `blob_fill(N;0xPP)` is the value and as many bytes PP as make N of it. `blob_sz_fill(N;0xPP)` is the
  value's length as a little-endian u32, and then N such bytes: 4 + N in all.
- A `file` is its content, in which blanks around hex digits and between base64 digits do not count.

Nothing here comes from schemac, or from any generator of images.
"""

import base64
import pathlib
import re

import nvs_pages

INTEGERS = {"u8": 0x01, "i8": 0x11, "u16": 0x02, "i16": 0x12,
            "u32": 0x04, "i32": 0x14, "u64": 0x08, "i64": 0x18}


def rows_of(text):
    """The rows of a CSV's text, each a list of cells."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    rows, row, cell, at, is_start = [], [], "", 0, True
    while at < len(text):
        sign = text[at]
        if is_start and not row and sign == "#":
            at = text.find("\n", at) + 1 or len(text)
            continue
        if is_start and sign == '"':
            end = re.compile(r'"((?:[^"]|"")*)"').match(text, at)
            cell, at, is_start = end[1].replace('""', '"'), end.end(), False
            continue
        at += 1
        is_start = sign in ",\n"
        if not is_start:
            cell += sign
            continue
        row.append(cell)
        cell = ""
        if sign == "\n":
            rows.append(row)
            row = []
    if cell or row:
        rows.append(row + [cell])
    return [row for row in rows if row != [""]]


def fill_of(encoding, value):
    kind, size, byte = re.fullmatch(r"(blob_fill|blob_sz_fill)\((\d+);0x([0-9a-fA-F]{2})\)",
                                    encoding).groups()
    assert len(value) <= int(size)
    head = len(value).to_bytes(4, "little") if kind == "blob_sz_fill" else b""
    return head + value.ljust(int(size), bytes([int(byte, 16)]))


def value_of(kind, encoding, value):
    """(type, value) of a key, as nvs_pages has them."""
    data = pathlib.Path(value).read_bytes() if kind == "file" else value.encode()
    if encoding in INTEGERS:
        return INTEGERS[encoding], int(data)
    if encoding == "string":
        return nvs_pages.STRING, data
    if encoding == "hex2bin":
        data = bytes.fromhex(data.decode().strip())
    elif encoding == "base64":
        data = base64.b64decode(b"".join(data.split()), validate=True)
    elif encoding != "binary":
        data = fill_of(encoding, data)
    return nvs_pages.BLOB, data


def read(text):
    """{(namespace, key): (type, value)} of a CSV's text, in order."""
    rows = rows_of(text)
    assert rows[0] == ["key", "type", "encoding", "value"], rows[0]
    space, keys = None, {}
    for row in rows[1:]:
        key, kind, encoding, value = (row + ["", ""])[:4]
        if kind == "namespace":
            space = key
        else:
            keys[space, key] = value_of(kind, encoding, value)
    return keys
