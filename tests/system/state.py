"""Our objects hold no state: nothing in them can be written at run time."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import BUILD, Skipped, equal, need, run, run_tests  # noqa: E402

WRITABLE = (".data", ".bss", ".tdata", ".tbss")
RELOCATED = ".data.rel.ro" # constants that hold addresses; read-only once the program has started


def is_instrumented():
    cache = (BUILD / "CMakeCache.txt").read_text()
    return any(line.split("=")[1].strip() not in ("", "OFF")
               for line in cache.splitlines()
               if line.startswith(("SCHEMAC_SANITIZERS", "SCHEMAC_COVERAGE", "SCHEMAC_FUZZ")))


def test_no_object_has_writable_data():
    need("size")
    if is_instrumented():
        raise Skipped("the build is instrumented")
    objects = sorted(path for path in (BUILD / "compiler").rglob("*.o")
                     if "verify_interface" not in str(path))
    assert len(objects) > 50, f"only {len(objects)} objects"
    found = []
    for path in objects:
        for line in run("size", "-A", path).stdout.splitlines():
            section, size, *_ = line.split() + ["", ""]
            if section.startswith(WRITABLE) and not section.startswith(RELOCATED) and size != "0":
                found.append(f"{path.name}: {size} bytes in {section}")
    equal(found, [], "writable data")


if __name__ == "__main__":
    run_tests(globals())
