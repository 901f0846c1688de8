"""Random NVS CSVs with every encoding give the keys that an oracle reads from them.

Once by `import "keys.csv";`, and once by the schema that `schemac import` makes of the file, whose
image must be the same. The seeds are fixed.
"""

import base64
import os
import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
import nvs_csv  # noqa: E402
import nvs_pages  # noqa: E402
from harness import equal, run_tests, schemac  # noqa: E402
from nvs_keys import INTEGERS  # noqa: E402
from nvs_schema import make  # noqa: E402

SIZE = 32 * 4096
ASCII = "abcXYZ 019 ,;#'\"\\\t/"
TEXT = ASCII + "äß水"
SHORT = [0, 0, 1, 2, 7, 31, 32, 33, 100, 255, 256, 257]


class Csv:
    """A CSV that grows by rows."""

    def __init__(self, source, version, line_end):
        self.source, self.version, self.line_end = source, version, line_end
        self.text = "key,type,encoding,value" + line_end
        self.count = 0
        self.kinds = [self.integer, self.string, self.hex2bin, self.base64, self.binary, self.fill,
                      self.size_fill, self.file]

    def cell(self, text):
        """In quotes where it must be, and now and then where it need not."""
        is_bare = not set('",\r\n') & set(text) and text[:1] != "#"
        if is_bare and self.source.random() < 0.7:
            return text
        return '"' + text.replace('"', '""') + '"'

    def row(self, *cells):
        self.text += ",".join(self.cell(cell) for cell in cells) + self.line_end

    def key(self, kind, encoding, value):
        self.count += 1
        name = f"k{self.count}" + self.source.choice(["", " x", ".y", "_long_name", '",'])
        self.row(name, kind, encoding, value)

    def size(self):
        longest = 1900 if self.version == 1 else self.source.choice([1900, 9000])
        return self.source.choice([*SHORT, self.source.randrange(longest)])

    def letters(self, length, letters=TEXT):
        return "".join(self.source.choice(letters) for _ in range(length))

    def space(self):
        self.count += 1
        note = self.source.choice(["", "", "<-- what follows", "a note, with a comma"])
        self.row(f"ns{self.count}", "namespace", "", note)

    def integer(self):
        word, (_, bits, signed) = self.source.choice(sorted(INTEGERS.items()))
        low, high = (-(1 << bits - 1), (1 << bits - 1) - 1) if signed else (0, (1 << bits) - 1)
        value = self.source.choice([low, high, 0, self.source.randint(low, high)])
        zeros = self.source.choice(["", "", "00"]) if value >= 0 else ""
        self.key("data", word, f"{zeros}{value}")

    def string(self):
        lines = [self.letters(self.source.choice(SHORT) % 40) for _ in range(5)]
        lines = [line.lstrip("#") for line in lines] # else a comment for some tools
        count = self.source.choice([1, 1, 1, 5])
        self.key("data", "string", self.line_end.join(lines[:count]))

    def hex2bin(self):
        digits = self.source.randbytes(self.size()).hex()
        self.key("data", "hex2bin", self.source.choice([digits, digits.upper()]))

    def base64(self):
        self.key("data", "base64", base64.b64encode(self.source.randbytes(self.size())).decode())

    def binary(self):
        self.key("data", "binary", self.letters(self.source.choice(SHORT), ASCII))

    def fill(self, word="blob_fill", head=0):
        size = self.size() - head
        text = self.letters(max(0, size))
        while len(text.encode()) > max(0, size) or self.source.random() < 0.8 and text:
            text = text[:len(text) // 2]
        byte = self.source.choice(["00", "ff", "FF", "eE", "20"])
        self.key("data", f"{word}({max(0, size)};0x{byte})", text)

    def size_fill(self):
        self.fill("blob_sz_fill", 4)

    def file(self):
        data = self.source.randbytes(self.size())
        encoding = self.source.choice(["binary", "string", "hex2bin", "base64"])
        written = {"binary": data, "hex2bin": data.hex().encode() + b"\n",
                   "string": self.letters(self.source.choice(SHORT)).encode() + b"\r\n",
                   "base64": base64.encodebytes(data)}[encoding]
        path = f"file{self.count}"
        pathlib.Path(path).write_bytes(written)
        self.key("file", encoding, path)


def random_csv(source):
    """Its text, and its version of the format."""
    keys = Csv(source, source.choice([1, 2, 2]), source.choice(["\n", "\r\n"]))
    keys.space()
    for kind in source.sample(keys.kinds, len(keys.kinds)): # each at least once
        kind()
    for _ in range(source.randrange(20)):
        source.choice([keys.space, *keys.kinds, *keys.kinds])()
        keys.text += source.choice(["", "", "", keys.line_end, "# a, comment" + keys.line_end])
    return keys.text, keys.version


def check(text, version):
    pathlib.Path("keys.csv").write_bytes(text.encode())
    expected = nvs_csv.read(text)
    image = make(f'version {version};\nimport "keys.csv";', SIZE)
    found = nvs_pages.read(image, version, SIZE)
    for name, value in expected.items():
        equal(found.get(name), value, name)
    equal(list(found), list(expected), "order")
    if version == 2:
        check_import(found)


def check_import(expected):
    """The schema of the CSV says the same."""
    pathlib.Path("imported.pschema").unlink(missing_ok=True)
    schemac("import", "keys.csv", "-o", "imported.pschema", f"--size={SIZE}")
    schemac("generate", "imported.pschema", "nvs", "-o", "imported.bin")
    image = pathlib.Path("imported.bin").read_bytes()
    equal(nvs_pages.read(image, 2, SIZE), expected, "the imported schema")


def test_random_csvs():
    for seed in range(150):
        text, version = random_csv(random.Random(seed))
        try:
            check(text, version)
        except AssertionError as error:
            raise AssertionError(f"seed {seed}: {error}") from error


def test_known_values():
    """Bytes that were written down by hand."""
    head = "key,type,encoding,value\nn,namespace,,<-- all of them\n"
    for encoding, value, expected in (
            ("blob_sz_fill(8;0xee)", "ab", "02000000 6162 eeee eeee eeee"),
            ("blob_sz_fill(2;0xee)", "ab", "02000000 6162"),
            ("blob_sz_fill(3;0x01)", "", "00000000 010101"),
            ("blob_sz_fill(0;0x01)", "", "00000000"),
            ("blob_sz_fill(36;0xff)", "house", "05000000 686f757365" + "ff" * 31),
            ("blob_fill(4;0xff)", "ab", "6162ffff"),
            ("blob_fill(0;0xff)", "", ""),
            ("binary", "hello", "68656c6c6f"),
            ("hex2bin", "00fF", "00ff"),
            ("base64", "AAEC", "000102")):
        check(f"{head}k,data,{encoding},{value}\n", 2)
        image = pathlib.Path("nvs.bin").read_bytes()
        equal(nvs_pages.read(image, 2, SIZE),
              {("n", "k"): (nvs_pages.BLOB, bytes.fromhex(expected))}, encoding)


if __name__ == "__main__":
    os.umask(0o077)
    run_tests(globals())
