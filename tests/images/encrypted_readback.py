"""A device with flash encryption, read back: what `verify` and `dump` make of it, with the key and
without, and of one that was not flashed as it should be.
"""

import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
import app as apps
from harness import Skipped, equal, run, run_tests, schemac, SCHEMAC

SCHEMA = """\
schema sec revision 1;
target esp32c3 { flash 4M; }
table main {
    partition boot     bootloader.primary from file "boot.bin";
    partition nvs      data.nvs      size 24K from nvs { keys file "keys.bin"; namespace dps { string p1 = "11111"; u16 port = 8883; } }
    partition otadata  data.ota;
    partition ota_0    app.ota_0     size 1M from file "app.bin";
    partition ota_1    app.ota_1     size 1M;
    partition nvs_keys data.nvs_keys size 4K encrypted from file "keys.bin";
    partition storage  data.fat      size 128K encrypted from fat "www";
    partition open     data.littlefs size 64K from littlefs "www";
}
"""
CIPHER = "cipher text, as it should be"
PLAIN = "plain text, where the chip expects cipher text"


def make(kind="xts-128", chip="esp32c3"):
    """The schema, its images, and the flash as plain and as cipher text."""
    if "libcrypto" not in run(SCHEMAC, "--version").stdout:
        raise Skipped("schemac was built without libcrypto")
    pathlib.Path("sec.pschema").write_text(SCHEMA.replace("esp32c3", chip))
    pathlib.Path("boot.bin").write_bytes(
        apps.make(chip, 20000, start=apps.bootloader_description()))
    pathlib.Path("app.bin").write_bytes(
        apps.make(chip, 200000, start=apps.description("demo", "1.0", 0)))
    pathlib.Path("www").mkdir()
    pathlib.Path("www/a.txt").write_text("hi\n")
    schemac("keys", "-o", "keys.bin")
    schemac("keys", "--flash-encryption", kind, "-o", "flash.key")
    schemac("image", "sec.pschema", "-o", "plain.bin", "-q")
    schemac("image", "sec.pschema", "-o", "enc.bin", "-q", "--encrypt", "flash.key")


def verdicts(*words, status):
    """{name: sentence} of verify."""
    text = schemac("verify", "sec.pschema", *words, status=status).stdout
    lines = [line for line in text.splitlines() if line[:1].strip() and "0x" in line[:40]]
    return {line[:24].strip(): line[46:].strip() for line in lines}


def expected(cipher, **others):
    """What verify says of the parts that the chip encrypts, and of the others."""
    encrypted = dict.fromkeys(["boot", "table `main`", "ota_0", "nvs_keys", "storage"], cipher)
    return {**encrypted, "nvs": "identical", "open": "identical",
            "otadata": "not checked: its content is not known; it is erased",
            "ota_1": "not checked: its content is not known; it is erased", **others}


def test_without_the_key():
    make()
    equal(verdicts("--flash", "enc.bin", status=0), expected(CIPHER))


def test_with_the_key():
    make()
    equal(verdicts("--flash", "enc.bin", "--flash-key", "flash.key", status=0),
          expected("identical"))


def test_plain_where_the_sdkconfig_wants_cipher_text():
    make()
    pathlib.Path("sdkconfig").write_text("CONFIG_SECURE_FLASH_ENC_ENABLED=y\n")
    equal(verdicts("--flash", "plain.bin", "--sdkconfig", "sdkconfig", status=1), expected(PLAIN))
    pathlib.Path("sdkconfig").write_text("# CONFIG_SECURE_FLASH_ENC_ENABLED is not set\n")
    equal(verdicts("--flash", "plain.bin", "--sdkconfig", "sdkconfig", status=0),
          expected("identical"))


def test_one_part_is_plain():
    make()
    mixed = bytearray(pathlib.Path("enc.bin").read_bytes())
    mixed[0x20000:0x120000] = pathlib.Path("plain.bin").read_bytes()[0x20000:0x120000]
    pathlib.Path("mixed.bin").write_bytes(mixed)
    equal(verdicts("--flash", "mixed.bin", status=1), expected(CIPHER, ota_0=PLAIN))
    equal(verdicts("--flash", "mixed.bin", "--flash-key", "flash.key", status=1),
          expected("identical", ota_0=PLAIN))
    dumped = schemac("dump", "mixed.bin", "--flash-key", "flash.key")
    assert "`ota_0` at 0x20000 is plain text" in dumped.stderr, dumped.stderr
    equal(dumped.stdout, schemac("dump", "plain.bin").stdout)


def test_another_key():
    make()
    schemac("keys", "--flash-encryption", "xts-128", "-o", "other.key")
    found = verdicts("--flash", "enc.bin", "--flash-key", "other.key", status=1)
    assert found["ota_0"].startswith("differs: "), found
    equal(found["nvs"], "identical")
    dumped = schemac("dump", "enc.bin", "--flash-key", "other.key", status=1)
    assert "PS8360" in dumped.stderr, dumped.stderr


def test_dump_is_that_of_the_plain_flash():
    """For each kind of key, without a schema: the table that appears says which kind it is."""
    if "libcrypto" not in run(SCHEMAC, "--version").stdout:
        raise Skipped("schemac was built without libcrypto")
    for kind, chip in [("esp32", "esp32"), ("esp32-192", "esp32"), ("xts-128", "esp32c3"),
                       ("xts-256", "esp32s3"), ("efuse-128", "esp32c2")]:
        folder = pathlib.Path(kind)
        folder.mkdir()
        start = os.getcwd()
        os.chdir(folder)
        make(kind, chip)
        plain = schemac("dump", "plain.bin").stdout
        equal(schemac("dump", "enc.bin", "--flash-key", "flash.key").stdout, plain, kind)
        equal(schemac("dump", "enc.bin", "--flash-key", "flash.key", "--schema",
                      "sec.pschema").stdout,
              schemac("dump", "plain.bin", "--schema", "sec.pschema").stdout, kind)
        os.chdir(start)


def test_a_partition_alone():
    make()
    part = pathlib.Path("enc.bin").read_bytes()[0x20000:0x120000]
    pathlib.Path("part.bin").write_bytes(part)
    words = ["dump", "part.bin", "--schema", "sec.pschema", "--partition", "ota_0"]
    assert "project demo" in schemac(*words, "--flash-key", "flash.key").stdout
    schemac(*words, status=1)
    schemac("verify", "sec.pschema", "--flash", "part.bin", "--partition", "ota_0", "--flash-key",
            "flash.key")


def test_without_the_key_dump_names_the_cure():
    make()
    for words in [[], ["--schema", "sec.pschema"]]:
        dumped = schemac("dump", "enc.bin", *words, status=1)
        assert "this may be an encrypted flash" in dumped.stdout + dumped.stderr, dumped.stdout
        assert "`--flash-key KEY`" in dumped.stdout + dumped.stderr, dumped.stdout


def test_keys_do_not_leak():
    """Neither into messages nor into files that others can read."""
    make()
    for name in ("flash.key", "enc.bin"):
        equal(pathlib.Path(name).stat().st_mode & 0o777, 0o600, name)
    key = pathlib.Path("flash.key").read_bytes()
    pathlib.Path("long.key").write_bytes(key + key + b"x")
    for words in (["image", "sec.pschema", "-o", "x.bin", "--encrypt", "long.key"],
                  ["dump", "enc.bin", "--flash-key", "long.key"],
                  ["keys", "--flash-encryption", "xts-128", "-o", "flash.key"]):
        said = run(SCHEMAC, *words)
        equal(said.returncode, 1, said.stderr)
        text = (said.stdout + said.stderr).encode()
        assert key[:4] not in text and key[:4].hex().encode() not in text, words
    made = schemac("dump", "enc.bin", "--flash-key", "flash.key", "--extract", "found")
    equal(made.returncode, 0)
    for path in pathlib.Path("found").rglob("*"):
        if path.is_file():
            equal(path.stat().st_mode & 0o77, 0, str(path))


run_tests(globals())
