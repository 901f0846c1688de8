"""What README.md and grammar/LANGUAGE.md show is true."""

import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import FACTORY, HEAD, PROJECT, SCHEMAC, equal, run, run_tests, schemac  # noqa: E402

APPLICATION = re.compile(r"\bapp\.|table main")


def fences(name):
    """(line, information, text) of each fenced block."""
    text = (PROJECT / name).read_text()
    for match in re.finditer(r"^```([^\n]*)\n(.*?)^```$", text, re.S | re.M):
        yield text.count("\n", 0, match.start()) + 1, match[1], match[2]


def wrapped(kind, text):
    """A whole schema of an example, which is the inside of a table or stands beside one."""
    factory = "" if APPLICATION.search(text) else FACTORY
    if kind == "table":
        return f"{HEAD}table main {{\n{text}{factory}}}\n"
    if kind == "items":
        return f"{HEAD}{text}" + (f"table main {{\n{factory}}}\n" if factory else "")
    return text


def said_of(text, is_wrong, options):
    """What the compiler says of a schema: the diagnostics, or the map that comes before files."""
    pathlib.Path("example.pschema").write_text(text)
    if is_wrong:
        return schemac("check", "example.pschema", *options, status=1).stderr
    schemac("check", "example.pschema", "-Werror", *options)
    return schemac("compile", "--force", "example.pschema", "-o", "out", *options).stdout.split("\n\n")[0] + "\n"


def test_examples_of_the_language():
    count = 0
    wrong = []
    options = []
    for line, information, text in fences("grammar/LANGUAGE.md"):
        try:
            if information == "sdkconfig":  # of the next example
                pathlib.Path("sdkconfig").write_text(text)
                options = ["--sdkconfig", "sdkconfig"]
                continue
            if information == "python":  # generated/mark runs it
                continue
            if information == "text":
                equal(said, text)
                continue
            language, *kind = information.split()
            equal(language, "pschema")
            if kind[:1] == ["file"]:  # which the next example includes
                pathlib.Path(kind[1]).write_text(text)
                continue
            said = said_of(wrapped(kind[0] if kind else "", text), kind == ["wrong"], options)
            options = []
            count += 1
        except AssertionError as error:
            wrong.append(f"grammar/LANGUAGE.md:{line}: {error}")
    assert not wrong, "\n".join(wrong)
    assert count > 40, f"only {count} examples"


def section(title):
    """The fences of a section of the README, each with its kind."""
    text = (PROJECT / "README.md").read_text()
    body = text[text.index(f"\n## {title}\n") + 1:]
    end = body.find("\n## ")
    return re.findall(r"^```([^\n]*)\n(.*?)^```$", body[:end], re.S | re.M)


def said_by(console, status=0):
    """Runs the commands of a console; what they and it say, all of standard error behind."""
    said = ""
    for command in re.findall(r"^\$ schemac (.*)$", console, re.M):
        result = schemac(*command.split(), status=status)
        said += f"$ schemac {command}\n{result.stdout}{result.stderr}"
    return said


def test_the_way_in():
    """What four commands make of the README's CSV, and what is said of two changes to it."""
    (_, csv), (_, sdkconfig), (_, console), (_, schema), (_, locked) = section("From a partitions.csv")
    bricks = next(text for _, kind, text in fences("README.md") if kind == "console")
    pathlib.Path("partitions.csv").write_text(csv)
    pathlib.Path("sdkconfig").write_text(sdkconfig)
    equal(said_by(console), console)
    equal(pathlib.Path("product.pschema").read_text(), schema, "the schema")
    changed = schema.replace("size 24K", "size 32K")
    pathlib.Path("product.pschema").write_text(changed)
    equal(said_by(locked, status=1), locked, "the change")
    pathlib.Path("product.pschema").write_text(changed.replace("revision 1", "revision 2"))
    equal(said_by(bricks, status=1), bricks, "the message at the top")


def canonical(kind, text):
    """An example as `fmt` writes it; None where it cannot be read."""
    start, end = ("table main {\n", "}\n") if kind == "table" else ("", "")
    result = run(SCHEMAC, "fmt", "-", input=start + text + end)
    if result.returncode != 0:
        return None
    return result.stdout.removeprefix(start).removesuffix(end)


def test_examples_are_formatted():
    wrong = []
    unread = 0
    for name in ("README.md", "grammar/LANGUAGE.md"):
        for line, information, text in fences(name):
            language, *kind = information.split() or [""]
            formatted = canonical("".join(kind), text) if language == "pschema" else text
            if formatted is None:
                equal(kind, ["wrong"], f"{name}:{line}")
                unread += 1
            elif formatted != text:
                wrong.append(f"{name}:{line}: `fmt` writes\n{formatted}")
    assert not wrong, "\n".join(wrong)
    assert unread < 3, f"{unread} examples with mistakes of syntax, which nothing formats"


def test_the_readme():
    """Its schema is the example, its output that of the commands, its header the generated one."""
    example = pathlib.Path("schemas/examples/thermostat.pschema")
    original = (PROJECT / example).read_text()
    example.parent.mkdir(parents=True)
    example.write_text(original)
    (_, schema), (_, compiled) = section("An example")
    header, _, _, mistake = [text for _, text in section("What comes out")]
    equal(schema, original, "the schema")

    compiled = compiled.splitlines(keepends=True)
    equal(compiled[0], f"$ ./dev run {example}\n")
    command = compiled[1].removeprefix("== schemac ").split()
    equal("".join(compiled[2:]), schemac(*command).stdout, "what is made")
    generated = pathlib.Path("build/run/thermostat/thermostat.h").read_text()
    assert header in generated, f"not in the header:\n{header}"

    pathlib.Path("thermostat.pschema").write_text(original.replace(" 512K ", " 512KB "))
    command = mistake.split("\n", 1)[0].removeprefix("$ schemac ").split()
    equal(mistake.split("\n", 1)[1], schemac(*command, status=1).stderr, "the mistake")


def test_links():
    for name in ("README.md", "grammar/LANGUAGE.md"):
        text = (PROJECT / name).read_text()
        anchors = {re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-")
                   for title in re.findall(r"^#+ (.*)$", text, re.M)}
        for link in re.findall(r"\]\(([^)]+)\)", text):
            known = (link[1:] in anchors if link.startswith("#")
                     else ((PROJECT / name).parent / link).exists())
            assert known, f"{name}: {link} leads nowhere"


if __name__ == "__main__":
    run_tests(globals())
