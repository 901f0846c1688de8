"""Whole flashes: `image` against readers of its formats in Python and against what the build
fragments flash, `verify` against what `image` made, who may read what holds secrets."""

import json
import os
import pathlib
import random
import re
import shutil
import stat
import struct
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import FACTORY, HEAD, PROJECT, SCHEMAC, equal, run, run_tests, schemac  # noqa: E402
from map_schemas import variants  # noqa: E402

EXAMPLES = PROJECT / "schemas" / "examples"
OPTIONS = {"sensor": ("--values", "sensor/devices.csv", "--device", "1"),
           "aliyun_mfg": ("--values", "aliyun_mfg/devices.csv", "--device", "1"),
           "wallbox": ("--values", "wallbox/devices.csv", "--device", "1")}


def read_hex(text):
    """{address: byte} of an Intel HEX file."""
    contents = {}
    upper = 0
    lines = text.decode("ascii").splitlines()
    equal(lines[-1], ":00000001FF")
    for line in lines[:-1]:
        record = bytes.fromhex(line.removeprefix(":"))
        equal(sum(record) % 256, 0, f"the checksum of {line}")
        length, address, kind = record[0], int.from_bytes(record[1:3], "big"), record[3]
        data = record[4:-1]
        equal(len(data), length, line)
        if kind == 4:
            upper = int.from_bytes(data, "big") << 16
        else:
            equal(kind, 0)
            contents.update((upper + address + i, byte) for i, byte in enumerate(data))
    return contents


def read_uf2(file, family):
    """{address: byte} of a UF2 file."""
    contents = {}
    for number, at in enumerate(range(0, len(file), 512)):
        block = file[at:at + 512]
        head = struct.unpack("<8I", block[:32])
        equal((head[:3], head[5:]),
              ((0x0a324655, 0x9e5d5157, 0x2000), (number, len(file) // 512, family)))
        equal(block[508:], struct.pack("<I", 0x0ab16f30))
        contents.update((head[3] + i, byte) for i, byte in enumerate(block[32:32 + head[4]]))
    return contents


def examples():
    """(schema, options) of each example and each of its variants; those in the current folder."""
    shutil.copytree(EXAMPLES, ".", dirs_exist_ok=True)
    for path in sorted(pathlib.Path(".").glob("*.pschema")):
        text = path.read_text()
        options = OPTIONS.get(path.stem, ())
        named = variants(text)
        if not named or re.search(r"^target", text, re.M):
            yield path, options
        yield from ((path, (*options, "--variant", variant)) for variant in named)


def compile_options(options):
    return options if "--variant" in options else ()


def image(path, options, output):
    schemac("image", path, *options, "--partial", "-q", "-Wno-image-left-out", "-o", output)
    return pathlib.Path(output).read_bytes()


def verify(path, options, dump, status):
    pathlib.Path("dump.bin").write_bytes(dump)
    return schemac("verify", path, *options, "--partial", "-q", "-Wno-image-left-out",
                   "--flash", "dump.bin", status=status).stdout


def pieces(path, options):
    """[(offset, length, name)] of what lies in an image, as `image` says it."""
    said = schemac("image", path, *options, "--partial", "-Wno-image-left-out", "-o", "said.bin")
    return [(int(offset, 16), int(length), name) for offset, length, name in
            re.findall(r"^ *(0x\w+) +(\d+)  \w+ `(.*)`$", said.stdout, re.M)]


def test_every_example_is_identical():
    count = 0
    for path, options in examples():
        verify(path, options, image(path, options, "flash.bin"), 0)
        count += 1
    assert count > 25, f"only {count} examples"


def test_every_flipped_byte_is_said():
    chance = random.Random(1)
    for path, options in list(examples())[::3]:
        flash = image(path, options, "flash.bin")
        for offset, length, name in pieces(path, options):
            at = offset + chance.randrange(length)
            wrong = bytearray(flash)
            wrong[at] ^= chance.randrange(1, 256)
            said = verify(path, options, wrong, 1)
            lines = [line for line in said.splitlines() if "differs: " in line]
            equal(len(lines), 1, said)
            assert f"differs: 1 byte in 1 sector, the first at {at:#x}" in said, said
            assert re.match(rf"(table `)?{re.escape(name)}`? +{offset:#x} ", lines[0]), said


def test_formats_agree():
    for path, options in list(examples())[::9]:
        flash = image(path, options, "flash.bin")
        sparse = image(path, (*options, "--sparse"), "sparse.bin")
        equal(sparse, flash[:len(sparse)])
        equal(flash[len(sparse):].strip(b"\xff"), b"")
        schemac("compile", path, *compile_options(options), "--emit", "flasher-args", "-q", "--force",
                "-o", ".")
        chip = json.loads(pathlib.Path("flasher_args.json").read_text())["extra_esptool_args"]["chip"]
        family = re.search(rf"^  {chip} .*uf2_family (\w+)", schemac("platforms").stdout, re.M)[1]
        for is_sparse in (False, True):
            more = (*options, *(["--sparse"] if is_sparse else []))
            for contents in (read_hex(image(path, more, "flash.hex")),
                             read_uf2(image(path, more, "flash.uf2"), int(family, 0))):
                assert is_sparse or len(contents) == len(flash)
                assert all(flash[at] == byte for at, byte in contents.items())
                for offset, length, _ in pieces(path, options):
                    assert all(at in contents for at in range(offset, offset + length))


def test_fragments_flash_the_same():
    """What esptool's merge_bin makes of the files in `flash_args` is the sparse image, but for what is
    a device's own once it has it."""
    for path, options in list(examples())[::3]:
        out = pathlib.Path("out")
        shutil.rmtree(out, ignore_errors=True)
        sparse = image(path, (*options, "--sparse"), "sparse.bin")
        result = run(SCHEMAC, "build", path, *options, "-q", "-o", out)
        if result.returncode:  # what is missing can be left out of an image, and not of a build
            assert "No such file" in result.stderr or "is missing" in result.stderr, result.stderr
            continue
        flash = bytearray(b"\xff" * len(sparse))
        for line in (out / "flash_args").read_text().splitlines()[1:]:
            offset, name = line.split(" ", 1)
            contents = (out / name).read_bytes()
            flash[int(offset, 16):int(offset, 16) + len(contents)] = contents
        kept = json.loads((out / "flasher_args.json").read_text()).get("preserved", [])
        for offset, length, name in pieces(path, options):
            if name in kept and (out / f"images/{name}.bin").exists():
                assert not bytes(flash[offset:offset + length]).strip(b"\xff"), f"{name} is flashed"
                flash[offset:offset + length] = (out / f"images/{name}.bin").read_bytes()
        if "--values" not in options:  # images of one device are not in there
            equal(bytes(flash), sparse, str(path))


def test_secrets():
    os.umask(0)
    pathlib.Path("a.pschema").write_text(f"""{HEAD}table main {{
    partition nvs data.nvs size 12K from nvs {{
        namespace unit {{ string password = "deep in the forest" secret; }}
    }}
{FACTORY}}}
""")
    for suffix in ("bin", "hex", "uf2"):
        schemac("image", "a.pschema", "-q", "-o", f"a.{suffix}")
        equal(stat.S_IMODE(os.stat(f"a.{suffix}").st_mode), 0o600)
    flash = bytearray(pathlib.Path("a.bin").read_bytes())
    assert b"deep in the forest" in flash
    flash[flash.index(b"forest")] ^= 1
    pathlib.Path("dump.bin").write_bytes(flash)
    for option in ("-q", "--json"):
        said = schemac("verify", "a.pschema", "--flash", "dump.bin", option, status=1)
        assert "forest" not in said.stdout + said.stderr


def test_added_secrets():
    os.umask(0)
    pathlib.Path("a.pschema").write_text(f"{HEAD}table main {{\n{FACTORY}}}\n")
    key = pathlib.Path("key.bin")
    key.write_bytes(b"key")
    for mode in (0o644, 0o600):
        key.chmod(mode)
        schemac("image", "a.pschema", "-q", "-Wno-image-without-app", "--add", "0x9000=key.bin",
                "-o", f"{mode:o}.bin")
        equal(stat.S_IMODE(os.stat(f"{mode:o}.bin").st_mode), 0o666 if mode == 0o644 else mode)


def test_hostile_dumps():
    """Nothing that a flash may hold harms, and nothing of it is shown as it is."""
    chance = random.Random(2)
    shutil.copytree(EXAMPLES, ".", dirs_exist_ok=True)
    path = pathlib.Path("esp_at_pki.pschema")
    flash = image(path, (), "flash.bin")
    for _ in range(60):
        dump = bytearray(flash)
        for _ in range(chance.randrange(1, 40)):
            at = chance.choice((0x8000, 0x20000)) + chance.randrange(0xc00)
            dump[at] = chance.randrange(256)
        said = verify(path, (), dump[:chance.randrange(len(dump))], 1)
        assert said.isascii() and said.replace("\n", "").isprintable(), said


if __name__ == "__main__":
    run_tests(globals())
