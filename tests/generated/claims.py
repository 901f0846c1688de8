"""Each name that a generated header defines is refused to whatever else would get it (see
header_check.c), or that gets another one, so that the header compiles. Names are read from headers,
so that a new one cannot be forgotten."""

import concurrent.futures
import pathlib
import re
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import PROJECT, SCHEMAC, need, run, run_tests, schemac  # noqa: E402
from toolchains import RUNTIME, WARNINGS  # noqa: E402

EXAMPLES = PROJECT / "schemas/examples"
LABEL_LENGTH = 16
REFUSED = r"PS2014|PS2003" # the same in C; the same in the schema


def names_of(header, prefix):
    """The macros, and the functions and constants of a header, without the schema's name."""
    text = re.sub(r"//.*", "", header)
    upper = prefix.upper()
    macros = set(re.findall(rf"#define {upper}_(\w+)", text))
    macros |= set(re.findall(rf"defined\({upper}_(\w+)\)", text))
    macros |= set(re.findall(rf"#ifn?def {upper}_(\w+)", text))
    others = set(re.findall(rf"\b{prefix}_(\w+)(?: =|\(|\[)", text))
    others |= set(re.findall(rf"^(?:inline )?namespace {prefix}_(\w+)", text, re.MULTILINE))
    structs = set(re.findall(rf"struct {prefix}_(\w+) {{", text))
    return macros, others, structs


def with_line(schema, line, in_table=False):
    """The schema with one line more."""
    place = schema.index("table main {") if not in_table else schema.index("table main {") + 12
    return f"{schema[:place]}\n{line}\n{schema[place:]}"


def trials(schema, header, prefix):
    """(what, the schema that must be refused)"""
    macros, others, structs = names_of(header, prefix)
    assert len(macros) > 20 and len(others) > 20
    for name in sorted(macros):
        yield f"const {name}", with_line(schema, f"const {name} = 1;")
    for name in sorted(others):
        if len(name) <= LABEL_LENGTH:
            line = f'partition "{name}" 0x77.0 size 4K at end;'
            yield line, with_line(schema, line, True)
        # A record's function is long enough for all other names.
        if name.endswith("_record"):
            yield f"record of {name}", with_line(schema, f"record {name[:-7]} {{ u8 a; }}")
    for name in sorted(structs):
        yield f"record {name}", with_line(schema, f"record {name} {{ u8 a; }}")


def check(number, what, schema):
    path = pathlib.Path(f"examples/trial_{number}.pschema")
    path.write_text(schema)
    result = run(SCHEMAC, "compile", "-q", "--emit", "header", path, "-o", f"out_{number}")
    if result.returncode == 1:
        return None if re.search(REFUSED, result.stderr) else f"{what}: {result.stderr[:300]}"
    header = next(pathlib.Path(f"out_{number}").glob("*.h")).resolve()
    pathlib.Path(f"trial_{number}.c").write_text(f'#include "{header}"\n')
    for compiler in (["gcc", "-std=c99"], ["g++", "-std=c++17", "-xc++"]):
        result = run(*compiler, *WARNINGS, RUNTIME, "-fsyntax-only", f"trial_{number}.c")
        if result.returncode:
            return f"{what}: {result.stderr[:300]}"
    return None


def test_each_name_is_claimed():
    need("gcc")
    need("g++")
    shutil.copytree(EXAMPLES, "examples")
    for schema in ("sensor", "wallbox", "thermostat"):
        text = (EXAMPLES / f"{schema}.pschema").read_text()
        schemac("compile", "-q", EXAMPLES / f"{schema}.pschema", "-o", schema, "--emit", "header")
        header = next(pathlib.Path(schema).glob("*.h")).read_text()
        every = list(trials(text, header, schema))
        with concurrent.futures.ThreadPoolExecutor() as pool:
            faults = list(filter(None, pool.map(
                lambda item: check(item[0], *item[1]), enumerate(every))))
        assert not faults, f"{schema}: {len(faults)} of {len(every)}:\n" + "\n".join(faults[:20])
        print(f"{schema}: {len(every)} names")


if __name__ == "__main__":
    run_tests(globals())
