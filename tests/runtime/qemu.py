"""The runtime and a generated header on other instruction sets, really run: a firmware reads a flash
image that `schemac build` made, updates itself, and is restarted by a model of ESP-IDF's bootloader,
which obeys what stands in otadata. In some runs the power is cut in the midst of that."""

import itertools
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from flash_image import assemble, boot, read_places
from harness import PROJECT, Skipped, equal, need, run, run_tests, schemac

FIRMWARE = PROJECT / "tests/runtime/qemu"
RUNTIME = PROJECT / "runtime"
EXPECTED = (FIRMWARE / "expected.txt").read_text()

COMPILE = ["-std=c99", "-Os", "-ffunction-sections", "-fdata-sections", "-Wl,--gc-sections",
           "-Werror", "-Wall", "-Wextra", "-Wconversion", "-Wshadow"]
PICOLIBC = ["--specs=picolibc.specs", "--oslib=semihost"]
SEMIHOSTING = ["-chardev", "stdio,id=host,signal=off",
               "-semihosting-config", "enable=on,target=native,chardev=host"]
QUIET = ["-display", "none", "-monitor", "none", "-serial", "none"]


def memory(flash, ram):
    """The code's place and the data's, for picolibc's linker script."""
    places = {"flash": flash, "flash_size": 0x400000, "ram": ram, "ram_size": 0x100000}
    return [f"-Wl,--defsym=__{name}={value:#x}" for name, value in places.items()]


ARM_MACHINE = ["qemu-system-arm", "-M", "mps2-an385", *SEMIHOSTING]


def arm(cpu):
    return {"compiler": ["arm-none-eabi-gcc", f"-mcpu={cpu}", "-mthumb", *PICOLIBC,
                         *memory(0, 0x20000000)],
            "files": ["host_semihosting.c"], "machine": ARM_MACHINE, "flash": 0x21000000}


RISCV32 = {
    "compiler": ["riscv64-unknown-elf-gcc", "-march=rv32imac", "-mabi=ilp32", *PICOLIBC,
                 *memory(0x80000000, 0x80400000)],
    "files": ["host_semihosting.c"],
    "machine": ["qemu-system-riscv32", "-M", "virt", "-m", "64M", "-bios", "none", *SEMIHOSTING],
    "flash": 0x81000000,
}

# The SoC of the ESP8266 is not emulated; its processor is.
LX106 = {
    "compiler": ["xtensa-lx106-elf-gcc", "-mlongcalls", "-ffreestanding", "-nostartfiles",
                 "-isystem", "/usr/lib/xtensa-lx106-elf/include", "-T", FIRMWARE / "lx106.ld"],
    "files": ["lx106.S", "host_simcall.c"],
    "machine": ["qemu-system-xtensa", "-M", "sim", "-cpu", "lx106", "-m", "64M", "-semihosting"],
    "flash": 0x61000000,
}

FLASH_SIZE = 0x200000
POWER_LOST = 3
IMAGE = bytes((i ^ i >> 8 ^ 0x5a) & 0xff for i in range(100003))


def make_flash():
    """A flash with the sensor's first application; and {label: (offset, size)}."""
    example = PROJECT / "schemas/examples/sensor.pschema"
    schemac("build", example, "--values", example.parent / "sensor/devices.csv", "--device", "1",
            "-o", "out", "--quiet")
    out = pathlib.Path("out")
    return assemble(out, FLASH_SIZE), read_places(out / "main.csv")


class Device:
    """A processor with its flash."""

    def __init__(self, target):
        self.target = target
        self.first, self.places = make_flash()
        self.original = self.application(self.first, 0)
        self.flash = self.first
        self.operations = 0
        build(target)

    def application(self, flash, slot):
        offset, size = self.places[f"ota_{slot}"]
        return flash[offset:offset + size]

    def start(self, fails=False, cut_after=None):
        """Boots, and runs the firmware until it restarts or loses power: its exit status and what
        it printed. The slot that was booted must hold a whole application. The number of
        operations on the flash is left in `operations`."""
        slot, self.flash = boot(self.flash, self.places["otadata"][0], 2)
        found = self.application(self.flash, slot)
        assert found == self.original or found.startswith(IMAGE), f"ota_{slot} is neither"
        pathlib.Path("flash.bin").write_bytes(self.flash)
        words = [self.places[f"ota_{slot}"][0], fails, cut_after is not None, cut_after or 0]
        result = run(*self.target["machine"], *QUIET, *loaders(self.target["flash"], words),
                     "-kernel", "firmware.elf", stdin=subprocess.DEVNULL, timeout=60)
        self.flash = pathlib.Path("flash.bin").read_bytes()
        *lines, last = result.stdout.splitlines(keepends=True) or [""]
        count = re.fullmatch(r"(\d+) operations, 0 against the rules\n", last)
        assert count, result.stdout + result.stderr
        self.operations = int(count[1])
        return result.returncode, "".join(lines)


def loaders(address, words, size=FLASH_SIZE):
    """Options that load the flash, and the words that the firmware finds behind it."""
    options = ["-device", f"loader,file=flash.bin,addr={address:#x},force-raw=on"]
    for i, word in enumerate(words):
        at = address + size + 4 * i
        options += ["-device", f"loader,addr={at:#x},data={int(word):#x},data-len=4"]
    return options


def build(target):
    link(target, [f"-I{RUNTIME}/port/simulator", "-Iout"],
         [FIRMWARE / name for name in ("main.c", "show.c", "update.c", "print.c")])


def link(target, options, files):
    """Makes firmware.elf of some files, those for the target, the runtime and the simulator."""
    files = [*files, *(FIRMWARE / name for name in target["files"]),
             *sorted((RUNTIME / "src").glob("*.c")), RUNTIME / "port/simulator/simulator.c"]
    result = run(*target["compiler"], *COMPILE, f"-DFLASH_ADDRESS={target['flash']:#x}u",
                 f"-I{RUNTIME}/include", *options, *files, "-lc", "-lgcc", "-o", "firmware.elf")
    assert result.returncode == 0, result.stderr


def need_all(target):
    """Skips where a program for the target is missing."""
    for program in (target["compiler"][0], target["machine"][0]):
        need(program)
    probe = run(*target["compiler"], "-E", "-include", "string.h", "-x", "c", "/dev/null")
    if probe.returncode:
        raise Skipped(f"{target['compiler'][0]} has no C library")


def expected(running):
    """What the firmware prints: the same of each target."""
    parts = dict(part.split("\n", 1) for part in EXPECTED.split("=== ")[1:])
    return parts["always"] + parts[running]


def update(board):
    """From the first application to the second, which passes its trial."""
    equal(board.start(), (0, expected("first")), "first start")
    equal(board.start(), (0, expected("second")), "on trial")
    equal(board.start(), (0, expected("second again")), "for good")
    assert board.application(board.flash, 1).startswith(IMAGE)


def roll_back(board):
    """The second fails its trial: the first runs again."""
    board.flash = board.first
    equal(board.start(), (0, expected("first")), "first start")
    equal(board.start(fails=True), (0, expected("second fails")), "on trial")
    equal(board.start(), (0, expected("first")), "again")


def cut_power(board):
    """In the midst of the update, at its ends, and while the second application marks itself."""
    board.flash = board.first
    board.start()
    count = board.operations
    for at in sorted({0, 1, count // 3, count // 2, *range(count - 6, count)}):
        board.flash = board.first
        equal(board.start(cut_after=at)[0], POWER_LOST, f"cut after {at} operations")
        finish(board, at)
    for at in itertools.count():
        board.flash = board.first
        board.start()
        status, _ = board.start(cut_after=at)
        if status != POWER_LOST:
            equal(status, 0)
            return
        finish(board, at)


def finish(board, at):
    """Restarts until the second application has run for good: three times at most."""
    for _ in range(4):
        status, output = board.start()
        equal(status, 0, f"after a cut after {at} operations")
        if output == expected("second again"):
            return
    raise AssertionError(f"no end after a cut after {at} operations: {output}")


def check(target):
    need_all(target)
    board = Device(target)
    update(board)
    roll_back(board)
    cut_power(board)


def test_riscv32():
    check(RISCV32)


def test_cortex_m3():
    check(arm("cortex-m3"))


# QEMU has no machine with this processor and so much memory: its code runs on the larger one.
def test_cortex_m0():
    check(arm("cortex-m0"))


def test_lx106():
    check(LX106)


if __name__ == "__main__":
    run_tests(globals())
