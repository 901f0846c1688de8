"""Each command of ./dev, in a copy of the tree.

What builds or runs for minutes (CMake, ctest, clang-tidy ...) has stand-ins, which are first in the
PATH; `./dev test --all` runs the fuzz targets themselves.
"""

import os
import pathlib
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import PROJECT, SCHEMAC, equal, run, run_tests  # noqa: E402

READ = ("CMakePresets.json", "compiler", "runtime", "schemas", "tests")

# Builds what a preset is to leave, or prints steps as ninja does and fails.
CMAKE = r"""#!/bin/bash
echo "cmake $*" >>calls
[ -z "${FAILING_PRESET:-}" ] || [[ " $* " != *" $FAILING_PRESET "* ]] || {
    echo 'no.c:1:1: error: this does not compile'
    exit 1
}
[ "$1" = --build ] || exit 0
printf '[%s/2] Building\n' 1 2
mkdir -p "build/$3/bin" "build/$3/Testing/Temporary"
ln -sf "$SCHEMAC" "build/$3/bin/schemac"
[ "$3" != fuzz ] || cp "$STAND_INS/fuzz_format" "$STAND_INS/fuzz_fat" build/fuzz/bin
"""

CTEST = r"""#!/bin/bash
echo "ctest $*" >>calls
echo 'Test project build'
echo '      Start  1: unit/one'
echo '      Start  2: unit/two'
echo ' 1/3 Test #1: unit/one ......   Passed    0.01 sec'
echo ' 2/3 Test #2: unit/two ......***Skipped   0.01 sec'
echo '      Start  3: unit/three'
if [ "$2" = "${FAILING_TESTS:-}" ]; then
    echo ' 3/3 Test #3: unit/three ....***Failed    0.01 sec'
    seq -f 'reason %g' 200
    echo
    echo '66% tests passed, 1 tests failed out of 3'
    exit 8
fi
echo ' 3/3 Test #3: unit/three ....   Passed    0.01 sec'
echo '100% tests passed, 0 tests failed out of 3'
echo 'two: skipped: no such program' >"build/$2/Testing/Temporary/LastTest.log"
"""

FUZZ = r"""#!/bin/bash
echo "${0##*/} $*" >>calls
[ -n "$(ls "${!#}")" ] || exit 1 # its last argument: where the seeds are
echo 'stat::number_of_executed_units: 7'
"""

RECORDS = r"""#!/bin/bash
echo "${0##*/} $*" >>calls
"""


def copied_tree():
    """A tree of its own for ./dev; what it only reads is the project's."""
    tree = pathlib.Path("tree")
    tree.mkdir()
    shutil.copy(PROJECT / "dev", tree)
    for name in READ:
        (tree / name).symlink_to(PROJECT / name)
    return tree


def stand_ins():
    folder = pathlib.Path("stand_ins").resolve()
    folder.mkdir()
    texts = {"cmake": CMAKE, "ctest": CTEST, "fuzz_format": FUZZ, "fuzz_fat": FUZZ}
    recorders = ("apt-get", "clang-tidy", "clang-format", "git", "python3", "chromium")
    for name, text in {**texts, **dict.fromkeys(recorders, RECORDS)}.items():
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)
    (folder / "sudo").write_text('#!/bin/sh\nexec "$@"\n')
    (folder / "sudo").chmod(0o755)
    return folder


class Tree:
    """A copy of the project, and what its ./dev called."""

    def __init__(self):
        self.folder = copied_tree()
        self.stand_ins = stand_ins()

    def dev(self, *words, status=0, **environment):
        calls = self.folder / "calls"
        calls.write_text("")
        result = run("./dev", *words, cwd=self.folder, env={
            **os.environ, "PATH": f"{self.stand_ins}:{os.environ['PATH']}",
            "STAND_INS": str(self.stand_ins), "SCHEMAC": SCHEMAC, **environment})
        equal(result.returncode, status)
        self.calls = calls.read_text().splitlines()
        return result


def test_run():
    tree = Tree()
    result = tree.dev("run", "schemas/examples/thermostat.pschema")
    assert "ota_1         app.ota_1  0x1d0000" in result.stdout, result.stdout
    assert "build/release/bin/schemac" in result.stdout, result.stdout
    assert (tree.folder / "build/run/thermostat/thermostat.h").exists()
    tree.dev("run", status=2)
    tree.dev("run", "schemas/nothing.pschema", status=3)


def test_test():
    tree = Tree()
    result = tree.dev("test")
    assert "steps: 2 of 2" in result.stdout and "tests: 3 of 3" in result.stdout, result.stdout
    equal(result.stdout.splitlines()[-2:], ["two: skipped: no such program",
                                            "4 passed, 0 failed, 2 skipped"])
    equal([call for call in tree.calls if call.startswith("ctest")],
          [f"ctest --preset {preset} --output-log build/{preset}-tests.log"
           for preset in ("release", "asan")])


def test_failing_test_is_shown_whole_and_both_halves_run():
    tree = Tree()
    result = tree.dev("test", status=1, FAILING_TESTS="release")
    for text in ("3/3 Test #3: unit/three", "reason 1\n", "reason 200\n"):
        equal(result.stdout.count(text), 1)
    equal(result.stdout.splitlines()[-1], "3 passed, 1 failed, 2 skipped")


def test_failing_build_is_shown_and_the_other_half_runs():
    tree = Tree()
    result = tree.dev("test", status=1, FAILING_PRESET="release")
    assert "no.c:1:1: error: this does not compile" in result.stdout, result.stdout
    equal(result.stdout.splitlines()[-1], "2 passed, 1 failed, 1 skipped")


def test_test_all():
    tree = Tree()
    result = tree.dev("test", "--all")
    equal([call for call in tree.calls if call.startswith("ctest") and "-R" in call],
          [f"ctest --preset {preset} --output-log build/{preset}-tests.log -R ^(unit/two)$"
           for preset in ("release", "asan")])
    # Both halves, both again, and the fuzz targets.
    equal(result.stdout.splitlines()[-1], "9 passed, 0 failed, 2 skipped")
    tree.dev("test", "--some", status=2)


def test_fuzz():
    tree = Tree()
    tree.dev("fuzz", "1")
    fuzzed = [call for call in tree.calls if call.startswith("fuzz_")]
    assert len(fuzzed) == 2 and all("-max_total_time=1 " in call for call in fuzzed), fuzzed
    equal([call.split()[-1] for call in fuzzed], ["build/fuzz/seeds-fuzz_fat", "build/fuzz/seeds"])
    assert len(list((tree.folder / "build/fuzz/seeds").glob("*.lock"))) > 50
    for words in (["fuzz"], ["fuzz", "0"], ["fuzz", "x"]):
        tree.dev(*words, status=2)


def test_fuzz_names_seeds_that_are_gone():
    tree = Tree()
    (tree.folder / "tests").unlink()
    shutil.copytree(PROJECT / "tests", tree.folder / "tests", symlinks=True,
                    ignore=shutil.ignore_patterns("*.pem"))
    result = tree.dev("fuzz", "1", status=1)
    assert "tests/golden/*/*/*.pem" in result.stdout, result.stdout


def test_bench_tidy_bless():
    tree = Tree()
    tree.dev("bench")
    assert "python3 -B tests/bench/bench.py build/release/bin/schemac" in tree.calls, tree.calls
    tree.dev("tidy")
    assert any(call.startswith("clang-format --dry-run -Werror compiler/") for call in tree.calls)
    assert "cmake --build --preset tidy" in tree.calls, tree.calls
    tree.dev("bless")
    assert "cmake --build --preset release --target bless" in tree.calls, tree.calls


def test_help_and_what_is_no_command():
    tree = Tree()
    for word in ("help", "--help", "-h"):
        assert tree.dev(word).stdout.startswith("usage: ./dev COMMAND")
    result = tree.dev("foo", status=2)
    assert "no such command: foo" in result.stderr, result.stderr
    tree.dev(status=2)


run_tests(globals())
