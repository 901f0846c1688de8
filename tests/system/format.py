"""`fmt` changes neither what a schema means nor its comments, and nothing that has its form."""

import collections
import os
import pathlib
import random
import re
import shutil
import stat
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import PROJECT, SCHEMAC, Skipped, equal, need, run, run_tests, schemac  # noqa: E402

TOKEN = re.compile(r"""
    (?P<comment> //[^\n]* | /\*.*?\*/ )
  | (?P<token> "(?:[^"\\\n]|\\.)*" | [0-9][0-9_]*(?:\.[0-9][0-9_]*)?(?:[eE][+-]?[0-9]+)?f\b
      | [0-9][0-9A-Za-z_]* | [A-Za-z_][0-9A-Za-z_]* | \.\.|<<|>>|<=|>=|==|!=|&&|\|\| | [^\s] )
""", re.X | re.S)
BATCH = 100  # files that one run formats


def normal(comment):
    """A comment without the blanks at the ends of its lines."""
    return "\n".join(line.strip() for line in comment.split("\n"))


def comments(text):
    return collections.Counter(normal(m["comment"]) for m in TOKEN.finditer(text) if m["comment"])


def tokens(text):
    return [m["token"] for m in TOKEN.finditer(text.removeprefix("\ufeff")) if m["token"]]


def counted(text):
    """How often each token stands there; a `;` may be one too many."""
    return collections.Counter(token for token in tokens(text) if token != ";")


def same_words(before, after, what):
    equal(comments(after), comments(before), f"{what}: comments")
    equal(counted(after), counted(before), f"{what}: tokens")


def tidy(text, what):
    """What holds of every formatted text."""
    outside = re.sub(r"/\*.*?\*/", "/**/", text, flags=re.S)
    assert not re.search(r"[ \t]$", text, re.M), f"{what}: blanks at the end of a line"
    assert "\t" not in re.sub(r'//[^\n]*|"[^"\n]*"', "", outside), f"{what}: a tab"
    assert "\r" not in outside and not outside.startswith("\ufeff"), f"{what}: line ends"
    assert not re.search(r"\n\n\n|\{\n\n|\A\n", outside), f"{what}: blank lines"
    assert text == "" or text.endswith("\n"), f"{what}: the end"


def format_all(texts):
    """Formats texts, each as a file of its own, twice. {name: text} of those that can be."""
    good = {}
    names = list(texts)
    for start in range(0, len(names), BATCH):
        batch = names[start:start + BATCH]
        for name in batch:
            pathlib.Path(name).write_bytes(texts[name].encode())
        result = run(SCHEMAC, "fmt", "--quiet", "--max-errors=0", *batch)
        assert result.returncode in (0, 1) and "PS8451" not in result.stderr, result.stderr[-2000:]
        wrong = set(re.findall(r"^([^:\n]*):\d+:\d+: error: ", result.stderr, re.M))
        batch = [name for name in batch if name not in wrong]
        good.update((name, pathlib.Path(name).read_bytes().decode()) for name in batch)
        if batch:
            again = schemac("fmt", "--check", *batch, status=0)
            equal(again.stdout, "", "formatted once more")
    return good


def examples():
    return {path.stem: path.read_text() for path in sorted(PROJECT.glob("schemas/*/*.pschema"))}


def test_all_schemas_have_their_form():
    paths = sorted(PROJECT.glob("schemas/*/*.pschema"))
    assert len(paths) > 8
    paths += sorted(PROJECT.glob("runtime/examples/*/*.pschema"))
    schemac("fmt", "--check", *paths)


def test_the_reference_shows_the_form():
    text = (PROJECT / "grammar/LANGUAGE.md").read_text().partition("\n## The canonical form\n")[2]
    example = re.search(r"^```pschema\n(.*?)^```$", text, re.S | re.M)[1]
    schemac("fmt", "--check", "-", input=example)
    schemac("fmt", "--check", "-", input=example.replace(" size", "  size"), status=1)


def artifacts(case, text):
    """All that a schema compiles to, or what is wrong with it, without places."""
    folder = pathlib.Path("compiled")
    path = folder / "input.pschema"
    run("rm", "-rf", folder)
    run("cp", "-r", case, folder)
    path.unlink(missing_ok=True)
    path.write_bytes(text.encode())
    variants = ["--all-variants"] if re.search(r"^\s*variant\b", text, re.M) else []
    result = run(SCHEMAC, "compile", "input.pschema", *variants, "-o", "made", "--emit",
                 "csv,bin,header", "--diagnostics=sarif", "-q", cwd=folder)
    codes = sorted(re.findall(r'"ruleId": ?"(PS\d+)"', result.stderr))
    made = folder / "made"
    files = {str(path.relative_to(made)): path.read_bytes()
             for path in sorted(made.rglob("*")) if path.is_file()}
    return result.returncode, codes, files


def test_golden_cases_mean_the_same():
    cases = {}
    for path in sorted(PROJECT.glob("tests/golden/*/*/input.pschema")):
        try:
            cases["__".join(path.parent.parts[-2:])] = path.read_bytes().decode()
        except UnicodeDecodeError:
            continue
    formatted = format_all(cases)
    assert len(formatted) > 150, len(formatted)
    compiled = refused = 0
    for name, text in formatted.items():
        same_words(cases[name], text, name)
        tidy(text, name)
        if text != cases[name]:
            case = PROJECT / "tests/golden" / name.replace("__", "/")
            before = artifacts(case, cases[name])
            equal(artifacts(case, text), before, name)
            assert before[0] in (0, 1) and (before[1] or before[2]), f"{name}: nothing to compare"
            compiled += before[0] == 0
            refused += before[0] == 1
    assert compiled > 40 and refused > 20, (compiled, refused)


def gap(chance, count, may_end):
    """What may stand between two tokens."""
    choice = chance.random()
    name = f"c{count}"
    if choice < 0.72:
        return chance.choice([" ", " ", " ", "  ", "\n", "\n    ", "\t", "\n\n\n", "\r\n"])
    if choice < 0.76 and may_end:
        return chance.choice([";", " ; ", "\n;\n"])
    return chance.choice([
        f" /* {name} */ ", f" // {name}\n", f"\n  // {name}  \n", f"\n/// {name}\n",
        f" ///< {name}\r\n", f"\n\n\n// {name}\n\n\n", f"/*{name}\n   more\n\n     of it*/",
        f"\n\t/* {name}\n\t * more\n\t */\n", f"//{name}\n//{name}\n",
        f" ///< {name}\n  ///< {name}\n",
        f" // {name}\n    // {name}\n", f" /// {name}\n",
        f" // {name}{' ' * 90}\n", f"/*{name}{' ' * 90}\r\n{name} */",
        f"/**/ /* {name} */ // \u00e4 {name}\n"])


def respaced(text, chance):
    """The tokens of a text with anything between them, but around the dot of a type."""
    parts = [] if chance.random() < 0.8 else ["\ufeff"]
    before = ";"
    density = chance.choice([0.02, 0.1, 0.5, 1])
    end = 0
    for count, match in enumerate(TOKEN.finditer(text)):
        if match["comment"]:
            continue
        space = text[end:match.start()]
        is_tight = match["token"] == "." or before == "."
        if not is_tight:
            dense = chance.random() < density
            parts.append(gap(chance, count, before in "{};") if dense else space or "")
        parts.append(match["token"])
        before = match["token"]
        end = match.end()
    return "".join(parts) + gap(chance, "last", True)


def test_random_spacing():
    chance = random.Random(6)
    originals = list(examples().values())
    small = [text for text in originals if len(text) < 3000]
    texts = {}
    for i in range(1200):
        texts[f"r{i}"] = respaced(chance.choice(small if i % 10 else originals), chance)
    formatted = format_all(texts)
    equal(len(formatted), len(texts))
    for name, text in formatted.items():
        same_words(texts[name], text, name)
        tidy(text, name)


CLAUSES = [
    "at 0x{n}000", "at end", "no at", "size {n}K", "size to 0x{n}000", "size fill",
    "size fill max {n}M min {n}K", "size fill min 4K", "size -(-{n} + A) * config(B)", "align {n}K",
    "prefer {n}K", "multiple (4K)", "boundary 1M", "before p{n}", "after end", "encrypted", "readonly",
    "flag f{n}", "no readonly", "preserve", "headroom {n}K", "frozen", "depends on A{n} && !(B = C || D)", "was \"old {n}\"",
    "no from", "from file \"f{n}.bin\"", "from pattern 0xff {n}", "outside", "unique", "kind nvs",
    "from nvs {{ }}", "from nvs {{ namespace n{n} {{ u8 a = {n}; string b per device; }} }}",
    "from pki {{\n  ca \"a\" ;\n\n cert \"b\" signed by p{n}; }}",
    "from fat \"{long}\" \"{long}\" {{ label \"{long}\"; exclude \"{long}\" \"{long}\"; }}",
]


def random_clauses(chance):
    return [chance.choice(CLAUSES).format(n=chance.randrange(1, 999),
                                          long="w" * chance.randrange(60))
            for _ in range(chance.randrange(6))]


def random_partition(chance):
    """In any form, with clauses in any order, whether or not they make sense."""
    name = chance.choice(["p{n}", "\"p {n}\"", "size", "partition", "end", "\"{long}\""])
    name = name.format(n=chance.randrange(99), long="n" * chance.randrange(40))
    kind = chance.choice(["", "data.nvs", "0x40.{n}", "app.ota_{n}", "\"a b\".c"])
    head = f"partition {name} {kind.format(n=chance.randrange(16))} "
    clauses = random_clauses(chance)
    if chance.random() < 0.3:
        return head + "{" + " ".join(c if c.endswith("}") else c + ";" for c in clauses) + "}"
    return head + " ".join(clauses) + ("" if clauses and clauses[-1].endswith("}") else ";")


def random_expression(chance, depth=0):
    choice = chance.random()
    if depth > 3 or choice < 0.4:
        return chance.choice(["1", "0x1F", "NAME", "p.size", "target.flash", "4K", "config(X)",
                              "\"text\"", "1.5f", "count(app.0x10)", "end_of_all"])
    a, b = (random_expression(chance, depth + 1) for _ in range(2))
    return chance.choice([f"({a})", f"-{a}", f"!{a}", f"~ -{a}", f"- -{a}", f"({a}?{b}:{a})",
                          f"max({a},{b})", f"crc32(a..b)",
                          f"({a}{chance.choice('+ - * / % & | ^ << >> && ||'.split())}{b})",
                          f"{a}{chance.choice('+ - * /'.split())}{b}"])


def random_item(chance):
    value = random_expression(chance)
    # Not a word that begins an item: on a line of its own, the item before it is not finished.
    name = chance.choice(["A", "LONGER_NAME", "\"a b\"", "size", "x" * chance.randrange(1, 50)])
    partitions = " ".join(random_partition(chance) for _ in range(chance.randrange(5)))
    return chance.choice([
        f"const {name} = {value};", f"assert {value}, \"{'m' * chance.randrange(90)}\";",
        f"config {name} int default {value};", f"set {name} bool = {value} if {value};",
        f"expect {name} hex for p in app.ota_0 = {value};",
        f"require {name}, a.b, c depends on A && !B;",
        f"table {name} checksum none at {value} in a.b {{ {partitions} }}",
        f"table {name} {{\n{partitions}\n}}", f"target {name} {{ flash {value}; erase 4K; }}",
        f"flash {name} {{ size {value};\nerase 4K; }}", f"remove a.b, table {name}, require c.d;",
        f"variant {name}, b extends c {{ const A = {value}; {'remove a; ' * chance.randrange(9)}}}",
        f"variant {name};",
        f"allow moved {name} in revision 3, \"why {'x' * chance.randrange(80)}\";",
        f"record {name} big_endian {{ u8 a = {value}; char long_name[{value}]; "
        f"u8 b in 1 .. {value}; }}",
        f"type {name} = 3 {{ unique; align {value}; subtype a = 1; subtype b .. c = 2 {{ kind app; "
        f"size {value}; }} not x; subtype 4 .. 5; boundary {value}; }}",
        f"platform {name} {{ parameter a = {value}; table {{ at {value}; }} flag f = 1; "
        f"rule r : {value}, \"m\"; rule s for p in app.ota : {value}, warning \"m\"; }}",
        f"chip {name} of c;", "schema s revision 1;", "include \"no such file\";",
    ])


def test_random_schemas():
    chance = random.Random(7)
    texts = {}
    for i in range(1200):
        text = "\n".join(random_item(chance) for _ in range(chance.randrange(1, 9)))
        texts[f"s{i}"] = respaced(text, chance) if i % 2 else text
    formatted = format_all(texts)
    assert len(formatted) > 0.98 * len(texts), len(formatted)  # a `;` too many breaks some
    for name, text in formatted.items():
        same_words(texts[name], text, name)
        tidy(text, name)


UNTIDY = "schema s   revision 1;\n"
TIDY = "schema s revision 1;\n"


def test_files_are_replaced_whole():
    path = pathlib.Path("a.pschema")
    path.write_text(UNTIDY)
    path.chmod(0o640)
    os.symlink(path, "link.pschema")
    equal(schemac("fmt", "link.pschema").stdout, "formatted  link.pschema\n")
    assert pathlib.Path("link.pschema").is_symlink()
    equal(path.read_text(), TIDY)
    equal(stat.S_IMODE(path.stat().st_mode), 0o640, "rights")
    equal(sorted(os.listdir()), ["a.pschema", "link.pschema"])


def test_what_has_its_form_keeps_its_time():
    path = pathlib.Path("a.pschema")
    path.write_text(TIDY)
    os.utime(path, (1, 1))
    equal(schemac("fmt", path).stdout, "")
    equal(path.stat().st_mtime, 1)


def test_nothing_is_written_to_be_looked_at():
    path = pathlib.Path("a.pschema")
    path.write_text(UNTIDY)
    os.utime(path, (1, 1))
    equal(schemac("fmt", "--check", path, status=1).stdout, "a.pschema\n")
    equal(schemac("fmt", "--check", "./a.pschema", path, status=1).stdout, "./a.pschema\n")
    equal(schemac("fmt", "--check", "-q", path, status=1).stdout, "")
    assert schemac("fmt", "--diff", path).stdout.startswith("--- a.pschema\n+++ a.pschema\n@@ ")
    assert schemac("fmt", "--diff", "--check", path, status=1).stdout
    equal((path.read_text(), path.stat().st_mtime), (UNTIDY, 1))


def test_a_mistake_in_one_file_leaves_it_alone():
    for name, text in (("a", UNTIDY), ("b", "schema  s\n"), ("c", UNTIDY)):
        pathlib.Path(name).write_text(text)
    result = schemac("fmt", "a", "b", "c", "d", status=3)
    equal([pathlib.Path(name).read_text() for name in "abc"], [TIDY, "schema  s\n", TIDY])
    equal(result.stdout, "formatted  a\nformatted  c\n")
    assert "b:2:" in result.stderr and "cannot read `d`" in result.stderr, result.stderr


NOBODY = 65534  # a user


def test_a_file_that_must_not_be_written_is_not_replaced():
    path = pathlib.Path("a.pschema")
    path.write_text(UNTIDY)
    path.chmod(0o444)
    program, user = SCHEMAC, {}
    if os.access(path, os.W_OK):  # root may write to all
        program = shutil.copy(SCHEMAC, pathlib.Path("schemac").resolve())
        user = {"user": NOBODY}
        pathlib.Path.cwd().chmod(0o777)
    result = run(program, "fmt", path, **user)
    equal(result.returncode, 3, result.stderr)
    assert "cannot write `a.pschema`" in result.stderr, result.stderr
    equal(path.read_text(), UNTIDY)


def test_a_file_of_somebody_else_stays_theirs():
    if os.geteuid() != 0:
        raise Skipped("only root can give files away")
    path = pathlib.Path("a.pschema")
    path.write_text(UNTIDY)
    path.chmod(0o640)
    os.chown(path, NOBODY, NOBODY)
    schemac("fmt", path)
    status = path.stat()
    equal(path.read_text(), TIDY)
    equal((status.st_uid, status.st_gid), (NOBODY, NOBODY), "owner and group")
    equal(stat.S_IMODE(status.st_mode), 0o640, "rights")


def test_differences_can_be_applied():
    need("patch")
    chance = random.Random(8)
    for name, text in examples().items():
        if " secret" in text:
            continue  # a line with a secret is not shown as it is
        path = pathlib.Path(f"{name}.pschema")
        path.write_text(respaced(text, chance).replace("\r\n", "\n"))
        difference = schemac("fmt", "--diff", path).stdout
        if "***" in difference:  # for a secret, which no other program can look for
            continue
        result = run("patch", "-s", path, input=difference)
        equal(result.returncode, 0, result.stdout + result.stderr)
        schemac("fmt", "--check", path)


def test_differences_show_no_secret():
    path = pathlib.Path("a.pschema")
    path.write_text('table t { partition n data.nvs from nvs { namespace a { '
                    'string b = "hush" secret; string c = "loud"; } } }\n')
    for options in (["--diff"], ["--diff", "--check", "-"]):
        words = [*options, path] if "-" not in options else options
        result = run(SCHEMAC, "fmt", *words, input=path.read_text())
        assert "hush" not in result.stdout + result.stderr, result.stdout
        assert "***" in result.stdout, result.stdout


if __name__ == "__main__":
    run_tests(globals())
