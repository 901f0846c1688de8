"""Every key of the NVS images that schemac makes is read back by the runtime, as it was.

The runtime is compiled here, with the repository's warnings, and reads over its simulator, which
counts what is read outside of the partition. The seeds are fixed.
"""

import pathlib
import random
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
import nvs_pages  # noqa: E402
from harness import PROJECT, Skipped, equal, run, run_tests  # noqa: E402
from nvs_keys import INTEGERS, Keys, fill_edges, fill_mixed, random_keys  # noqa: E402
from nvs_schema import make  # noqa: E402

LARGE = 64 * 4096
WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Wstrict-prototypes",
            "-Wmissing-prototypes", "-Wformat=2", "-Wundef", "-Wvla", "-Werror"]
NOT_FOUND, TYPE, DAMAGED = "error -10", "error -11", "error -9"
WORDS = {kind: word for word, (kind, _, _) in INTEGERS.items()}
WORDS |= {nvs_pages.STRING: "string", nvs_pages.BLOB: "blob"}


def build():
    """The reader, as a program of this machine."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if not compiler:
        raise Skipped("there is no C compiler")
    runtime = PROJECT / "runtime"
    simulator = runtime / "port/simulator"
    library = sorted((runtime / "src").glob("*.c")) + [simulator / "simulator.c"]
    program = PROJECT / "tests/runtime/nvs_images.c"
    includes = [f"-I{runtime / 'include'}", f"-I{simulator}"]
    objects = []
    for standard, source in [("c99", source) for source in library] + [("c11", program)]:
        objects.append(f"{source.stem}.o")
        result = run(compiler, f"-std={standard}", "-O2", *WARNINGS, *includes, "-c", source, "-o",
                     objects[-1])
        equal(result.returncode, 0, result.stderr)
    result = run(compiler, *objects, "-o", "nvs_images")
    equal(result.returncode, 0, result.stderr)
    return pathlib.Path("nvs_images").resolve()


def shown(kind, value):
    """A value as the program prints it."""
    if kind == nvs_pages.STRING:
        return (value + b"\0").hex()
    return value.hex() if kind == nvs_pages.BLOB else str(value)


def requests(source, expected):
    """What is asked for, and what is to be answered: all keys, and some that are not so."""
    for (space, key), (kind, value) in expected.items():
        yield WORDS[kind], space, key, shown(kind, value)
        if source.random() < 0.1:
            yield source.choice([word for word in WORDS.values() if word != WORDS[kind]]), space, \
                key, TYPE
        if source.random() < 0.1 and (space, key[:-1]) not in expected and len(key) > 1:
            yield WORDS[kind], space, key[:-1], NOT_FOUND
            yield WORDS[kind], space, key.ljust(16, "x"), NOT_FOUND
            yield WORDS[kind], "no such space", key, NOT_FOUND


def read(program, image, asked):
    pathlib.Path("image.bin").write_bytes(image)
    lines = [f"{word} {space.encode().hex()} {key.encode().hex()}\n" for word, space, key, _ in asked]
    result = run(program, "image.bin", input="".join(lines))
    equal(result.returncode, 0, result.stderr)
    *answers, counts = result.stdout.splitlines()
    equal(counts, "strays 0, violations 0")
    equal(len(answers), len(asked))
    return answers


def check(program, image, asked, what):
    for (word, space, key, wanted), answer in zip(asked, read(program, image, asked)):
        equal(answer, wanted, f"{what}: {word} `{key}` in `{space}`")


def test_keys_come_back():
    program = build()
    count = 0
    for seed in range(1000, 1120):
        source = random.Random(seed)
        keys, block = random_keys(source)
        asked = list(requests(source, keys.expected))
        check(program, make(block, LARGE), asked, f"seed {seed}")
        check(program, make("spare_pages full;\n" + block, LARGE), asked, f"seed {seed}, full")
        count += len(asked)
    print(f"{count} requests, of 2 images each")


def test_images_of_the_esp8266():
    program = build()
    for seed in range(2000, 2020):
        source = random.Random(seed)
        keys, block = random_keys(source)
        asked = list(requests(source, keys.expected))
        image = make(block, 16 * 4096 if len(block) < 20000 else LARGE, "esp8266")
        check(program, image, asked, f"seed {seed}")


def test_blobs_of_many_pages():
    program = build()
    for seed, size in enumerate((12001, 40000, 60001)):
        source = random.Random(seed)
        keys = Keys(source, 2)
        keys.space()
        fill_edges(keys)
        keys.blob(size)
        fill_mixed(keys)
        asked = list(requests(source, keys.expected))
        check(program, make(keys.schema(), LARGE), asked, f"a blob of {size} bytes")


def test_damage_is_no_other_value():
    """Any byte of a page's entries may be another: what is read is right, or it is not read."""
    program = build()
    refused = 0
    for seed in range(40):
        source = random.Random(seed)
        keys, block = random_keys(source)
        asked = list(requests(source, keys.expected))
        image = bytearray(make(block, LARGE))
        for _ in range(20):
            at = source.randrange(4096)
            image[at] ^= 1 << source.randrange(8) if at >= 64 else 0
        for (word, space, key, wanted), answer in zip(asked, read(program, bytes(image), asked)):
            assert answer in (wanted, NOT_FOUND, TYPE, DAMAGED), f"seed {seed}: `{key}` {answer}"
            refused += answer != wanted
    assert refused > 100, refused


if __name__ == "__main__":
    run_tests(globals())
