"""Random secrets, and where the compiler might show them."""

import os
import pathlib

from harness import SCHEMAC, run

FORMATS = ("text", "json", "sarif")
LETTERS = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ"


def is_shown(secret, text):
    """Whether a part of a secret that tells much of it stands in a text."""
    return any(secret[i:i + 6] in text for i in range(0, len(secret) - 5))


def word(source):
    """A secret that nothing else contains."""
    length = source.choice([8, 8, 12, 40, 700])
    return "".join(source.choice(LETTERS) for _ in range(length))


def outputs(*words):
    """All that the compiler writes and may show: what it says, and the files that anybody reads."""
    texts = []
    for kind in FORMATS:
        # What the same command leaks was looked for with the first; it takes a third of the time.
        leaks = {} if kind == FORMATS[0] else {"ASAN_OPTIONS": "detect_leaks=0"}
        result = run(SCHEMAC, *words, f"--diagnostics={kind}", errors="replace",
                     env={**os.environ, **leaks})
        assert result.returncode in (0, 1), f"{words}: {result.returncode} {result.stderr}"
        texts += [result.stdout, result.stderr]
    texts += [path.read_text(errors="replace") for path in pathlib.Path("out").rglob("*")
              if path.is_file() and path.suffix != ".bin"]
    return texts
