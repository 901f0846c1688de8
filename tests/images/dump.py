"""What `dump --extract` writes makes the image again, byte for byte; and what is shown is right.

The images are those that other tools made (data/, ../tables/part), and those that the examples of
the project make.
"""

import json
import pathlib
import random
import re
import shutil
import stat
import sys
import zlib

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
import nvs_pages  # noqa: E402
from harness import PROJECT, SCHEMAC, Skipped, equal, run, run_tests, schemac  # noqa: E402
from nvs_keys import random_keys  # noqa: E402
from nvs_schema import has_libcrypto, make  # noqa: E402

DATA = pathlib.Path(__file__).parent / "data"
KEYS = DATA / "nvs" / "keys_fixed.bin"
EXAMPLES = PROJECT / "schemas" / "examples"


def regenerate(image, *options):
    """What the schema that `dump --extract` writes makes."""
    folder = pathlib.Path("again")
    shutil.rmtree(folder, ignore_errors=True)
    schemac("dump", image, "--extract", folder, *options)
    schema, = folder.glob("*.pschema")
    for path in folder.iterdir():
        equal(stat.S_IMODE(path.stat().st_mode) & 0o077, 0, f"rights of {path}")
    schemac("generate", schema, schema.stem, "-o", "again.bin")
    return pathlib.Path("again.bin").read_bytes()


def test_nvs_images_of_others():
    count = 0
    for path in sorted([*DATA.glob("nvs/n*.bin"), *DATA.glob("mfg/*.bin"), *DATA.glob("at/*.bin")]):
        is_encrypted = path.stem.endswith(".enc")
        if is_encrypted and not has_libcrypto():
            continue
        options = ["--keys", KEYS] if is_encrypted else []
        equal(regenerate(path, *options), path.read_bytes(), path.name)
        count += 1
    assert count > 20, count


def shown_keys(image, *options):
    """(namespace, key): (type, value) of what JSON says of an image."""
    dump = json.loads(schemac("dump", image, "--json", *options).stdout)
    return {(space["name"], key["key"]): (key["type"], key["value"])
            for space in dump["namespaces"] for key in space["keys"]}


def test_random_keys_come_back():
    for seed in range(40):
        keys, block = random_keys(random.Random(seed))
        size = 64 * 4096
        image = make(block, size)
        pathlib.Path("random.bin").write_bytes(image)
        wanted = nvs_pages.read(image, keys.version, size)
        shown = shown_keys("random.bin")
        equal(sorted(shown), sorted(wanted), f"seed {seed}")
        for key, (_, value) in shown.items():
            if isinstance(value, int):
                equal(value, wanted[key][1], f"{key} of seed {seed}")
        equal(regenerate("random.bin"), image, f"seed {seed}")


def test_encrypted_by_derived_keys():
    if not has_libcrypto():
        raise Skipped("schemac is without libcrypto")
    pathlib.Path("hmac.bin").write_bytes(bytes(range(32)))
    schemac("keys", "--hmac-key", "hmac.bin", "-o", "keys.bin")
    image = make('keys file "keys.bin"; namespace a { u8 b = 1; string c = "text"; }', 16384)
    pathlib.Path("nvs.bin").write_bytes(image)
    equal(shown_keys("nvs.bin", "--hmac-key", "hmac.bin"),
          shown_keys("nvs.bin", "--keys", "keys.bin"))
    equal(regenerate("nvs.bin", "--hmac-key", "hmac.bin"), image)


def test_an_image_that_firmware_changed():
    """It has other bytes than any schema makes; the keys are there all the same."""
    image = bytearray(make("namespace a { u8 gone = 1; u8 kept = 2; }", 12288))
    image[32] &= ~(3 << 2)  # `gone` is erased
    pathlib.Path("nvs.bin").write_bytes(image)
    text = schemac("dump", "nvs.bin", "--extract", "again").stdout
    assert "makes different bytes, from here on: firmware has changed the image" in text, text
    schemac("generate", "again/nvs.pschema", "nvs", "-o", "again.bin")
    equal(list(shown_keys("again.bin")), [("a", "kept")])


def test_blobs_in_chunks_beside_pages_of_version_1():
    """Firmware of version 2 goes on with the pages of version 1 that it finds."""
    pathlib.Path("c.bin").write_bytes(bytes(range(250)) * 40)
    image = bytearray(make('namespace a { u8 b = 1; blob c file "c.bin"; string d = "end"; }', 20480))
    image[8] = 0xff
    image[28:32] = zlib.crc32(image[4:28], 0xffffffff).to_bytes(4, "little")
    pathlib.Path("mixed.bin").write_bytes(image)
    regenerate("mixed.bin")
    pathlib.Path("again.bin").rename("both.bin")
    equal(shown_keys("both.bin"), shown_keys("mixed.bin"))


def test_containers():
    cases = PROJECT / "tests/golden/dump"
    names = ["gatts/gatt.bin"] + (["pki_json/pki.bin"] if has_libcrypto() else [])
    for name in names:
        shutil.rmtree("again", ignore_errors=True)
        schemac("dump", cases / name, "--extract", "again")
        schema, = pathlib.Path("again").glob("*.pschema")
        schemac("generate", schema, schema.stem, "-o", "again.bin")
        equal(pathlib.Path("again.bin").read_bytes(), (cases / name).read_bytes(), name)


def test_a_key_that_is_said_to_be_a_certificate():
    """A damaged type makes nothing of a key that others may read, and shows nothing of it."""
    image = bytearray((PROJECT / "tests/golden/dump" / "pki_json" / "pki.bin").read_bytes())
    at = image.index(b"PRIVATE KEY")
    item = max(i for i in range(8, at) if image[i] == 3 and i % 4 == 0 and image[i + 1] == 0)
    key = bytes(image[at + 20:at + 60])
    image[item] = 2
    pathlib.Path("pki.bin").write_bytes(image)
    pathlib.Path("pki.bin").chmod(0o644)
    result = run(SCHEMAC, "dump", "pki.bin", "--extract", "found")
    assert key.decode().split()[0] not in result.stdout + result.stderr, result
    files = list(pathlib.Path("found").iterdir())
    assert any(key in path.read_bytes() for path in files), files
    for path in files:
        equal(stat.S_IMODE(path.stat().st_mode), 0o600, f"rights of {path}")


def test_records():
    """The CSV that was read back, in the place of the one that the schema names."""
    shutil.copytree(EXAMPLES, "examples")
    for name, table in (("calib", "calibration"), ("channels", "channels")):
        words = ["examples/sensor.pschema", name]
        schemac("generate", *words, "-o", "before.bin")
        schemac("dump", "before.bin", "--schema", words[0], "--partition", name, "--extract", name)
        shutil.copy(f"{name}/{table}.csv", f"examples/sensor/{table}.csv")
        schemac("generate", *words, "-o", "after.bin")
        equal(pathlib.Path("after.bin").read_bytes(), pathlib.Path("before.bin").read_bytes(), name)


def cells(line):
    return [cell.strip() for cell in line.split(",")]


def test_tables():
    """The CSV of a table has its rows, and makes its bytes again."""
    folder = PROJECT / "tests" / "tables" / "part"
    for path in sorted(folder.glob("p*.bin")):
        if ".esp8266." in path.name:
            continue
        shutil.rmtree("table", ignore_errors=True)
        schemac("dump", path, "--extract", "table")
        made, = pathlib.Path("table").iterdir()
        rows = [cells(line) for line in made.read_text().splitlines() if not line.startswith("#")]
        dump = json.loads(schemac("dump", path, "--json").stdout)
        equal([row[0] for row in rows], [row["label"] for row in dump["rows"]], path.name)
        equal([int(row[3], 16) for row in rows], [row["offset"] for row in dump["rows"]], path.name)
        equal(dump["checksum"], ".nomd5." not in path.name, path.name)
        if dump["checksum"]: # no CSV can say that there is none
            shutil.rmtree("made", ignore_errors=True)
            schemac("import", made, "-o", "table/made.pschema")
            schemac("compile", "table/made.pschema", "-o", "made")
            again, = pathlib.Path("made").glob("*.bin")
            equal(again.read_bytes(), path.read_bytes(), path.name)


def test_images_of_examples():
    """Nothing that the project makes is taken for damaged."""
    values = {"sensor": "sensor/devices.csv", "aliyun_mfg": "aliyun_mfg/devices.csv"}
    for path in sorted(EXAMPLES.glob("*.pschema")):
        options = []
        if path.stem in values:
            options += ["--values", EXAMPLES / values[path.stem], "--device", "1"]
        if path.stem == "esp_at":
            options += ["--variant", "esp32c3_default"]
        result = run(SCHEMAC, "build", path, "-o", path.stem, "-q", *options)
        if result.returncode: # what it is made of is a product's own
            continue
        for image in sorted(pathlib.Path(path.stem).glob("images/*.bin")):
            if (path.stem, image.stem) == ("sensor", "ota_0"):  # a text stands for its app
                continue
            options = options[-2:] if "--variant" in options else []
            keys = pathlib.Path(path.stem, "images", "nvs_keys.bin")
            if keys.exists() and image != keys: # as `keys nvs_keys;` of the example says
                options = [*options, "--keys", keys]
            result = run(SCHEMAC, "dump", image, "--schema", path, "--partition", image.stem,
                         *options)
            assert "damaged" not in result.stdout + result.stderr, result
        for table in sorted(pathlib.Path(path.stem).glob("*.bin")):
            schemac("dump", table)


def test_flipped_bits():
    """What has a checksum: each bit that is flipped is damage, and the rest is still shown."""
    cases = PROJECT / "tests/golden/dump"
    source = random.Random(8)
    for path, kind, end in ((cases / "table" / "table.bin", "table", 6 * 32),
                            (cases / "app" / "app.bin", "app", 0x1F0),
                            (cases / "nvs_keys" / "keys.bin", "nvs_keys", 68),
                            (cases / "nvs" / "nvs.bin", "nvs", 32)):
        image = path.read_bytes()
        for _ in range(60):
            bit = source.randrange(end * 8)
            flipped = bytearray(image)
            flipped[bit // 8] ^= 1 << bit % 8
            pathlib.Path("flipped.bin").write_bytes(flipped)
            result = schemac("dump", "flipped.bin", "--as", kind, status=1)
            assert "damaged at 0x" in result.stdout, f"{kind}, bit {bit}: {result.stdout}"
            rows = re.findall(r" size \d", result.stdout)
            assert kind != "table" or len(rows) >= 5, result.stdout


def test_any_bytes_are_no_crash():
    """As any format, random bytes and cut images are shown, or refused, and the JSON is whole."""
    source = random.Random(9)
    golden = PROJECT / "tests/golden/dump"
    images = sorted(path for path in golden.glob("*/*.bin") if path.stat().st_size < 20000)
    pathlib.Path("unknown.bin").write_text("no image")
    unknown = run(SCHEMAC, "dump", "unknown.bin").stderr
    formats = re.search(r"known formats are (.*?);", unknown)[1].split(", ")
    assert len(formats) > 10, formats
    for path in source.sample(images, 30):
        image = bytearray(path.read_bytes())
        for _ in range(20):
            if image:
                image[source.randrange(len(image))] = source.randrange(256)
        pathlib.Path("any.bin").write_bytes(image[:source.randrange(len(image) + 1)])
        result = run(SCHEMAC, "dump", "any.bin", "--json", "--as", source.choice(formats))
        assert result.returncode in (0, 1), f"{path}: {result}"
        json.loads(result.stdout)


def test_secrets_are_dots():
    shutil.copytree(EXAMPLES, "examples")
    schema = "examples/sensor.pschema"
    schemac("generate", schema, "unit", "--values", "examples/sensor/devices.csv", "--device", "1",
            "-o", "unit.bin")
    secret = re.search(r'password = "(.*)"', schemac("dump", "unit.bin").stdout)[1]
    for options in ([], ["--json"], ["--partition", "unit"]):
        assert secret not in schemac("dump", "unit.bin", "--schema", schema, *options).stdout
    shown = schemac("dump", "unit.bin", "--schema", schema, "--partition", "unit", "--show-secrets")
    assert secret in shown.stdout


def test_no_key_is_shown():
    keys = KEYS.read_bytes()[:64]
    for options in ([], ["--json"], ["--as", "nvs_keys"]):
        text = schemac("dump", KEYS, *options).stdout
        for at in range(0, 64, 4):
            assert keys[at:at + 4].hex() not in text.replace(" ", ""), text


if __name__ == "__main__":
    run_tests(globals())
