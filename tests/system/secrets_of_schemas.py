"""No output shows secrets that a schema has in its own text."""

import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import FACTORY, HEAD, run_tests  # noqa: E402
from secret_words import is_shown, outputs, word  # noqa: E402


def value(source, secret):
    """A secret as a value, right or wrong in all kinds of ways."""
    number = str(source.randrange(10**11, 10**18))
    form = source.choice([
        '"{s}"', '"{s}"', "{s}", '"{s}', '{s}"', '"{s}\\q"', '"{s}" "{s}"', "'{s}'", "{s} + {s}",
        "{s} * 2", "{n}", "{n} / 0", "0x{n}z", "{n}{n}{n}", "{n} + {n} +", "-{n}", "{n}.5f", '"{s}" file',
        "({s}", "{s})", "config({s})", "{s}.size", "{s}.{s}.offset", "[{s}]", "$ {s}", "/* {s}",
        '"{s}" depends on {s}', "max({s}, {n})", "{s}(1)", '\n        "{s}"', "\n        {s}",
        '"{s}\\"', '"{s}\x01"', '"ä{s}"', "{n}K * {n}G", "~{n}", "{s} ? 1 : 2", '= "{s}"'])
    if "{n}" in form and "{s}" not in form:
        return form.format(n=number), number
    return form.format(s=secret, n=number), secret


def around(source):
    """Marks before the value, and what ends the line."""
    marks = source.choice(["secret", "secret", "secret secret", "secret oops", "secret per",
                           'secret file "x"', "secret 5", "sekret", "SECRET", "Secret", "secrets",
                           "scret", "oops secert"])
    return marks, source.choice([";", ";", ";", "", ";;", " {", " }", " // note", " ; u8 = ;"])


def line_with(source, kind, name, shown):
    """A line whose mark is before the value, as it was once."""
    marks, end = around(source)
    mark = next(mark for mark in marks.split() if mark != "oops")
    places = [f"{kind} {name} {marks}"] * 6 + [f"{mark} {kind} {name}", f"{kind} {mark} {name}"]
    return f"{source.choice(places)} = {shown}{end}"


def line_with_attribute(source, kind, name, shown):
    """A line whose mark follows the value, with all kinds of slips."""
    marks, end = around(source)
    marks = source.choice([marks] * 6 + ["secr", "max 8 secret", "secret max 8", "unique secret",
                                         ", secret", "(secret)"])
    slip = source.choice(["= {v} {m}"] * 8 + [
        "= {v}\n            {m}", "\n= {v} {m}", "{v} {m}", ": {v} {m}", "== {v} {m}",
        "= {{ {v} }} {m}", "= {v}; {m}", "= {v};\n        {m}", "= {v} {m} 'x'",
        "= {v} {m} depends on BLE", "= {m} {v}", "= # {v} {m}", "= '{v}' {m}"])
    shown = shown.split(" depends")[0]
    marks = "secret" if ";" in slip else marks
    return f"{kind} {name} " + slip.format(v=shown, m=marks) + end


def schema_with(source, secret):
    kind = source.choice(["u8", "u32", "string", "hex", "base64", "blob", "int"])
    shown, secret = value(source, secret)
    before = source.choice(["", "u8 fine = 1; ", "u8 bad = 256; ", "u8 = ; ", "nonsense "])
    name = source.choice(["key", "sixteen_letters_", '"länge"', '""'])
    make = source.choice([line_with, line_with_attribute, line_with_attribute])
    line = before + make(source, kind, name, shown)
    text = (HEAD + "table main {\n    partition nvs data.nvs size 16K from nvs {\n"
            f"        namespace device {{\n        {line}\n        u8 last = 1;\n        }}\n    }}\n"
            + FACTORY + "}\n")
    return text, secret


def test_secrets_of_schemas_are_never_shown():
    for seed in range(400):
        source = random.Random(seed)
        text, secret = schema_with(source, word(source))
        pathlib.Path("in.pschema").write_text(text)
        for words in (("check", "in.pschema"), ("compile", "in.pschema", "-o", "out")):
            for output in outputs(*words):
                assert not is_shown(secret, output), f"seed {seed}: {secret}\n{text}\n{output}"


if __name__ == "__main__":
    run_tests(globals())
