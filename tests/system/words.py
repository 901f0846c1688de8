"""The words of generators: whatever stands at whatever place, there is a message and no crash."""

import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import FACTORY, HEAD, SCHEMAC, run, run_tests  # noqa: E402

WORDS = ["x", "nvs", '"x"', '""', "5", "1.5f", "(1)", "(1 + 2)", "-1", "f(1)", "config(X)", "(nvs)",
         "0 .. 5", "-2 .. -1", "5 .. 0", "main.nvs", "main.none", "none.nvs", 'main."nvs"', "file",
         "each", "per", "device", "secret", "by", "on", "in", "max", "unique", "depends", "size",
         "fill", '"*"', "off", '(TEXT)', '("a")', "min(1, 2)", "(1 / 0)"]

# Lines as they are right; each of their words is replaced, left out or doubled.
LINES = {
    "nvs": ["version 2", "spare_pages full", "keys nvs_keys", 'keys file "k.bin"', "keys per device",
            "wifi_keys", 'import "k.csv" plain secret', "namespace n { u8 a = 1 ; }",
            'namespace n { string a = "x" secret ; }', 'namespace n { blob a file "p" secret ; }',
            'namespace n { blob a each "p*" ; }', "namespace n { u8 a per device secret ; }",
            'namespace n { gatts g "g.csv" ; }', "namespace n { u8 a = 1 in 0 .. 5 ; }"],
    "pki": ['ca "a.pem"', 'cert "a.pem" signed by pki', 'key "a.pem" matches pki',
            'valid on "2027-01-31"'],
    "record r": ["a = 1", 'row a = "x"', "ignore a", "ring"],
    'record r "v.csv"': ["a = 1", 'row a = "x"', "ignore a", "ring"],
    'fat "w/"': ["sector 512", 'label "A"', "wear_levelling off", 'exclude "*.bak"'],
    'spiffs "w/"': ["page 256", "magic off", "aligned on"],
    'littlefs "w/"': ["block 4096", 'exclude "a" "b"'],
    'exec "x.sh"': ['argument "a"', 'input "*.csv"'],
    'file "x.bin"': [],
    'gatts "g.csv"': [],
}


def mutated(source, line):
    words = line.split()
    for _ in range(source.randrange(1, 4)):
        at = source.randrange(len(words))
        kind = source.random()
        if kind < 0.6:
            words[at] = source.choice(WORDS)
        elif kind < 0.8:
            words.insert(at, source.choice(WORDS))
        elif kind < 0.9 and len(words) > 1:
            del words[at]
        else:
            words.insert(at, words[at])
    return " ".join(words)


def schema_with(source):
    generator = source.choice(list(LINES))
    lines = LINES[generator] or ["x 1"]
    shown = mutated(source, generator) if source.random() < 0.2 else generator
    block = "; ".join(mutated(source, source.choice(lines)) for _ in range(source.randrange(1, 3)))
    return (HEAD + 'const TEXT = "text";\nrecord r { u8 a = 1; }\n'
            f"table main {{\n    partition nvs data.nvs size 16K from {shown} {{ {block}; }}\n"
            "    partition nvs_keys data.nvs_keys size 4K from file \"k.bin\";\n"
            "    partition pki 0x40.3 size 4K from pki { cert \"c.pem\"; }\n"
            + FACTORY + "}\n")


def test_words_at_any_place():
    for seed in range(1500):
        text = schema_with(random.Random(seed))
        pathlib.Path("in.pschema").write_text(text)
        result = run(SCHEMAC, "check", "in.pschema")
        assert result.returncode in (0, 1), f"seed {seed}: {result.returncode}\n{text}"
        assert "(null)" not in result.stderr, f"seed {seed}\n{text}\n{result.stderr}"
        is_told = "error:" in result.stderr
        assert is_told == (result.returncode == 1), f"seed {seed}\n{text}\n{result.stderr}"


if __name__ == "__main__":
    run_tests(globals())
