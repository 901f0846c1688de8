"""Kconfig's values, held against kconfiglib, which ESP-IDF's own tools stem from; and the files that
Kconfig files source."""

import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import FACTORY, HEAD, Skipped, equal, run_tests, schemac  # noqa: E402
from kconfig_trees import Tree, check_trees  # noqa: E402

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


def kconfiglib():
    """A Python that has kconfiglib."""
    for python in (sys.executable, "/usr/bin/python3"):
        try:
            subprocess.run([python, "-c", "import kconfiglib"], check=True, capture_output=True)
            return python
        except (OSError, subprocess.CalledProcessError):
            continue
    raise Skipped("kconfiglib is not installed")


def test_values():
    """Several hundred trees, with and without sdkconfigs."""
    check_trees([Tree(seed) for seed in range(400)], [kconfiglib(), "-c", ORACLE])


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


def test_a_pattern_sees_all_of_a_large_directory():
    pathlib.Path("many").mkdir()
    for index in range(10_050):
        pathlib.Path(f"many/{index}").touch()
    sourced('source "many/*/Kconfig*"', {"many/last/Kconfig.a": INT.format("A", 7)}, 7)


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
