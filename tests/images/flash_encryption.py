"""Encrypted flashes against espsecure, the program that Espressif has for them.

200 random images, of every kind of key, must be what espsecure makes of the same bytes, and what we
decrypt must be the plain image. What is encrypted is decided here anew, from the rows of the table:
bootloader, table, apps, OTA data, NVS keys, and what is flagged.

espsecure is part of esptool 5, which `./dev test --all` installs into build/esptool5.
"""

import json
import os
import pathlib
import random
import struct
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
import app as apps
from harness import PROJECT, Skipped, equal, run, run_tests, schemac

ESPTOOL = PROJECT / "build" / "esptool5"
COUNT = 200

# kind: size of the key, chips that take it, whether it is XTS
KINDS = {
    "esp32": (32, ["esp32"], False),
    "esp32-192": (24, ["esp32"], False),
    "xts-128": (32, ["esp32s2", "esp32s3", "esp32c2", "esp32c3", "esp32c5", "esp32c6", "esp32c61",
                     "esp32h2", "esp32h21", "esp32h4", "esp32p4", "esp32s31"], True),
    "xts-256": (64, ["esp32s2", "esp32s3", "esp32c5", "esp32h4", "esp32p4", "esp32s31"], True),
    "efuse-128": (16, ["esp32c2"], True),
}

# Has espsecure encrypt one stretch after the other in one process: to start it takes a second.
WORKER = """
import io, json, pathlib, sys
import espsecure
for job in json.load(open(sys.argv[1])):
    key = open(job["key"], "rb")
    out = io.BytesIO()
    out.name = "out"
    espsecure.encrypt_flash_data(key, out, job["address"], job["config"], job["xts"],
                                 open(job["plain"], "rb"))
    pathlib.Path(job["out"]).write_bytes(out.getvalue())
"""


def boot_at(chip):
    return (0x1000 if chip in ("esp32", "esp32s2")
            else 0x2000 if chip in ("esp32c5", "esp32h4", "esp32p4", "esp32s31") else 0)


def make_inputs(source, chip, folder):
    """A random schema for a chip, with its files."""
    (folder / "boot.bin").write_bytes(apps.make(
        chip, source.randrange(200, 0x4000), "1M",
        apps.bootloader_description() + source.randbytes(100)))
    (folder / "app.bin").write_bytes(apps.make(
        chip, source.randrange(400, 0x10000), "1M", source.randbytes(256)))
    lines = ["partition boot bootloader.primary from file \"boot.bin\";",
             "partition factory app.factory size 64K from file \"app.bin\";"]
    for index in range(source.randrange(1, 6)):
        size = source.randrange(1, 6) * 4096
        (folder / f"{index}.bin").write_bytes(
            source.randbytes(source.choice([source.randrange(1, size + 1), 16, 33, size])))
        kind = source.choice(["0x40.0", "0x41.7", "data.undefined", "data.fat"])
        flag = source.choice(["", "encrypted "])
        lines.append(f"partition p{index} {kind} size {size} {flag}from file \"{index}.bin\";")
    tail = lines[1:]
    source.shuffle(tail)
    (folder / "input.pschema").write_text(
        f"schema example revision 1;\ntarget {chip} {{ flash 1M; }}\ntable main {{\n    "
        + "\n    ".join(lines[:1] + tail) + "\n}\n")


def stretches(plain, chip, folder):
    """(offset, length) of the bytes that the chip encrypts."""
    yield boot_at(chip), (folder / "boot.bin").stat().st_size
    yield 0x8000, 0xc00
    files = {"factory": "app.bin"}
    for at in range(0x8000, 0x8c00, 32):
        magic, kind, sub, offset, _, label, flags = struct.unpack("<HBBII16sI", plain[at:at + 32])
        name = label.rstrip(b"\0").decode("ascii", "replace")
        if magic == 0x50aa and (kind == 0 or flags & 1 or (kind, sub) in ((1, 0), (1, 4))):
            file = files.get(name, name[1:] + ".bin")
            yield offset, (folder / file).stat().st_size


def test_200_images_are_what_espsecure_makes():
    if not (ESPTOOL / "espsecure").is_dir():
        raise Skipped(f"{ESPTOOL} is not there; ./dev test --all installs it")
    source = random.Random("flash encryption")
    jobs, images = [], []
    for number in range(COUNT):
        kind = list(KINDS)[number % len(KINDS)]
        size, chips, is_xts = KINDS[kind]
        chip = source.choice(chips)
        config = source.choice([0xf, source.randrange(16)]) if not is_xts else 0xf
        folder = pathlib.Path(str(number))
        folder.mkdir()
        make_inputs(source, chip, folder)
        key = folder / "flash.key"
        key.write_bytes(source.randbytes(size))
        words = ["input.pschema", "-q"]
        schemac("image", *words, "-o", "plain.bin", cwd=folder)
        encrypt = ["--flash-crypt-config", hex(config)] if not is_xts else []
        schemac("image", *words, "-o", "cipher.bin", "--encrypt", "flash.key", *encrypt, cwd=folder)
        schemac("verify", "input.pschema", "--flash", "cipher.bin", "--flash-key", "flash.key",
                *encrypt, cwd=folder)
        plain = (folder / "plain.bin").read_bytes()
        parts = []
        for offset, length in stretches(plain, chip, folder):
            block = 16 if is_xts else 32
            length = -(-length // block) * block
            text, out = folder / f"{offset}.plain", folder / f"{offset}.cipher"
            text.write_bytes(plain[offset:offset + length])
            jobs.append({"key": str(key), "plain": str(text), "out": str(out), "address": offset,
                         "config": config, "xts": is_xts})
            parts.append((offset, out))
        images.append((folder, plain, parts))
    pathlib.Path("jobs.json").write_text(json.dumps(jobs))
    made = run(sys.executable, "-c", WORKER, "jobs.json",
               env={**os.environ, "PYTHONPATH": str(ESPTOOL)})
    equal(made.returncode, 0, made.stderr)
    for folder, plain, parts in images:
        expected = bytearray(plain)
        for offset, out in parts:
            cipher = out.read_bytes()
            expected[offset:offset + len(cipher)] = cipher
        actual = (folder / "cipher.bin").read_bytes()
        differing = next((at for at, pair in enumerate(zip(actual, expected)) if pair[0] != pair[1]),
                         None)
        equal((len(actual), differing), (len(expected), None), str(folder))


run_tests(globals())
