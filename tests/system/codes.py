"""Every diagnostic has a golden case, and the examples of its explanation are true."""

import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import PROJECT, equal, run_tests, schemac  # noqa: E402

# What one schema on standard input cannot show, since it lies in a build fragment or on disk.
ELSEWHERE = {"PS5004"}

# What a golden case cannot show, since it takes a machine without a library: pki.py does.
WITHOUT_LIBRARY = {"PS6066", "PS6067"}

# What would be a fault of the formatter: no case has one.
OURS = {"PS8451"}


def listed():
    """(id, severity) of every code."""
    return [line.split()[:2] for line in schemac("explain").stdout.splitlines()
            if line.startswith("PS")]


def examples(code):
    text = schemac("explain", code).stdout
    match = re.search(r"For example:\n\n(.*?)\nCorrect is:\n\n(.*)", text, re.S)
    if not match:
        return None
    return ["".join(line[4:] + "\n" for line in part.splitlines()) for part in match.groups()]


def found(schema):
    """(severity, id) of each diagnostic of a schema."""
    for status in (0, 1):
        try:
            text = schemac("check", "-", input=schema, status=status).stderr
            return re.findall(r"(error|warning): .* \[(PS\d{4})", text)
        except AssertionError:
            continue
    raise AssertionError(f"neither good nor wrong:\n{schema}")


def test_every_code_has_a_golden_case():
    golden = "".join(path.read_text(errors="replace")
                     for path in PROJECT.glob("tests/golden/*/*/diagnostics.txt"))
    missing = {code for code, _ in listed() if f"[{code}" not in golden and f'"{code}"' not in golden}
    equal(missing, WITHOUT_LIBRARY | OURS, "codes without a golden case")


def test_explanations_list_what_the_language_has():
    schema = examples("PS2040")[0]
    note = schemac("check", "-", input=schema, status=1).stderr
    generators = re.search(r"the generators are (.*)", note)[1].split(", ")
    text = " ".join(schemac("explain", "PS2040").stdout.split("For example:")[0].split())
    missing = {name for name in generators if not re.search(rf"\b{name}\b", text)}
    equal(missing, set(), "generators that PS2040 does not name")
    text = schemac("explain", "PS1005").stdout
    missing = {escape for escape in ('\\"', "\\\\", "\\n", "\\r", "\\t") if f"`{escape}`" not in text}
    equal(missing, set(), "escape sequences that PS1005 does not name")


def test_examples_are_true():
    count = 0
    for code, severity in listed():
        pair = examples(code)
        if not pair or code in ELSEWHERE:
            continue
        count += 1
        fault, cure = map(found, pair)
        errors = [other for kind, other in fault if kind == "error"]
        assert (severity, code) in fault, f"{code}: its fault is {fault}"
        equal(errors, [code] if severity == "error" else [], f"{code}: errors of its fault")
        equal(cure, [], f"{code}: diagnostics of its cure")
    assert count > 80, f"only {count} codes have examples"


if __name__ == "__main__":
    run_tests(globals())
