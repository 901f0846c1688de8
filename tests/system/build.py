"""`build` makes all images at once, only those anew whose inputs changed, and all or none."""

import os
import pathlib
import re
import shutil
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import PROJECT, equal, run_tests, schemac  # noqa: E402

SCHEMA = """schema gadget revision 1;
target esp32 { flash 4M; }
raw_data "raw";
table main {
    partition keys   data.nvs size 12K from nvs { import "keys.csv"; }
    partition certs  data.nvs size 12K from nvs { namespace n { blob cert each "*.pem"; } }
    partition unit   data.nvs size 12K from nvs { namespace n { string serial per device; } }
    partition blank  0x40.0   size 4K  from erased;
    partition config 0x40.1   size 4K  from file "config.bin";
    partition factory app.factory size 1M;
}
"""

IMAGES = ["keys", "certs", "blank", "config"]


def write(path, text):
    pathlib.Path(path).parent.mkdir(parents=True, exist_ok=True)
    pathlib.Path(path).write_text(text)


def make_project(schema=SCHEMA):
    write("gadget.pschema", schema)
    write("raw/keys.csv", "key,type,encoding,value\nn,namespace,,\nk,file,string,value.txt\n")
    write("raw/value.txt", "a value")
    write("raw/a.pem", "a certificate")
    write("raw/config.bin", "config")
    settle()


def settle():
    """What is as new as a build may change under it, and would be made again."""
    time.sleep(0.02)


def build(*words, status=0):
    return schemac("build", "gadget.pschema", "-o", "out", *words, status=status)


def states(result):
    """What became of each image: {name: word}."""
    lines = [line.split() for line in result.stdout.splitlines() if "/images/" in line]
    return {pathlib.Path(line[1]).stem: line[0] for line in lines}


def made(before):
    """The images that were written since."""
    now = inodes()
    return sorted(name for name in now if now[name] != before.get(name))


def inodes():
    folder = pathlib.Path("out/images")
    return {path.stem: (path.stat().st_ino, path.stat().st_mtime_ns)
            for path in folder.glob("*.bin")}


def test_leaves_images_of_the_sdk_alone():
    make_project(SCHEMA + 'variant own { table main { partition factory from build "app.bin"; } }\n')
    write("raw/app.bin", "an application")
    assert "factory" not in states(build("--variant", "own"))
    assert not pathlib.Path("out/images/factory.bin").exists()


def test_makes_what_generate_makes():
    make_project()
    equal(states(build()), {**dict.fromkeys(IMAGES, "new"), "unit": "skipped"})
    for name in IMAGES:
        schemac("generate", "gadget.pschema", name, "-o", "one.bin")
        equal(pathlib.Path("out/images", f"{name}.bin").read_bytes(),
              pathlib.Path("one.bin").read_bytes(), name)
    for name in ("main.csv", "main.bin", "gadget.h", "gadget.mk", "gadget.build"):
        assert pathlib.Path("out", name).exists(), name


def test_a_second_build_makes_nothing():
    make_project()
    build()
    before = {path: path.stat() for path in pathlib.Path("out").rglob("*")}
    equal(states(build()), {**dict.fromkeys(IMAGES, "unchanged"), "unit": "skipped"})
    for path, status in before.items():
        equal((path.stat().st_mtime_ns, path.stat().st_ino), (status.st_mtime_ns, status.st_ino),
              str(path))


def changed(change):
    """The images that are made anew after a change."""
    before = inodes()
    change()
    settle()
    build()
    after = made(before)
    before = inodes()
    build()
    equal(made(before), [], "made again without a reason")
    return after


def test_makes_what_depends_on_a_change():
    make_project()
    build()
    equal(changed(lambda: write("raw/value.txt", "another")), ["keys"])
    equal(changed(lambda: write("raw/keys.csv", "key,type,encoding,value\nm,namespace,,\n")),
          ["keys"])
    equal(changed(lambda: write("raw/b.pem", "another")), ["certs"])
    equal(changed(lambda: os.remove("raw/b.pem")), ["certs"])
    equal(changed(lambda: write("raw/config.bin", "CONFIG")), ["config"], "the same size")
    equal(changed(lambda: write("gadget.pschema", SCHEMA.replace("erased", "pattern 0"))), ["blank"])
    equal(changed(lambda: os.remove("out/images/keys.bin")), ["keys"])
    equal(changed(lambda: write("out/images/certs.bin", "broken")), ["certs"])
    equal(changed(lambda: write("gadget.pschema",
                                "// a remark\n" + SCHEMA.replace("erased", "pattern 0"))), [])


def test_makes_what_depends_on_a_changed_schema():
    key = 'namespace n { string secret = "a"; }'
    table = f"table main {{ partition nvs data.nvs size 16K from nvs {{ {key} }} }}\n"
    schema = f"schema gadget revision 1;\ntarget esp32 {{ flash 4M; }}\n{table}"
    changed = schema.replace('"a"', '"b"')
    for text in (schema, changed, changed.replace("esp32", "esp8266")):
        make_project(text)
        before = inodes()
        build()
        schemac("generate", "gadget.pschema", "nvs", "-o", "nvs.bin")
        equal(made(before), ["nvs"], text)
        equal(pathlib.Path("out/images/nvs.bin").read_bytes(),
              pathlib.Path("nvs.bin").read_bytes(), text)


def test_a_change_that_keeps_size_and_time():
    """As where all times are one: Nix, container layers, archives."""
    make_project()
    for content in ("AAAAAA", "BBBBBB"):
        write("new.bin", content)
        os.utime("new.bin", (1, 1))
        with open("raw/config.bin", "r+b") as file:  # the same inode
            file.write(pathlib.Path("new.bin").read_bytes())
        shutil.copystat("new.bin", "raw/config.bin")
        settle()
        build()
        assert pathlib.Path("out/images/config.bin").read_bytes().startswith(content.encode())
    with open("out/images/config.bin", "r+b") as file:  # the image itself was edited
        before = os.stat("out/images/config.bin")
        file.write(b"CCCCCC")
    os.utime("out/images/config.bin", ns=(before.st_atime_ns, before.st_mtime_ns))
    build()
    assert pathlib.Path("out/images/config.bin").read_bytes().startswith(b"BBBBBB")


def test_a_key_may_be_called_secret():
    """Its value counts, as that of a secret does, which leaves no trace in the log."""
    schema = SCHEMA.replace('{ import "keys.csv"; }', "{ namespace n { u8 secret = 1; } }").replace(
        "string serial per device", "u8 pin = 2 secret")
    make_project(schema)
    build()
    schema = schema.replace("secret = 1", "secret = 3")
    equal(changed(lambda: write("gadget.pschema", schema)), ["keys"])
    schema = schema.replace("= 2 secret", "= 4 secret")
    equal(changed(lambda: write("gadget.pschema", schema)), ["unit"])


def test_makes_what_depends_on_more_than_files():
    schema = SCHEMA.replace("blank  0x40.0   size 4K  from erased", "blank 0x40.0 size 4K from record r")
    schema += "const BOARD = 1;\nrecord r { u32 board = BOARD; }\nvariant b { const BOARD = 2; }\n"
    make_project(schema)
    build()
    before = inodes()
    build("--variant", "b")
    equal(made(before), ["blank"])
    equal(pathlib.Path("out/images/blank.bin").read_bytes(), b"\2\0\0\0")
    make_project(SCHEMA.replace("12K", "16K"))
    build()
    equal(changed(lambda: write("gadget.pschema", SCHEMA.replace("12K", "16K").replace(
        "esp32", "esp8266"))), ["certs", "keys"], "the older layout of NVS")


def test_a_program_is_told_another_name():
    """Two names may be the same in C, which files are called by."""
    schema = SCHEMA.replace("from erased", 'from exec "tool"').replace("blank ", '"my-tool"')
    make_project(schema)
    write("tool", "#!/bin/sh\necho $2 >$6/$2.bin\n")
    os.chmod("tool", 0o755)
    build()
    equal(changed(lambda: write("gadget.pschema", schema.replace('my-tool', 'my_tool'))), ["my_tool"])


def test_a_lost_or_broken_log_is_no_harm():
    make_project()
    build()
    log = pathlib.Path("out/gadget.build").read_text()
    for text in ("", "junk", log[:-10], log.replace("image", "imag"), log + "input 1\n",
                 log.replace("0", "9"), log.splitlines()[0] + "\n" + "input 1 1 1 1 x\n"):
        write("out/gadget.build", text)
        equal(states(build()), {**dict.fromkeys(IMAGES, "unchanged"), "unit": "skipped"})
    os.remove("out/gadget.build")
    build()
    equal(pathlib.Path("out/gadget.build").read_text().count("image "), len(IMAGES))


def test_all_or_nothing():
    make_project()
    os.remove("raw/value.txt")
    write("raw/config.bin", "x" * 5000)
    errors = build(status=1).stderr
    assert "value.txt" in errors and "5000 bytes" in errors, errors
    assert not pathlib.Path("out").exists()
    make_project()
    build()
    before = inodes()
    write("raw/a.pem", "another")
    write("raw/config.bin", "x" * 5000)
    build(status=1)
    equal(made(before), [])


def test_errors_come_in_a_fixed_order_with_their_places():
    rows = "key,type,encoding,value\nn,namespace,,\nk,data,u8,{0}\n"
    names = [f"p{i}" for i in range(12)]
    make_project("".join(["schema gadget revision 1;\ntarget esp32 { flash 4M; }\ntable main {\n",
                          *(f'    partition {name} data.nvs size 12K from nvs {{ import "{name}.csv"; }}\n'
                            for name in names), "    partition factory app.factory size 1M;\n}\n"]))
    for i, name in enumerate(names):
        write(f"{name}.csv", rows.format(1000 + i))
    first = build("--max-errors", "0", status=1).stderr
    places = [line.split(" ")[0] for line in first.splitlines() if "error:" in line]
    equal(sorted(places), sorted(f"{name}.csv:3:11:" for name in names))
    for i in range(12):
        assert f"`{1000 + i}` does not fit" in first
        assert f"    3 | k,data,u8,{1000 + i}\n" in first
    for _ in range(5):
        equal(build("--max-errors", "0", status=1).stderr, first)


def test_variants_have_images_of_their_own():
    make_project(SCHEMA + """
variant small { target esp32 { flash 2M; } table main { partition blank from pattern 1; } }
variant large { target esp32 { flash 8M; } }
""")
    build("--all-variants")
    equal(pathlib.Path("out/small/images/blank.bin").read_bytes(), b"\1" * 4096)
    equal(pathlib.Path("out/large/images/blank.bin").read_bytes(), b"\xff" * 4096)
    assert pathlib.Path("out/large/gadget.build").exists()
    equal(set(states(build("--all-variants")).values()), {"unchanged", "skipped"})


def test_images_of_many_variants_are_all_or_none():
    """More of them than memory holds at once: those on their way lie beside their places."""
    count = 10
    variants = "".join(f"variant v{i} {{ table main {{ partition large from file \"{i}.bin\"; }} }}\n"
                       for i in range(count))
    make_project("""schema gadget revision 1;
target esp32s3 { flash 16M; }
table main {
    partition large 0x40.0 size 5M from pattern 0;
    partition factory app.factory size 1M;
}
""" + variants)
    for i in range(count):
        write(f"{i}.bin", chr(ord("a") + i) * (5 << 20))
    settle()
    os.remove("9.bin")
    build("--all-variants", status=1)
    assert not pathlib.Path("out").exists()
    write("9.bin", "z" * (5 << 20))
    settle()
    build("--all-variants")
    for i in range(count):
        image = pathlib.Path(f"out/v{i}/images/large.bin")
        equal(image.read_bytes(), pathlib.Path(f"{i}.bin").read_bytes(), image)
    files = sorted(str(path) for path in pathlib.Path("out").rglob("*"))
    write("3.bin", "y" * (5 << 20))
    write("4.bin", "x" * (6 << 20))
    build("--all-variants", status=1)
    equal(pathlib.Path("out/v3/images/large.bin").read_bytes()[:1], b"d")
    equal(sorted(str(path) for path in pathlib.Path("out").rglob("*")), files)
    write("4.bin", "e" * (5 << 20))
    os.utime("5.bin")  # the same bytes, made again
    build("--all-variants")
    equal(pathlib.Path("out/v3/images/large.bin").read_bytes()[:1], b"y")
    equal(sorted(str(path) for path in pathlib.Path("out").rglob("*")), files)


def test_a_secret_image_that_others_may_read_is_closed():
    make_project()
    build()
    path = pathlib.Path("out/images/keys.bin")  # of an import: nobody knows what it holds
    equal(path.stat().st_mode & 0o777, 0o600)
    path.chmod(0o644)
    build()
    equal(path.stat().st_mode & 0o777, 0o600)


def test_the_image_of_another_build_does_not_stay():
    make_project()
    write("devices.csv", "serial\nA1\nA2\n")
    device = ("--values", "devices.csv", "--device", "2")
    equal(states(build(*device))["unit"], "new")
    equal(states(build(*device))["unit"], "unchanged")
    text = build().stdout
    assert "removed    out/images/unit.bin (built by an earlier build, not by this one)" in text
    assert "skipped    out/images/unit.bin" in text, text
    equal(sorted(path.stem for path in pathlib.Path("out/images").iterdir()), sorted(IMAGES))
    write("gadget.pschema", SCHEMA.replace("partition blank", "partition empty"))
    assert "removed    out/images/blank.bin" in build().stdout
    build(*device)
    write("out/images/unit.bin", "somebody's own")
    assert "removed" not in build().stdout
    equal(pathlib.Path("out/images/unit.bin").read_text(), "somebody's own")
    build(*device)
    write("gadget.pschema", SCHEMA + "assert 0, \"no\";\n")
    build(status=1)
    assert pathlib.Path("out/images/unit.bin").exists(), "a build that fails changes nothing"


def test_an_image_of_another_build_that_is_an_input_now_stays():
    make_project()
    build()
    write("gadget.pschema", SCHEMA.replace(
        "table main {", 'table main {\n    partition again 0x40.9 size 64K from file '
        '"../out/images/blank.bin";', 1))
    build()
    write("gadget.pschema", pathlib.Path("gadget.pschema").read_text().replace(
        "partition blank", "partition empty"))
    assert "removed" not in build().stdout
    assert pathlib.Path("out/images/blank.bin").exists()
    equal(states(build())["again"], "unchanged")


def test_a_partition_without_a_tool_is_skipped():
    make_project(SCHEMA.replace("raw_data", 'tools "tools";\nraw_data').replace(
        "from erased", ""))
    write("tools/unit.sh", "")
    result = build()
    assert "skipped    out/images/blank.bin (no program for it in `tools`" in result.stdout
    assert "images/factory.bin" not in result.stdout
    write("tools/blank", "#!/bin/sh\nprintf made >$6/blank.bin\n")
    os.chmod("tools/blank", 0o755)
    equal(states(build())["blank"], "new")
    equal(pathlib.Path("out/images/blank.bin").read_text(), "made")


def check_wallbox(inputs):
    """Its variants amend what the factory writes to each device, which is encrypted."""
    keys = {"home": "model serial auth_key cert phases", "parking": "model serial auth_key cert ca",
            "desk": "model serial auth_key cert ca"}
    equal(sorted(path.name for path in pathlib.Path("wallbox").iterdir()), sorted(keys))
    for variant, names in keys.items():
        unit = f"wallbox/{variant}/images/unit.bin"
        assert b"WB-" not in pathlib.Path(unit).read_bytes(), f"{unit} is not encrypted"
        shown = schemac("dump", unit, "--keys", inputs / "nvs_keys.bin").stdout
        equal(re.findall(r"^    \w+ +(\w+) = ", shown, re.M), names.split(), variant)
        assert 'serial = "WB-0002"' in shown, shown


def test_examples():
    examples = PROJECT / "schemas/examples"
    with_libcrypto = "libcrypto" in schemac("--version").stdout
    for name, *words in (("esp_at", "--all-variants"), ("esp_at_pki",),
                         ("aliyun_mfg", "--values", examples / "aliyun_mfg/devices.csv",
                          "--device", "2"),
                         ("sensor", "--values", examples / "sensor/devices.csv",
                          "--device", "1"), ("web_server",),
                         ("wallbox", "--all-variants", "--values",
                          examples / "wallbox/devices.csv", "--device", "2")):
        if name in ("esp_at_pki", "wallbox") and not with_libcrypto:
            continue
        result = schemac("build", examples / f"{name}.pschema", "-o", name, *words)
        equal(set(states(result).values()), {"new"}, name)
    equal(len(list(pathlib.Path("esp_at").glob("*/images/mfg_nvs.bin"))), 20)
    if with_libcrypto:
        check_wallbox(examples / "wallbox")
    unit = pathlib.Path("aliyun_mfg/images/mfg_nvs.bin").read_bytes()
    assert b"lamp-0002\0" in unit and b"a1B2c3D4e5F\0" in unit
    header = pathlib.Path("esp_at/wrover-32/images/mfg_nvs.bin").read_bytes()
    assert b"WROOM-32\0" in header and b"0,16,0x2800,0x01,2,2,A002\0" in header


def files(partition):
    """What the file system of a partition's image has."""
    return schemac("dump", f"out/images/{partition}.bin").stdout


def test_makes_file_systems_of_changed_folders():
    examples = PROJECT / "schemas/examples"
    shutil.copy(examples / "web_server.pschema", "gadget.pschema")
    shutil.copytree(examples / "web_server", "web_server")
    www, data = pathlib.Path("web_server/www"), pathlib.Path("web_server/data")
    build()
    equal(files("www"), "".join(f"{(www / path).stat().st_size:10}  {path}\n" for path in (
        "404.html", "css/main.css", "help/en/wifi/connect.html", "icons/favicon.ico", "index.html")))
    equal(files("data"), "".join(f"{(data / path).stat().st_size:10}  {path}\n" for path in (
        "logs/boot.log", "settings.ini", "users/accounts.csv")))
    equal(changed(lambda: write(www / "index.html", "<p>changed")), ["www"])
    equal(changed(lambda: write(data / "logs/boot.log", "changed")), ["data"])
    equal(changed(lambda: write(www / "help/de/index.html", "new")), ["www"])
    assert "         3  help/de/index.html\n" in files("www"), files("www")
    equal(changed(lambda: shutil.rmtree(www / "help/de")), ["www"])
    equal(changed((data / "uploads").mkdir), ["data"], "a folder without files")
    assert " uploads/\n" in files("data"), files("data")
    equal(changed((data / "uploads").rmdir), ["data"])
    for excluded in (www / "README.md", www / "drafts/index.html", data / "new.bak"):
        equal(changed(lambda path=excluded: write(path, "excluded")), [], str(excluded))


def test_makes_file_systems_of_another_time():
    examples = PROJECT / "schemas/examples"
    shutil.copy(examples / "web_server.pschema", "gadget.pschema")
    shutil.copytree(examples / "web_server", "web_server")
    before = os.environ.pop("SOURCE_DATE_EPOCH", None)
    build()
    for seconds, images in (("1700000000", ["data"]), ("1700000002", ["data"]), ("", ["data"])):
        equal(changed(lambda: os.environ.update({"SOURCE_DATE_EPOCH": seconds})), images, seconds)
    if before is None:
        del os.environ["SOURCE_DATE_EPOCH"]
    else:
        os.environ["SOURCE_DATE_EPOCH"] = before


def test_a_device_has_its_image():
    make_project()
    write("devices.csv", "serial\nSN-1\nSN-2\n")
    build("--values", "devices.csv", "--device", "2")
    assert b"SN-2\0" in pathlib.Path("out/images/unit.bin").read_bytes()
    before = inodes()
    build("--values", "devices.csv", "--device", "1")
    equal(made(before), ["unit"])
    assert b"SN-1\0" in pathlib.Path("out/images/unit.bin").read_bytes()


def test_what_a_secret_image_is_made_of():
    """It depends on the schema, too, and on files that only its making finds."""
    make_project(SCHEMA.replace("string serial per device", "string serial per device secret").replace(
        '{ import "keys.csv"; }', '{ import "keys.csv"; namespace m { u8 pin = 1 secret; } }'))
    words = ("--values", "devices.csv", "--device", "1")
    write("devices.csv", "serial\nSN-1\n")
    build(*words)
    for path, text, image in (("devices.csv", "serial\nSN-2\n", "unit"),
                              ("raw/value.txt", "another", "keys")):
        before = inodes()
        write(path, text)
        build(*words)
        equal(made(before), [image], path)
    before = inodes()
    equal(set(states(build(*words)).values()), {"unchanged"})
    equal(made(before), [])


if __name__ == "__main__":
    run_tests(globals())
