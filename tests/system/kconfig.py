"""Kconfig's defaults, held against kconfiglib, which ESP-IDF's own tools stem from; and the files
that Kconfig files source."""

import json
import os
import pathlib
import random
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import FACTORY, HEAD, Skipped, equal, run_tests, schemac  # noqa: E402

ORACLE = """
import json, kconfiglib, os, sys
kconfig = kconfiglib.Kconfig("Kconfig", warn=False)
if os.path.exists("sdkconfig"):
    kconfig.load_config("sdkconfig")
print(json.dumps({name: symbol.str_value for name, symbol in kconfig.syms.items()
                  if symbol.nodes}))
"""
NONE = 777  # what the schema gives to what Kconfig leaves without a value
KINDS = ("bool", "bool", "bool", "int", "hex", "string")
COUNT = 40


def kconfiglib():
    """A Python that has kconfiglib."""
    for python in (sys.executable, "/usr/bin/python3"):
        try:
            subprocess.run([python, "-c", "import kconfiglib"], check=True, capture_output=True)
            return python
        except (OSError, subprocess.CalledProcessError):
            continue
    raise Skipped("kconfiglib is not installed")


def wanted():
    result = subprocess.run([kconfiglib(), "-c", ORACLE], check=True, capture_output=True,
                            text=True)
    return json.loads(result.stdout)


class Project:
    """A random Kconfig file. A symbol needs only those that are declared before it."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.kinds = {}
        self.members = set()
        self.lines = []

    def of_kind(self, *kinds):
        return [name for name, kind in self.kinds.items() if kind in kinds]

    def expression(self, depth=2):
        choose = self.random
        known = self.of_kind("bool")
        if not known or choose.random() < 0.1:
            return choose.choice("yn")
        if depth and choose.random() < 0.5:
            sides = self.expression(depth - 1), self.expression(depth - 1)
            joined = f"{sides[0]} {choose.choice(('&&', '||'))} {sides[1]}"
            return f"({joined})" if choose.random() < 0.5 else joined
        number = self.of_kind("int")
        if number and choose.random() < 0.3:
            relation = choose.choice(("=", "!=", "<", "<=", ">", ">="))
            return f"{choose.choice(number)} {relation} {choose.randrange(20)}"
        if choose.random() < 0.2:
            return f"{choose.choice(known)} {choose.choice(('=', '!='))} {choose.choice('yn')}"
        return choose.choice(("", "!")) + choose.choice(known)

    def condition(self):
        return f" if {self.expression()}" if self.random.random() < 0.4 else ""

    def value(self, kind):
        choose = self.random
        others = self.of_kind(kind)
        if kind == "bool":
            return self.expression(1)
        if others and choose.random() < 0.3:
            return choose.choice(others)
        return {"int": str(choose.randrange(-5, 20)), "hex": f"0x{choose.randrange(99):X}",
                "string": f'"text {choose.randrange(9)} \\"q\\" \\\\"'}[kind]

    def symbol(self, kind):
        choose = self.random
        name = f"S{len(self.kinds)}"
        prompt = ' "Prompt"' + self.condition() if choose.random() < 0.5 else ""
        self.lines += [f"config {name}", f"    {kind}{prompt}"]
        for _ in range(choose.randrange(2)):
            self.lines.append(f"    depends on {self.expression()}")
        if kind in ("int", "hex") and choose.random() < 0.4:
            low = choose.randrange(5)
            self.lines.append(f"    range {low} {low + choose.randrange(9)}{self.condition()}")
        for _ in range(choose.randrange(3)):
            self.lines.append(f"    default {self.value(kind)}{self.condition()}")
        if choose.random() < 0.2:
            self.lines += ["    help", "      Some \"text", "", "        default n"]
        self.kinds[name] = kind
        return name

    def selects(self, by):
        """Only of what is declared later, so that nothing needs itself."""
        aim = f"S{len(self.kinds)}"
        word = self.random.choice(("select", "imply"))
        self.lines.append(f"    {word} {aim}{self.condition()}")
        self.lines += [f"config {aim}", "    bool"]
        self.kinds[aim] = "bool"

    def choice(self):
        choose = self.random
        names = [f"S{len(self.kinds) + i}" for i in range(3)]
        self.lines += ["choice", '    prompt "Choice"' + self.condition()]
        if choose.random() < 0.5:
            self.lines.append(f"    depends on {self.expression()}")
        if choose.random() < 0.6:
            self.lines.append(f"    default {choose.choice(names)}{self.condition()}")
        body = []
        for name in names:
            body += [f"config {name}", '    bool "Member"' + self.condition()]
        self.lines += body + ["endchoice"]
        for name in names:
            self.kinds[name] = "bool"
            self.members.add(name)

    def fill(self):
        choose = self.random
        open_blocks = []
        while len(self.kinds) < COUNT:
            what = choose.random()
            if what < 0.1:
                self.lines.append(f"if {self.expression()}")
                open_blocks.append("endif")
            elif what < 0.2:
                self.lines += ['menu "Menu"', f"    depends on {self.expression()}"]
                if choose.random() < 0.3:
                    self.lines.append(f"    visible if {self.expression()}")
                open_blocks.append("endmenu")
            elif what < 0.4 and open_blocks:
                self.lines.append(open_blocks.pop())
            elif what < 0.5:
                self.choice()
            else:
                name = self.symbol(choose.choice(KINDS))
                if self.kinds[name] == "bool" and choose.random() < 0.4:
                    self.selects(name)
        self.lines += reversed(open_blocks)

    def schema(self):
        fallback = {"bool": "", "int": f" default {NONE}", "hex": f" default {NONE}",
                    "string": f' default "{NONE}"'}
        items = [f"config {name} {kind}{fallback[kind]};" for name, kind in self.kinds.items()]
        items += [f"const V_{name} = config({name});" for name, kind in self.kinds.items()
                  if kind != "string"]
        return HEAD + "\n".join(items) + f"\ntable main {{\n{FACTORY}}}\n"


def expected(kind, text):
    if kind == "bool":
        return int(text != "n")
    return int(text, 16 if kind == "hex" else 10) if text else NONE


def compiled(*options):
    schemac("compile", "input.pschema", "-o", "out", "--emit", "header", "--kconfig", "Kconfig",
            *options)
    header = pathlib.Path("out/example.h").read_text()
    return {name: int(value, 0) for name, value in
            re.findall(r"^#define EXAMPLE_V_(\w+) +\(?(-?\w+?)[uUlL]*\)?$", header, re.M)}


def project(seed):
    made = Project(seed)
    made.fill()
    pathlib.Path("Kconfig").write_text("\n".join(made.lines) + "\n")
    pathlib.Path("input.pschema").write_text(made.schema())
    return made


def compare(made, *options):
    values = wanted()
    found = compiled(*options)
    numbers = {name: kind for name, kind in made.kinds.items() if kind != "string"}
    equal(found.keys(), numbers.keys(), "symbols")
    for name, kind in numbers.items():
        text = pathlib.Path("Kconfig").read_text()
        equal(found[name], expected(kind, values[name]), f"{text}\n{name}")


def test_defaults():
    kconfiglib()
    for seed in range(40):
        compare(project(seed))


def test_defaults_beside_an_sdkconfig():
    """Of visible bools that are no members of choices, some are set."""
    kconfiglib()
    for seed in range(40):
        made = project(seed)
        lines = ["config EXTRA_%d\n    bool \"Extra\"\n" % i for i in range(4)]
        text = "".join(lines) + "\n".join(made.lines) + "\n"
        for i, name in enumerate(made.of_kind("bool")[:4]):
            text = text.replace(f"if {name}\n", f"if EXTRA_{i}\n")
        pathlib.Path("Kconfig").write_text(text)
        pathlib.Path("sdkconfig").write_text("CONFIG_EXTRA_0=y\nCONFIG_EXTRA_1=y\n"
                                             "# CONFIG_EXTRA_2 is not set\n")
        compare(made, "--sdkconfig", "sdkconfig")


def sourced(line, files, value, status=0, **environment):
    """Compiles with a Kconfig file of one line; what it sources must make the symbol A so."""
    for path, text in files.items():
        pathlib.Path(path).parent.mkdir(parents=True, exist_ok=True)
        pathlib.Path(path).write_text(text)
    pathlib.Path("Kconfig").write_text(line + "\n")
    pathlib.Path("input.pschema").write_text(
        f'{HEAD}table main {{\n{FACTORY}}}\nassert config(A) == {value}, "other files were read";\n')
    return schemac("check", "input.pschema", "--kconfig", "Kconfig", status=status,
                   env={**os.environ, **environment}).stderr


INT = "config {0}\n    int\n    default {1}\n"


def test_a_variable_names_several_files():
    files = {"a/Kconfig": INT.format("A", 7), "b/Kconfig": INT.format("A", "B"),
             "b/Kconfig.more": INT.format("B", 8)}
    for line in ('source "$COMPONENT_KCONFIGS"', "source $COMPONENT_KCONFIGS",
                 'source "$(COMPONENT_KCONFIGS)"', 'rsource "${COMPONENT_KCONFIGS}"'):
        sourced(line, files, 7, COMPONENT_KCONFIGS=" a/Kconfig  b/Kconfig\tb/Kconfig.more ")
        sourced(line, files, 8, COMPONENT_KCONFIGS="b/Kconfig b/Kconfig.more a/Kconfig")
        sourced(line + "\n" + INT.format("A", 9), files, 9, COMPONENT_KCONFIGS="")
    text = sourced(line, files, 7, status=1, COMPONENT_KCONFIGS="a/Kconfig none/Kconfig")
    assert "cannot read `none/Kconfig`" in text, text


def test_a_variable_names_one_file_with_a_blank():
    files = {"my a": INT.format("A", 7), "my": "(", "a": "("}
    sourced('source "$FILE"', files, 7, FILE="my a")
    sourced('source "$FOLDER/a"', {"my folder/a": INT.format("A", 6)}, 6, FOLDER="my folder")


def test_patterns_name_many_files():
    """Those that wait for their turn do not source each other."""
    files = {f"many/{i:03}": INT.format("A", i) for i in range(300)}
    files["many/000"] = 'rsource "299"\n'
    sourced('rsource "many/*"', files, 299)


def test_files_in_each_other_have_an_end():
    files = {f"f{i}": f'source "f{i + 1}"\n' for i in range(98)}
    sourced('source "f0"', {**files, "f98": INT.format("A", 7)}, 7)
    files["f98"] = 'source "f99"\n'
    text = sourced('source "f0"', {**files, "f99": INT.format("A", 7)}, 7, status=1)
    assert "`f99` is the last of more than 100 files" in text, text
    text = sourced('source "g"', {"g": 'source "h"\n', "h": 'source "g"\n'}, 7, status=1)
    assert "`g` sources itself" in text, text


def test_images_are_made_again_for_what_they_follow():
    """The build fragment changes with it, and all images depend on that; but with nothing else."""
    pathlib.Path("www").mkdir()
    pathlib.Path("input.pschema").write_text(
        HEAD + "table main {\n" + FACTORY +
        'partition www data.spiffs size 64K from spiffs "www";\n}\n')
    fragments = []
    for text in ("OBJ_NAME_LEN=32", "OBJ_NAME_LEN=64", "OBJ_NAME_LEN=64\nCONFIG_SPIFFS_GC_STATS=y"):
        pathlib.Path("sdkconfig").write_text(f"CONFIG_SPIFFS_{text}\n")
        schemac("compile", "input.pschema", "-o", "out", "--emit", "make", "--sdkconfig",
                "sdkconfig")
        fragments.append([path.read_bytes() for path in sorted(pathlib.Path("out").iterdir())])
    assert fragments[0] != fragments[1], fragments
    equal(fragments[1], fragments[2])


if __name__ == "__main__":
    run_tests(globals())
