"""Schemas to draw maps of: the examples with their variants, and seeded random layouts."""

import pathlib
import random
import re

EXAMPLES = pathlib.Path(__file__).resolve().parents[2] / "schemas" / "examples"
SEED = 20261122
WORDS = ["settings", "of the radio", "面積と長さ", "<b>&amp;\"", "a", "Größe", "factory-made", "🔒"]
LETTERS = "abcxyzABC0189_.-äß面積й"


def name(generator, taken):
    """A label of at most 16 bytes, often as long as can be."""
    while True:
        length = generator.choice([1, 2, 5, 9, 14, 15, 16, 16])
        label = ""
        while True:
            longer = label + generator.choice(LETTERS)
            if len(longer.encode()) > length:
                break
            label = longer
        identifier = ("_" if label[:1].isdigit() else "") + re.sub(r"[^A-Za-z0-9]", "_", label).upper()
        if label and identifier not in taken:
            taken.add(identifier)
            return label


def documentation(generator, indent):
    if generator.random() < 0.6:
        return ""
    words = " ".join(generator.choice(WORDS) for _ in range(generator.choice([1, 3, 30])))
    return f"{indent}/// {words}\n"


def rows(generator, count, taken, room):
    """Lines of a table with so many partitions in at most so many sectors of 4K."""
    for index in range(count):
        spare = room - (count - index)
        sectors = 1 if generator.random() < 0.6 else generator.randrange(1, max(2, spare // 4))
        room -= sectors
        flags = " frozen" if generator.random() < 0.1 else ""
        filled = ' from file "nothing.bin"' if generator.random() < 0.1 else ""
        filled = " from pattern 0" if generator.random() < 0.1 else filled
        kind = generator.choice(["data.fat", "0x40.1", "0x40.0xfe", "data.undefined", "data.spiffs"])
        yield (documentation(generator, "    ") + f'    partition "{name(generator, taken)}" {kind} '
               f"size {sectors * 4}K{flags}{filled};\n")


def random_schema(seed):
    generator = random.Random(SEED + seed)
    flash = generator.choice([1, 2, 4, 8, 16])
    count = generator.choice([0, 1, 3, 8, 20, 40, 80])
    taken = {"HOST"}
    sectors = flash * 256 - 16
    text = (f"{documentation(generator, '')}schema random_{seed} revision {seed};\n"
            f"target esp32 {{ flash {flash}M; }}\ntable main {{\n")
    text += "".join(rows(generator, count, taken, sectors - 100))
    if generator.random() < 0.5:
        many = generator.choice([1, 4, 12])
        text += f"    partition host 0x40.0 size {(many + 10) * 4}K;\n}}\n"
        text += "table second in main.host {\n"
        text += "".join(rows(generator, many, taken, many + 4))
    elif count == 0:
        text += "    partition host 0x40.0 size fill;\n"
    return text + "}\n"


def variants(text):
    """The names of the variants of a schema, but for abstract ones."""
    heads = re.findall(r"^variant\s+([^{;]+?)\s*(?:\bextends\b[^{;]*)?[{;]", text, re.M)
    return [name.strip().strip('"') for head in heads for name in head.split(",")]


def examples():
    """(path, options) of each example and each of its variants."""
    for path in sorted(EXAMPLES.glob("*.pschema")):
        text = path.read_text()
        yield path, []
        for variant in variants(text):
            yield path, ["--variant", variant]
        if variants(text):
            yield path, ["--all-variants"]
