"""FAT volumes are right in the eyes of others: fsck.fat finds nothing, and mtools reads every file.

data/tree and data/tree_lfn: names of 8 and 3 characters, and longer ones. Whatever is said of the
form of a volume here is computed from its own first sector, as Microsoft's specification has it.
"""

import filecmp
import os
import pathlib
import shutil
import struct
import sys
import zlib

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tools"))
from harness import Skipped, equal, run, run_tests, schemac  # noqa: E402

TREES = {"off": HERE / "data" / "tree", "on": HERE / "data" / "tree_lfn"}
PAGE = 4096
CLEAN = {key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"}
MTOOLS = {**CLEAN, "LC_ALL": "C.UTF-8"}


def find(program):
    """Programs for administrators are not in everyone's path."""
    path = shutil.which(program, path=os.environ["PATH"] + ":/usr/sbin:/sbin")
    if not path:
        raise Skipped(f"{program} is not installed")
    return path


def compile_image(tree, size, options, status=0, environment=None):
    pathlib.Path("fat.pschema").write_text(
        "schema example revision 1;\ntarget esp32 { flash 256M; }\ntable main {\n"
        "    partition factory app.factory size 1M;\n"
        f'    partition www data.fat size {size} from fat "{tree}" {{ {options} }}\n}}\n')
    result = schemac("generate", "fat.pschema", "www", "-o", "www.bin", "-Wno-shared-sector",
                     status=status, env=environment or CLEAN)
    return result.stderr if status else pathlib.Path("www.bin").read_bytes()


def make(tree, size, options):
    """The volume alone; wear levelling is undone."""
    image = compile_image(tree, size, options)
    equal(len(image), size, "length")
    if "wear_levelling off" in options:
        return image
    pages = size // PAGE
    state = (64 + 16 * pages + PAGE - 1) // PAGE
    extra = 2 if "wear_levelling safe" in options else 0
    return image[PAGE:(pages - 1 - 2 * state - extra) * PAGE]


def form_of(volume):
    """Sector, cluster, width and number of clusters."""
    sector, factor, reserved, fats, root, few, _, fat = struct.unpack_from("<HBHBHHBH", volume, 11)
    sectors = few or struct.unpack_from("<I", volume, 32)[0]
    root_sectors = (root * 32 + sector - 1) // sector
    clusters = (sectors - reserved - fats * fat - root_sectors) // factor
    width = 12 if clusters < 4085 else 16
    equal(volume[54:62], b"FAT%d   " % width, "type")
    assert clusters < 65525, clusters
    assert (clusters + 2) * width <= fat * sector * 8, "the FAT is too small"
    assert sectors * sector <= len(volume), "the volume is too large"
    return sector, sector * factor, width, clusters


def same_trees(left, right):
    comparison = filecmp.dircmp(left, right)
    assert not comparison.left_only and not comparison.right_only, (
        f"{left}: {comparison.left_only} {comparison.right_only}")
    for name in comparison.common_files:
        equal((left / name).read_bytes(), (right / name).read_bytes(), name)
    for name in comparison.common_dirs:
        same_trees(left / name, right / name)


def check(tree, volume, what):
    """What others see in a volume."""
    path, out = pathlib.Path("volume.img"), pathlib.Path("out")
    path.write_bytes(volume)
    verdict = run(find("fsck.fat"), "-n", path)
    lines = verdict.stdout.splitlines()
    assert verdict.returncode == 0 and len(lines) == 2 and not verdict.stderr, (
        f"{what}: {verdict.stdout}{verdict.stderr}")
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    copied = run(find("mcopy"), "-s", "-n", "-i", path, "::*", "out/", env=MTOOLS)
    assert copied.returncode == 0 and not copied.stderr, f"{what}: {copied.stderr}"
    same_trees(pathlib.Path(tree), out)


def test_forms():
    for long_names, tree in TREES.items():
        for sector in (512, 4096):
            for factor in (1, 2, 4, 8):
                for size in (128 << 10, 1 << 20, 4 << 20, 32 << 20):
                    cluster = sector * factor
                    what = f"sector {sector}; cluster {cluster}; long_names {long_names};"
                    if size // cluster < 16:
                        continue
                    volume = make(tree, size, "wear_levelling off; " + what)
                    equal(form_of(volume)[:2], (sector, cluster), what)
                    check(tree, volume, f"{size}: {what}")


def overhead(sector, width, clusters):
    """Sectors of a volume that are not in clusters."""
    fat = ((clusters + 2) * width + 8 * sector - 1) // (8 * sector)
    return 1 + 2 * fat + 512 * 32 // sector


def test_the_border_of_fat12():
    """With one cluster more, 4085, Microsoft sees a FAT16 and FatFs a FAT12: it is left out."""
    tree = TREES["on"]
    for sector, factor in ((512, 1), (512, 4), (4096, 1)):
        options = f"wear_levelling off; long_names; sector {sector}; cluster {sector * factor};"
        seen = set()
        first = overhead(sector, 12, 4082) + 4082 * factor
        last = overhead(sector, 16, 4088) + 4088 * factor
        for sectors in range(first, last + 1, factor):
            volume = make(tree, sectors * sector, options)
            _, _, width, clusters = form_of(volume)
            seen.add((width, clusters))
            is_near = clusters in (4084, 4086)
            if is_near:
                check(tree, volume, f"{sectors}: {options}")
        expected = {(12, 4082), (12, 4083), (12, 4084), (16, 4086), (16, 4087), (16, 4088)}
        equal(sorted(seen), sorted(expected), options)


def test_the_border_of_fat16():
    tree = TREES["off"]
    options = "wear_levelling off; sector 512; cluster 512;"
    sectors = overhead(512, 16, 65524) + 65524
    volume = make(tree, sectors * 512, options)
    equal(form_of(volume), (512, 512, 16, 65524))
    check(tree, volume, "65524 clusters")
    error = compile_image(tree, (sectors + 1) * 512, options, status=1)
    assert "65525 clusters" in error and "PS6120" in error, error
    volume = make(tree, (sectors + 1) * 512, "wear_levelling off; sector 512;")
    equal(form_of(volume)[1:3], (1024, 16), "a larger cluster is taken")
    check(tree, volume, "clusters of two sectors")


def test_wear_levelling():
    for mode, sector in (("perf", 4096), ("perf", 512), ("safe", 512)):
        for size in (128 << 10, 1 << 20, 16 << 20):
            options = f"wear_levelling {mode}; sector {sector};"
            check(TREES["off"], make(TREES["off"], size, options), f"{size}: {options}")
            image = pathlib.Path("www.bin").read_bytes()
            pages = size // PAGE
            state = (64 + 16 * pages + PAGE - 1) // PAGE
            first = (pages - 1 - 2 * state) * PAGE
            equal(image[:PAGE], b"\xff" * PAGE, "the spare page")
            for at in (first, first + state * PAGE):
                words = struct.unpack_from("<8I", image, at)
                equal(words[:7], (0, first // PAGE, 0, 0, 16, PAGE, 2), "state")
                equal(image[at + 32:at + 60], bytes(28), "reserved")
                equal(image[at + 60:at + 64], crc(image[at:at + 60]), "CRC of the state")
                equal(image[at + 64:at + state * PAGE], b"\xff" * (state * PAGE - 64), "records")
            setup = image[-PAGE:]
            equal(struct.unpack_from("<8I", setup), (0, size, PAGE, PAGE, 16, 16, 2, 32), "setup")
            equal(setup[32:], crc(setup[:32]) + bytes(12) + b"\xff" * (PAGE - 48), "setup")


def crc(content):
    """As the boot ROM computes it, started with all ones."""
    return struct.pack("<I", zlib.crc32(content, 0xffffffff))


def plant(folder, name, content):
    path = pathlib.Path(folder) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def test_names_and_depths():
    """Many files in a folder, deep folders, names of 255 characters and beyond ASCII."""
    for number in range(300):
        plant("many", f"folder/a long name {number}.html", b"%d" % number)
        plant("many", f"folder/n{number}.txt", b"")
    plant("many", "/".join("deep folder" for _ in range(12)) + "/end", b"end")
    plant("many", "x" * 255, b"longest")
    plant("many", "y" * 251 + ".txt", b"longest")
    plant("many", "Grüße €.txt", "Grüße".encode())
    plant("many", ".profile", b"hidden")
    plant("many", "dir.ext/a+b", b"plus")
    plant("many", "ALONGN~1.HTM", b"not an alias")
    for options in ("sector 512;", "sector 4096;", "sector 512; cluster 2K;"):
        options += " wear_levelling off; long_names on; label \"Many files\";"
        check("many", make("many", 4 << 20, options), options)


def test_times_and_numbers():
    tree = TREES["off"]
    options = "wear_levelling off; sector 512; cluster 512;"
    volume = make(tree, 1 << 20, options)
    equal(volume, make(tree, 1 << 20, options), "made again")
    other = make(TREES["on"], 1 << 20, options + " long_names;")
    assert volume[39:43] != other[39:43], "other content has another number"
    numbered = make(tree, 1 << 20, options + " volume_id 0x12345678;")
    equal(numbered[39:43], bytes.fromhex("78563412"), "number")
    equal(numbered[43:], volume[43:], "the rest")
    for seconds, expected in (("0", "1980-01-01   0:00"), ("1700000000", "2023-11-14  22:13")):
        environment = {**CLEAN, "SOURCE_DATE_EPOCH": seconds}
        pathlib.Path("volume.img").write_bytes(
            compile_image(tree, 1 << 20, options, environment=environment))
        listing = run(find("mdir"), "-i", "volume.img", "::", env=MTOOLS).stdout
        equal(listing.count(expected), 6, listing)
    error = compile_image(tree, 1 << 20, options, 1, {**CLEAN, "SOURCE_DATE_EPOCH": "soon"})
    assert "PS6101" in error and "soon" in error, error


run_tests(globals())
