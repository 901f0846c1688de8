"""Images of certificates and keys: who may read them, and what becomes of them without libcrypto."""

import os
import pathlib
import shutil
import stat
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import (  # noqa: E402
    FACTORY, HEAD, PROJECT, Skipped, equal, run_tests, schemac, without_libcrypto)

FIXTURES = PROJECT / "tests/golden/pki/formats"


def write(*partitions):
    lines = "".join(f"    partition p{index} 0x40.{index} size 8K from pki {{ {content} }}\n"
                    for index, content in enumerate(partitions))
    pathlib.Path("x.pschema").write_text(HEAD + "table main {\n" + FACTORY + lines + "}\n")
    for path in FIXTURES.iterdir():
        if path.suffix in (".crt", ".der", ".key", ".pem"):
            shutil.copy(path, ".")


def generate(partition="p0", *words, status=0, **options):
    return schemac("generate", "x.pschema", partition, "-o", f"{partition}.bin", *words,
                   status=status, **options).stderr


def need_libcrypto():
    write('ca "ca.crt";')
    if "[PS6067" in generate():
        raise Skipped("libcrypto is not there")


def test_an_image_with_a_key_is_its_owner_s():
    os.umask(0)
    write('key "a_sec1.key";', 'cert "ca.crt";')
    generate("p0")
    generate("p1")
    rights = [stat.S_IMODE(os.stat(f"p{index}.bin").st_mode) for index in range(2)]
    equal(rights, [0o600, 0o666])


def test_what_is_checked_against_is_an_input():
    write('cert "a.der" signed by p1;', 'ca "ca.crt";')
    schemac("compile", "x.pschema", "-o", "out")
    makefile = pathlib.Path("out/example.mk").read_text().replace("\\\n", " ")
    rules = [line for line in makefile.splitlines() if "p0.bin:" in line]
    assert any("a.der" in rule and "ca.crt" in rule for rule in rules), makefile


def test_without_libcrypto():
    environment = without_libcrypto()
    write('ca "ca.crt"; key "a_sec1.key";')
    said = generate(env=environment)
    assert "warning" in said and "[PS6067" in said and "libcrypto" in said, said
    image = pathlib.Path("p0.bin").read_bytes()
    assert image[:4] == b"\xf1\xf1\x02\0" and pathlib.Path("ca.crt").read_bytes() in image
    equal(generate("p0", "-Wno-pki-unchecked", env=environment), "")
    pathlib.Path("p0.bin").unlink()
    said = generate("p0", "-Werror=pki-unchecked", status=1, env=environment)
    assert "error" in said and "[PS6067" in said, said
    assert not pathlib.Path("p0.bin").exists()


def test_checks_without_libcrypto():
    environment = without_libcrypto()
    write('cert "a.der" signed by p3;', 'key "a_sec1.key" matches p0;',
          'ca "ca.crt"; valid on "2030-01-31";', 'ca "ca.crt";')
    for partition in ("p0", "p1", "p2"):
        said = generate(partition, status=1, env=environment)
        assert "[PS6066" in said and "libcrypto" in said, said
        assert not pathlib.Path(f"{partition}.bin").exists()


def test_a_key_is_never_shown():
    """Whatever is wrong with a key, no part of it is in a message."""
    need_libcrypto()
    pem = pathlib.Path("a_sec1.key").read_text()
    body = "".join(pem.splitlines()[1:-1])
    write('key "bad.key"; cert "bad.key";')
    for broken in (pem.replace("M", "N", 1), pem[:-40], pem * 2, body, "x" + pem.replace("-", "")):
        pathlib.Path("bad.key").write_text(broken)
        for words in ((), ("--diagnostics=json",), ("--diagnostics=sarif",)):
            said = generate("p0", *words, status=1)
            parts = [body[at:at + 8] for at in range(len(body) - 8)]
            assert not any(part in said for part in parts), said


if __name__ == "__main__":
    run_tests(globals())
