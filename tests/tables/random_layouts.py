"""Seeded random layouts: what must hold of every one of them.

Each is written as a schema, compiled, and its CSV read back by the oracle of tools/: that gives the
very bytes of the binary table, and shows that nothing overlaps and everything is aligned.
"""

import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
import partition_csv  # noqa: E402
from harness import run, run_tests, SCHEMAC  # noqa: E402

SEED, LAYOUTS = 20261121, 400
FLASH = 16 << 20


def size(generator):
    return f"{generator.choice([4, 8, 12, 16, 24, 64, 100, 512, 1000])}K"


def partition(generator, index, slots):
    """One line of a table."""
    kind = generator.choice(["data.nvs", "data.fat", "data.0x99", "0x40.7", "app.ota"])
    if kind == "app.ota":
        kind = f"app.ota_{slots[0]}" if slots[0] < 16 else "data.spiffs"
        slots[0] += kind.startswith("app")
    if kind == "data.nvs":
        clauses = f"size {generator.choice([12, 16, 24])}K"
    elif generator.random() < 0.15:
        clauses = "size fill"
        if generator.random() < 0.5:
            clauses += f" min {generator.choice([4, 64])}K"
        if generator.random() < 0.5:
            clauses += f" max {generator.choice([128, 1000, 3000])}K"
    else:
        clauses = f"size {size(generator)}"
        if generator.random() < 0.1:
            clauses += " at end"
        elif generator.random() < 0.05:
            clauses += f" at 0x{generator.randrange(1, 15) << 20:x}"
    if generator.random() < 0.1:
        clauses += " encrypted"
    if generator.random() < 0.1:
        clauses += f" align {generator.choice([8, 64, 128])}K"
    return f"    partition p{index} {kind} {clauses};\n"


def schema(generator):
    slots = [0]
    lines = [partition(generator, index, slots) for index in range(generator.randrange(1, 30))]
    if slots[0] > 1:
        lines.insert(generator.randrange(len(lines) + 1), "    partition otadata data.ota;\n")
    return ("schema random revision 1;\ntarget esp32 { flash 16M; }\ntable main {\n"
            + "".join(lines) + "}\n")


def check(text, folder):
    rows = list(partition_csv.rows((folder / "main.csv").read_text(), 0x8000))
    table = (folder / "main.bin").read_bytes()
    assert table == partition_csv.binary((folder / "main.csv").read_text()), f"bytes differ:\n{text}"
    end = 0x9000
    for name, kind, _, offset, length, _ in sorted(rows, key=lambda row: row[3]):
        assert offset >= end, f"{name} overlaps:\n{text}"
        assert offset % (0x10000 if kind == 0 else 0x1000) == 0, f"{name} is misaligned:\n{text}"
        assert length > 0, f"{name} is empty:\n{text}"
        end = offset + length
    assert end <= FLASH, f"beyond the flash:\n{text}"


def check_fills(text, folder):
    """Fills of one gap without bounds have one size, and leave less than one more unit each."""
    rows = {row[0]: row for row in partition_csv.rows((folder / "main.csv").read_text(), 0x8000)}
    free = [line.split()[1] for line in text.splitlines()
            if "size fill" in line and "min" not in line and "max" not in line]
    fixed = any(" at 0x" in line for line in text.splitlines())
    if fixed or len(free) < 2:
        return 0
    sizes = {rows[name][4] for name in free}
    assert len(sizes) == 1, f"fills differ: {sizes}\n{text}"
    return 1


def test_random_layouts():
    generator = random.Random(SEED)
    good = shared = 0
    for index in range(LAYOUTS):
        text = schema(generator)
        folder = pathlib.Path(f"out{index}")
        result = run(SCHEMAC, "compile", "-", "-q", "-o", folder, "--emit", "csv,bin", input=text)
        assert result.returncode in (0, 1), f"status {result.returncode}:\n{text}{result.stderr}"
        if result.returncode == 1:
            assert "error:" in result.stderr and not folder.exists(), text
            continue
        good += 1
        check(text, folder)
        shared += check_fills(text, folder)
    print(f"seed {SEED}: {LAYOUTS} layouts, {good} of them possible, {shared} with shared fills")
    assert good > LAYOUTS // 4 and shared > 5, "too few layouts to tell anything"


if __name__ == "__main__":
    run_tests(globals())
