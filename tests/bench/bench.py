"""What compiling costs: CPU time of whole processes, of the examples and of generated schemas.

Called with the compiler's path. Figures are medians; compare them within one run only.
"""

import functools
import hashlib
import operator
import os
import pathlib
import random
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile

import growth

SCHEMAC = os.path.abspath(sys.argv[1])
EXAMPLES = pathlib.Path(__file__).resolve().parents[2] / "schemas" / "examples"
SIBLINGS = 9_900  # dtc dies at some 9,980 children of one node


def cpu_seconds(words):
    """User and system time of one run, in seconds."""
    quiet = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)]
    child = os.posix_spawn(words[0], words, os.environ, file_actions=quiet)
    _, status, usage = os.wait4(child, 0)
    if status:
        sys.exit(subprocess.run(words, capture_output=True, text=True, check=False).stderr[-2000:])
    return usage.ru_utime + usage.ru_stime


def median(runs, *words):
    return statistics.median(cpu_seconds([str(word) for word in words]) for _ in range(runs))


def print_row(*cells):
    print("".join(str(cell).ljust(34) if i == 0 else str(cell).rjust(14)
                  for i, cell in enumerate(cells)))


def milliseconds(seconds):
    return f"{seconds * 1000:.2f} ms"


def bench_examples(folder):
    print_row("example", "check", "compile", "unchanged", "fmt --check")
    for path in sorted(EXAMPLES.glob("*.pschema")):
        has_variants = "variant " in path.read_text()
        words = [SCHEMAC, "compile", path, *(["--all-variants"] if has_variants else [])]
        firsts = [median(1, *words, "-o", folder / f"{path.stem}{i}") for i in range(25)]
        unchanged = median(25, *words, "-o", folder / f"{path.stem}0")
        check = median(25, SCHEMAC, "check", path)
        form = median(25, SCHEMAC, "fmt", "--check", path)
        print_row(path.name,
                  *map(milliseconds, (check, statistics.median(firsts), unchanged, form)))


def bench_maps():
    """A map of each example, which finds out how full its partitions are by making their images."""
    print_row("map", "text", "SVG", "HTML")
    for path in sorted(EXAMPLES.glob("*.pschema")):
        has_variants = "variant esp32c3_default" in path.read_text()
        words = [SCHEMAC, "map", path, *(["--variant=esp32c3_default"] if has_variants else [])]
        times = [median(25, *words, *form) for form in ([], ["--svg"], ["--html"])]
        print_row(path.name, *map(milliseconds, times))


HEAD = "schema bench revision 1;\ntarget esp32 { flash 4M; }\n"


def nodes(count):
    """A device tree of as many partition nodes, in groups that dtc can bear."""
    text = "/dts-v1/;\n/ {\n"
    for first in range(0, count, SIBLINGS):
        text += f"group@{first} {{ #address-cells = <1>; #size-cells = <1>;\n"
        text += "".join(f'  partition@{i * 4096:x} {{ label = "p{i}"; '
                        f"reg = <{i * 4096} 4096>; }};\n"
                        for i in range(first, min(count, first + SIBLINGS)))
        text += "};\n"
    return text + "};\n"


def bench_growth(folder):
    check = growth.print_table(SCHEMAC, folder)
    dtc = shutil.which("dtc")
    if not dtc:
        print("dtc is not installed: nothing to compare with")
        return
    path = folder / "nodes.dts"
    path.write_text(nodes(100_000))
    theirs = median(1, dtc, "-q", "-o", folder / "nodes.dtb", path)
    print_row("dtc, 100,000 nodes", milliseconds(theirs), f"{theirs / check:.0f} times")


NVS = HEAD + """table main {
    partition nvs data.nvs size %s from nvs { %s namespace app {
        string serial = "SN-000123"; u32 boot_count = 0; u8 mode = 3;
        hex token = "0102030405060708090a0b0c0d0e0f10"; %s
    } }
}
"""


def bench_images(folder):
    """What images cost; the process itself is a part of each figure."""
    print_row("image", "generate")
    print_row("(schemac --version)", milliseconds(median(25, SCHEMAC, "--version")))
    (folder / "data.bin").write_bytes(os.urandom(100 * 1024))
    (folder / "keys.bin").write_bytes(bytes(range(64)))
    keys = 'keys file "keys.bin";'
    data = 'blob data file "data.bin";'
    for name, size, *options in (("NVS, 4 keys, 16K", "16K", "", ""),
                                 ("NVS, 4 keys, 16K, encrypted", "16K", keys, ""),
                                 ("NVS, 100K of data, 128K", "128K", "", data),
                                 ("NVS, 100K of data, encrypted", "128K", keys, data)):
        path = folder / "nvs.pschema"
        path.write_text(NVS % (size, *options))
        command = [SCHEMAC, "generate", path, "nvs", "-o", folder / "nvs.bin"]
        print_row(name, milliseconds(median(25, *command)))


CLUSTER = 4096


def make_tree(folder, size):
    """Files of some bytes to 64K in folders up to three deep, in two thirds of an image's clusters."""
    chance = random.Random(size)
    clusters = size // CLUSTER * 2 // 3
    count = 0
    while clusters > 0:
        count += 1
        place = folder.joinpath(*(f"d{chance.randrange(6)}" for _ in range(chance.randrange(4))))
        place.mkdir(parents=True, exist_ok=True)
        length = min(int(2 ** chance.uniform(4, 16)), clusters * CLUSTER)
        (place / f"f{count}.dat").write_bytes(chance.randbytes(length))
        clusters -= -(-length // CLUSTER)
    return count


def make_fat(folder, tree, size):
    """CPU time of what others make a FAT with; it has the sectors and clusters of ours."""
    image = folder / "others.img"
    image.unlink(missing_ok=True)
    image.touch()
    os.truncate(image, size)
    return (cpu_seconds(["/usr/sbin/mkfs.fat", "-S", "4096", "-s", "1", str(image)]) +
            cpu_seconds([shutil.which("mcopy"), "-s", "-i", str(image),
                         *map(str, sorted(tree.iterdir())), "::"]))


def bench_file_systems(folder):
    """A folder as a whole file system, and the list of what is in it."""
    print_row("file system", "generate", "dump")
    others = os.access("/usr/sbin/mkfs.fat", os.X_OK) and shutil.which("mcopy")
    for megabytes in (1, 16):
        tree = folder / f"tree{megabytes}"
        count = make_tree(tree, megabytes << 20)
        for name, options in (("fat", ""), ("spiffs", "page 512;"), ("littlefs", "")):
            path = folder / f"{name}.pschema"
            path.write_text(f"""{HEAD.replace("4M", "32M")}table main {{
    partition files data.{name} size {megabytes}M from {name} "tree{megabytes}" {{ {options} }}
}}
""")
            words = [SCHEMAC, "generate", str(path), "files", "-o"]
            images = [str(folder / f"{name}{i}.img") for i in range(15)]
            times = [cpu_seconds([*words, image]) for image in images]
            print_row(f"{name}, {megabytes} MiB, {count} files",
                      milliseconds(statistics.median(times)),
                      milliseconds(median(15, SCHEMAC, "dump", images[0])))
            for image in images:
                os.remove(image)
        if others:
            theirs = statistics.median(make_fat(folder, tree, megabytes << 20) for _ in range(5))
            print_row(f"mkfs.fat and mcopy, {megabytes} MiB", milliseconds(theirs))
    if not others:
        print("dosfstools or mtools is not installed: nothing to compare with")


def bench_flash(folder):
    """A whole flash of 16 MiB, most of it an app, in each format; and held against itself."""
    print_row("flash of 16 MiB", "image", "sparse")
    path = folder / "flash.pschema"
    (folder / "app.bin").write_bytes(os.urandom(15_000_000))
    path.write_text("""schema whole revision 1;
target esp32s3 { flash 16M; }
table main {
    partition nvs data.nvs size 24K from nvs { namespace app { string serial = "SN-000123"; } }
    partition factory app.factory size fill from file "app.bin";
}
""")
    for suffix in ("bin", "hex", "uf2"):
        times = []
        for option in ("-q", "--sparse"):
            image = folder / f"flash.{suffix}"
            words = [SCHEMAC, "image", path, option, "-o", image]
            runs = []
            for _ in range(9):
                image.unlink(missing_ok=True)
                runs.append(median(1, *words))
            times.append(milliseconds(statistics.median(runs)))
        print_row(suffix, *times)
    words = [SCHEMAC, "verify", path, "--flash", folder / "whole.bin"]
    median(1, SCHEMAC, "image", path, "-o", words[-1])
    print_row("verify", milliseconds(median(9, *words)))


def bench_builds(folder):
    """All artifacts and images of the examples that have images which can be made."""
    print_row("example", "build", "unchanged")
    for name, *options in (("esp_at", "--variant=esp32c3_default"), ("esp_at_pki",),
                           ("aliyun_mfg",)):
        words = [SCHEMAC, "build", EXAMPLES / f"{name}.pschema", *options]
        firsts = [median(1, *words, "-o", folder / f"{name}-build{i}") for i in range(25)]
        unchanged = median(25, *words, "-o", folder / f"{name}-build0")
        print_row(name, milliseconds(statistics.median(firsts)), milliseconds(unchanged))


def bench_imports(folder):
    """The table with the most partitions of the examples, and ESP-AT's pair, as CSV and binary."""
    print_row("import", "CSV", "binary")
    for name, *options in (("web_server",), ("esp_at", "--variant=esp32_default")):
        out = folder / f"{name}-tables"
        subprocess.run([SCHEMAC, "compile", EXAMPLES / f"{name}.pschema", *options, "-q", "-o", out],
                       check=True)
        times = [median(25, SCHEMAC, "import", *sorted(out.glob(f"*.{suffix}")))
                 for suffix in ("csv", "bin")]
        print_row(name, *map(milliseconds, times))


LAYOUT_HEAD = """schema bench revision %d;
target esp32s3 { flash 16M; }
table main {
    partition nvs data.nvs size 24K;
    partition otadata data.ota size 8K;
    partition ota_0 app.ota_0 size 1M;
    partition ota_1 app.ota_1 size 1M;
"""


def revision(number, count):
    """A schema with as many partitions more, which lie elsewhere in each revision."""
    lines = "".join(f"    partition p{i} data.undefined size {4 * number}K;\n"
                    for i in range(count))
    return f"{LAYOUT_HEAD % number}{lines}}}\n"


def bench_revisions(folder):
    """A layout against the one before it, and what its lock costs from then on."""
    print_row("revisions", "diff", "lock --check", "check", "diff of lock")
    folder = folder / "revisions"
    folder.mkdir()
    for count in (8, 80):
        old, new, lock = (folder / name for name in
                          (f"old{count}.pschema", f"new{count}.pschema", f"new{count}.lock"))
        old.write_text(revision(1, count))
        new.write_text(revision(2, count))
        subprocess.run([SCHEMAC, "lock", "-q", new], check=True)
        times = [median(25, *words) for words in (
            [SCHEMAC, "diff", "--allow=bricks", old, new], [SCHEMAC, "lock", "--check", new],
            [SCHEMAC, "check", new], [SCHEMAC, "diff", lock, new])]
        print_row(f"{count + 4} partitions", *map(milliseconds, times))


def row(type_number, subtype, offset, size, label):
    """An entry of ESP-IDF's partition table."""
    return struct.pack("<2sBBII16sI", b"\xaaP", type_number, subtype, offset, size, label, 0)


def app_image(size, source):
    """An app of one segment, with its checksum and SHA-256."""
    data = source.randbytes(size)
    image = struct.pack("<BBBBI", 0xE9, 1, 2, 0x40, 0x40000000) + bytes(15) + b"\1"
    image += struct.pack("<II", 0x42000020, size) + data
    words = struct.unpack(f"<{size // 4}I", data)
    check = functools.reduce(operator.xor, words).to_bytes(4, "little") + b"\xef"
    check = functools.reduce(operator.xor, check)
    image = image.ljust(len(image) // 16 * 16 + 15, b"\0") + bytes([check])
    return image + hashlib.sha256(image).digest()


def full_flash(nvs):
    """16 MiB with nothing erased to speak of: two apps of 6 MiB, and data."""
    source = random.Random(16)
    parts = [(1, 2, 0x9000, nvs, b"nvs"), (0, 0x10, 0x40000, app_image(0x5F0000, source), b"ota_0"),
             (0, 0x11, 0x640000, app_image(0x5F0000, source), b"ota_1"),
             (0x40, 0, 0xC40000, source.randbytes(0x3C0000), b"data")]
    ends = [place for _, _, place, _, _ in parts[1:]] + [16 << 20]
    flash = bytearray(b"\xff" * (16 << 20))
    table = b"".join(row(kind, sub, place, end - place, label)
                     for (kind, sub, place, _, label), end in zip(parts, ends))
    table += b"\xeb\xeb" + b"\xff" * 14 + hashlib.md5(table).digest()
    flash[0x8000:0x8000 + len(table)] = table
    for _, _, place, data, _ in parts:
        flash[place:place + len(data)] = data
    return bytes(flash)


def bench_dumps(folder):
    """What showing images costs: that of the largest example is to stay under 5 ms, a full flash
    under 100 ms."""
    print_row("dump", "text", "JSON", "with schema")
    schema = [f"--schema={EXAMPLES / 'esp_at.pschema'}", "--variant=esp32c3_default"]
    nvs = folder / "mfg_nvs.bin"
    median(1, SCHEMAC, "generate", EXAMPLES / "esp_at.pschema", "mfg_nvs", "-o", nvs, schema[1])
    flash = folder / "flash.bin"
    flash.write_bytes(full_flash(nvs.read_bytes()))
    for name, image, runs, options in (("mfg_nvs of esp_at, 124K", nvs, 25, schema),
                                       ("full flash, 16 MiB", flash, 9, [])):
        words = [SCHEMAC, "dump", image]
        beside = milliseconds(median(runs, *words, *options)) if options else ""
        print_row(name, milliseconds(median(runs, *words)),
                  milliseconds(median(runs, *words, "--json")), beside)


def main():
    # In memory where that can be: what a disk's journal costs varies more than all the rest.
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory) as name:
        folder = pathlib.Path(name)
        bench_examples(folder)
        print()
        bench_maps()
        print()
        bench_images(folder)
        print()
        bench_file_systems(folder)
        print()
        bench_dumps(folder)
        print()
        bench_builds(folder)
        print()
        bench_flash(folder)
        print()
        bench_imports(folder)
        print()
        bench_revisions(folder)
        print()
        bench_growth(folder)


if __name__ == "__main__":
    main()
