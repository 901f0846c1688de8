"""Real esptools, 4 and 5, take what we write for them, and make of it what `image` makes.

`./dev test --all` installs them below build/. Without a device, esptool merges images but flashes
nothing: of write-flash, only that it takes our words is known here, by how far it gets.
"""

import json
import os
import pathlib
import random
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
import app as apps
from esptool import VERSIONS, environment, esptool, words  # noqa: E402
from harness import SCHEMAC, Skipped, equal, need, run, run_tests, schemac  # noqa: E402

CHIPS = ["esp8266", "esp32", "esp32s2", "esp32s3", "esp32c2", "esp32c3", "esp32c5", "esp32c6",
         "esp32c61", "esp32h2", "esp32p4"]
NO_PORT = "Could not open /dev/no_such_port"  # what esptool stops at once it has read our words


def dash(version, word):
    return word if version > 4 else word.replace("-", "_")


def write_schema(chip, source):
    """A bootloader, an app of any length, data of a random size, otadata and NVS."""
    flash = source.choice(["1M", "2M", "4M"])  # of the header, which is to be mended
    boot = 'partition boot bootloader.primary from file "boot.bin";' if chip != "esp8266" else ""
    pathlib.Path("boot.bin").write_bytes(
        apps.make(chip, source.randrange(0x4000), flash, apps.bootloader_description()))
    pathlib.Path("app.bin").write_bytes(apps.make(chip, source.randrange(0x8000), "2M"))
    pathlib.Path("data.bin").write_bytes(source.randbytes(source.randrange(1, 0x3000)))
    pathlib.Path("x.pschema").write_text(f"""schema x revision 1;
target {chip} {{ flash 2M; }}
table main {{
    {boot}
    partition nvs data.nvs size 16K from nvs {{ namespace n {{ u8 key = {source.randrange(256)}; }} }}
    partition otadata data.ota from erased;
    partition ota_0 .. ota_1 app.ota_0 size 512K from file "app.bin";
    partition data data.0x99 size 12K from file "data.bin";
    partition last data.0x98 size 4K;
}}
""")


def expected():
    """The whole flash; the second slot of the family is free after a build."""
    schemac("image", "x.pschema", "-o", "image.bin", "-q")
    return pathlib.Path("image.bin").read_bytes()


def cases():
    source = random.Random(20261201)
    for chip in CHIPS:
        write_schema(chip, source)
        schemac("build", "x.pschema", "-o", "out", "-q")
        yield chip, expected()
        shutil.rmtree("out")


def said(result):
    return result.stdout + result.stderr


def merge(version, chip, *arguments):
    result = esptool("--chip", chip, dash(version, "merge-bin"), "-o", "merged.bin",
                     "--pad-to-size" if version > 4 else "--fill-flash-size", "2MB",
                     *arguments, version=version, cwd="out")
    assert "eprecated" not in said(result), said(result)
    return pathlib.Path("out/merged.bin").read_bytes()


def test_merged_flash_args():
    for chip, image in cases():
        for version in VERSIONS:
            equal(merge(version, chip, "@flash_args") == image, True, f"esptool {version}, {chip}")


def test_merged_words_of_flasher_args():
    for chip, image in cases():
        found = json.loads(pathlib.Path("out/flasher_args.json").read_text())
        files = [word for pair in found["flash_files"].items() for word in pair]
        equal(found["extra_esptool_args"]["chip"], chip)
        for version in VERSIONS:
            equal(merge(version, chip, *found["write_flash_args"], *files) == image, True,
                  f"esptool {version}, {chip}")


def reaches_port(version, *arguments):
    result = esptool("--port", "/dev/no_such_port", *arguments, version=version, status=None,
                     cwd="out")
    return result.returncode != 0 and NO_PORT in said(result)


def test_words_of_write_flash():
    """Wrong words are refused before esptool opens the port; otherwise this test shows nothing."""
    chip, _ = next(cases())
    extra = json.loads(pathlib.Path("out/flasher_args.json").read_text())["extra_esptool_args"]
    before = ["--before", extra["before"], "--after", extra["after"], "--chip", chip]
    for version in VERSIONS:
        write = dash(version, "write-flash")
        equal(reaches_port(version, *before, write, "@flash_args"), True, f"esptool {version}")
        equal(reaches_port(version, *before, write, "--no-such-word", "@flash_args"), False)
        equal(reaches_port(version, *before, write, "-fm", "none", "0", "main.bin"), False)
        equal(reaches_port(version, *before, write, "0", "no_such_file.bin"), False)


def test_merged_by_the_fragments():
    """Words and version are found by the fragments; the SDK of the ESP8266 has other chips."""
    need("make")
    need("cmake")
    if not shutil.which("ninja"):
        raise Skipped("ninja is not installed")
    for version in VERSIONS:
        words(version)  # or the test is skipped
    directory = pathlib.Path.cwd()
    for chip, image in cases():
        if chip not in ("esp8266", "esp32", "esp32c6"):
            continue
        pathlib.Path("Makefile").write_text("include out/x.mk\n")
        pathlib.Path("CMakeLists.txt").write_text("cmake_minimum_required(VERSION 3.20)\n"
                                                  "project(x NONE)\ninclude(out/x.cmake)\n")
        for version in VERSIONS:
            path = f"{pathlib.Path(SCHEMAC).parent}:{os.environ['PATH']}"
            variables = {**environment(version), "PATH": path}
            program = " ".join(words(version))
            for command in (["make", "x-merged", f"ESPTOOL={program}"],
                            ["cmake", "-S", ".", "-B", "build", "-G", "Ninja", f"-DESPTOOL={program}"],
                            ["cmake", "--build", "build", "--target", "x-merged"]):
                result = run(*command, cwd=directory, env=variables)
                equal(result.returncode, 0, said(result))
                assert "eprecated" not in said(result), said(result)
                if command[-1] == "x-merged" or command[1] == "x-merged":
                    merged = pathlib.Path("out/x-merged.bin")
                    equal(merged.read_bytes() == image[:merged.stat().st_size], True,
                          f"{command}, {chip}")
                    equal(set(image[merged.stat().st_size:]) <= {0xff}, True, "the rest is erased")
                    merged.unlink()


if __name__ == "__main__":
    run_tests(globals())
