"""Keys: how they are made, who may read them, and what they never do."""

import hashlib
import hmac
import os
import pathlib
import stat
import sys
import zlib

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import SCHEMAC, Skipped, equal, run, run_tests, schemac, without_libcrypto  # noqa: E402


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


if __name__ == "__main__":
    run_tests(globals())
