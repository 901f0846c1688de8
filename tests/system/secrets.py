"""Secrets: who may read what holds them, that no output shows them, how keys are made."""

import hashlib
import hmac
import os
import pathlib
import random
import stat
import sys
import zlib

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import (FACTORY, HEAD, SCHEMAC, Skipped, equal, run, run_tests, schemac,  # noqa: E402
                     without_libcrypto)

FORMATS = ("text", "json", "sarif")
LETTERS = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ"


def rights(path):
    return stat.S_IMODE(os.stat(path).st_mode)


def derive(path):
    pathlib.Path("hmac.bin").write_bytes(bytes(range(32)))
    words = ("keys", "--hmac-key", "hmac.bin", "-o", path)
    try:
        schemac(*words)
    except AssertionError as error:
        if "libcrypto" in str(error):
            raise Skipped("libcrypto is not there") from error
        raise


def test_random_keys():
    os.umask(0)
    schemac("keys", "-o", "a/keys.bin")
    schemac("keys", "-o", "b.bin")
    keys, other = (pathlib.Path(path).read_bytes() for path in ("a/keys.bin", "b.bin"))
    equal(rights("a/keys.bin"), 0o600)
    equal(len(keys), 4096)
    crc = zlib.crc32(keys[:64], 0xffffffff)
    equal(keys[64:68], crc.to_bytes(4, "little"), "the checksum")
    equal(keys[68:], b"\xff" * 4028)
    assert keys[:64] != other[:64] and keys[:32] != keys[32:64]


def test_keys_are_never_replaced():
    for words in ((), ("--hmac-key", "hmac.bin")):
        pathlib.Path("hmac.bin").write_bytes(bytes(range(32)))
        pathlib.Path("keys.bin").write_text("dear keys")
        result = run(SCHEMAC, "keys", "-o", "keys.bin", *words)
        assert "[PS6061" in result.stderr or "libcrypto" in result.stderr, result.stderr
        equal(pathlib.Path("keys.bin").read_text(), "dear keys")


def test_derived_keys():
    derive("keys.bin")
    keys = pathlib.Path("keys.bin").read_bytes()
    seeds = (b"\x5a\x5a\xbe\xae" * 8, b"\xa5\xa5\xde\xce" * 8)
    equal(keys[:64], b"".join(hmac.digest(bytes(range(32)), seed, hashlib.sha256)
                              for seed in seeds))
    equal(rights("keys.bin"), 0o600)


def test_derived_keys_are_closed():
    derive("keys.bin")
    os.chmod("keys.bin", 0o644)
    derive("keys.bin")
    equal(rights("keys.bin"), 0o600)


def test_keys_without_libcrypto():
    environment = without_libcrypto()
    pathlib.Path("hmac.bin").write_bytes(bytes(range(32)))
    result = schemac("keys", "-o", "keys.bin", "--hmac-key", "hmac.bin", status=3, env=environment)
    assert "libcrypto" in result.stderr and not pathlib.Path("keys.bin").exists(), result.stderr
    schemac("keys", "-o", "keys.bin", env=environment)


def is_shown(secret, text):
    """Whether a part of a secret that tells much of it stands in a text."""
    return any(secret[i:i + 6] in text for i in range(0, len(secret) - 5))


def word(source):
    """A secret that nothing else contains."""
    length = source.choice([8, 8, 12, 40, 700])
    return "".join(source.choice(LETTERS) for _ in range(length))


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


def outputs(*words):
    """All that the compiler writes and may show: what it says, and the files that anybody reads."""
    texts = []
    for kind in FORMATS:
        result = run(SCHEMAC, *words, f"--diagnostics={kind}", errors="replace")
        assert result.returncode in (0, 1), f"{words}: {result.returncode} {result.stderr}"
        texts += [result.stdout, result.stderr]
    texts += [path.read_text(errors="replace") for path in pathlib.Path("out").rglob("*")
              if path.is_file() and path.suffix != ".bin"]
    return texts


def test_secrets_of_schemas_are_never_shown():
    for seed in range(400):
        source = random.Random(seed)
        text, secret = schema_with(source, word(source))
        pathlib.Path("in.pschema").write_text(text)
        for words in (("check", "in.pschema"), ("compile", "in.pschema", "-o", "out")):
            for output in outputs(*words):
                assert not is_shown(secret, output), f"seed {seed}: {secret}\n{text}\n{output}"


DEVICES = """
    partition nvs data.nvs size 16K from nvs { namespace device {
        {first} per device secret;
        string note per device;
        {second} per device secret;
    } }
"""


def values_with(source, secret):
    """Rows of devices, one of which has a mistake or none."""
    cell = source.choice(['{s}', '"{s}"', '"{s}', '"{s}"x', '{s}"', '"{s}""', '{s},{s}', '{s}\0',
                          '"{s}\n{s}"', '"a ""{s}"""', ' {s}', '../{s}', '{s}ä', '{s}\r{s}'])
    rows = ["first,note,second"]
    for _ in range(source.randrange(1, 4)):
        shown = cell.format(s=secret) if source.random() < 0.7 else secret
        rows.append(source.choice([f"{shown},n,{secret}", f"{secret},n,{shown}", f"{shown},n",
                                   f"{secret},n,1", f"1,\"n,{secret}", f"{secret},n,{shown},"]))
    if source.random() < 0.1:
        rows[0] = source.choice(["first,note", "first,first,note,second", '"first,note,second'])
    return source.choice(["\n", "\r\n"]).join(rows) + "\n"


def test_secrets_of_devices_are_never_shown():
    kinds = ("u8", "string", "hex", "base64", "blob")
    for seed in range(300):
        source = random.Random(seed)
        secret = word(source)
        first, second = (f"{source.choice(kinds)} {name}" for name in ("first", "second"))
        first = "blob first file" if source.random() < 0.3 else first
        table = DEVICES.replace("{first}", first).replace("{second}", second)
        pathlib.Path("in.pschema").write_text(f"{HEAD}table main {{{table}{FACTORY}}}\n")
        values = values_with(source, secret)
        pathlib.Path("devices.csv").write_text(values, newline="")
        for output in [*outputs("generate", "in.pschema", "nvs", "-o", "out/nvs.bin", "--values",
                                "devices.csv", "--device", source.choice("123")),
                       *outputs("check", "in.pschema", "--values", "devices.csv")]:
            assert not is_shown(secret, output), f"seed {seed}: {secret}\n{table}{values}\n{output}"


def rows_with(source, secret):
    """Rows of an NVS CSV, of which a secret value makes more, or has no quotes."""
    lines = ["-----BEGIN", secret, f" {secret}", f"{secret},{secret}", f"{secret},,{secret}",
             f"{secret},n,{secret},1", f"{secret},data,{secret}", f"k,data,{secret}",
             f"#{secret}", f"k,data,string,{secret},{secret}", f"k,dat,string,{secret}",
             f"k,data,strng,{secret}", f"k,data,u8,{secret}", f"k,data,hex2bin,{secret}",
             f"k,file,binary,{secret}", f'k,data,string,"{secret}', f'k,data,string,"{secret}"x',
             f"n,namespace,,{secret}", f"k,data,base64,{secret}=", f"k,data,blob_fill(4;0x00),{secret}",
             f"k,data,string,\xe9{secret}"]
    head = source.choice(["key,type,encoding,value"] * 5 + ["key,type,encoding", f"{secret},data"])
    return "\n".join([head, "n,namespace,,", *source.choices(lines, k=source.randrange(1, 5))]) + "\n"


def test_secrets_of_rows_are_never_shown():
    for seed in range(300):
        source = random.Random(seed)
        secret = word(source)
        mark = source.choice(["secret", "secret", "plain secret"])
        pathlib.Path("in.pschema").write_text(
            f"{HEAD}table main {{ partition nvs data.nvs size 16K from nvs {{ import \"keys.csv\" "
            f"{mark}; }} {FACTORY}}}\n")
        rows = rows_with(source, secret)
        pathlib.Path("keys.csv").write_text(rows, encoding=source.choice(["latin-1", "utf-8"]))
        for output in outputs("generate", "in.pschema", "nvs", "-o", "out/nvs.bin"):
            assert not is_shown(secret, output), f"seed {seed}: {secret}\n{rows}\n{output}"


def test_images_with_secrets_are_closed():
    os.umask(0)
    pathlib.Path("keys.csv").write_text("key,type,encoding,value\n")
    for block, mode in (('namespace a { string b = "x" secret; }', 0o600),
                        ('import "keys.csv";', 0o600),
                        ('namespace a { string b = "x"; }', 0o666)):
        pathlib.Path("in.pschema").write_text(
            f"{HEAD}table main {{ partition nvs data.nvs size 16K from nvs {{ {block} }}\n"
            f"{FACTORY}}}\n")
        schemac("generate", "in.pschema", "nvs", "-o", f"{len(block)}.bin")
        equal(rights(f"{len(block)}.bin"), mode, block)


def test_copies_of_keys_are_closed():
    os.umask(0)
    schemac("keys", "-o", "keys.bin")
    pathlib.Path("in.pschema").write_text(
        f'{HEAD}table main {{ partition keys data.nvs_keys size 4K encrypted from file "keys.bin";\n'
        f'partition copy 0x40.0 size 4K from file "keys.bin"; {FACTORY}}}\n')
    schemac("build", "in.pschema", "-o", "out")
    equal(rights("out/images/keys.bin"), 0o600)
    os.chmod("keys.bin", 0o644)
    schemac("build", "in.pschema", "-o", "again")
    equal(rights("again/images/keys.bin"), 0o600)
    equal(rights("again/images/copy.bin"), 0o666)


def test_images_of_closed_files_are_closed():
    os.umask(0)
    pathlib.Path("keys.bin").write_bytes(b"key")
    pathlib.Path("in.pschema").write_text(
        f"{HEAD}table main {{ partition copy 0x40.1 size 4K from file \"keys.bin\";\n"
        "partition nvs data.nvs size 16K from nvs { namespace a { blob b file \"keys.bin\"; } }\n"
        f"{FACTORY}}}\n")
    for mode, made in ((0o600, 0o600), (0o644, 0o666), (0o640, 0o666)):
        os.chmod("keys.bin", mode)
        for name in ("copy", "nvs"):
            schemac("generate", "in.pschema", name, "-o", f"{name}{mode}.bin")
            equal(rights(f"{name}{mode}.bin"), made, f"{name} of a file with mode {mode:o}")


if __name__ == "__main__":
    run_tests(globals())
