"""Doxygen has nothing to complain about: every type of the runtime and of a generated header, each
of their members, and each function of the runtime is documented."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import PROJECT, need, run, run_tests, schemac  # noqa: E402

SETTINGS = f"""INPUT = {PROJECT / 'runtime/include'} {PROJECT / 'runtime/port'} out
FILE_PATTERNS = *.h
RECURSIVE = YES
OPTIMIZE_OUTPUT_FOR_C = YES
JAVADOC_AUTOBRIEF = YES
MACRO_EXPANSION = YES
EXPAND_ONLY_PREDEF = YES
PREDEFINED = PSCHEMA_CHECKED= PSCHEMA_CHECKED_TYPE=
GENERATE_HTML = NO
GENERATE_LATEX = NO
GENERATE_XML = YES
QUIET = YES
"""


def test_no_warning():
    need("doxygen")
    for path in sorted((PROJECT / "schemas/examples").glob("*.pschema")):
        schemac("compile", "-q", path, "-o", "out", "--emit", "header")
    pathlib.Path("Doxyfile").write_text(SETTINGS)
    result = run("doxygen", "Doxyfile")
    warnings = [line for line in result.stderr.splitlines() if line.strip()]
    assert result.returncode == 0 and not warnings, \
        f"{len(warnings)} warnings:\n" + "\n".join(warnings[:20])
    texts = "".join(path.read_text() for path in pathlib.Path("xml").glob("*.xml"))
    for name in ("pschema_ota_set_boot", "pschema_nvs_get_string", "pschema_record_load",
                 "sensor_calibration"):
        assert f"<name>{name}</name>" in texts or f">{name}<" in texts, name


if __name__ == "__main__":
    run_tests(globals())
