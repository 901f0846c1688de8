"""No output shows secrets from NVS CSVs."""

import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import FACTORY, HEAD, run_tests  # noqa: E402
from secret_words import is_shown, outputs, word  # noqa: E402


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


if __name__ == "__main__":
    run_tests(globals())
