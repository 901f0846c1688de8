"""The examples in runtime/examples: the one for this machine is built, by CMake and by make, and run
against a flash in a file; those for SDKs are built against stand-ins for the SDKs."""

import os
import pathlib
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from flash_image import Entry, NEW, PENDING, VALID, assemble, boot, read_places
from harness import PROJECT, SCHEMAC, Skipped, equal, need, run, run_tests, schemac

EXAMPLES = PROJECT / "runtime/examples"
FLASH = pathlib.Path("flash.bin")
IMAGE = bytes(range(256)) * 400 + b"the end"


def environment():
    """Where `schemac` is the one under test."""
    tools = pathlib.Path("tools").resolve()
    tools.mkdir(exist_ok=True)
    if not (tools / "schemac").exists():
        (tools / "schemac").symlink_to(SCHEMAC)
    sdk = PROJECT / "tests/runtime/sdk"
    return {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}", "IDF_PATH": str(sdk)}


def copy_of_runtime():
    """Examples are built where they lie, beside the runtime: not in the project's folder."""
    shutil.copytree(PROJECT / "runtime", "runtime")
    return pathlib.Path("runtime/examples")


def must(*words, **options):
    result = run(*words, **options)
    equal(result.returncode, 0, f"{words}\n{result.stdout}{result.stderr}")
    return result


def build_with_cmake(folder, *options):
    variables = environment()
    must(need("cmake"), "-S", folder, "-B", folder / "build", *options, env=variables)
    must("cmake", "--build", folder / "build", env=variables)


class Node:
    """The program, and the flash in its file."""

    def __init__(self, program):
        self.program = program
        schemac("build", EXAMPLES / "esp_idf/node.pschema", "-o", "out", "--quiet")
        out = pathlib.Path("out")
        for blank in ("calib", "state"):  # which flashing leaves alone: they are `preserve`
            (out / f"images/{blank}.bin").unlink()
        self.places = read_places(out / "main.csv")
        self.otadata = self.places["otadata"][0]
        FLASH.write_bytes(assemble(out, 0x400000))

    def __call__(self, *words, status=0):
        result = run(self.program, FLASH, *words)
        equal(result.returncode, status, f"{words}: {result.stdout}{result.stderr}")
        return result.stdout + result.stderr

    def restart(self):
        """The number of the slot that the bootloader starts."""
        slot, flash = boot(FLASH.read_bytes(), self.otadata, 2)
        FLASH.write_bytes(flash)
        return slot

    def state(self):
        """Of the application that is started next."""
        flash = FLASH.read_bytes()
        entries = [Entry(flash, self.otadata + at) for at in (0, 4096)]
        return max((entry for entry in entries if entry.is_good),
                   key=lambda entry: entry.sequence).state


def use(program):
    update(Node(program))
    break_connection(Node(program))
    keep(Node(program))


def update(node):
    assert "url https://example.com/node, patience 5000 ms, interval 900 s (done)\n" in node("show")
    assert "running ota_0, state -1; next ota_1\n" in node("show")
    pathlib.Path("image.bin").write_bytes(IMAGE)
    node("update", "image.bin")
    equal(node.state(), NEW)
    offset, size = node.places["ota_1"]
    equal(FLASH.read_bytes()[offset:offset + len(IMAGE)], IMAGE)
    equal(node.restart(), 1)
    equal(node.state(), PENDING)
    assert "running ota_1, state 1; next ota_0\n" in node("show")
    node("accept")
    equal(node.state(), VALID)
    equal(node.restart(), 1)

    node("update", "image.bin")
    equal(node.restart(), 0)
    node("reject")
    equal(node.restart(), 1)
    node("update", "image.bin")
    equal(node.restart(), 0)
    equal(node.restart(), 1, "an application that does not accept is not started again")

    pathlib.Path("image.bin").write_bytes(b"x" * (size + 1))
    assert "failed: PSCHEMA_ERROR_SPACE" in node("update", "image.bin", status=1)
    equal(node.restart(), 1)


def break_connection(node):
    """The next update goes on where the one before was interrupted."""
    pathlib.Path("image.bin").write_bytes(IMAGE)
    count = len(IMAGE)
    assert f"{count} of {count} bytes to send\n" in node("update", "image.bin", 50000, status=1)
    equal(node.restart(), 0, "an image that was not finished is not started")
    rest = int(node("update", "image.bin", 20000, status=1).split()[0])
    assert count - 50000 <= rest <= count - 50000 + 2 * 4096, rest
    rest = int(node("update", "image.bin").split()[0])
    assert rest <= count - 65000, rest
    offset, _ = node.places["ota_1"]
    equal(FLASH.read_bytes()[offset:offset + count], IMAGE)
    equal(node.restart(), 1)


def keep(node):
    """Calibration and counters."""
    equal(node("measure", 1000), "1000 (not calibrated)\n")
    assert "failed: PSCHEMA_ERROR_VALUE" in node("calibrate", -501, 1024, status=1)
    node("calibrate", -40, 2048)
    assert "failed: PSCHEMA_ERROR_NOT_BLANK" in node("calibrate", 0, 1024, status=1)
    equal(node("measure", 1000), "1920 (calibrated)\n")
    assert node("show").endswith("started 0 times, measured 2 times\n")


def refuse(program):
    """Another table: nothing is touched."""
    node = Node(program)
    flash = bytearray(FLASH.read_bytes())
    flash[0x8000 + 3 * 32 + 12] ^= 1  # of the row of `calib`
    FLASH.write_bytes(flash)
    assert "see `calib`" in node("calibrate", 0, 1024, status=1)
    equal(FLASH.read_bytes(), bytes(flash))


def test_host_by_cmake():
    folder = copy_of_runtime() / "host"
    build_with_cmake(folder)
    use(folder / "build/node")
    refuse(folder / "build/node")
    assert (folder / "build/layout/images/nvs.bin").exists()


def test_host_by_make():
    need("make")
    folder = copy_of_runtime() / "host"
    must("make", "-C", folder, env=environment())
    use(folder / "build/node")
    must("make", "-C", folder, "build/images/nvs.bin", env=environment())
    assert (folder / "build/images/nvs.bin").exists()


def test_bare_metal_by_make():
    need("make")
    cross("arm-none-eabi-gcc", "-mcpu=cortex-m0 -mthumb")
    folder = copy_of_runtime() / "bare_metal"
    must("make", "-C", folder, env=environment())
    symbols = must("arm-none-eabi-nm", folder / "build/firmware.a").stdout
    assert "pschema_ring_append" in symbols and "board_erase" in symbols, symbols


def with_sdk(name, *options):
    stand_ins = PROJECT / "tests/runtime/stand_ins" / name
    folder = copy_of_runtime() / name
    build_with_cmake(folder, f"-DSTAND_INS={stand_ins}", *options)
    return folder / "build"


def cross(compiler, flags):
    """Options that let CMake use a cross compiler; only libraries are made."""
    need(compiler)
    probe = run(compiler, *flags.split(), "-E", "-include", "string.h", "-x", "c", "/dev/null")
    if probe.returncode:
        raise Skipped(f"{compiler} has no C library")
    return ["-DCMAKE_SYSTEM_NAME=Generic", f"-DCMAKE_C_COMPILER={compiler}",
            f"-DCMAKE_C_FLAGS={flags}", "-DCMAKE_TRY_COMPILE_TARGET_TYPE=STATIC_LIBRARY"]


def test_esp_idf():
    build = with_sdk("esp_idf")
    assert (build / "layout/images/nvs.bin").exists()


def test_esp_idf_with_its_nvs():
    with_sdk("esp_idf", "-DCONFIG_PSCHEMA_NVS_OF_ESP_IDF=y")


def test_esp_idf_for_riscv32():
    with_sdk("esp_idf", *cross("riscv64-unknown-elf-gcc",
                               "-march=rv32imac -mabi=ilp32 --specs=picolibc.specs"))


def test_esp8266_rtos():
    build = with_sdk("esp8266_rtos")
    assert (build / "layout/images/nvs.bin").exists()


def test_esp8266_rtos_for_lx106():
    with_sdk("esp8266_rtos", *cross("xtensa-lx106-elf-gcc",
                                    "-mlongcalls -isystem /usr/lib/xtensa-lx106-elf/include"))


run_tests(dict(globals()))
