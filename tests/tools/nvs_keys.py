"""Random keys for NVS images, with how a schema says them and what an image of them must hold.

Each set of keys is of one kind: many of all types, blobs around the ends of pages and chunks,
strings around their limits, many namespaces.
"""

import base64
import pathlib

import nvs_pages
from nvs_schema import quoted

INTEGERS = {"u8": (0x01, 8, 0), "i8": (0x11, 8, 1), "u16": (0x02, 16, 0), "i16": (0x12, 16, 1),
            "u32": (0x04, 32, 0), "i32": (0x14, 32, 1), "u64": (0x08, 64, 0), "i64": (0x18, 64, 1)}
ODD_SIZES = [0, 1, 31, 32, 33, 3935, 3936, 3937, *range(3967, 4034), 7999, 8000, 8001, 12000]
TEXT = "abcXYZ 019 ,;#'\"\\\t/\näß"
NAMES = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.- "


def text_of(source, length):
    """A text that takes so many bytes."""
    text = "".join(source.choice(TEXT) for _ in range(length))
    while len(text.encode()) > length:
        text = text[:-1]
    return text + "x" * (length - len(text.encode()))


class Keys:
    """Keys with their values, how the schema says them, and what an image must hold."""

    def __init__(self, source, version):
        self.source, self.version = source, version
        self.expected = {}
        self.block = ""
        self.spaces = 0
        self.rows = []

    def name(self):
        length = self.source.choice([1, 2, 8, 14, 15])
        name = "".join(self.source.choice(NAMES) for _ in range(length))
        return name.strip() or "k"

    def space(self):
        self.spaces += 1
        self.current = f"ns{self.spaces}"
        self.rows.append((self.current, None, None, None))

    def add(self, word, kind, value, written):
        name = self.name()
        while (self.current, name) in self.expected:
            name = self.name()[:11] + str(len(self.expected))[-4:]
        self.expected[self.current, name] = (kind, value)
        self.rows.append((name, word, written, value))

    def integer(self):
        word, (kind, bits, signed) = self.source.choice(sorted(INTEGERS.items()))
        low, high = (-(1 << bits - 1), (1 << bits - 1) - 1) if signed else (0, (1 << bits) - 1)
        value = self.source.choice([low, high, 0, self.source.randint(low, high)])
        self.add(word, kind, value, str(value))

    def string(self, length):
        text = text_of(self.source, length)
        self.add("string", nvs_pages.STRING, text.encode(), text)

    def blob(self, length):
        data = self.source.randbytes(length)
        word = self.source.choice(["hex", "base64", "blob"])
        written = {"hex": data.hex(), "base64": base64.b64encode(data).decode(), "blob": ""}[word]
        self.add(word, nvs_pages.BLOB, data, written)

    def schema(self):
        """As lines of a schema, or, now and then, as rows of a CSV."""
        if self.source.random() < 0.3:
            return self.csv()
        text = ""
        for number, (name, word, written, value) in enumerate(self.rows):
            if word is None:
                text += f"{'}' if text else ''} namespace {name} {{\n"
            elif word == "blob":
                pathlib.Path(f"blob{number}").write_bytes(value)
                text += f'blob {quoted(name)} file "blob{number}";\n'
            else:
                shown = written if word in INTEGERS else quoted(written)
                text += f"{word} {quoted(name)} = {shown};\n"
        return text + "}\n"

    def csv(self):
        words = {"hex": "hex2bin", "blob": "binary"}
        lines = ["key,type,encoding,value"]
        for number, (name, word, written, value) in enumerate(self.rows):
            if word is None:
                lines.append(f"{name},namespace,,")
            elif word == "blob":
                pathlib.Path(f"blob{number}").write_bytes(value)
                lines.append(f"{name},file,binary,blob{number}")
            else:
                cell = written.replace('"', '""')
                lines.append(f'{name},data,{words.get(word, word)},"{cell}"')
        pathlib.Path("keys.csv").write_text("\n".join(lines) + "\n", newline="")
        return 'import "keys.csv";\n'


def limit(version):
    return 1984 if version == 1 else 20000


def fill_mixed(keys):
    for _ in range(keys.source.randrange(1, 120)):
        kind = keys.source.random()
        if kind < 0.1:
            keys.space()
        elif kind < 0.5:
            keys.integer()
        elif kind < 0.75:
            keys.string(int(keys.source.expovariate(1 / 60)) % 1900)
        else:
            keys.blob(int(keys.source.expovariate(1 / 200)) % 1900)


def fill_edges(keys):
    """A blob or string that ends at, or around, the end of a page."""
    for _ in range(keys.source.randrange(0, 126)):
        keys.integer()
    for _ in range(keys.source.randrange(1, 5)):
        left = max(0, 125 - len(keys.rows) % 126) * 32
        size = max(0, keys.source.choice(
            [keys.source.choice(ODD_SIZES), left + keys.source.randrange(-65, 66)]))
        size %= limit(keys.version) + 1
        if keys.source.random() < 0.7:
            keys.blob(size)
        else:
            keys.string(min(size, 1983 if keys.version == 1 else 3967))
        for _ in range(keys.source.randrange(0, 3)):
            keys.integer()


def fill_strings(keys):
    longest = 1983 if keys.version == 1 else 3967
    for _ in range(keys.source.randrange(1, 12)):
        keys.string(keys.source.choice([0, 30, 31, 32, longest, longest - 1, longest - 32,
                                        keys.source.randrange(longest)]))
        keys.integer()


def fill_spaces(keys):
    for _ in range(keys.source.choice([1, 100, 125, 126, 200, 253])):
        keys.space()
        if keys.source.random() < 0.5:
            keys.integer()
    keys.integer()


def random_keys(source):
    keys = Keys(source, source.choice([1, 2, 2]))
    keys.space()
    source.choice([fill_mixed, fill_edges, fill_edges, fill_strings, fill_spaces])(keys)
    return keys, f"version {keys.version};\n" + keys.schema()
