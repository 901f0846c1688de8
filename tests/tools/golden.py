#!/usr/bin/env python3
"""Runs golden cases, or rewrites what they expect: golden.py [--bless] SCHEMAC FOLDER...

A folder is a case, or has cases. What a case has:
  arguments         the command line, split as a shell does (default: check input.pschema)
  stdin             standard input (default: empty)
  diagnostics.txt   what standard error must be (default: nothing)
  stdout.txt        what standard output must be (default: not looked at)
  status            the exit status (default: 1 where diagnostics.txt has an error, else 0)
  needs             what schemac must be built with, as `schemac --version` lists it: words such
                    as `libzip`, or `!libzip` for without (default: nothing); else it is skipped
  expected/         the folder `out` that the command must leave (default: it must not be there),
                    without NAME.made, which has the digests of the rest
Everything else is input, and lies in the folder where the command runs.
"""

import difflib
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

OWN = {"arguments", "needs", "stdin", "diagnostics.txt", "stdout.txt", "status", "expected"}


def cases_of(folder):
    """The case that a folder is, or those in it."""
    entries = sorted(folder.iterdir())
    if any(entry.is_file() or entry.name in OWN for entry in entries):
        return [folder]
    return entries


def read(path, default=b""):
    return path.read_bytes() if path.exists() else default


def tree(folder):
    """All files below a folder: {path: bytes}."""
    return {str(path.relative_to(folder)): path.read_bytes()
            for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix != ".made"}


def run(schemac, case, folder):
    for entry in case.iterdir():
        if entry.name not in OWN:
            is_folder = entry.is_dir() and not entry.is_symlink()
            copy = shutil.copytree if is_folder else shutil.copy
            options = {"symlinks": True} if is_folder else {"follow_symlinks": False}
            copy(entry, folder / entry.name, **options)
    words = shlex.split(read(case / "arguments", b"check input.pschema").decode())
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C"}
    for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "GCOV_PREFIX"):
        if name in os.environ:
            environment[name] = os.environ[name]
    return subprocess.run([schemac, *words], cwd=folder, input=read(case / "stdin"),
                          capture_output=True, env=environment, timeout=60)


def unmet(schemac, case):
    """What a case needs and this schemac is not, or null."""
    needs = read(case / "needs").decode().split()
    if not needs:
        return None
    version = subprocess.run([schemac, "--version"], capture_output=True, text=True, check=True)
    libraries = re.findall(r"\w+", version.stdout.partition("with ")[2])
    for need in needs:
        if (need.lstrip("!") in libraries) == need.startswith("!"):
            return f"a schemac without {need[1:]}" if need.startswith("!") else need
    return None


def bless(case, result, folder):
    def write(name, content, is_kept):
        path = case / name
        if is_kept:
            path.write_bytes(content)
        elif path.exists():
            path.unlink()

    status = 1 if re.search(rb"error:", result.stderr) else 0
    write("diagnostics.txt", result.stderr, result.stderr)
    write("stdout.txt", result.stdout, (case / "stdout.txt").exists())
    write("status", b"%d\n" % result.returncode, result.returncode != status)
    shutil.rmtree(case / "expected", ignore_errors=True)
    if (folder / "out").exists():
        shutil.copytree(folder / "out", case / "expected",
                        ignore=shutil.ignore_patterns("*.made"))


def difference(what, expected, actual):
    """What differs between two texts, or that two files with other bytes do."""
    lines = [content.decode(errors="replace").splitlines() for content in (expected, actual)]
    diff = list(difflib.unified_diff(*lines, "expected", "actual", lineterm="", n=1))
    return "\n".join([f"{what} is not as expected:", *diff[:60]])


def differences(case, result, folder):
    expected = read(case / "diagnostics.txt")
    status = int(read(case / "status", b"1" if b"error:" in expected else b"0"))
    if result.returncode != status:
        yield f"exit status {result.returncode}, expected {status}"
    if result.stderr != expected:
        yield difference("standard error", expected, result.stderr)
    output = read(case / "stdout.txt", result.stdout)
    if result.stdout != output:
        yield difference("standard output", output, result.stdout)
    if not (case / "expected").exists():
        if (folder / "out").exists():
            yield "something was written: " + ", ".join(tree(folder / "out"))
        return
    made, wanted = tree(folder / "out"), tree(case / "expected")
    for path in sorted(made.keys() | wanted.keys()):
        if made.get(path) != wanted.get(path):
            yield difference(f"out/{path}", wanted.get(path, b""), made.get(path, b""))


def main():
    is_blessing = "--bless" in sys.argv
    schemac, *folders = [word for word in sys.argv[1:] if word != "--bless"]
    schemac = os.path.abspath(schemac)
    cases = [case for folder in folders for case in cases_of(pathlib.Path(folder).resolve())]
    failures = skipped = 0
    for case in cases:
        name = f"{case.parent.name}/{case.name}"
        need = unmet(schemac, case)
        if need:
            skipped += 1
            print(f"{name}: skipped: needs {need}")
            continue
        with tempfile.TemporaryDirectory() as temporary:
            folder = pathlib.Path(temporary)
            result = run(schemac, case, folder)
            if is_blessing:
                bless(case, result, folder)
                continue
            for text in differences(case, result, folder):
                failures += 1
                print(f"{name}: {text}")
    print(f"{len(cases)} cases, {skipped} skipped, {failures} differences")
    return 1 if failures else 77 if skipped == len(cases) else 0


if __name__ == "__main__":
    sys.exit(main())
