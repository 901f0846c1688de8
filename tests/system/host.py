"""The outside is one interface: no object outside of host/ and program/ calls what is behind it."""

import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import BUILD, PROJECT, equal, need, run, run_tests  # noqa: E402

# What opens, looks at or changes files, asks the environment, starts or ends programs, reads a clock.
OUTSIDE = re.compile(r"""(__)?(
    f?open(at)?(64)?(_2)?|freopen(64)?|f?l?stat(at|x)?(64)?|access|faccessat|realpath(_chk)?|readlink(at)?
    |f?opendir|readdir(64)?|scandir|nftw(64)?|glob(64)?|getcwd|chdir|mkdir(at)?|rmdir|unlink(at)?|rename(at)?
    |mkd?s?temp(64)?|(secure_)?getenv|setenv|environ|posix_spawnp?|v?fork|exec[lv]p?e?|system|popen|pipe2?
    |waitpid|kill|dlopen|dlsym|isatty|exit|_exit|sysconf|getrandom|getentropy|time|clock_gettime|gettimeofday
    |nanosleep|localtime(_r)?|signal|sigaction|f?puts|f?printf(_chk)?|fwrite|putchar|stdout|stderr
    |socket|mmap(64)?|memfd_create|syscall|prctl)""", re.X)

# What flex writes into each scanner, and is never called; what arenas ask of the system's memory.
KNOWN = {"syntax/scanner": {"stdout"}, "base/arena": {"sysconf"}}

FREE = {"posix", "output", "program", "schemac", "write_builtin"}  # host/posix, program/output, program


def objects():
    for target in sorted((BUILD / "compiler/CMakeFiles").glob("*.dir")):
        room = target.name.removesuffix(".dir")
        for path in sorted(target.rglob("*.o")):
            source = PROJECT / "compiler" / path.relative_to(target).with_suffix("")
            is_generated = path.parent.name == "generated"
            if room not in FREE and (is_generated or source.exists()):  # an old build has others
                yield room, path


def test_no_room_reaches_outside():
    nm = need("nm")
    found, count = [], 0
    for room, path in objects():
        name = f"{room}/{path.name.removesuffix('.c.o')}"
        count += 1
        symbols = {line.split()[-1].split("@")[0]
                   for line in run(nm, "-u", path).stdout.splitlines() if line.strip()}
        called = {symbol for symbol in symbols if OUTSIDE.fullmatch(symbol)}
        found += [f"{name}: {symbol}" for symbol in sorted(called - KNOWN.get(name, set()))]
    assert count > 200, f"only {count} objects"
    equal(found, [], "calls of what is behind struct host")


if __name__ == "__main__":
    run_tests(globals())
