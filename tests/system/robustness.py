"""Hostile input and a hostile system: each ends in a clear error, and nothing half written."""

import os
import pathlib
import resource
import signal
import stat
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import FACTORY, HEAD, SCHEMAC, Skipped, equal, need, run, run_tests, schemac  # noqa: E402

GOOD = HEAD + "table main {\n" + FACTORY + "}\n"
NOBODY = 65534


def write(path, text):
    path = pathlib.Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def fails(code, text=None, status=1, words=("check", "input.pschema"), **options):
    """Runs a schema that must be refused with this code, and quickly."""
    if text is not None:
        write("input.pschema", text)
    result = schemac(*words, status=status, **options)
    assert f"[{code}" in result.stderr, result.stderr[-2000:]
    assert len(result.stderr) < 100000, "the message is too long"
    return result.stderr


def unprivileged(words):
    """A command as it runs without root's rights."""
    if os.getuid() != 0:
        return list(words)
    os.chmod(".", 0o755)
    os.chmod(pathlib.Path(SCHEMAC).parent, os.stat(pathlib.Path(SCHEMAC).parent).st_mode | 0o005)
    result = run(need("setpriv"), "--reuid", NOBODY, "--clear-groups", SCHEMAC, "--version")
    if result.returncode != 0:
        raise Skipped("another user cannot run the compiler here")
    return ["setpriv", "--reuid", str(NOBODY), "--clear-groups", *words]


def test_deep_parentheses():
    fails("PS1014", HEAD + "const A = " + "(" * 1000000 + "1" + ")" * 1000000 + ";\n")


def test_deep_blocks():
    fails("PS1014", HEAD + "table main { partition a data.nvs size 4K from nvs {" + "x {" * 500000)


def test_deep_unary_operators():
    fails("PS1014", HEAD + "const A = " + "- " * 1000000 + "1;\n")


def test_deep_conditions():
    fails("PS1014", HEAD + "const A = " + "1 ? 2 : " * 1000000 + "3;\n")


def test_deep_ifs_of_kconfig():
    """In a choice, too, whose members are looked for before anything is refused."""
    count = 300000
    write("Kconfig", 'choice\nprompt "one"\n' + "if A\n" * count + 'config B\nbool "b"\n'
          + "endif\n" * count + "endchoice\n")
    fails("PS7005", GOOD, words=("check", "--kconfig", "Kconfig", "input.pschema"))


def test_long_chains_are_no_depth():
    write("input.pschema", GOOD + "const A = 1" + " + 1" * 500000 + ";\n"
          + "assert A == 500001" + " && A" * 200000 + ', "long";\n')
    schemac("check", "input.pschema")


def test_images_without_an_end():
    """What has none, or is larger than any flash, is not read to the end first."""
    write("input.pschema", GOOD)
    with open("giant.bin", "wb") as file:
        file.truncate(1 << 42)
    for path, message in (("/dev/zero", "it is a device"), ("giant.bin", "it is larger than 1G")):
        for words in (("dump", path), ("verify", "input.pschema", "--flash", path)):
            started = time.monotonic()
            result = schemac(*words, status=3)
            assert f"cannot read `{path}`: {message}" in result.stderr, result.stderr
            assert time.monotonic() - started < 5, words
    zero = subprocess.Popen(["cat", "/dev/zero"], stdout=subprocess.PIPE)
    result = schemac("dump", "-", status=3, stdin=zero.stdout)
    zero.kill()
    zero.wait()
    zero.stdout.close()
    assert "it sent more than 256M; use a file instead" in result.stderr, result.stderr


def test_a_million_tokens_of_nonsense():
    for token in ("table ", "{ ", "} ", "( ", "; ", "= ", "x ", "5 ", '"s" ', "partition ", "const "):
        write("input.pschema", token * 1000000)
        schemac("check", "input.pschema", status=1)


def test_a_million_good_tokens():
    lines = "".join(f"const C{i} = {i} + 1;\n" for i in range(170000))
    write("input.pschema", GOOD + lines)
    schemac("check", "input.pschema")


def test_huge_words_are_not_repeated():
    for text in ("@" * 2_000_000, "const " + "b" * 2_000_000 + " = x;", '"' + "ä" * 1_000_000):
        result = schemac("check", write("input.pschema", GOOD + text), status=1)
        assert len(result.stderr) < 5000, len(result.stderr)


def test_errors_on_one_long_line():
    line = "partition a data.nvs size = 1; " * 20_000
    fails("PS1010", HEAD + "table main /*" + "x" * 1_000_000 + "*/ {" + line + "}\n")


def test_values_that_all_need_one():
    text = "".join(f"const A{i} = A{i + 1} + A0;\n" for i in range(20_000))
    fails("PS3007", HEAD + text + "const A20000 = 1;\n")


def test_many_errors():
    text = fails("PS2030", GOOD + "".join(f"const A{i} = B{i};\n" for i in range(100000)))
    assert "99980 more errors are not shown" in text, text[-300:]


def test_a_file_of_100_megabytes():
    with open("input.pschema", "w") as file:
        file.write(GOOD)
        for _ in range(100):
            file.write("// " + "x" * (1 << 20) + "\n")
    fails("PS9001", status=3)
    write("outer.pschema", GOOD + 'include "input.pschema";\n')
    fails("PS1020", words=("check", "outer.pschema"))


def test_many_includes():
    for index in range(2000):
        write(f"i{index}.pschema", f"const C{index} = {index};\n")
    write("input.pschema", GOOD + "".join(f'include "i{i}.pschema";\n' for i in range(2000)))
    schemac("check", "input.pschema")


def test_deep_includes():
    for index in range(200):
        write(f"i{index}.pschema", f'include "i{index + 1}.pschema";\n')
    write("i200.pschema", "const A = 1;\n")
    fails("PS1014", GOOD + 'include "i0.pschema";\n')


def test_variants_that_extend_each_other_endlessly():
    chain = "".join(f"variant v{i} extends v{i + 1};\n" for i in range(3000)) + "variant v3000;\n"
    fails("PS1014", GOOD + chain)


def test_variants_that_extend_ten_thousand():
    names = [f"v{i}" for i in range(10000)]
    text = "".join(f"variant {name};\n" for name in names)
    fails("PS2003", GOOD + text + f"variant all extends {', '.join(names)}, {', '.join(names)};\n")


def test_amendments_of_many_lines_are_quick():
    keys = "".join("u8 k = 1;" for _ in range(20000))
    blocks = "".join(f"namespace a {{ u8 k{i} = 1; }}" for i in range(20000))
    removals = "".join(f"remove q{i};" for i in range(20000))
    for before, after in [(f"namespace a {{ {keys} }}",) * 2, (blocks, blocks),
                          (blocks, f"version 2; {removals}")]:
        start = time.monotonic()
        fails("PS", HEAD + f"table main {{ partition p data.nvs size 64K from nvs {{ {before} }} }}\n"
              f"variant v {{ table main {{ partition p from {{ {after} }} }} }}\n")
        assert time.monotonic() - start < 15, "this takes too long for 20,000 lines"


def test_keys_on_one_long_line_are_quick():
    keys = "".join(f"u8 k{i} = 1; " for i in range(200000))
    start = time.monotonic()
    nvs = f"from nvs {{ namespace a {{ {keys} }} }}"
    fails("PS", HEAD + f"table main {{ partition p data.nvs size 64K {nvs}; }}\n")
    assert time.monotonic() - start < 15, "this takes too long for 200,000 keys"


def test_removals_of_many_rules_and_requires_are_quick():
    rules = "".join(f"rule r{i} : 1, \"x\";\nrequire p{i} depends on X;\n" for i in range(10000))
    names = ", ".join(f"rule r{i}, require p{i}" for i in range(10000))
    start = time.monotonic()
    fails("PS2026", GOOD + rules + f"variant v {{ remove {names}; }}\n")
    assert time.monotonic() - start < 15, "this takes too long for 10,000 rules"


def test_values_that_a_variant_sets_again_are_quick():
    first, again = ("".join(f"set X{i} int = {i + add};\n" for i in range(20000)) for add in (0, 1))
    write("input.pschema", GOOD + first + f"variant v {{\n{again}}}\n")
    start = time.monotonic()
    schemac("check", "--variant=v", "input.pschema")
    assert time.monotonic() - start < 15, "this takes too long for 20,000 values"


def test_many_flashes_are_quick():
    flashes = "".join(f"flash f{i} {{ size 1M; erase 4K; }}\n" for i in range(20000))
    start = time.monotonic()
    fails("PS", GOOD + flashes) # a header has fewer of them
    assert time.monotonic() - start < 15, "this takes too long for 20,000 flashes"


def test_special_files():
    os.mkfifo("pipe.pschema")
    fails("PS9001", words=("check", "pipe.pschema"), status=3)
    fails("PS9001", words=("check", "/dev/zero"), status=3)
    fails("PS1020", GOOD + 'include "pipe.pschema";\n')
    os.symlink("nowhere", "dangling.pschema")
    fails("PS9001", words=("check", "dangling.pschema"), status=3)
    os.symlink("loop.pschema", "loop.pschema")
    fails("PS9001", words=("check", "loop.pschema"), status=3)


def test_an_unreadable_file():
    write("input.pschema", GOOD)
    os.chmod("input.pschema", 0)
    result = run(*unprivileged([SCHEMAC, "check", "input.pschema"]))
    equal(result.returncode, 3, result.stderr)
    assert "Permission denied [PS9001]" in result.stderr, result.stderr


def test_a_file_that_vanishes():
    write("app.bin", "x")
    write("input.pschema", GOOD.replace("size 1M", 'size 1M from file "app.bin"'))
    schemac("compile", "-q", "input.pschema", "-o", "out")
    os.unlink("app.bin")
    fails("PS6004", words=("generate", "input.pschema", "factory", "-o", "out/app.bin"))
    assert not pathlib.Path("out/app.bin").exists()


def tree(folder):
    return {str(path): path.read_bytes() for path in pathlib.Path(folder).rglob("*")
            if path.is_file()}


def changed(text):
    """The same schema with another layout, so that every artifact changes."""
    return text.replace("revision 1", "revision 2").replace("size 1M", "size 2M")


def limit_file_size():
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000)) # enough for some of the artifacts


def test_a_disk_that_is_full_halfway():
    write("input.pschema", GOOD)
    schemac("compile", "-q", "input.pschema", "-o", "out")
    before = tree("out")
    write("input.pschema", changed(GOOD))
    result = run(SCHEMAC, "compile", "input.pschema", "-o", "out", preexec_fn=limit_file_size)
    equal(result.returncode, 3, result.stderr)
    assert "cannot write" in result.stderr and "[PS9002]" in result.stderr, result.stderr
    equal(tree("out"), before, "what is in the folder")
    result = run(SCHEMAC, "compile", "input.pschema", "-o", "new/folder",
                 preexec_fn=limit_file_size)
    equal(result.returncode, 3, result.stderr)
    assert not pathlib.Path("new").exists(), "a folder was left behind"


def test_a_disk_that_is_really_full():
    os.mkdir("small")
    own_mounts = [need("unshare"), "--map-root-user", "--mount", "sh", "-c"]
    mount = "mount -t tmpfs -o size=12k tmpfs small"
    if run(*own_mounts, mount).returncode:
        raise Skipped("no file system can be mounted here")
    write("input.pschema", GOOD)
    result = run(*own_mounts, f"{mount}; '{SCHEMAC}' compile input.pschema -o small; s=$?; "
                 "ls -A small; exit $s")
    equal(result.returncode, 3, result.stderr)
    assert "No space left on device [PS9002]" in result.stderr, result.stderr
    equal(result.stdout, "", "files left behind")


def test_a_folder_that_is_read_only():
    write("input.pschema", GOOD)
    os.mkdir("out", 0o555)
    result = run(*unprivileged([SCHEMAC, "compile", "input.pschema", "-o", "out"]))
    equal(result.returncode, 3, result.stderr)
    assert "Permission denied [PS9002]" in result.stderr, result.stderr
    equal(tree("out"), {})


def test_something_in_the_way():
    write("input.pschema", GOOD)
    schemac("compile", "-q", "input.pschema", "-o", "out")
    before = tree("out")
    os.unlink("out/example.h")
    os.mkdir("out/example.h")
    before.pop("out/example.h")
    fails("PS9002", changed(GOOD), status=3, words=("compile", "input.pschema", "-o", "out"))
    equal(tree("out"), before, "what is in the folder")
    fails("PS9002", status=3, words=("compile", "input.pschema", "-o", "out/main.csv/x"))


def test_pipes_and_links_stay_what_they_are():
    write("input.pschema", GOOD.replace("size 1M;", "size 1M from pattern 0;"))
    words = ["generate", "-q", "input.pschema", "factory", "-o"]
    os.mkfifo("pipe")
    reader = subprocess.Popen(["wc", "-c", "pipe"], stdout=subprocess.PIPE, text=True)
    schemac(*words, "pipe")
    equal(reader.communicate(timeout=60)[0].split()[0], str(1 << 20), "bytes through a pipe")
    assert stat.S_ISFIFO(os.stat("pipe").st_mode), "no pipe any more"
    write("real", "old")
    os.symlink("real", "link")
    schemac(*words, "link")
    assert os.path.islink("link") and os.path.getsize("real") == 1 << 20, "the link was replaced"


def test_standard_output_that_is_full():
    write("input.pschema", GOOD)
    for words in (["platforms"], ["explain"], ["--help"], ["compile", "input.pschema", "-o", "out"]):
        with open("/dev/full", "w") as full:
            result = run(SCHEMAC, *words, capture_output=False, stdout=full, stderr=-1)
        equal(result.returncode, 3, f"{words}: {result.stderr}")
        assert "cannot write to standard output" in result.stderr, result.stderr


def test_closed_streams():
    write("input.pschema", GOOD)
    result = run("sh", "-c", f"'{SCHEMAC}' compile input.pschema -o out >&- 2>&- <&-; echo $?")
    assert result.stdout.strip() in ("0", "3"), result.stdout
    assert not any(b"partition     type" in content for content in tree("out").values())


if __name__ == "__main__":
    run_tests(globals())
