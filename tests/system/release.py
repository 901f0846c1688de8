"""The manifests of a release name files that are there, with their sizes and digests."""

import hashlib
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
import app  # noqa: E402
from harness import equal, run_tests, schemac  # noqa: E402

SCHEMA = """schema gadget revision 3;
target esp32s3 { flash 8M; }
table main {
    partition boot bootloader.primary from build "sdk/bootloader.bin";
    partition nvs data.nvs size 16K from nvs { namespace n { u8 key = 1; } }
    partition pin data.nvs size 12K from nvs { namespace n { string pin = "1234" secret; } }
    partition factory_data data.nvs size 12K preserve from erased;
    partition serial data.nvs size 12K from nvs { namespace n { string serial per device; } }
    partition otadata data.ota from erased;
    partition ota_0 .. ota_1 app.ota_0 size 1M from build "sdk/app.bin";
    partition media data.0x99 size 1M from file "media.bin";
    partition more 0x40.0 size 64K;
}
table inner in main.more { partition log data.0x97 size 4K from pattern 0; }
"""
PARTS = ["boot", "main", "nvs", "pin", "otadata", "ota_0", "media", "inner", "log"]


def prepare():
    pathlib.Path("sdk").mkdir()
    pathlib.Path("sdk/app.bin").write_bytes(
        app.make("esp32s3", 5000, "8M", app.description("gadget", "1.2.3", 0)))
    pathlib.Path("sdk/bootloader.bin").write_bytes(
        app.make("esp32s3", 0, "8M", app.bootloader_description()))
    pathlib.Path("media.bin").write_bytes(bytes(range(256)) * 3000)
    pathlib.Path("gadget.pschema").write_text(SCHEMA)


def build(out, *words):
    schemac("build", "gadget.pschema", "-o", out, "-q", "--emit", "manifest", *words)
    return [json.loads((pathlib.Path(out) / name).read_text())
            for name in ("manifest.json", "ota.json")]


def check_files(out, web, ota):
    folder = pathlib.Path(out)
    for part in ota["parts"]:
        content = (folder / part["path"]).read_bytes()
        equal(part["size"], len(content), part["name"])
        equal(part.get("sha256"), None if part["name"] == "pin"
              else hashlib.sha256(content).hexdigest(), part["name"])
    equal([part["path"] for part in web["builds"][0]["parts"]],
          [part["path"] for part in ota["parts"]])
    equal([part["offset"] for part in web["builds"][0]["parts"]],
          [int(part["offset"], 0) for part in ota["parts"]])


def test_files():
    prepare()
    for out in ("out", "a/b/c", str(pathlib.Path.cwd() / "absolute")):
        web, ota = build(out)
        equal([part["name"] for part in ota["parts"]], PARTS)
        equal((ota["version"], web["version"], web["builds"][0]["chipFamily"]),
              ("1.2.3", "1.2.3", "ESP32-S3"))
        equal((ota["preserved"], ota["replaced"]), (["factory_data"], ["nvs", "pin", "otadata"]))
        if out[0] != "/":
            check_files(out, web, ota)
        equal(build(out), [web, ota], "of images that are up to date")


def test_what_changes():
    prepare()
    build("out")
    pathlib.Path("media.bin").write_bytes(b"other")
    pathlib.Path("sdk/app.bin").write_bytes(
        app.make("esp32s3", 9000, "8M", app.description("gadget", "2.0", 0)))
    web, ota = build("out")
    equal(web["version"], "2.0")
    check_files("out", web, ota)


def test_a_digest_is_that_of_flasher_args():
    prepare()
    _, ota = build("out", "--emit=flasher-args")
    found = json.loads(pathlib.Path("out/flasher_args.json").read_text())
    equal(ota["layout_digest"], found["layout_digest"])


if __name__ == "__main__":
    run_tests(globals())
