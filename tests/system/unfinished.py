"""One unfinished line hides no mistake of meaning elsewhere, and none is made up.

Each file in unfinished/ is a whole schema with one line that is not finished, and mistakes of
meaning in others. What is wrong is said in the file itself: `// PS2024 PS2031` ends a line with
these two mistakes. (A comment does not finish a line.)
"""

import json
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import run, run_tests, schemac  # noqa: E402

FILES = sorted((pathlib.Path(__file__).parent / "unfinished").glob("*.pschema"))


def expected_of(text):
    return sorted((number, code) for number, line in enumerate(text.splitlines(), 1)
                  for code in re.findall(r"\bPS\d{4}\b", line.partition("//")[2]))


def found_in(*words):
    result = schemac(*words, "--diagnostics=json", status=1)
    return sorted((found["line"], found["code"])
                  for found in json.loads(result.stderr)["diagnostics"])


def test_there_are_forty():
    assert len(FILES) >= 40, len(FILES)


def test_all_mistakes_are_found_and_none_is_made_up():
    for path in FILES:
        text = path.read_text()
        pathlib.Path("s.pschema").write_text(text)
        expected, found = expected_of(text), found_in("check", "s.pschema")
        assert any(code < "PS2000" for _, code in expected), path.name
        assert any(code > "PS2000" for _, code in expected), path.name
        assert found == expected, f"{path.name}: {found}\nexpected {expected}"


def test_all_commands_find_them_and_write_nothing():
    text = FILES[0].read_text()
    pathlib.Path("s.pschema").write_text(text)
    for words in (["compile", "s.pschema", "-o", "out"], ["build", "s.pschema", "-o", "out"],
                  ["image", "s.pschema", "-o", "flash.bin"], ["lock", "s.pschema"]):
        assert set(found_in(*words)) <= set(expected_of(text)), words
        assert [path.name for path in pathlib.Path().iterdir()] == ["s.pschema"], words


if __name__ == "__main__":
    run_tests(globals())
