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

PORTS = ["musl", "32-bit", "big-endian", "web"]
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
log=build/$2/Testing/Temporary/LastTest.log
echo 'two: skipped: no such program' >"$log"
echo 'Test project build'
echo '      Start  1: unit/one'
echo '      Start  2: unit/two'
echo ' 1/4 Test #1: unit/one ......   Passed    0.01 sec'
echo ' 2/4 Test #2: unit/two ......***Skipped   0.01 sec'
[[ " $* " != *' -R '* ]] || exit 0
echo '      Start  3: golden/group'
if [ "$2" = "${FAILING_CASES:-}" ]; then
    echo ' 3/4 Test #3: golden/group ..***Failed    0.01 sec'
    echo 'group/case: exit status 0, expected 1'
    echo '12 cases, 3 failed, 1 skipped' >>"$log"
else
    echo ' 3/4 Test #3: golden/group ..   Passed    0.01 sec'
    echo '12 cases, 0 failed, 1 skipped' >>"$log"
fi
echo '      Start  4: unit/three'
if [ "$2" = "${FAILING_TESTS:-}" ]; then
    echo ' 4/4 Test #4: unit/three ....***Failed    0.01 sec'
    seq -f 'reason %g' 200
    echo
    echo '75% tests passed, 1 tests failed out of 4'
    exit 8
fi
echo ' 4/4 Test #4: unit/three ....   Passed    0.01 sec'
echo '100% tests passed, 0 tests failed out of 4'
"""

FUZZ = r"""#!/bin/bash
echo "${0##*/} $*" >>calls
[ -n "$(ls "${!#}")" ] || exit 1 # its last argument: where the seeds are
echo 'stat::number_of_executed_units: 7'
"""

APT_GET = r"""#!/bin/bash
echo "apt-get $*" >>calls
[ -z "${REFUSED_PACKAGE:-}" ] || [[ " $* " != *" $REFUSED_PACKAGE "* ]] || exit 100
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
    texts = {"cmake": CMAKE, "ctest": CTEST, "fuzz_format": FUZZ, "fuzz_fat": FUZZ,
             "apt-get": APT_GET}
    recorders = ("clang-tidy", "clang-format", "git", "python3", "chromium")
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
        self.path = os.environ["PATH"]

    def hide(self, program):
        """Lets ./dev find all programs but one."""
        visible = pathlib.Path("visible").resolve()
        visible.mkdir()
        for folder in self.path.split(":"):
            for path in pathlib.Path(folder).glob("*"):
                if path.name != program and not (visible / path.name).exists():
                    (visible / path.name).symlink_to(path)
        self.path = str(visible)

    def dev(self, *words, status=0, **environment):
        calls = self.folder / "calls"
        calls.write_text("")
        result = run("./dev", *words, cwd=self.folder, env={
            **os.environ, "PATH": f"{self.stand_ins}:{self.path}",
            "STAND_INS": str(self.stand_ins), "SCHEMAC": SCHEMAC, **environment})
        equal(result.returncode, status, result.stdout + result.stderr)
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
    assert "steps: 2 of 2" in result.stdout and "tests: 4 of 4" in result.stdout, result.stdout
    # Twice: of two tests and a golden group of 12 cases, and a test and a case skipped.
    equal(result.stdout.splitlines()[-2:], ["two: skipped: no such program",
                                            "26 passed, 0 failed, 4 skipped"])
    equal([call for call in tree.calls if call.startswith("ctest")],
          [f"ctest --preset {preset} --output-log build/{preset}-tests.log"
           for preset in ("release", "asan")])


def test_failing_test_is_shown_whole_and_both_halves_run():
    tree = Tree()
    result = tree.dev("test", status=1, FAILING_TESTS="release")
    for text in ("4/4 Test #4: unit/three", "reason 1\n", "reason 200\n"):
        equal(result.stdout.count(text), 1)
    equal(result.stdout.splitlines()[-1], "25 passed, 1 failed, 4 skipped")


def test_failing_cases_are_counted():
    result = Tree().dev("test", status=1, FAILING_CASES="asan")
    assert "group/case: exit status 0, expected 1" in result.stdout, result.stdout
    equal(result.stdout.splitlines()[-1], "23 passed, 3 failed, 4 skipped")


def test_failing_build_is_shown_and_the_other_half_runs():
    tree = Tree()
    result = tree.dev("test", status=1, FAILING_PRESET="release")
    assert "no.c:1:1: error: this does not compile" in result.stdout, result.stdout
    equal(result.stdout.splitlines()[-1], "13 passed, 1 failed, 2 skipped")


def test_test_all():
    tree = Tree()
    result = tree.dev("test", "--all")
    equal([call for call in tree.calls if call.startswith("ctest") and "-R" in call],
          [f"ctest --preset {preset} --output-log build/{preset}-tests.log -R ^(unit/two)$"
           for preset in ("release", "asan")])
    presets = [call.split()[2] for call in tree.calls if call.startswith("ctest")]
    equal(presets, ["release", "asan", "release", "asan", *PORTS])
    # Both halves, both again, the ports and the fuzz targets.
    count = 2 * 13 + 2 * 1 + len(PORTS) * 13 + 1
    equal(result.stdout.splitlines()[-1], f"{count} passed, 0 failed, {4 + 2 * len(PORTS)} skipped")
    tree.dev("test", "--some", status=2)


def test_port_that_cannot_be_installed_is_skipped_by_name():
    tree = Tree()
    tree.hide("musl-gcc")
    result = tree.dev("test", "--all", REFUSED_PACKAGE="musl-tools")
    assert "== skipped: golden cases of one static program with musl\n" in result.stdout, \
        result.stdout
    presets = [call.split()[2] for call in tree.calls if call.startswith("ctest")]
    equal(presets, ["release", "asan", "release", "asan", *PORTS[1:]])
    skipped = 4 + 2 * (len(PORTS) - 1) + 1
    assert result.stdout.endswith(f" passed, 0 failed, {skipped} skipped\n"), result.stdout


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


def test_bench_tidy():
    tree = Tree()
    tree.dev("bench")
    assert "python3 -B tests/bench/bench.py build/release/bin/schemac" in tree.calls, tree.calls
    tree.dev("tidy")
    assert any(call.startswith("clang-format --dry-run -Werror compiler/") for call in tree.calls)
    assert "cmake --build --preset tidy" in tree.calls, tree.calls


def test_bless():
    tree = Tree()
    golden = "python3 -B tests/tools/golden.py --bless build/release/bin/schemac"
    tree.dev("bless")
    call = next(call for call in tree.calls if call.startswith(golden))
    assert " tests/golden/diff " in call and " tests/golden/nvs " in call, call
    tree.dev("bless", "diff/allow_frozen", "fmt")
    assert f"{golden} tests/golden/diff/allow_frozen tests/golden/fmt" in tree.calls, tree.calls
    result = tree.dev("bless", "diff/no_such", status=2)
    assert "no such group or case: diff/no_such" in result.stderr, result.stderr


def test_help_and_what_is_no_command():
    tree = Tree()
    for word in ("help", "--help", "-h"):
        assert tree.dev(word).stdout.startswith("usage: ./dev COMMAND")
    result = tree.dev("foo", status=2)
    assert "no such command: foo" in result.stderr, result.stderr
    tree.dev(status=2)


run_tests(globals())
