"""Kconfig's values, held against those of esp-idf-kconfig, which has statements of its own.

`./dev test --all` installs it into build/esp-idf-kconfig: it is not in Debian."""

import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import PROJECT, Skipped, run_tests  # noqa: E402
from kconfig_trees import KINDS, Tree, check_trees  # noqa: E402

# Reads a list of folders, each with a Kconfig file and sdkconfigs, and prints what they come to.
ORACLE = """
import contextlib, esp_kconfiglib, io, json, os, sys
found = []
with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
    for folder in json.load(sys.stdin):
        os.chdir(folder)
        kconfig = esp_kconfiglib.Kconfig("Kconfig", parser_version=int(sys.argv[1]))
        for name in ("sdkconfig.defaults", "sdkconfig"):
            if os.path.exists(name):
                kconfig.load_config(name, replace=False)
        found.append({name: symbol.str_value for name, symbol in kconfig.syms.items()
                      if symbol.nodes})
print(json.dumps(found))
"""
VARIABLES = {"int": "NUMBER", "hex": "NUMBER", "string": "WORD"}


class EspTree(Tree):
    """With `set`, `set default` and `float`; with `default ${VAR}` where the parser takes that."""

    kinds_of_symbols = KINDS + ("float",)
    has_optional_choices = False
    help_text = "default n"

    def __init__(self, seed, has_variables):
        self.has_variables = has_variables
        if has_variables:
            self.words_that_select = ("select",)  # that parser fails at `imply ... if`
        super().__init__(seed)

    def value(self, kind):
        if self.has_variables and kind in VARIABLES and self.random.random() < 0.1:
            return f"${{{VARIABLES[kind]}}}"
        return super().value(kind)

    def follow(self):
        super().follow()
        if self.random.random() < 0.5:
            self.sets()

    def sets(self):
        """By a bool of what is declared behind it, so that nothing needs itself."""
        choose = self.random
        kind = choose.choice(("int", "hex", "string", "float"))
        by = f"S{len(self.kinds)}"
        aim = f"S{len(self.kinds) + 1}"
        self.lines.append(f"config {by}")
        self.properties("bool", 0.7)
        for _ in range(choose.randrange(1, 3)):
            word = choose.choice(("set", "set default"))
            self.lines.append(f"    {word} {aim}={self.literal(kind)}{self.condition()}")
        self.kinds[by] = "bool"
        self.lines.append(f"config {aim}")
        self.properties(kind, 0.7)
        self.kinds[aim] = kind


class DefaultTree(EspTree):
    """With values that nobody chose: esp-idf-kconfig says so where it writes them. How it takes them
    ends in endless recursion where there are choices or `select`; of a symbol with several
    definitions, all must hold."""

    files = (("sdkconfig", 0.6),)
    has_choices = False
    has_second_definitions = False

    def follow(self):
        pass

    def sdkconfig(self, share):
        lines = super().sdkconfig(share).splitlines(True)
        return "".join(self.maybe(0.3, "# default:\n") + line for line in lines)


def environment():
    """One in which this Python finds esp-idf-kconfig."""
    found = {**os.environ, "NUMBER": "7", "WORD": "a_word",
             "PYTHONPATH": str(PROJECT / "build/esp-idf-kconfig")}
    for variables in (found, {**found, "PYTHONPATH": os.environ.get("PYTHONPATH", "")}):
        try:
            subprocess.run([sys.executable, "-c", "import esp_kconfiglib"], check=True,
                           capture_output=True, env=variables)
            return variables
        except (OSError, subprocess.CalledProcessError):
            continue
    raise Skipped("esp-idf-kconfig is not installed")


def test_values():
    check_trees([EspTree(seed, False) for seed in range(200)], [sys.executable, "-c", ORACLE, "1"],
                env=environment())


def test_values_that_nobody_chose():
    check_trees([DefaultTree(seed, False) for seed in range(200)],
                [sys.executable, "-c", ORACLE, "1"], env=environment())


def test_values_of_its_new_parser():
    """It is slow, and takes variables without quotes."""
    trees = [EspTree(seed, True) for seed in range(20)]
    for tree in trees:
        tree.lines.insert(0, 'mainmenu "Tree"')
    check_trees(trees, [sys.executable, "-c", ORACLE, "2"], env=environment())


if __name__ == "__main__":
    run_tests(globals())
