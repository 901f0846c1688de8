#!/usr/bin/env python3
"""Runs golden cases, or rewrites what they expect.

usage: golden.py [--bless] [--runner COMMAND] [--without NEED]... SCHEMAC DIRECTORY...

  --bless           rewrite what the cases expect
  --runner COMMAND  what runs SCHEMAC, such as an emulator with its options
  --without NEED    skip the cases that need this

A directory is a case, or contains cases. What a case contains:
  arguments         the command line, split as a shell does (default: check input.pschema)
  stdin             standard input (default: empty)
  diagnostics.txt   what standard error must be (default: nothing)
  stdout.txt        what standard output must be (default: not looked at)
  status            the exit status (default: 1 if diagnostics.txt has an error, else 0)
  needs             words: `libzip` if schemac must be built with it, as `schemac --version` lists
                    it, `!libzip` if it must not be; `programs` if schemac must be able to run
                    programs, `links` if it must see symbolic links, `rights` if files must have
                    permissions, `doctor` if `dump` must recognise what no table lists (default:
                    nothing)
  expected/         the directory `out` that the command must leave (default: it must not exist),
                    without NAME.made, which has the digests of the rest, and NAME.build, which has
                    the times of files
Everything else is input, and is copied into the directory where the command runs.
"""

import argparse
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
# What every host offers that is not said to be without.
HOST_ABILITIES = {"programs", "links", "rights", "doctor"}


def cases_of(directory):
    """The case that a directory is, or those in it."""
    entries = sorted(directory.iterdir())
    if any(entry.is_file() or entry.name in OWN for entry in entries):
        return [directory]
    return entries


def read(path, default=b""):
    return path.read_bytes() if path.exists() else default


def tree(directory):
    """All files below a directory: {path: bytes}."""
    return {str(path.relative_to(directory)): path.read_bytes()
            for path in sorted(directory.rglob("*"))
            if path.is_file() and path.suffix not in (".made", ".build")}


def run(schemac, case, directory):
    """Runs a case, by the words that start schemac."""
    for entry in case.iterdir():
        if entry.name not in OWN:
            is_directory = entry.is_dir() and not entry.is_symlink()
            copy = shutil.copytree if is_directory else shutil.copy
            options = {"symlinks": True} if is_directory else {"follow_symlinks": False}
            copy(entry, directory / entry.name, **options)
    words = shlex.split(read(case / "arguments", b"check input.pschema").decode())
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C"}
    for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "GCOV_PREFIX"):
        if name in os.environ:
            environment[name] = os.environ[name]
    return subprocess.run([*schemac, *words], cwd=directory, input=read(case / "stdin"),
                          capture_output=True, env=environment, timeout=60)


def abilities(schemac, missing):
    """What cases may need and this schemac offers."""
    version = subprocess.run([*schemac, "--version"], capture_output=True, text=True, check=True)
    libraries = re.findall(r"\w+", version.stdout.partition("with ")[2])
    return {*libraries, *HOST_ABILITIES} - {*missing}


def unmet(abilities, case):
    """The first thing that a case needs and this schemac does not offer, or None."""
    for need in read(case / "needs").decode().split():
        if (need.lstrip("!") in abilities) == need.startswith("!"):
            return f"a schemac without {need[1:]}" if need.startswith("!") else need
    return None


def bless(case, result, directory):
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
    if (directory / "out").exists():
        shutil.copytree(directory / "out", case / "expected",
                        ignore=shutil.ignore_patterns("*.made", "*.build"))


def difference(what, expected, actual):
    """What differs between two texts, or that two files with other bytes do."""
    lines = [content.decode(errors="replace").splitlines() for content in (expected, actual)]
    diff = list(difflib.unified_diff(*lines, "expected", "actual", lineterm="", n=1))
    return "\n".join([f"{what} is not as expected:", *diff[:60]])


def differences(case, result, directory):
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
        if (directory / "out").exists():
            yield "something was written: " + ", ".join(tree(directory / "out"))
        return
    made, wanted = tree(directory / "out"), tree(case / "expected")
    for path in sorted(made.keys() | wanted.keys()):
        if made.get(path) != wanted.get(path):
            yield difference(f"out/{path}", wanted.get(path, b""), made.get(path, b""))


def run_case(schemac, case, is_blessing):
    """Runs a case; returns what differs, or rewrites what it expects."""
    with tempfile.TemporaryDirectory() as temporary:
        directory = pathlib.Path(temporary)
        result = run(schemac, case, directory)
        if is_blessing:
            bless(case, result, directory)
            return []
        return list(differences(case, result, directory))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bless", action="store_true")
    parser.add_argument("--runner", type=shlex.split, default=[])
    parser.add_argument("--without", action="append", default=[])
    parser.add_argument("schemac", type=os.path.abspath)
    parser.add_argument("directories", nargs="+", type=pathlib.Path)
    return parser.parse_args()


def main():
    given = arguments()
    schemac = [*given.runner, given.schemac]
    offered = abilities(schemac, given.without)
    cases = [case for directory in given.directories for case in cases_of(directory.resolve())]
    failed = skipped = 0
    for case in cases:
        name = f"{case.parent.name}/{case.name}"
        need = unmet(offered, case)
        if need:
            skipped += 1
            print(f"{name}: skipped: needs {need}")
            continue
        found = run_case(schemac, case, given.bless)
        failed += bool(found)
        for text in found:
            print(f"{name}: {text}")
    print(f"{len(cases)} cases, {failed} failed, {skipped} skipped")
    return 1 if failed else 77 if skipped == len(cases) else 0


if __name__ == "__main__":
    sys.exit(main())
