"""NVS images are those that Espressif's tools make, byte for byte.

data/nvs: CSVs, and what nvs_partition_gen 0.2.0 made of them (v1, v2; .enc: with keys_fixed.bin);
.idf50 and .esp8266 are of the generators of ESP-IDF 5.0 and of the ESP8266_RTOS_SDK. data/mfg:
devices of a mass production, by mfg_gen. data/at: what ESP-AT's build made of its raw data.
"""

import csv
import hashlib
import pathlib
import shutil
import sys

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tools"))
import nvs_pages  # noqa: E402
from harness import Skipped, equal, run_tests, schemac  # noqa: E402
from nvs_schema import has_libcrypto, make, schema_of  # noqa: E402

DATA = HERE / "data"
IMAGES = sorted((DATA / "nvs").glob("n*.bin"))
WIFI = "wifi_keys;"


def settings(image):
    """What the lines of a schema and its chip must be for an image, by its name."""
    marks = image.name.split(".")[1:-1]
    lines = ["version 1;"] if "v1" in marks else []
    lines += ['keys file "nvs/keys_fixed.bin";'] if "enc" in marks else []
    lines += ["spare_pages full;"] if "idf50" in marks else []
    lines += [WIFI] if "wifi" in image.name else []
    return " ".join(lines), "esp8266" if "esp8266" in marks else "esp32"


def right_space(image):
    """The CSV n2 selects a namespace again; the tool puts the key behind it into another one."""
    page = bytearray(image)
    entry = next(page[at:at + 32] for at in range(64, 4096, 32) if page[at + 8:at + 11] == b"k9\0")
    at = page.index(entry)
    equal(entry[0], 3, "the tool's namespace")
    page[at] = 1
    page[at + 4:at + 8] = nvs_pages.crc(page[at:at + 4] + page[at + 8:at + 32]).to_bytes(4, "little")
    return bytes(page)


def expected_of(image):
    return right_space(image.read_bytes()) if image.name[:3] == "n2_" else image.read_bytes()


def same(image, block, chip):
    is_known = "n2_" in image.name and ".enc" in image.name
    expected = image.read_bytes() if is_known else expected_of(image)
    made = make(block, len(expected), chip)
    if is_known:  # only the slot of the key in another namespace may differ
        differing = {at // 32 for at in range(len(made)) if made[at] != expected[at]}
        equal(len(differing), 1, f"{image.name}: slots that differ")
    else:
        equal(made, expected, image.name)


def is_usable(image):
    return ".enc" not in image.name or has_libcrypto()


def each_image(block_of):
    shutil.copytree(DATA / "nvs", "nvs")
    used = [image for image in IMAGES if is_usable(image)]
    for image in used:
        lines, chip = settings(image)
        same(image, f"{lines} {block_of(pathlib.Path('nvs', image.name.split('.')[0] + '.csv'))}",
             chip)
    if len(used) < len(IMAGES):
        raise Skipped(f"{len(IMAGES) - len(used)} encrypted images: libcrypto is not there")
    equal(len(IMAGES), 22, "images")


def test_images_of_csvs():
    each_image(lambda path: f'import "{path}";')


def test_the_same_keys_in_the_schema():
    def block_of(path):
        lines = [line for line in path.read_text().splitlines(True) if line[0] != "#"]
        return schema_of(list(csv.reader(lines))[1:])

    each_image(block_of)


MFG = """
namespace device {
    u32 id per device;
    string serial per device;
    u8 hw_rev = 7;
    hex secret per device secret;
}
namespace cloud {
    string endpoint = "mqtts://example.test:8883";
    blob cert per device file;
}
"""


def test_devices():
    shutil.copytree(DATA / "mfg", "mfg")
    for device in (1, 2, 3, 20):
        made = make(MFG, 16384, arguments=("--values", "mfg/values20.csv", "--device", device))
        equal(made, (DATA / f"mfg/unit-{device}.bin").read_bytes(), f"device {device}")


def test_the_only_device():
    shutil.copytree(DATA / "mfg", "mfg")
    rows = pathlib.Path("mfg/values20.csv").read_text().splitlines(True)
    pathlib.Path("one.csv").write_text("".join(rows[:2]))
    made = make(MFG, 16384, arguments=("--values", "one.csv"))
    equal(made, (DATA / "mfg/unit-1.bin").read_bytes())


def test_keys_of_an_access_point():
    """Known from the sources of nvs_partition_gen: no image of it is here."""
    if not has_libcrypto():
        raise Skipped("libcrypto is not there")
    block = """wifi_keys; namespace wifi { string "ap.ssid" = "home"; u8 before = 1;
        string "ap.passwd" = "password"; u8 "ap.authmode" = 3; u8 after = 1; }"""
    keys = nvs_pages.read(make(block, 16384), 2, 16384)
    equal(list(keys)[-3:], [("wifi", key) for key in ("ap.pmk_info", "ap.authmode", "after")])
    key = hashlib.pbkdf2_hmac("sha1", b"password", b"home", 4096, 32)
    equal(keys["wifi", "ap.pmk_info"], (nvs_pages.BLOB, bytes(100) + key))
    equal(len(nvs_pages.read(make(block.replace("wifi_keys;", ""), 16384), 2, 16384)), 5)


def test_an_access_point_as_the_driver_keeps_it():
    """Its name with a length before it, both filled up: the key is that of the texts alone."""
    if not has_libcrypto():
        raise Skipped("libcrypto is not there")
    rows = """key,type,encoding,value
nvs.net80211,namespace,,
ap.ssid,data,blob_sz_fill(32;0x00),home
ap.passwd,data,blob_fill(64;0xff),password
ap.authmode,data,u8,MODE
"""
    key = hashlib.pbkdf2_hmac("sha1", b"password", b"home", 4096, 32)
    for mode, fill in (("3", "00"), ("3", "ff"), ("0", "00")):
        pathlib.Path("ap.csv").write_text(rows.replace("MODE", mode).replace("0xff", f"0x{fill}"))
        pathlib.Path("ap.pschema").unlink(missing_ok=True)
        image = make('wifi_keys; import "ap.csv";', 16384)
        keys = nvs_pages.read(image, 2, 16384)
        equal(keys.get(("nvs.net80211", "ap.pmk_info")),
              None if mode == "0" else (nvs_pages.BLOB, bytes(100) + key), f"{mode}, {fill}")
        if fill == "00":
            schemac("import", "ap.csv", "-o", "ap.pschema", "--size=16K")
            schemac("generate", "ap.pschema", "nvs", "-o", "imported.bin")
            equal(pathlib.Path("imported.bin").read_bytes(), image, "the imported schema")


AT = """
namespace client_cert { blob client_cert each "client_cert/*.{crt,pem}"; }
namespace client_key { blob client_key each "client_key/*.key"; }
namespace client_ca { blob client_ca each "client_ca/*.{crt,pem}"; }
namespace factory_param {
    i8 version = 4; string module_name = "MOD-A"; i8 max_tx_power = 78;
    string country_code = "CN"; i32 uart_baudrate = 115200;
}
namespace ble_data {
    gatts cfg "ble_data/*.csv";
}
"""


def test_esp_at():
    shutil.copytree(DATA / "at/raw_data", "raw")
    expected = (DATA / "at/mfg_nvs.bin").read_bytes()
    equal(make(AT, len(expected), "esp32c3", items='raw_data "raw";'), expected, "the schema")
    text = (DATA / "at/mfg_nvs.csv").read_text()
    pathlib.Path("raw/keys.csv").write_text(
        text.replace("at/proj/components/customized_partitions/raw_data/", ""))
    made = make('import "keys.csv";', len(expected), "esp32c3", items='raw_data "raw";')
    equal(made, expected, "the CSV")


if __name__ == "__main__":
    run_tests(globals())
