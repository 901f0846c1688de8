"""Schemas of NVS images: written from rows of nvs_partition_gen's CSV, and made into images."""

import pathlib

from harness import schemac

WORDS = {"hex2bin": "hex", "binary": "blob"}


def has_libcrypto():
    return "libcrypto" in schemac("--version").stdout


def quoted(text):
    for plain, escape in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")):
        text = text.replace(plain, escape)
    return f'"{text}"'


def line_of(key, kind, encoding, value):
    word = WORDS.get(encoding, encoding)
    if kind == "file":
        return f"{word} {quoted(key)} file {quoted(value)};"
    is_integer = word[1:].isdigit()
    return f"{word} {quoted(key)} = {value if is_integer else quoted(value)};"


def schema_of(rows):
    """The lines of a block for rows of key, type, encoding and value."""
    text = ""
    for key, kind, encoding, value in rows:
        if kind == "namespace":
            text += f"{'} ' if text else ''}namespace {quoted(key)} {{\n"
        else:
            text += f"    {line_of(key, kind, encoding, value)}\n"
    return text + ("}\n" if text else "")


def write(block, size, chip="esp32", items=""):
    """Writes nvs.pschema, whose partition `nvs` is made of a block of lines."""
    readonly = " readonly" if size < 0x3000 else ""
    partition = f"partition nvs data.nvs at 0x200000 size {size}{readonly} from nvs {{\n{block}}}"
    pathlib.Path("nvs.pschema").write_text(
        f"schema keys revision 1;\ntarget {chip} {{ flash 16M; }}\n{items}\n"
        f"table main {{\npartition factory app.factory size 1M;\n{partition}\n}}\n")


def make(block, size, chip="esp32", items="", arguments=()):
    """The image of a block of lines."""
    write(block, size, chip, items)
    schemac("generate", "nvs.pschema", "nvs", "-o", "nvs.bin", *arguments)
    return pathlib.Path("nvs.bin").read_bytes()
