"""The node of runtime/examples, run on other instruction sets: its calibration, counters, settings and
updates, with the power cut on the way, and the one for bare metal."""

import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from flash_image import assemble, boot, read_places
from harness import PROJECT, equal, run, run_tests, schemac
from qemu import FIRMWARE, IMAGE, LX106, POWER_LOST, QUIET, RISCV32, arm, link, loaders, need_all

EXAMPLES = PROJECT / "runtime/examples"
FACTORY = """factory: PSCHEMA_OK
"""
SETTINGS = """settings: PSCHEMA_OK
https://example.com/node
patience 5000
interval 900
"""
CALIBRATED = """calibration: PSCHEMA_OK
measured 1920
"""


def compile_schema(example, command):
    out = pathlib.Path(f"out_{example}")
    schemac(command, EXAMPLES / example / "node.pschema", "-o", out, "--quiet")
    return out


class Machine:
    """A processor with its flash, and whatever firmware.elf is."""

    def __init__(self, target, flash):
        self.target = target
        self.flash = flash
        self.operations = 0

    def run(self, running=0, fails=False, cut_after=None, factory=False):
        """Runs the firmware to its end, or until the power is lost: its exit status, and what it
        printed, but for the number of operations on the flash, which goes to `operations`."""
        pathlib.Path("flash.bin").write_bytes(self.flash)
        words = [running, fails, cut_after is not None, cut_after or 0, factory]
        result = run(*self.target["machine"], *QUIET,
                     *loaders(self.target["flash"], words, len(self.flash)),
                     "-kernel", "firmware.elf", stdin=subprocess.DEVNULL, timeout=60)
        self.flash = pathlib.Path("flash.bin").read_bytes()
        *lines, last = result.stdout.splitlines(keepends=True) or [""]
        count = re.fullmatch(r"(\d+) operations, 0 against the rules\n", last)
        assert count, result.stdout + result.stderr
        self.operations = int(count[1])
        return result.returncode, "".join(lines)


class Node(Machine):
    """The one for ESP-IDF, restarted by a model of its bootloader."""

    def __init__(self, target):
        out = compile_schema("esp_idf", "build")
        for blank in ("calib", "state"):  # which flashing leaves alone: they are `preserve`
            (out / f"images/{blank}.bin").unlink()
        super().__init__(target, assemble(out, 0x400000))
        self.first = self.flash
        self.places = read_places(out / "main.csv")
        link(target, [f"-I{PROJECT}/runtime/port/simulator", f"-I{EXAMPLES}/node", f"-I{out}"],
             [*(EXAMPLES / "node" / f"{name}.c" for name in ("calibration", "settings", "update")),
              *(FIRMWARE / f"{name}.c" for name in ("node", "node_power", "print"))])

    def start(self, **options):
        slot, self.flash = boot(self.flash, self.places["otadata"][0], 2)
        offset, _ = self.places[f"ota_{slot}"]
        assert slot == 0 or self.flash[offset:].startswith(IMAGE), f"ota_{slot} is not complete"
        return self.run(running=offset, **options)


def start_of(output):
    """The number of the start, which the firmware keeps."""
    return int(re.search(r"^start (\d+)$", output, re.MULTILINE)[1])


def sent(output):
    return int(re.search(r"^sent (\d+)$", output, re.MULTILINE)[1])


def update(node):
    """Calibrated in the factory, and updated to the second application, which stays."""
    head = "table: PSCHEMA_OK\n" + SETTINGS
    equal(node.start(factory=True),
          (0, head + FACTORY + CALIBRATED + f"start 1\nota_0 runs\nsent {len(IMAGE)}\n"
           "all: PSCHEMA_OK\n"))
    equal(node.start(), (0, head + CALIBRATED + "start 2\nota_1 runs\nall: PSCHEMA_OK\n"))
    status, output = node.start(factory=True)
    equal(status, 0)
    assert "factory: PSCHEMA_ERROR_NOT_BLANK\n" + CALIBRATED + "start 3\nota_1 runs" in output


def roll_back(node):
    node.flash = node.first
    status, output = node.start()
    equal(status, 0)
    assert "calibration: PSCHEMA_ERROR_NOT_FOUND\nmeasured 1000\n" in output, output
    assert "ota_1 fails\n" in node.start(fails=True)[1]
    assert "ota_0 runs\nsent " in node.start()[1]


def blank_settings(node):
    """Without a key in flash, the schema's."""
    offset, size = node.places["nvs"]
    node.flash = node.first[:offset] + b"\xff" * size + node.first[offset + size:]
    assert SETTINGS in node.start()[1]


def cut_power(node):
    """In the midst of an update, at its ends, and where the counters are appended: the update goes
    on where it was interrupted, and no count is lost."""
    node.flash = node.first
    node.start()
    count = node.operations
    shorter = 0
    for at in sorted({0, 1, 2, count // 3, count // 2, *range(count - 6, count)}):
        node.flash = node.first
        equal(node.start(cut_after=at)[0], POWER_LOST, f"cut after {at} operations")
        status, output = node.start()
        equal(status, 0, f"after a cut after {at} operations:\n{output}")
        assert start_of(output) in (1, 2), output
        if "\nsent" in output:
            shorter += sent(output) < len(IMAGE)
            status, output = node.start()
            equal(status, 0, output)
        assert "ota_1 runs\n" in output, output
    assert shorter >= 3, "no update went on where it was interrupted"


def check(target):
    need_all(target)
    node = Node(target)
    update(node)
    roll_back(node)
    blank_settings(node)
    cut_power(node)


def starts_of(output):
    return int(re.search(r"^starts (\d+)$", output, re.MULTILINE)[1])


def check_bare_metal(target):
    """Starts until the ring's next sector is erased, and loses the power at each operation of that
    start and of those around it."""
    need_all(target)
    out = compile_schema("bare_metal", "compile")
    link(target, [f"-I{PROJECT}/runtime/port/simulator", f"-I{EXAMPLES}/node",
                  f"-I{EXAMPLES}/bare_metal", f"-I{out}", "-Dmain=node_main"],
         [EXAMPLES / "bare_metal/main.c", EXAMPLES / "node/calibration.c",
          *(FIRMWARE / f"{name}.c" for name in ("board", "node_power", "print"))])
    board = Machine(target, b"\xff" * 0x10000)
    equal(board.run(factory=True), (0, "calibrated 0\ncalibration 0\nmeasured 1920\nstarts 1\n"))
    for start in range(2, 36):
        before = board.flash
        equal(board.run(), (0, f"calibration 0\nmeasured 1920\nstarts {start}\n"))
        if start in (2, 32, 33, 34):
            lose_power(board, before, start)


def lose_power(board, before, start):
    after = board.flash
    for at in range(board.operations):
        board.flash = before
        equal(board.run(cut_after=at)[0], POWER_LOST, f"start {start}, cut after {at}")
        status, output = board.run()
        equal(status, 0, output)
        assert starts_of(output) in (start, start + 1), f"start {start}, cut after {at}: {output}"
    board.flash = after


def test_riscv32():
    check(RISCV32)


def test_cortex_m3():
    check(arm("cortex-m3"))


def test_cortex_m0():
    check(arm("cortex-m0"))


def test_lx106():
    check(LX106)


def test_bare_metal():
    check_bare_metal(arm("cortex-m0"))


run_tests(dict(globals()))
