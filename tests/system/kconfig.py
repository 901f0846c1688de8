"""Kconfig's values, held against kconfiglib, which ESP-IDF's own tools stem from; and the files that
Kconfig files source."""

import json
import os
import pathlib
import random
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import FACTORY, HEAD, SCHEMAC, Skipped, equal, run, run_tests, schemac  # noqa: E402

# Reads a list of folders, each with a Kconfig file and sdkconfigs, and prints what they come to.
ORACLE = """
import json, kconfiglib, os, sys
found = []
for folder in json.load(sys.stdin):
    os.chdir(folder)
    kconfig = kconfiglib.Kconfig("Kconfig", warn=False)
    for name in ("sdkconfig.defaults", "sdkconfig"):
        if os.path.exists(name):
            kconfig.load_config(name, replace=False)
    found.append({name: symbol.str_value for name, symbol in kconfig.syms.items()
                  if symbol.nodes})
print(json.dumps(found))
"""
NONE = 777  # what the schema gives to what Kconfig leaves without a value
KINDS = ("bool", "bool", "bool", "int", "hex", "string")
COUNT = 40  # symbols a tree
TREES = 400


def kconfiglib():
    """A Python that has kconfiglib."""
    for python in (sys.executable, "/usr/bin/python3"):
        try:
            subprocess.run([python, "-c", "import kconfiglib"], check=True, capture_output=True)
            return python
        except (OSError, subprocess.CalledProcessError):
            continue
    raise Skipped("kconfiglib is not installed")


def wanted(folders):
    result = subprocess.run([kconfiglib(), "-c", ORACLE], check=True, capture_output=True,
                            text=True, input=json.dumps([str(path) for path in folders]))
    return json.loads(result.stdout)


class Project:
    """A random Kconfig file. A symbol needs only those that are declared before it."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.kinds = {}
        self.lines = []

    def maybe(self, share, text):
        return text if self.random.random() < share else ""

    def of_kind(self, *kinds):
        return [name for name, kind in self.kinds.items() if kind in kinds]

    def relation(self):
        choose = self.random
        kind = choose.choice(KINDS)
        known = self.of_kind(kind)
        if not known:
            return choose.choice(("y", "!y"))
        if kind == "bool":
            return f"{choose.choice(known)} {choose.choice(('=', '!='))} {choose.choice('yn')}"
        relation = choose.choice(("=", "!=", "<", "<=", ">", ">="))
        return f"{choose.choice(known)} {relation} {self.value(kind)}"

    def expression(self, depth=2):
        choose = self.random
        known = self.of_kind("bool")
        if not known or choose.random() < 0.1:
            return choose.choice(("y", "!n", "!y"))  # `n` alone, kconfiglib folds with all around
        if depth and choose.random() < 0.5:
            sides = self.expression(depth - 1), self.expression(depth - 1)
            joined = f"{sides[0]} {choose.choice(('&&', '||'))} {sides[1]}"
            return f"({joined})" if choose.random() < 0.5 else joined
        if choose.random() < 0.3:
            return self.relation()
        if choose.random() < 0.05:
            return choose.choice(("UNDEFINED", "!UNDEFINED", "UNDEFINED != n"))
        return choose.choice(("", "!")) + choose.choice(known)

    def condition(self):
        return self.maybe(0.4, f" if {self.expression()}")

    def literal(self, kind):
        choose = self.random
        return {"bool": choose.choice("yn"), "int": str(choose.randrange(-5, 20)),
                "hex": f"0x{choose.randrange(20):X}",
                "string": f'"text {choose.randrange(9)} \\"q\\" \\\\"'}[kind]

    def value(self, kind):
        choose = self.random
        others = self.of_kind(kind)
        if kind == "bool":
            return self.expression(1)
        if others and choose.random() < 0.3:
            return choose.choice(others)
        return self.literal(kind)

    def new_name(self, kind):
        name = f"S{len(self.kinds)}"
        self.kinds[name] = kind
        return name

    def properties(self, kind, share=0.5):
        choose = self.random
        self.lines.append(f"    {kind}" + self.maybe(share, ' "Prompt"' + self.condition()))
        for _ in range(choose.randrange(2)):
            self.lines.append(f"    depends on {self.expression()}")
        if kind in ("int", "hex") and choose.random() < 0.5:
            low = choose.randrange(5)
            self.lines.append(f"    range {low} {low + choose.randrange(9)}{self.condition()}")
        for _ in range(choose.randrange(3)):
            self.lines.append(f"    default {self.value(kind)}{self.condition()}")
        if choose.random() < 0.2:
            self.lines += ["    help", "      Some \"text", "", "        default n \\"]
        if choose.random() < 0.1:
            self.lines += ["    depends on \\", f"{self.expression(0)}"]

    def symbol(self, kind):
        """It may be that its properties are spread over two definitions."""
        others = list(self.kinds.items())
        self.lines.append(f"config S{len(self.kinds)}")
        self.properties(kind, 0.7)
        name = self.new_name(kind)
        if self.random.random() < 0.1:
            known, self.kinds = self.kinds, dict(others)
            self.lines.append(f"config {name}")
            self.properties(kind)
            self.kinds = known
        return name

    def selects(self):
        """Only of what is declared later, so that nothing needs itself."""
        aim = f"S{len(self.kinds)}"
        for _ in range(self.random.randrange(1, 3)):
            word = self.random.choice(("select", "imply"))
            self.lines.append(f"    {word} {aim}{self.condition()}")
        self.lines.append(f"config {aim}")
        self.properties("bool")
        self.kinds[aim] = "bool"

    def choice(self):
        choose = self.random
        count = choose.randrange(2, 5)
        names = [f"S{len(self.kinds) + i}" for i in range(count)]
        self.lines += ["choice", '    prompt "Choice"' + self.condition()]
        if choose.random() < 0.3:
            self.lines.append(f"    depends on {self.expression()}")
        if choose.random() < 0.2:
            self.lines.append("    optional")
        for _ in range(choose.randrange(3)):
            self.lines.append(f"    default {choose.choice(names)}{self.condition()}")
        body = []
        below = []
        for name in names:
            member = [f"config {name}", '    bool "Member"' + self.condition()]
            member += [f"    depends on {self.expression()}"] * choose.randrange(2)
            if choose.random() < 0.2:
                member = [f"if {self.expression()}", *member, "endif"]
            elif choose.random() < 0.3:  # shown below it, and none of the choice
                extra = f"S{len(self.kinds) + count + len(below)}"
                below.append(extra)
                member += [f"config {extra}", '    bool "Below"',
                           f"    depends on {name}", f"    default {choose.choice('yn')}"]
            body += member
        self.lines += body + ["endchoice"]
        for name in names + below:
            self.kinds[name] = "bool"

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
                kind = choose.choice(KINDS)
                self.symbol(kind)
                if kind == "bool" and choose.random() < 0.4:
                    self.selects()
        self.lines += reversed(open_blocks)

    def sdkconfig(self, share):
        """Values for some symbols, some of which Kconfig will overrule."""
        choose = self.random
        lines = ["CONFIG_UNDEFINED=y"]  # of a component that the project does not have
        for name, kind in self.kinds.items():
            if choose.random() >= share:
                continue
            value = self.literal(kind)
            if kind == "bool" and value == "n" and choose.random() < 0.7:
                lines.append(f"# CONFIG_{name} is not set")
            elif kind == "bool" and choose.random() < 0.1:
                lines.append(f"CONFIG_{name}=" + choose.choice(("", "yes", "no", "y # why")))
            else:
                lines.append(f"CONFIG_{name}={value}" + self.maybe(kind == "string", " # text"))
        choose.shuffle(lines)
        return "".join(line + "\n" for line in lines)

    def write(self, folder):
        folder.mkdir()
        (folder / "Kconfig").write_text("\n".join(self.lines) + "\n")
        for name, share in (("sdkconfig.defaults", 0.3), ("sdkconfig", 0.5)):
            if self.random.random() < 0.7:
                (folder / name).write_text(self.sdkconfig(share))

    def schema(self, values):
        """What it asserts is what kconfiglib finds; a string without a default may have any."""
        lines = []
        for name, kind in self.kinds.items():
            text = values[name]
            quoted = '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
            lines.append(f"config {name} {kind}" + {
                "bool": ";", "string": f" default {quoted};"}.get(kind, f" default {NONE};"))
            found = {"bool": int(text != "n"), "string": quoted}.get(kind)
            if found is None:
                found = int(text, 16 if kind == "hex" else 10) if text else NONE
            lines.append(f'assert config({name}) == {found}, "{name}";')
        return HEAD + "\n".join(lines) + f"\ntable main {{\n{FACTORY}}}\n"


def test_values():
    """Several hundred trees, with and without sdkconfigs."""
    kconfiglib()
    projects = []
    for seed in range(TREES):
        made = Project(seed)
        made.fill()
        folder = pathlib.Path(str(seed)).resolve()
        made.write(folder)
        projects.append((made, folder))
    for (made, folder), values in zip(projects, wanted([folder for _, folder in projects])):
        (folder / "input.pschema").write_text(made.schema(values))
        options = [f"--sdkconfig={name}" for name in ("sdkconfig.defaults", "sdkconfig")
                   if (folder / name).exists()]
        result = run(SCHEMAC, "check", "input.pschema", "--kconfig=Kconfig", *options, cwd=folder)
        text = (folder / "Kconfig").read_text()
        equal(result.returncode, 0, f"tree {folder.name}:\n{text}\n{result.stderr}")


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
