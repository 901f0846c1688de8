"""Random flashes with what devices have in them, and leftovers outside of their partitions.

Contents are made by schemac's generators, apps as esptool makes them. `Flash.truth` has what each
partition holds, `Flash.put` all that was put anywhere.
"""

import pathlib
import random
import string
import struct
import zlib

import app
from flash_image import store
from harness import schemac

SECTOR = 4096
K, M = 1024, 1024 * 1024
CHIPS = {"esp32": 0x1000, "esp32s3": 0, "esp32c3": 0, "esp32c6": 0, "esp32p4": 0x2000}
SCHEMA_RECORD = "record state { u32 a; u32 b = 9; }\n"


class Item:
    """Something in a flash: what it is, where, and the size that its content tells (0: none)."""

    def __init__(self, kind, offset, told=0, certain=True):
        self.kind, self.offset, self.told, self.certain = kind, offset, told, certain

    def __repr__(self):
        return f"{self.kind} at {self.offset:#x}, told {self.told:#x}"


class Flash:
    def __init__(self, seed):
        self.seed = seed
        self.source = random.Random(seed)
        self.items = []
        self.truth = []
        self.rows = []

    def make(self):
        source = self.source
        self.chip = source.choice(list(CHIPS))
        self.size = source.choice([2, 4, 4, 4, 8, 16]) * M
        self.table_at = source.choice([0x8000, 0x8000, 0x8000, 0xd000])
        self.draw_rows()
        self.write_schema()
        self.draw_files()
        schemac("image", "flash.pschema", "-o", "flash.bin", "--partial", "-q")
        self.bytes = bytearray(pathlib.Path("flash.bin").read_bytes())
        self.bytes += b"\xff" * (self.size - len(self.bytes))
        self.put(app.make(self.chip, source.randrange(8000, 24000), f"{self.size // M}M",
                          app.bootloader_description()), CHIPS[self.chip], "app")
        for row in self.rows:
            self.fill(row)
        self.leave()

    # Rows: kinds in the order of usual tables, each perhaps there, perhaps blank.

    def draw_rows(self):
        source = self.source
        kinds = ["nvs"] * source.choice([0, 1, 1, 1, 2])
        slots = source.choice([0, 1, 1, 2, 2, 3])
        has_otadata = slots > 1 or source.random() < 0.1
        kinds += ["otadata"] * has_otadata + ["phy"] * (source.random() < 0.4)
        kinds += ["nvs_keys"] * (source.random() < 0.2)
        kinds += ["app"] * slots
        later = [kind for kind in ("coredump", "littlefs", "spiffs", "fat", "raw", "ring", "nvs",
                                   "raw", "custom", "littlefs", "spiffs")
                 if source.random() < 0.3]
        source.shuffle(later)
        self.has_factory = slots != 2 and source.random() < 0.7
        at = self.table_at + SECTOR
        apps = 0
        for kind in kinds + later:
            size = self.draw_size(kind, slots)
            if source.random() < 0.25:
                at += source.choice([1, 2, 16, 40]) * SECTOR
            align = 64 * K if kind == "app" else SECTOR
            at = -(-at // align) * align
            left = self.size - at
            if size > left:
                continue
            name = self.draw_name()
            kind_type = self.type_of(kind, apps, slots)
            apps += kind == "app"
            is_blank = source.random() < (0.5 if kind == "otadata" else 0.2)
            self.rows.append({"kind": kind, "type": kind_type, "offset": at, "size": size,
                              "name": name, "blank": is_blank})
            at += size

    def draw_size(self, kind, slots):
        source = self.source
        room = self.size - 128 * K
        if kind == "app":
            return max(64 * K, min(source.choice([256, 512, 1024, 1536]) * K,
                                   room // (slots + 1) // (64 * K) * 64 * K))
        return {"nvs": source.choice([12, 16, 20, 24, 64]) * K, "otadata": 8 * K, "phy": 4 * K,
                "nvs_keys": 4 * K, "coredump": 64 * K, "ring": source.choice([8, 16]) * K,
                "littlefs": source.choice([64, 128, 500]) * K,
                "spiffs": source.choice([64, 128, 512]) * K, "fat": source.choice([528, 1024]) * K,
                "raw": source.choice([4, 16, 64]) * K, "custom": source.choice([4, 100]) * K}[kind]

    def type_of(self, kind, apps, slots):
        if kind == "app":
            if self.has_factory and apps == 0:
                return "app.factory"
            return f"app.ota_{apps - self.has_factory}"
        return {"otadata": "data.ota", "raw": "data.undefined", "ring": "0x40.0x0",
                "custom": "0x41.0x7"}.get(kind, f"data.{kind}")

    def draw_name(self):
        source = self.source
        while True:
            name = "".join(source.choice(string.ascii_lowercase + "_") for _ in
                           range(source.randrange(3, 14))).strip("_") or "x"
            name += str(source.randrange(10))
            if name[0].isalpha() and all(row["name"] != name for row in self.rows):
                return name

    def write_schema(self):
        lines = ["schema device revision 1;",
                 f"target {self.chip} {{ flash {self.size // M}M; table_at {self.table_at:#x}; }}",
                 SCHEMA_RECORD, "table main {"]
        for row in self.rows:
            lines.append(f'    partition {row["name"]} {row["type"]} size {row["size"]} '
                         f'at {row["offset"]:#x}{self.content_of(row)}')
        pathlib.Path("flash.pschema").write_text("\n".join(lines + ["}"]) + "\n")

    def content_of(self, row):
        source = self.source
        if row["blank"]:
            return ";"
        kind = row["kind"]
        if kind == "nvs":
            keys = "".join(f'u32 k{i} = {source.randrange(1 << 32)}; '
                           for i in range(source.randrange(1, 200)))
            return f" from nvs {{ namespace a {{ {keys} }} }}"
        if kind == "littlefs":
            return ' from littlefs "files";'
        if kind == "spiffs":
            return ' from spiffs "files";'
        if kind == "fat":
            row["plain"] = source.random() < 0.3
            return ' from fat "files"' + (" { wear_levelling off; }" if row["plain"] else ";")
        if kind == "ring":
            return " from record state { a = 7; ring; }"
        return ";"

    def draw_files(self):
        folder = pathlib.Path("files")
        folder.mkdir(exist_ok=True)
        for path in folder.iterdir():
            path.unlink()
        for i in range(self.source.randrange(0, 5)):
            size = self.source.choice([1, 100, 4000, 9000])
            (folder / f"f{i}.txt").write_bytes(self.source.randbytes(size))

    # What the generators do not make.

    def fill(self, row):
        source = self.source
        kind, offset, size = row["kind"], row["offset"], row["size"]
        if row["blank"]:
            return
        told = 0
        if kind == "app":
            most = size - 100
            image = app.make(self.chip, source.randrange(3000, most), f"{self.size // M}M",
                             app.description("p", "1", 0))
            if source.random() < 0.3:  # what is left of a longer one
                tail = source.randrange(0, size - len(image))
                self.write(offset + len(image), source.randbytes(tail))
            self.write(offset, image)
        elif kind == "otadata":
            told = size
            entries = source.choice([1, 2])
            flash = bytes(self.bytes)
            for i in range(entries):
                flash = store(flash, offset + i * SECTOR, source.randrange(1, 9) * 2 + i, 2)
            self.bytes = bytearray(flash)
        elif kind == "phy":
            self.write(offset, b"PHYINIT\0" + source.randbytes(128) + b"PHYINIT\0")
        elif kind == "nvs_keys":
            keys = source.randbytes(64)
            self.write(offset, keys + struct.pack("<I", zlib.crc32(keys, 0xffffffff)))
        elif kind == "coredump":
            body = struct.pack("<IIIII", 0, 0x00000102, 1, 2, 3) + b"\x7fELF" + source.randbytes(5000)
            body = struct.pack("<I", len(body) + 4) + body[4:]
            self.write(offset, body + struct.pack("<I", zlib.crc32(body)))
        elif kind in ("raw", "custom"):
            self.write(offset, bytes(source.randrange(1, 255) for _ in range(size // 2 + 10)))
        elif kind in ("littlefs", "spiffs"):
            told = size // SECTOR * SECTOR
        elif kind == "fat":
            told = 0 if row["plain"] else size
        self.items.append(Item(kind, offset, told))
        self.truth.append(Item(kind, offset, told))

    def write(self, offset, data):
        self.bytes[offset:offset + len(data)] = data

    def put(self, data, offset, kind, told=0):
        self.write(offset, data)
        self.items.append(Item(kind, offset, told))

    # Leftovers, outside of all partitions.

    def gaps(self):
        end = self.table_at + SECTOR
        for row in self.rows:
            if row["offset"] > end:
                yield end, row["offset"]
            end = row["offset"] + row["size"]
        yield end, self.size

    def leave(self):
        source = self.source
        for start, end in list(self.gaps()):
            start = -(-start // SECTOR) * SECTOR
            if end - start < 2 * SECTOR or source.random() < 0.5:
                continue
            offset = start + source.randrange((end - start) // SECTOR) * SECTOR
            room = end - offset
            kind = source.choice(["nvs", "app", "raw", "table", "fs", "otadata"])
            if kind == "nvs":
                page = struct.pack("<IIB19x", 0xfffffffe, 0, 0xfe).replace(b"\0" * 19, b"\xff" * 19)
                page += struct.pack("<I", zlib.crc32(page[4:28], 0xffffffff))
                self.put(page + b"\xff" * 32, offset, kind)
            elif kind == "app" and room > 8000:
                self.put(app.make(self.chip, source.randrange(3000, min(room, 60000))), offset, kind)
            elif kind == "raw":
                self.put(source.randbytes(source.randrange(1, min(room, 20000))), offset, kind)
            elif kind == "table":
                self.put(self.old_table(), offset, kind)
            elif kind == "otadata":
                self.put(store(b"\xff" * SECTOR, 0, 3, 2), offset, kind)
            elif kind == "fs":
                self.old_files(offset, room)

    def old_table(self):
        """Of another layout."""
        source = self.source
        at, lines = 0x9000, []
        for i, kind in enumerate(["data.nvs", "app.factory", "data.spiffs"][:source.randrange(1, 4)]):
            at = -(-at // 0x10000) * 0x10000 if kind == "app.factory" else at
            size = source.choice([16, 64, 256]) * K
            lines.append(f"    partition old{i} {kind} size {size} at {at:#x};")
            at += size
        text = "schema old revision 1;\ntarget esp32 { flash 16M; }\ntable main {\n"
        pathlib.Path("old.pschema").write_text(text + "\n".join(lines) + "\n}\n")
        schemac("compile", "old.pschema", "-o", "old", "-q")
        return pathlib.Path("old/main.bin").read_bytes()

    def old_files(self, offset, room):
        """A file system that was larger, so that partitions may be where it was."""
        size = self.source.choice([64, 512, 1024]) * K
        if offset + size > self.size:
            return
        kind = self.source.choice(["littlefs", "spiffs"])
        text = "schema old revision 1;\ntarget esp32 { flash 16M; }\ntable main {\n"
        text += f'    partition x data.{kind} size {size} from {kind} "files";\n}}\n'
        pathlib.Path("old.pschema").write_text(text)
        schemac("generate", "old.pschema", "x", "-o", "old.bin", "-q")
        data = pathlib.Path("old.bin").read_bytes()
        told = size
        if size > room:
            data = data[:room]
        self.put(data, offset, kind, told)

    def destroy(self):
        """The flash with its table gone."""
        source = self.source
        flash = bytearray(self.bytes)
        how = source.choice(["erased", "zeros", "random", "text", "nvs"])
        data = {"erased": b"\xff" * SECTOR, "zeros": bytes(SECTOR),
                "random": source.randbytes(SECTOR), "text": (b"hello, world " * 400)[:SECTOR],
                "nvs": b""}[how]
        if how == "nvs":
            page = struct.pack("<IIB", 0xfffffffe, 0, 0xfe) + b"\xff" * 19
            data = page + struct.pack("<I", zlib.crc32(page[4:28], 0xffffffff))
            data = data.ljust(SECTOR, b"\xff")
            self.items.append(Item("nvs", self.table_at))
        flash[self.table_at:self.table_at + SECTOR] = data
        return bytes(flash)
