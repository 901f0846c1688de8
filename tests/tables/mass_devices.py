"""Random CSVs of mass_mfg become a schema that gives each device its image.

A device's image must be the one of the CSV that mass_mfg writes for it (`key,type,encoding,value`),
and its keys those that nvs_csv.py, which is written from the format, reads from that. The seeds are
fixed.
"""

import base64
import csv
import io
import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
import nvs_csv  # noqa: E402
import nvs_pages  # noqa: E402
from harness import equal, run_tests, schemac  # noqa: E402

SIZE = 64 * 1024
RANGES = {"u8": (0, 255), "i8": (-128, 127), "u16": (0, 65535), "i16": (-32768, 32767),
          "u32": (0, 2**32 - 1), "i32": (-2**31, 2**31 - 1), "u64": (0, 2**64 - 1),
          "i64": (-2**63, 2**63 - 1)}
ENCODINGS = [*RANGES, "string", "hex2bin", "base64", "binary"]
TEXT = "abc XYZ,;'\"#äß水"


def random_bytes(source):
    return bytes(source.randrange(256) for _ in range(source.choice([1, 2, 31, 32, 33, 200])))


def random_text(source):
    return "".join(source.choice(TEXT) for _ in range(source.randint(1, 40))) + "x"


def value_of(source, encoding):
    if encoding in RANGES:
        low, high = RANGES[encoding]
        return str(source.choice([low, high, source.randint(low, high)]))
    if encoding == "hex2bin":
        return random_bytes(source).hex()
    if encoding == "base64":
        return base64.b64encode(random_bytes(source)).decode()
    return random_text(source)


def file_of(source, encoding, name):
    """A file with such a value; its path."""
    path = pathlib.Path("files") / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(random_bytes(source) if encoding == "binary"
                     else value_of(source, encoding).encode())
    return str(path)


class Line:
    """A production line: its keys and its devices."""

    def __init__(self, seed):
        self.source = source = random.Random(seed)
        self.keys = []  # (name, type, encoding, repeats), or (name,) of a namespace
        for space in range(source.randint(1, 3)):
            self.keys.append((f"space{space}",))
            for _ in range(source.randint(0, 5)):
                kind = source.choice(["data", "data", "file"])
                encoding = source.choice(ENCODINGS[8:] if kind == "file" else ENCODINGS)
                self.keys.append((f"key{len(self.keys)}", kind, encoding, source.random() < 0.3))
        names = [key[0] for key in self.keys if len(key) > 1]
        self.columns = ["id", *names] if source.random() < 0.5 else [*names, "remark"]
        self.devices = [self.device(number) for number in range(source.randint(1, 5))]

    def device(self, number):
        row = {"id": str(number), "remark": "a, b"}
        for name, kind, encoding, repeats in (key for key in self.keys if len(key) > 1):
            if repeats and number:
                row[name] = ""
            elif kind == "file":
                row[name] = file_of(self.source, encoding, f"{name}.{number}")
            else:
                row[name] = value_of(self.source, encoding)
        return row

    def write(self):
        end = self.source.choice(["\n", "\r\n"])
        blank = end * self.source.randint(0, 1)
        rows = [",".join((*key[:3], "REPEAT") if key[3] else key[:3]) if len(key) > 1
                else f"{key[0]},namespace," for key in self.keys]
        pathlib.Path("keys.csv").write_bytes((blank + end).join(rows).encode() + end.encode())
        out = io.StringIO()
        writer = csv.writer(out, lineterminator=end + blank)
        writer.writerow(self.columns)
        writer.writerows([device[name] for name in self.columns] for device in self.devices)
        mark = "\ufeff" * self.source.randint(0, 1)
        pathlib.Path("values.csv").write_bytes((mark + out.getvalue()).encode())

    def csv_of(self, device):
        """What mass_mfg writes for a device."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["key", "type", "encoding", "value"])
        for key in self.keys:
            first = self.devices[0] if len(key) > 1 and key[3] else device
            writer.writerow([*key[:3], first[key[0]]] if len(key) > 1
                            else [key[0], "namespace", "", ""])
        return out.getvalue()


def image_of(text):
    pathlib.Path("unit.csv").write_text(text, newline="")
    pathlib.Path("unit.pschema").write_text(
        "schema unit revision 1;\ntarget esp32 { flash 4M; }\ntable main {\n"
        f'    partition nvs data.nvs size {SIZE} from nvs {{ import "unit.csv"; }}\n'
        "    partition factory app.factory size 1M;\n}\n")
    schemac("generate", "unit.pschema", "nvs", "-o", "unit.bin", "-q")
    return pathlib.Path("unit.bin").read_bytes()


def check(seed, schema):
    line = Line(seed)
    line.write()
    said = schemac("import", "keys.csv", "values.csv", "--size", f"{SIZE >> 10}K", "-o", schema,
                   "--force").stderr
    assert f"values.csv: {len(line.devices)} device" in said, (seed, said)
    for number, device in enumerate(line.devices, 1):
        schemac("generate", schema, "nvs", "--values", "values.csv", "--device", str(number), "-o",
                "made.bin", "-q")
        made = pathlib.Path("made.bin").read_bytes()
        text = line.csv_of(device)
        equal(made, image_of(text), f"seed {seed}, device {number}")
        equal(nvs_pages.read(made, 2, SIZE), nvs_csv.read(text), f"seed {seed}, device {number}")


def test_random_lines():
    for seed in range(25):
        check(seed, "line.pschema")


def test_a_schema_in_a_folder_of_its_own():
    for seed in range(25, 35):
        check(seed, "schemas/line.pschema")


if __name__ == "__main__":
    run_tests(globals())
