"""A good schema with one line cut off has mistakes of syntax alone: none of meaning is made up.

    unfinished_mutations.py SCHEMAC PROJECT BUILD [COUNT [SEED]]    more of them, by hand
"""

import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import PROJECT  # noqa: E402

COUNT, SEED = 300, 20261201


def good_schemas(program):
    """Schemas without a mistake, each with the folder that it needs."""
    examples = sorted((PROJECT / "schemas" / "examples").glob("*.pschema"))
    cases = sorted((PROJECT / "tests" / "golden").glob("*/*/input.pschema"))
    plain = [path for path in cases
             if not (path.parent / "needs").exists() and path.stat().st_size < 20000
             and not (path.parent / "diagnostics.txt").exists()
             and not diagnose(program, path)]
    return examples + plain


def diagnose(program, path):
    run = subprocess.run([program, "check", "--diagnostics=json", path.name], cwd=path.parent,
                         capture_output=True, timeout=60, env={"PATH": os.environ["PATH"]})
    if run.returncode not in (0, 1):
        sys.exit(f"{path}: exit status {run.returncode}\n{run.stderr.decode()}")
    return json.loads(run.stderr)["diagnostics"] if run.stderr.strip() else []


def is_of_syntax(diagnostic):
    return diagnostic["code"].startswith("PS10")


def cut(random_, text):
    """The text with the tail of one of its lines gone, and the number of that line."""
    lines = text.split("\n")
    while True:
        number = random_.randrange(len(lines))
        line = lines[number]
        code = line.split("//")[0].rstrip()
        start = len(code) - len(code.lstrip())
        if len(code) < start + 2 or "/*" in line or "*/" in line:
            continue
        end = random_.randrange(start + 1, len(code))
        lines[number] = line[:end]
        return "\n".join(lines), number + 1


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    count = int(sys.argv[4]) if len(sys.argv) > 4 else COUNT
    random_ = random.Random(int(sys.argv[5]) if len(sys.argv) > 5 else SEED)
    failures = judged = 0
    schemas = good_schemas(program)
    with tempfile.TemporaryDirectory() as name:
        before = {}
        for _ in range(count):
            source = random_.choice(schemas)
            folder = pathlib.Path(name, source.parent.name)
            if not folder.exists():
                shutil.copytree(source.parent, folder, symlinks=True)
            path = folder / source.name
            text, line = cut(random_, source.read_text())
            if source not in before:
                before[source] = {d["code"] for d in diagnose(program, path)}
            path.write_text(text)
            found = diagnose(program, path)
            path.write_text(source.read_text())
            if not any(is_of_syntax(d) for d in found):
                continue  # what is left is another good schema, or one that is rightly refused
            judged += 1
            false = [d for d in found if not is_of_syntax(d) and d["code"] not in before[source]]
            if false:
                failures += 1
                print(f"{source.relative_to(PROJECT)}: line {line} cut off: "
                      f"{text.split(chr(10))[line - 1]!r}")
                for d in false:
                    print(f"    {d['line']}: {d['message']} [{d['code']}]")
    print(f"{judged} of {count} cut lines judged, {failures} with messages that are false")
    sys.exit(1 if failures or not judged else 0)


main()
