"""All modules of an ESP-AT project become variants of one schema, and each gives what ESP-AT makes.

The project is made here: the tables of ESP-AT's 20 modules (tests/tables/esp_at), each with an
sdkconfig.defaults, and a component with raw data, factory parameters and Kconfig files of our own.
The tables are held against partition_csv.py; the NVS against the CSV that ESP-AT's mfg_nvs.py writes
for its module, by its rules: dependencies in their order, then the module's row of factory
parameters, then BLE services. That CSV's image is what schemac makes of it, which other tests hold
against nvs_partition_gen.
"""

import pathlib
import random
import re
import shutil
import sys

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tools"))
import partition_csv  # noqa: E402
from harness import equal, run_tests, schemac  # noqa: E402

QUIET = ("-Wno-otadata-one-slot", "-Wno-otadata-needs-slot", "-Wno-unequal-slots",
         "-Wno-shared-sector")

KCONFIG = """\
config AT_ENABLE
    bool "AT"
    default y

config AT_BLE
    bool "BLE"
    default y if !IDF_TARGET_ESP32C2
    depends on AT_ENABLE && BT_ENABLED

menu "Certificates"
    depends on AT_ENABLE

config AT_SERVER
    bool "Servers"
    default y

config AT_CLIENT
    bool "Clients"
    default y if !IDF_TARGET_ESP32
endmenu

config AT_EAP
    bool "Enterprise"

config AT_EAP_LEGACY_NAMESPACE_SUPPORT
    bool "Old names"
    depends on AT_EAP
"""

DEPENDENCIES = [("AT_BLE", "ble_data"), ("AT_SERVER", "server_key"), ("AT_CLIENT", "client_ca"),
                ("AT_SERVER", "server_cert"), ("AT_EAP", "wpa_ent_ca"),
                ("AT_CUSTOMIZED_PARTITION_TABLE_SUPPORT", "factory_param"),
                ("AT_CUSTOMIZED_PARTITION_TABLE_SUPPORT", "mfg_nvs")]

FILES = {"server_key/a.key": "server", "client_ca/a.pem": "one", "client_ca/b.crt": "two",
         "server_cert/a.crt": "cert", "server_cert/README": "not one", "wpa_ent_ca/a.pem": "wpa",
         "ble_data/gatts_data.csv": "# index,...\n0,16,0x2800,0x01,2,2,A002\n1,16,0x2803,1,1,1,02\n"}

TYPES = [("version", "i8"), ("module_name", "string"), ("tx", "i32"), ("country", "string"),
         ("rx", "u8")]


def chip_of(module):
    found = re.match(r"esp32(c\d+|s\d)?", module)
    return found[0] if found else "esp32"


def is_on(module, option):
    """What the Kconfig above makes of a module's defaults, which options_of() writes."""
    chip = chip_of(module)
    eap = chip in ("esp32c2", "esp32s2")
    return {"AT_BLE": chip not in ("esp32c2", "esp32s2"), "AT_SERVER": module != "esp32c3-spi",
            "AT_CLIENT": chip != "esp32", "AT_EAP": eap,
            "AT_EAP_LEGACY_NAMESPACE_SUPPORT": eap and module.endswith("-g2"),
            "AT_CUSTOMIZED_PARTITION_TABLE_SUPPORT": True}[option]


def options_of(module):
    chip = chip_of(module)
    lines = [f"CONFIG_IDF_TARGET_{chip.upper()}=y", "CONFIG_PARTITION_TABLE_CUSTOM=y",
             "CONFIG_PARTITION_TABLE_MD5=n",
             f"CONFIG_ESPTOOLPY_FLASHSIZE_{2 if '2mb' in module or 'd2wd' in module else 4}MB=y",
             f'CONFIG_PARTITION_TABLE_CUSTOM_FILENAME="module_config/module_{module}/partitions_at.csv"',
             "CONFIG_AT_CUSTOMIZED_PARTITION_TABLE_FILE="
             f'"module_config/module_{module}/at_customize.csv"']
    if chip in ("esp32c5", "esp32c61"):
        lines.append("CONFIG_PARTITION_TABLE_OFFSET=0xc000")
    if chip != "esp32s2":
        lines.append("CONFIG_BT_ENABLED=y")
    if module == "esp32c3-spi":
        lines.append("CONFIG_AT_SERVER=n")
    if is_on(module, "AT_EAP"):
        lines.append("CONFIG_AT_EAP=y")
    if module.endswith("-g2"):
        lines.append("CONFIG_AT_EAP_LEGACY_NAMESPACE_SUPPORT=y")  # heeded with AT_EAP alone
    return "\n".join(lines) + "\n"


def modules():
    """Of each folder's first module and its others: {variant: (folder, row)}."""
    found = {}
    for number, folder in enumerate(sorted(path.name for path in (HERE / "esp_at").iterdir())):
        chip = chip_of(folder)
        own = f"{chip}-main".upper() if folder.endswith("_default") else folder.upper()
        found[folder] = (folder, [f"PLATFORM_{chip.upper()}", own, "4", str(number), "CN, \"x\"",
                                  str(number // 3)])
    found["pico"] = ("esp32_default", ["PLATFORM_ESP32", "PICO", "4", "-1", "CN, \"x\"", "255"])
    return found


def make_project(root):
    component = root / "components/customized_partitions"
    for module in (HERE / "esp_at").iterdir():
        folder = root / f"module_config/module_{module.name}"
        shutil.copytree(module, folder)
        (folder / "sdkconfig.defaults").write_text(options_of(module.name))
    for path, text in FILES.items():
        (component / "raw_data" / path).parent.mkdir(parents=True, exist_ok=True)
        (component / "raw_data" / path).write_text(text)
    parameters = component / "raw_data/factory_param"
    parameters.mkdir()
    quoted = [",".join('"' + cell.replace('"', '""') + '"' if '"' in cell else cell
                       for cell in row) for _, row in modules().values()]
    (parameters / "factory_param_data.csv").write_text(
        "platform,module_name,version,tx,country,rx\n" + "\n".join(quoted) + "\n")
    (parameters / "factory_param_type.csv").write_text(
        "# name, type, encoding\n" + "".join(f"{name},data,{kind}\n" for name, kind in TYPES))
    (component / "at_customized_config_dependency.txt").write_text(
        "".join(f"{option}=y {name}\n" for option, name in DEPENDENCIES))
    (component / "Kconfig.projbuild").write_text(
        'config AT_CUSTOMIZED_PARTITION_TABLE_SUPPORT\n    bool "table"\n    default y\n')
    (root / "main").mkdir()
    (root / "main/Kconfig").write_text(KCONFIG)


def mfg_nvs(root, folder, row):
    """The CSV that mfg_nvs.py writes."""
    raw = root / "components/customized_partitions/raw_data"
    lines = ["key,type,encoding,value"]
    for option, name in DEPENDENCIES:
        if not is_on(folder, option) or not (raw / name).is_dir():
            continue
        files = sorted(path.name for path in (raw / name).iterdir())
        keys = [path for path in files if path.endswith((".crt", ".key", ".pem"))]
        is_old = name == "wpa_ent_ca" and is_on(folder, "AT_EAP_LEGACY_NAMESPACE_SUPPORT")
        space = "wpa2_ca" if is_old else name
        lines += [f"{space},namespace,,"] * bool(keys)
        for number, path in enumerate(keys):
            key = space if len(files) == 1 else f"{space}.{number}"
            lines.append(f"{key},file,binary,{raw / name / path}")
    lines.append("factory_param,namespace,,")
    values = dict(zip(["platform", "module_name", "version", "tx", "country", "rx"], row))
    for name, kind in TYPES:
        value = values[name].replace('"', '""')
        lines.append(f'{name},data,{kind},"{value}"')
    if is_on(folder, "AT_BLE"):
        lines.append("ble_data,namespace,,")
        table = [line for line in FILES["ble_data/gatts_data.csv"].splitlines()
                 if not line.startswith("#")]
        lines += [f'cfg{number},data,string,"{line}"' for number, line in enumerate(table)]
    return "\n".join(lines) + "\n"


def image_of(csv, size):
    pathlib.Path("keys.csv").write_text(csv)
    pathlib.Path("keys.pschema").write_text(
        "schema keys revision 1;\ntarget esp32 { flash 4M; }\ntable main {\n"
        f'    partition nvs data.nvs size {size} from nvs {{ import "keys.csv"; }}\n'
        "    partition factory app.factory size 1M;\n}\n")
    schemac("generate", "keys.pschema", "nvs", "-o", "nvs.bin", "-q")
    return pathlib.Path("nvs.bin").read_bytes()


def expected(root, folder, row):
    offset = 0xc000 if chip_of(folder) in ("esp32c5", "esp32c61") else 0x8000
    tables = HERE / "esp_at" / folder
    second = (tables / "at_customize.csv").read_text()
    size = next(line for line in second.splitlines() if line.startswith("mfg_nvs")).split(",")[4]
    return {"partitions_at": partition_csv.binary((tables / "partitions_at.csv").read_text(),
                                                  offset, md5=False),
            "at_customize": partition_csv.binary(second),
            "mfg_nvs": image_of(mfg_nvs(root, folder, row), size.strip())}


def images(folder):
    return {path.stem: path.read_bytes() for path in pathlib.Path(folder).rglob("*.bin")}


def check_modules(root, output):
    result = schemac("import", root, "-o", output, *QUIET)
    assert "21 variants: identical, 42 tables" in result.stderr, result.stderr
    schemac("fmt", "--check", output)
    schemac("check", output, *QUIET)
    schemac("build", output, "-o", "out", "--all-variants", "-q", *QUIET)
    for name, (folder, row) in modules().items():
        equal(images(f"out/{name}"), expected(root, folder, row), name)


def test_every_module():
    root = pathlib.Path("esp-at")
    make_project(root)
    check_modules(root, "at.pschema")


def test_every_module_from_within_the_project():
    make_project(pathlib.Path("."))
    check_modules(pathlib.Path("."), "schemas/at.pschema")


def test_modules_are_short():
    """A variant says only what it has otherwise."""
    make_project(pathlib.Path("."))
    text = schemac("import", ".", *QUIET).stdout
    head, *variants = re.split(r"(?m)^variant ", text)
    equal(len(variants), 21, "statements")
    for variant in variants:
        assert variant.count("\n") < 22 and "from nvs" not in variant, variant
    assert text.count("namespace") == 7, text


def test_one_module_of_them():
    root = pathlib.Path("esp-at")
    make_project(root)
    for words, folder, name in ((["--module", "PICO"], "esp32_default", "pico"),
                                (["--chip", "esp32c61"], "esp32c61_default", "esp32c61_default")):
        schemac("import", root, "-o", "one.pschema", "--force", *words, *QUIET)
        text = pathlib.Path("one.pschema").read_text()
        assert "variant" not in text and "const" not in text, text
        shutil.rmtree("out", ignore_errors=True)
        schemac("build", "one.pschema", "-o", "out", "-q", *QUIET)
        equal(images("out"), expected(root, folder, modules()[name][1]), name)


def test_a_project_that_is_configured():
    """With an sdkconfig it is that module; --all-modules makes all of them all the same."""
    make_project(pathlib.Path("."))
    pathlib.Path("sdkconfig").write_text(options_of("esp32c6_default"))
    text = schemac("import", ".", *QUIET).stdout
    assert "variant" not in text and "target esp32c6" in text, text
    text = schemac("import", ".", "--all-modules", *QUIET).stdout
    equal(len(re.findall(r"(?m)^variant ", text)), 21, "variants")


def random_table(source):
    """Rows in any order, of sizes and flags of any kind, as gen_esp32part takes them."""
    rows = [("nvs", "data, nvs", 24), ("otadata", "data, ota", 8), ("phy_init", "data, phy", 4),
            ("files", "data, spiffs", 64), ("own", "0x41, 3", 8), ("more", "0x42, 0", 4)]
    rows = [row for row in rows if source.random() < 0.7]
    source.shuffle(rows)
    apps = [("ota_0", "app, ota_0", 512), ("ota_1", "app, ota_1", 512)][:source.randint(1, 2)]
    at = source.randint(0, len(rows))
    rows[at:at] = [("factory", "app, factory", 1024), *apps]
    if source.random() < 0.5:
        rows.append(("own" if all(row[0] != "own" for row in rows) else "last", "0x43, 1", 4))
    lines = []
    for name, kind, size in rows:
        size *= source.choice([1, 1, 1, 2]) if "ota" not in kind or "app" in kind else 1
        lines.append(f"{name}, {kind}, , {size}K, {source.choice(['', '', '', 'encrypted'])}")
    return "\n".join(lines) + "\n"


def test_random_modules():
    for seed in range(30):
        source = random.Random(seed)
        root = pathlib.Path(f"random{seed}")
        texts = {f"m{number}": random_table(source) for number in range(source.randint(2, 7))}
        texts["same"] = texts["m0"]
        for name, text in texts.items():
            folder = root / f"module_config/module_{name}"
            folder.mkdir(parents=True)
            (folder / "partitions_at.csv").write_text(text)
        schema = pathlib.Path(f"random{seed}.pschema")
        result = schemac("import", root, "-o", schema, *QUIET)
        assert f"{len(texts)} variants: identical" in result.stderr, (seed, result.stderr)
        schemac("fmt", "--check", schema)
        schemac("compile", schema, "-o", f"out{seed}", "--all-variants", "-q", *QUIET)
        for name, text in texts.items():
            equal(images(f"out{seed}/{name}"), {"partitions_at": partition_csv.binary(text)},
                  f"seed {seed}, {name}")


if __name__ == "__main__":
    run_tests(globals())
