"""SPIFFS images through the command line: those of spiffsgen.py, and folders that come back."""

import hashlib
import os
import pathlib
import random
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import FACTORY, HEAD, PROJECT, equal, run_tests, schemac  # noqa: E402

FILES = PROJECT / "tests" / "golden" / "spiffs" / "made" / "www"

# Of what ESP-IDF's spiffsgen.py makes of these files, walked in order.
DIGESTS = {
    "64K": "a6d66266dc42aa81769f0681cda58eb65afe45c323529f42a665d1666669fdba",
    "1M": "6311129eb392494074e31394ae298b6a0e3a6868ba44740220d60658714cebd9",
}


def make(size, folder="www", lines="", status=0):
    pathlib.Path("x.pschema").write_text(
        f"{HEAD}table main {{\n{FACTORY}    partition www data.spiffs size {size} "
        f'from spiffs "{folder}" {{ {lines} }}\n}}\n')
    return schemac("generate", "x.pschema", "www", "-o", "www.bin", status=status)


def contents(folder):
    return {str(path.relative_to(folder)): path.read_bytes()
            for path in sorted(pathlib.Path(folder).rglob("*")) if path.is_file()}


def test_images_are_those_of_spiffsgen():
    for size, digest in DIGESTS.items():
        make(size, FILES)
        equal(hashlib.sha256(pathlib.Path("www.bin").read_bytes()).hexdigest(), digest, size)


def swap(image, page=256, block=4096, list_start=49):
    """The image with all numbers in the other order of bytes: as spiffsgen.py's --big-endian."""
    def turn(start, end, size=2):
        for at in range(start, end - size + 1, size):
            image[at:at + size] = image[at:at + size][::-1]
    for start in range(0, len(image), block):
        turn(start, start + page)  # the lookup, with the magic number
        for at in range(start + page, start + block, page):
            is_index, is_first = image[at + 1] & 0x80, image[at + 2:at + 4] == bytes(2)
            turn(at, at + 4)
            if is_index and is_first:
                turn(at + 8, at + 12, 4)
            if is_index:
                turn(at + (list_start if is_first else 8), at + page)
    return image


def test_big_endian_images_have_swapped_numbers():
    for size in DIGESTS:
        make(size, FILES)
        expected = swap(bytearray(pathlib.Path("www.bin").read_bytes()))
        make(size, FILES, "big_endian;")
        equal(pathlib.Path("www.bin").read_bytes(), bytes(expected), size)


def test_folders_come_back():
    numbers = random.Random(1)
    for i in range(12):
        shutil.rmtree("www", ignore_errors=True)
        for j in range(numbers.randrange(1, 40)):
            name = "/".join(f"{numbers.randrange(30):x}" for _ in range(numbers.randrange(1, 4)))
            path = pathlib.Path("www", name + ".bin")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(numbers.randbytes(numbers.choice((0, 1, 251, 252, 5000, 30000))))
        make("2M", lines=numbers.choice(("", "page 512;", "block 64K; magic off;", "big_endian;")))
        schemac("dump", "www.bin", "--extract", f"out{i}/deep")
        equal(contents(f"out{i}/deep"), contents("www"))


def test_inputs_are_known():
    shutil.copytree(FILES, "www")
    make("64K")
    schemac("compile", "x.pschema", "-o", "out")
    schemac("generate", "x.pschema", "www", "-o", "www.bin", "--depfile", "www.d")
    for name, paths in (("out/example.d", ("www", "www/sub", "www/sub/deep")),
                        ("www.d", ("www/sub/deep/x.y", "www/big.bin"))):
        text = pathlib.Path(name).read_text()
        for path in paths:
            assert f"  {path} \\\n" in text or f"  {path}\n" in text, text


def test_a_secret_file_makes_a_secret_image():
    pathlib.Path("www").mkdir()
    pathlib.Path("www/key").write_text("secret")
    os.chmod("www/key", 0o600)
    make("64K")
    equal(os.stat("www.bin").st_mode & 0o777, 0o600)
    schemac("dump", "www.bin", "--extract", "out")
    equal(os.stat("out/key").st_mode & 0o777, 0o600)


def test_strange_files_are_refused():
    pathlib.Path("www").mkdir()
    os.mkfifo("www/pipe")
    error = make("64K", status=1).stderr
    assert "`www/pipe` is neither a file nor a directory [PS6100]" in error, error
    make("64K", lines='exclude "pipe";')


def test_names_may_be_any_bytes():
    pathlib.Path("www").mkdir()
    for name in (b"\xff\xfe", b"a\nb", "größe".encode(), b"-rf", b"\\"):
        pathlib.Path("www", os.fsdecode(name)).write_bytes(name)
    make("64K")
    schemac("dump", "www.bin", "--extract", "out")
    equal(contents("out"), contents("www"))
    equal(schemac("dump", "www.bin").stdout.splitlines(), [
        "         3  -rf", "         1  \\x5c", "         3  a\\x0ab", "         7  größe",
        "         2  \\xff\\xfe"])


def test_nothing_is_extracted_where_something_is_wrong():
    make("64K", FILES)
    pathlib.Path("out").mkdir()
    pathlib.Path("elsewhere").mkdir()
    pathlib.Path("out/sub").symlink_to("../elsewhere")
    schemac("dump", "www.bin", "--extract", "out", status=1)
    equal(contents("out"), {})
    equal(os.listdir("elsewhere"), [])
    pathlib.Path("file").write_text("")
    error = schemac("dump", "www.bin", "--extract", "file", status=1).stderr
    equal(error, "schemac: error: cannot extract to `file`: it is not a directory [PS6108]\n")
    error = schemac("dump", "www.bin", "--extract", "file/sub", status=1).stderr
    assert "to `file/sub`: Not a directory [PS6108]\n" in error and error.count("\n") == 1, error


def test_an_image_without_files_makes_its_folder():
    pathlib.Path("www").mkdir()
    make("64K")
    schemac("dump", "www.bin", "--extract", "out/deep")
    equal(os.listdir("out/deep"), [])


def test_the_longest_names_of_hosts_are_extracted():
    pathlib.Path("www").mkdir()
    for i in range(150):  # more than tries at one name
        pathlib.Path("www", "n" * 252 + f"{i:03}").write_bytes(bytes([i]))
    make("512K", lines="page 512; block 8K; name 300;")
    schemac("dump", "www.bin", "--extract", "out")
    equal(contents("out"), contents("www"))


def test_no_partition_is_named_that_cannot_be():
    pathlib.Path("www").mkdir()
    with open("www/huge", "wb") as file:
        file.truncate(20000000)
    error = make("512K", status=1).stderr
    assert "too small" not in error, error
    assert "no partition would be large enough: SPIFFS counts up to 65535 pages, of 256 bytes here" in error, error


if __name__ == "__main__":
    run_tests(globals())
