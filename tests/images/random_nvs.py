"""Random keys come back as they were from an image, which an oracle reads, and keep every rule.

The seeds are fixed.
"""

import os
import pathlib
import random
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
import nvs_pages  # noqa: E402
from harness import Skipped, equal, run_tests, schemac  # noqa: E402
from nvs_keys import Keys, fill_mixed, random_keys  # noqa: E402
from nvs_schema import has_libcrypto, make, write  # noqa: E402

PAGE = 4096
LARGE = 64 * PAGE


def used_pages(image):
    return sum(image[at:at + 4] != b"\xff" * 4 for at in range(0, len(image), PAGE))


def least_size(pages):
    """One page stays free, but in what is so small that it can only be read."""
    return (pages if pages < 3 else pages + 1) * PAGE


def check_too_small(block, pages):
    """A page less is an error that names the size which would do."""
    size = least_size(pages)
    write(block, size - PAGE)
    error = schemac("generate", "nvs.pschema", "nvs", "-o", "small.bin", status=1).stderr
    assert not pathlib.Path("small.bin").exists()
    said = re.search(r"it is (\d+)K too small: it needs (\d+)K", error, re.S)
    assert said, error
    equal(int(said[2]) * 1024, size, error)
    equal(int(said[1]) * 1024, PAGE, error)


def test_keys_come_back():
    for seed in range(300):
        source = random.Random(seed)
        keys, block = random_keys(source)
        try:
            large = make(block, LARGE)
            equal(nvs_pages.read(large, keys.version, LARGE), keys.expected)
            equal(list(nvs_pages.read(large, keys.version, LARGE)), list(keys.expected), "order")
            pages = used_pages(large)
            size = least_size(pages)
            small = make(block, size)
            equal(small, large[:pages * PAGE] + b"\xff" * (size - pages * PAGE), "the least image")
            if size > PAGE and seed % 4 == 0:
                check_too_small(block, pages)
            full = make("spare_pages full;\n" + block, LARGE)
            equal(nvs_pages.read(full, keys.version, LARGE, True), keys.expected, "full")
        except AssertionError as error:
            raise AssertionError(f"seed {seed}: {error}") from error


def test_the_oracle_finds_damage():
    """Any bit of an image matters."""
    source = random.Random(1)
    keys = Keys(source, 2)
    keys.space()
    fill_mixed(keys)
    keys.blob(5000)
    image = make(keys.schema(), LARGE)
    for _ in range(300):
        at = source.randrange(used_pages(image) * PAGE)
        damaged = bytearray(image)
        damaged[at] ^= 1 << source.randrange(8)
        try:
            is_same = nvs_pages.read(bytes(damaged), 2, LARGE) == keys.expected
        except (nvs_pages.Broken, UnicodeDecodeError):
            is_same = False
        assert not is_same, f"byte {at} may be anything"


def test_partitions_that_can_only_be_read():
    for count, pages in ((0, 1), (125, 1), (126, 2), (251, 2)):
        block = "namespace n {" + "".join(f"u8 k{i} = 1;" for i in range(count)) + "}"
        for size in range(pages * PAGE, 4 * PAGE, PAGE):
            image = make(block, size)
            equal(len(nvs_pages.read(image, 2, size)), count)
            equal(used_pages(image), pages, f"{count} keys")
    check_too_small(block, 2)


def with_cryptography():
    """Runs this script again where Python has `cryptography`; Debian's may, where this has not."""
    try:
        import cryptography  # noqa: F401
        return True
    except ImportError:
        pass
    probe = subprocess.run(["/usr/bin/python3", "-c", "import cryptography"], capture_output=True)
    if probe.returncode:
        raise Skipped("Python has no `cryptography`")
    words = ["/usr/bin/python3", "-B", __file__, sys.argv[1], "--encrypted"]
    result = subprocess.run(words, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr
    return False


def test_encrypted_keys_come_back():
    if not has_libcrypto():
        raise Skipped("libcrypto is not there")
    if not with_cryptography():
        return
    for seed in range(60):
        source = random.Random(seed)
        keys, block = random_keys(source)
        secret = source.randbytes(64)
        pathlib.Path("keys.bin").write_bytes(secret)
        plain = make(block, LARGE)
        image = make('keys file "keys.bin";\n' + block, LARGE)
        equal(nvs_pages.decrypt(image, secret), plain, f"seed {seed}")
        equal(nvs_pages.read(nvs_pages.decrypt(image, secret), keys.version, LARGE), keys.expected)


if __name__ == "__main__":
    os.umask(0o077)
    is_again = "--encrypted" in sys.argv
    run_tests({name: test for name, test in globals().items()
               if not is_again or name == "test_encrypted_keys_come_back"})
