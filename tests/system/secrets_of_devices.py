"""No output shows secrets from tables of devices."""

import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import FACTORY, HEAD, run_tests  # noqa: E402
from secret_words import is_shown, outputs, word  # noqa: E402

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


if __name__ == "__main__":
    run_tests(globals())
