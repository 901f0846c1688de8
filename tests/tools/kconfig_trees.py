"""Random Kconfig trees with sdkconfigs, and schemas that assert what their symbols come to."""

import json
import pathlib
import random

from harness import FACTORY, HEAD, SCHEMAC, equal, run

NONE = 777  # what the schema gives to what Kconfig leaves without a value
KINDS = ("bool", "bool", "bool", "int", "hex", "string")
COUNT = 40  # symbols a tree


class Tree:
    """A random Kconfig file. A symbol needs only those that are declared before it."""

    kinds_of_symbols = KINDS
    words_that_select = ("select", "imply")
    files = (("sdkconfig.defaults", 0.3), ("sdkconfig", 0.5))  # how much each says
    has_choices = True
    has_second_definitions = True
    has_optional_choices = True
    help_text = "default n \\"  # which is not joined with what follows

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.kinds = {}
        self.lines = []
        self.fill()

    def maybe(self, share, text):
        return text if self.random.random() < share else ""

    def of_kind(self, *kinds):
        return [name for name, kind in self.kinds.items() if kind in kinds]

    def relation(self):
        choose = self.random
        kind = choose.choice(self.kinds_of_symbols)
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
                "float": str(choose.randrange(-20, 40) / 4),
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
        if kind in ("int", "hex", "float") and choose.random() < 0.5:
            low = choose.randrange(5)
            self.lines.append(f"    range {low} {low + choose.randrange(9)}{self.condition()}")
        for _ in range(choose.randrange(3)):
            self.lines.append(f"    default {self.value(kind)}{self.condition()}")
        if choose.random() < 0.2:
            self.lines += ["    help", "      Some \"text", "", f"        {self.help_text}"]
        if choose.random() < 0.1:
            self.lines += ["    depends on \\", f"{self.expression(0)}"]

    def symbol(self, kind):
        """It may be that its properties are spread over two definitions."""
        others = list(self.kinds.items())
        self.lines.append(f"config S{len(self.kinds)}")
        self.properties(kind, 0.7)
        name = self.new_name(kind)
        if self.has_second_definitions and self.random.random() < 0.1:
            known, self.kinds = self.kinds, dict(others)
            self.lines.append(f"config {name}")
            self.properties(kind)
            self.kinds = known
        return name

    def selects(self):
        """Only of what is declared later, so that nothing needs itself."""
        aim = f"S{len(self.kinds)}"
        for _ in range(self.random.randrange(1, 3)):
            word = self.random.choice(self.words_that_select)
            self.lines.append(f"    {word} {aim}{self.condition()}")
        self.lines.append(f"config {aim}")
        self.properties("bool")
        self.kinds[aim] = "bool"

    def follow(self):
        """What a bool says of others."""
        if self.random.random() < 0.4:
            self.selects()

    def choice(self):
        choose = self.random
        count = choose.randrange(2, 5)
        names = [f"S{len(self.kinds) + i}" for i in range(count)]
        self.lines += ["choice", '    prompt "Choice"' + self.condition()]
        if choose.random() < 0.3:
            self.lines.append(f"    depends on {self.expression()}")
        if self.has_optional_choices and choose.random() < 0.2:
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
            elif what < 0.5 and self.has_choices:
                self.choice()
            else:
                kind = choose.choice(self.kinds_of_symbols)
                self.symbol(kind)
                if kind == "bool":
                    self.follow()
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
        for name, share in self.files:
            if self.random.random() < 0.7:
                (folder / name).write_text(self.sdkconfig(share))

    def schema(self, values):
        """What it asserts is what kconfiglib finds; a string without a default may have any."""
        lines = []
        for name, kind in self.kinds.items():
            if kind == "float":
                continue  # a schema has none; others follow it
            text = values[name]
            quoted = '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
            lines.append(f"config {name} {kind}" + {
                "bool": ";", "string": f" default {quoted};"}.get(kind, f" default {NONE};"))
            found = {"bool": int(text != "n"), "string": quoted}.get(kind)
            if found is None:
                found = int(text, 16 if kind == "hex" else 10) if text else NONE
            lines.append(f'assert config({name}) == {found}, "{name}";')
        return HEAD + "\n".join(lines) + f"\ntable main {{\n{FACTORY}}}\n"


def check_trees(trees, oracle, **options):
    """Holds trees against what another program, told their folders as JSON, makes of them."""
    folders = [pathlib.Path(f"tree{i}").resolve() for i in range(len(trees))]
    for tree, folder in zip(trees, folders):
        tree.write(folder)
    result = run(*oracle, input=json.dumps([str(folder) for folder in folders]), **options)
    equal(result.returncode, 0, result.stderr[-4000:])
    for tree, folder, values in zip(trees, folders, json.loads(result.stdout)):
        (folder / "input.pschema").write_text(tree.schema(values))
        words = [f"--sdkconfig={name}" for name in ("sdkconfig.defaults", "sdkconfig")
                 if (folder / name).exists()]
        result = run(SCHEMAC, "check", "input.pschema", "--kconfig=Kconfig", *words, cwd=folder,
                     **options)
        text = (folder / "Kconfig").read_text()
        equal(result.returncode, 0, f"{folder.name}:\n{text}\n{result.stderr}")
