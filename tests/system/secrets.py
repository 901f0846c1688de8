"""Secrets: who may read the files that contain them, and how keys are made."""

import hashlib
import hmac
import os
import pathlib
import stat
import sys
import zlib

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import (FACTORY, HEAD, SCHEMAC, Skipped, equal, run, run_tests, schemac,  # noqa: E402
                     without_libcrypto)


def rights(path):
    return stat.S_IMODE(os.stat(path).st_mode)


def derive(path):
    pathlib.Path("hmac.bin").write_bytes(bytes(range(32)))
    words = ("keys", "--hmac-key", "hmac.bin", "-o", path)
    try:
        schemac(*words)
    except AssertionError as error:
        if "libcrypto" in str(error):
            raise Skipped("libcrypto is not there") from error
        raise


def test_random_keys():
    os.umask(0)
    schemac("keys", "-o", "a/keys.bin")
    schemac("keys", "-o", "b.bin")
    keys, other = (pathlib.Path(path).read_bytes() for path in ("a/keys.bin", "b.bin"))
    equal(rights("a/keys.bin"), 0o600)
    equal(len(keys), 4096)
    crc = zlib.crc32(keys[:64], 0xffffffff)
    equal(keys[64:68], crc.to_bytes(4, "little"), "the checksum")
    equal(keys[68:], b"\xff" * 4028)
    assert keys[:64] != other[:64] and keys[:32] != keys[32:64]


def test_keys_are_never_replaced():
    for words in ((), ("--hmac-key", "hmac.bin")):
        pathlib.Path("hmac.bin").write_bytes(bytes(range(32)))
        pathlib.Path("keys.bin").write_text("dear keys")
        result = run(SCHEMAC, "keys", "-o", "keys.bin", *words)
        assert "[PS6061" in result.stderr or "libcrypto" in result.stderr, result.stderr
        equal(pathlib.Path("keys.bin").read_text(), "dear keys")


def test_derived_keys():
    derive("keys.bin")
    keys = pathlib.Path("keys.bin").read_bytes()
    seeds = (b"\x5a\x5a\xbe\xae" * 8, b"\xa5\xa5\xde\xce" * 8)
    equal(keys[:64], b"".join(hmac.digest(bytes(range(32)), seed, hashlib.sha256)
                              for seed in seeds))
    equal(rights("keys.bin"), 0o600)


def test_derived_keys_are_closed():
    derive("keys.bin")
    os.chmod("keys.bin", 0o644)
    derive("keys.bin")
    equal(rights("keys.bin"), 0o600)


def test_keys_without_libcrypto():
    environment = without_libcrypto()
    pathlib.Path("hmac.bin").write_bytes(bytes(range(32)))
    result = schemac("keys", "-o", "keys.bin", "--hmac-key", "hmac.bin", status=3, env=environment)
    assert "libcrypto" in result.stderr and not pathlib.Path("keys.bin").exists(), result.stderr
    schemac("keys", "-o", "keys.bin", env=environment)


def test_images_with_secrets_are_closed():
    os.umask(0)
    pathlib.Path("keys.csv").write_text("key,type,encoding,value\n")
    for block, mode in (('namespace a { string b = "x" secret; }', 0o600),
                        ('import "keys.csv";', 0o600),
                        ('namespace a { string b = "x"; }', 0o666)):
        pathlib.Path("in.pschema").write_text(
            f"{HEAD}table main {{ partition nvs data.nvs size 16K from nvs {{ {block} }}\n"
            f"{FACTORY}}}\n")
        schemac("generate", "in.pschema", "nvs", "-o", f"{len(block)}.bin")
        equal(rights(f"{len(block)}.bin"), mode, block)


def test_copies_of_keys_are_closed():
    os.umask(0)
    schemac("keys", "-o", "keys.bin")
    pathlib.Path("in.pschema").write_text(
        f'{HEAD}table main {{ partition keys data.nvs_keys size 4K encrypted from file "keys.bin";\n'
        f'partition copy 0x40.0 size 4K from file "keys.bin"; {FACTORY}}}\n')
    schemac("build", "in.pschema", "-o", "out")
    equal(rights("out/images/keys.bin"), 0o600)
    os.chmod("keys.bin", 0o644)
    schemac("build", "in.pschema", "-o", "again")
    equal(rights("again/images/keys.bin"), 0o600)
    equal(rights("again/images/copy.bin"), 0o666)


def test_images_of_closed_files_are_closed():
    os.umask(0)
    pathlib.Path("keys.bin").write_bytes(b"key")
    pathlib.Path("in.pschema").write_text(
        f"{HEAD}table main {{ partition copy 0x40.1 size 4K from file \"keys.bin\";\n"
        "partition nvs data.nvs size 16K from nvs { namespace a { blob b file \"keys.bin\"; } }\n"
        f"{FACTORY}}}\n")
    for mode, made in ((0o600, 0o600), (0o644, 0o666), (0o640, 0o666)):
        os.chmod("keys.bin", mode)
        for name in ("copy", "nvs"):
            schemac("generate", "in.pschema", name, "-o", f"{name}{mode}.bin")
            equal(rights(f"{name}{mode}.bin"), made, f"{name} of a file with mode {mode:o}")


if __name__ == "__main__":
    run_tests(globals())
