"""`fmt` takes whatever the grammar has, in one canonical form, and means the same by it."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import PROJECT, equal, run_tests, schemac  # noqa: E402
from sentences import Sentences  # noqa: E402

FILES = 300
LONGEST = 20_000


def test_every_sentence_has_one_form():
    sentences = Sentences((PROJECT / "grammar/schema.y").read_text(), seed=13)
    names = []
    while len(names) < FILES:
        text = sentences.sentence(room=8 + len(names) % 8)
        if 0 < len(text) < LONGEST:
            names.append(f"{len(names)}.pschema")
            pathlib.Path(names[-1]).write_text(text)
    result = schemac("fmt", "--max-errors=0", *names, status=0)
    equal(result.stderr, "", "no sentence is refused, none loses its meaning")
    again = schemac("fmt", "--check", *names, status=0)
    equal(again.stdout, "", "formatted once more")


if __name__ == "__main__":
    run_tests(globals())
