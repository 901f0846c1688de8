"""Variants amend: seeded random schemas whose variants extend each other, and each variant written out.

What a variant makes of the schema is worked out here, as LANGUAGE.md has it: the line of descent, the
targets, constants, clauses, lines of content. The schema that this gives, without any variant, must
have the same table, flash arguments, sdkconfig and images, byte for byte.
"""

import copy
import pathlib
import random
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import SCHEMAC, equal, run, run_tests, schemac  # noqa: E402

SEED, SCHEMAS, VARIANTS = 20261130, 40, 6
CHIPS = ["esp32", "esp32s3", "esp32c3"]
CLAUSES = {"size": ["4K", "8K", "A * 4K", "B * 4K"], "align": ["8K", "16K", "64K"],
           "multiple": ["4K", "8K"], "flag": ["readonly", "encrypted"], "at": ["end"],
           "frozen": [""]}
OPTIONS = ("-Wno-withdraws-nothing", "-Wno-unused-abstract", "-q")


def first_state():
    """What the schema says: settings, constants, clauses and content of partitions, symbols."""
    partitions = {f"p{i}": {"type": f"0x40.{i}", "clauses": {"size": "8K"}} for i in range(5)}
    for i in range(VARIANTS):
        partitions[f"gone{i}"] = {"type": f"0x41.{i}", "clauses": {"size": "4K"}}
    spaces = {"one": {"a": ("u8", "1"), "b": ("string", '"first"'), "c": ("i16", "-1")},
              "two": {"a": ("u32", "5")}}
    spaces["one"].update({f"gone{i}": ("u8", str(i)) for i in range(VARIANTS)})
    partitions["n"] = {"type": "data.nvs", "clauses": {"size": "24K"},
                       "content": {"options": {"version": "2"}, "spaces": spaces}}
    return {"chip": "esp32", "target": {"flash": "16M"}, "constants": {"A": "2", "B": "3"},
            "partitions": partitions, "symbols": {"OWN": "1"}}


def amended_lines(generator, content, number):
    """Lines for `from { ... }`, which change the content as they say."""
    lines = []
    if generator.random() < 0.5:
        version = generator.choice(["1", "2"])
        content["options"]["version"] = version
        lines.append(f"version {version};")
    for space in generator.sample(["one", "two", "three"], generator.randrange(1, 4)):
        inner = []
        for key in generator.sample(["a", "b", "c", "d"], generator.randrange(1, 4)):
            kind, value = generator.choice([("u8", str(generator.randrange(256))),
                                            ("string", f'"{generator.randrange(99)}"'),
                                            ("i64", str(-generator.randrange(2 ** 40)))])
            content["spaces"].setdefault(space, {})[key] = (kind, value)
            inner.append(f"{kind} {key} = {value};")
        if space == "one" and generator.random() < 0.5:
            del content["spaces"]["one"][f"gone{number}"]
            inner.append(f"remove gone{number};")
        lines.append(f"namespace {space} {{ {' '.join(inner)} }}")
    return lines


def amend_partition(generator, name, partition):
    words = []
    for clause in generator.sample(list(CLAUSES), generator.randrange(1, 4)):
        if clause != "size" and generator.random() < 0.4:
            word = "no " + (generator.choice(CLAUSES["flag"]) if clause == "flag" else clause)
            if clause == "flag":
                partition["clauses"].pop(word[3:], None)
            else:
                partition["clauses"].pop(clause, None)
        elif clause == "flag":
            word = generator.choice(CLAUSES["flag"])
            partition["clauses"][word] = ""
        else:
            value = generator.choice(CLAUSES[clause])
            partition["clauses"][clause] = value
            word = f"{clause} {value}".strip()
        words.append(word)
    return f"        partition {name} {' '.join(words)};"


class Variant:
    """A step: its text, and what it makes of what was said before it."""

    def __init__(self, generator, number, others):
        self.name, self.number, self.seed = f"v{number}", number, generator.random()
        self.bases = generator.sample(others, min(len(others), generator.choice([0, 0, 1, 2, 3])))
        self.is_abstract = generator.random() < 0.3

    def apply(self, state):
        """Changes a state, and gives the items that say so: the same ones for every state."""
        generator = random.Random(self.seed)
        items, rows = [], []
        if generator.random() < 0.6:
            chip = generator.choice(["", *CHIPS])
            settings = {key: generator.choice(values) for key, values in
                        {"flash": ["4M", "8M"], "table_at": ["0x8000", "0xc000"]}.items()
                        if generator.random() < 0.5}
            state["chip"] = chip or state["chip"]
            state["target"].update(settings)
            block = " ".join(f"{key} {value};" for key, value in settings.items())
            items.append(f"    target {chip} {{ {block} }}")
        for name in generator.sample(["A", "B"], generator.randrange(3)):
            state["constants"][name] = str(generator.randrange(1, 9))
            items.append(f"    const {name} = {state['constants'][name]};")
        if generator.random() < 0.4:
            state["symbols"]["OWN"] = str(generator.randrange(100))
            items.append(f"    set OWN int = {state['symbols']['OWN']};")
        if generator.random() < 0.5:
            del state["partitions"][f"gone{self.number}"]
            items.append(f"    remove gone{self.number};")
        for name in generator.sample([f"p{i}" for i in range(5)], generator.randrange(4)):
            rows.append(amend_partition(generator, name, state["partitions"][name]))
        if generator.random() < 0.6:
            lines = amended_lines(generator, state["partitions"]["n"]["content"], self.number)
            rows.append(f"        partition n from {{ {' '.join(lines)} }}")
        if generator.random() < 0.4:
            state["partitions"][f"own{self.number}"] = {
                "type": f"0x42.{self.number}", "clauses": {"size": "4K"}}
            rows.append(f"        partition own{self.number} 0x42.{self.number} size 4K;")
        return items + (["    table main {", *rows, "    }"] if rows else [])

    def text(self):
        head = f"{'abstract ' if self.is_abstract else ''}variant {self.name}"
        if self.bases:
            head += " extends " + ", ".join(base.name for base in self.bases)
        return "\n".join([head + " {", *self.apply(first_state()), "}"])

    def line(self):
        """Those that it extends, from left to right, each once, and itself."""
        steps = []
        for base in self.bases:
            steps += [step for step in base.line() if step not in steps]
        return steps + [self]


def written(state):
    """A schema that says what a state does."""
    target = " ".join(f"{key} {value};" for key, value in state["target"].items())
    lines = ["schema boards revision 1;", f"target {state['chip']} {{ {target} }}"]
    lines += [f"const {name} = {value};" for name, value in state["constants"].items()]
    lines += [f"set {name} int = {value};" for name, value in state["symbols"].items()]
    lines += ["table main {", "    partition app app.factory size 1M;"]
    for name, partition in state["partitions"].items():
        clauses = " ".join(f"{key} {value}".strip() for key, value in partition["clauses"].items())
        lines.append(f"    partition {name} {partition['type']} {clauses}")
        if "content" in partition:
            content = partition["content"]
            lines.append("    from nvs {")
            lines += [f"        {name} {value};" for name, value in content["options"].items()]
            for space, keys in content["spaces"].items():
                inner = " ".join(f"{kind} {key} = {value};" for key, (kind, value) in keys.items())
                lines.append(f"        namespace {space} {{ {inner} }}")
            lines.append("    }")
        else:
            lines[-1] += ";"
    return "\n".join([*lines, "}"]) + "\n"


def outputs(path, *words):
    """What a schema gives, but for comments, which name the variant; null if it has a mistake."""
    shutil.rmtree("out", ignore_errors=True)
    if run(SCHEMAC, "compile", path, "-o", "out", *words, *OPTIONS).returncode:
        return None
    schemac("generate", path, "n", "-o", "out/nvs.bin", *words, *OPTIONS)
    files = {name: pathlib.Path("out", name).read_bytes() for name in
             ("main.bin", "nvs.bin", "flash_args", "sdkconfig.defaults")}
    return {name: content if name.endswith(".bin") else
            [line for line in content.decode().splitlines() if not line.startswith("#")]
            for name, content in files.items()}


def test_variants_are_what_they_say():
    generator = random.Random(SEED)
    compared = mistaken = 0
    for number in range(SCHEMAS):
        variants = []
        for i in range(VARIANTS):
            variants.append(Variant(generator, i, variants))
        text = written(first_state()) + "\n".join(variant.text() for variant in variants) + "\n"
        path = pathlib.Path(f"{number}.pschema")
        path.write_text(text)
        for variant in variants:
            state = first_state()
            for step in variant.line():
                step.apply(state)
            alone = pathlib.Path(f"{number}_{variant.name}.pschema")
            alone.write_text(written(copy.deepcopy(state)))
            if variant.is_abstract:
                schemac("compile", path, "-o", "none", "--variant", variant.name, status=2)
                continue
            named = outputs(path, "--variant", variant.name)
            plain = outputs(alone)
            assert (named is None) == (plain is None), f"{text}\n{variant.name}"
            for name, expected in (plain or {}).items():
                equal(named[name], expected, f"{text}\n{variant.name}: {name}")
            compared += plain is not None
            mistaken += plain is None
    print(f"seed {SEED}: {compared} variants compared, {mistaken} with a mistake in both forms")
    assert compared > mistaken, "too few to tell anything"


if __name__ == "__main__":
    run_tests(globals())
