"""Project directories of many kinds import as their build would have them.

Each case is a project: its files, the options of `import`, and what ESP-IDF's CMake and Kconfig (or
the ESP8266_RTOS_SDK's) make of it: chip, flash, table, where that lies and whether it has an MD5.
The built-in layouts stand here a second time, as the documentation of both SDKs shows them.
"""

import pathlib
import shutil
import sys

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tools"))
import partition_csv  # noqa: E402
from harness import equal, run_tests, schemac  # noqa: E402

NVS = "nvs,data,nvs,,0x6000\n"
PHY = "phy_init,data,phy,,0x1000\n"
OTA = "nvs,data,nvs,,0x4000\notadata,data,ota,,0x2000\n" + PHY
DUMP = "coredump,data,coredump,,64K\n"
KEYS = "nvs_key,data,nvs_keys,,0x1000,encrypted\n"


def factory(size):
    return f"factory,app,factory,,{size}\n"


def slots(size):
    return f"ota_0,app,ota_0,,{size}\nota_1,app,ota_1,,{size}\n"


SINGLE = NVS + PHY + factory("1M")
LARGE = NVS + PHY + factory("1500K")
TWO = OTA + factory("1M") + slots("1M")
TWO_LARGE = NVS + "otadata,data,ota,,0x2000\n" + PHY + slots("1700K")
SINGLE_8266 = NVS + PHY + factory("0xf0000")
TWO_8266 = OTA + "ota_0,app,ota_0,0x10000,0xf0000\nota_1,app,ota_1,0x110000,0xf0000\n"
TWO_8266_1M = OTA + "ota_0,app,ota_0,0x10000,0x70000\nota_1,app,ota_1,0x80000,0x70000\n"
OWN = "nvs,data,nvs,,0x6000\napp,app,factory,,1M\nwww,data,spiffs,,0x50000\n"
TALL = "nvs,data,nvs,,0x6000\napp,app,factory,,5M\n"
LOW = "nvs,data,nvs,,0x4000\napp,app,factory,,1M\n"

CUSTOM = "CONFIG_PARTITION_TABLE_CUSTOM=y\n"
FILE = 'CONFIG_PARTITION_TABLE_CUSTOM_FILENAME="{}"\n'
CMAKE = "cmake_minimum_required(VERSION 3.16)\n{}\n" \
        "include($ENV{{IDF_PATH}}/tools/cmake/project.cmake)\n{}\nproject(app)\n"


def target(chip):
    return f'CONFIG_IDF_TARGET="{chip}"\n'


def flash(size):
    return f"CONFIG_ESPTOOLPY_FLASHSIZE_{size}MB=y\n"


def table(name):
    return f"CONFIG_PARTITION_TABLE_{name}=y\n"


def plain(before="", after=""):
    return CMAKE.format(before, after)


# What a project is, its files, and what is right: chip, flash, table; then where the table lies,
# whether it has an MD5, the options, and what must be said.
CASES = [
    # Files and their precedence.
    ("nothing but a CMakeLists.txt", {"CMakeLists.txt": plain()}, "esp32", "2M", SINGLE,
     {"said": "chip esp32: assumed"}),
    ("nothing but a Makefile", {"Makefile": "include $(IDF_PATH)/make/project.mk\n"},
     "esp32", "2M", SINGLE, {}),
    ("no sdkconfig, a table", {"CMakeLists.txt": plain(), "partitions.csv": OWN}, "esp32", "2M",
     OWN, {"said": "table p/partitions.csv: assumed, because it is in the directory"}),
    ("no sdkconfig, a table too large for 2M", {"partitions.csv": TALL}, "esp32", "8M", TALL,
     {"said": "flash 8M: assumed"}),
    ("defaults", {"sdkconfig.defaults": target("esp32s3") + flash(16) + CUSTOM + FILE.format("t.csv"),
                  "t.csv": OWN}, "esp32s3", "16M", OWN,
     {"said": "chip esp32s3: p/sdkconfig.defaults:1\nflash 16M: p/sdkconfig.defaults:2\n"
              "table p/t.csv: p/sdkconfig.defaults:4\n"}),
    ("the name of a custom table is the default", {"sdkconfig.defaults": CUSTOM,
                                                   "partitions.csv": OWN}, "esp32", "2M", OWN, {}),
    ("a table in a directory below", {"sdkconfig.defaults": CUSTOM + FILE.format("cfg/t.csv"),
                                      "cfg/t.csv": OWN}, "esp32", "2M", OWN, {}),
    ("a table beside the project", {"sdkconfig.defaults": CUSTOM + FILE.format("../shared.csv"),
                                    "../shared.csv": OWN}, "esp32", "2M", OWN, {}),
    ("the sdkconfig wins", {"sdkconfig.defaults": target("esp32c3") + flash(4) + table("TWO_OTA"),
                            "sdkconfig": target("esp32c6") + flash(8) + CUSTOM, "partitions.csv": OWN},
     "esp32c6", "8M", OWN, {"said": "flash 8M: p/sdkconfig:2"}),
    ("the sdkconfig says less", {"sdkconfig.defaults": flash(8), "sdkconfig": target("esp32c6")},
     "esp32c6", "8M", SINGLE, {}),
    ("the chip's own defaults", {"sdkconfig.defaults": target("esp32s2") + flash(4),
                                 "sdkconfig.defaults.esp32s2": flash(8),
                                 "sdkconfig.defaults.esp32s3": flash(16)}, "esp32s2", "8M", SINGLE,
     {"said": "flash 8M: p/sdkconfig.defaults.esp32s2:1"}),
    ("the chip's own defaults of --chip", {"sdkconfig.defaults": flash(4),
                                           "sdkconfig.defaults.esp32s3": flash(16) + CUSTOM,
                                           "partitions.csv": OWN}, "esp32s3", "16M", OWN,
     {"words": ["--chip", "esp32s3"], "said": "chip esp32s3: --chip"}),
    ("without defaults, those of a chip are not read", {"sdkconfig.defaults.esp32": flash(8),
                                                        "sdkconfig.defaults.esp32c3": flash(8),
                                                        "CMakeLists.txt": plain()},
     "esp32", "2M", SINGLE,
     {"said": "select another with --chip; there are defaults for esp32, esp32c3\n"}),
    ("--sdkconfig alone counts", {"sdkconfig": target("esp32c6") + flash(8), "ci": flash(4)},
     "esp32", "4M", SINGLE, {"words": ["--sdkconfig", "p/ci"]}),
    ("line ends of Windows, and a mark", {"sdkconfig.defaults":
                                          "\ufeff\r\n" + target("esp32c3").replace("\n", "\r\n") +
                                          flash(4).replace("\n", "\r\n")}, "esp32c3", "4M", SINGLE, {}),
    # The chip.
    ("a chip as a boolean", {"sdkconfig.defaults": "CONFIG_IDF_TARGET_ESP32C3=y\n" + flash(4)},
     "esp32c3", "4M", SINGLE, {"said": "chip esp32c3: p/sdkconfig.defaults:1"}),
    ("the name of the chip before its boolean",
     {"sdkconfig.defaults": "CONFIG_IDF_TARGET_ESP32C3=y\n" + target("esp32h2")}, "esp32h2", "2M",
     SINGLE, {}),
    ("a boolean that is off", {"sdkconfig.defaults": "# CONFIG_IDF_TARGET_ESP32C3 is not set\n"
                                                     "CONFIG_IDF_TARGET_ESP32S3=n\n"}, "esp32", "2M",
     SINGLE, {}),
    ("the first name of a file", {"sdkconfig.defaults": target("esp32c2") + target("esp32p4")},
     "esp32c2", "2M", SINGLE, {}),
    ("a chip in CMakeLists.txt", {"CMakeLists.txt": plain("set(IDF_TARGET esp32p4)"),
                                  "sdkconfig.defaults": flash(16)}, "esp32p4", "16M", SINGLE,
     {"said": "chip esp32p4: p/CMakeLists.txt:2"}),
    ("the host instead of a chip", {"sdkconfig.defaults": target("linux") + flash(4)}, "esp32", "4M",
     SINGLE, {"md5": False, "said": "chip esp32: assumed, because `linux` (p/sdkconfig.defaults:1)"}),
    ("the host is no boolean", {"sdkconfig.defaults": "CONFIG_IDF_TARGET_ARCH_RISCV=y\n"}, "esp32",
     "2M", SINGLE, {}),
    # Flash.
    ("flash as a text", {"sdkconfig": 'CONFIG_ESPTOOLPY_FLASHSIZE="32MB"\n'}, "esp32", "32M", SINGLE,
     {}),
    ("the last size that is chosen", {"sdkconfig.defaults": flash(4) + flash(16)}, "esp32", "16M",
     SINGLE, {}),
    ("a choice against a text", {"sdkconfig.defaults":
                                 'CONFIG_ESPTOOLPY_FLASHSIZE="4MB"\n' + flash(8)}, "esp32", "8M", SINGLE, {}),
    ("sizes that are off", {"sdkconfig": "# CONFIG_ESPTOOLPY_FLASHSIZE_2MB is not set\n" + flash(4) +
                            "# CONFIG_ESPTOOLPY_FLASHSIZE_8MB is not set\n"}, "esp32", "4M", SINGLE, {}),
    # Tables that are built in.
    ("single app", {"sdkconfig.defaults": table("SINGLE_APP")}, "esp32", "2M", SINGLE,
     {"said": "table partitions_singleapp.csv of ESP-IDF: p/sdkconfig.defaults:1"}),
    ("large app", {"sdkconfig.defaults": table("SINGLE_APP_LARGE")}, "esp32", "2M", LARGE, {}),
    ("two slots", {"sdkconfig.defaults": table("TWO_OTA") + flash(4)}, "esp32", "4M", TWO, {}),
    ("two slots without a flash size", {"sdkconfig.defaults": table("TWO_OTA")}, "esp32", "4M", TWO,
     {"said": "flash 4M: assumed"}),
    ("two large slots", {"sdkconfig.defaults": table("TWO_OTA_LARGE") + flash(4)}, "esp32", "4M",
     TWO_LARGE, {}),
    ("single app, encrypted", {"sdkconfig.defaults": table("SINGLE_APP_ENCRYPTED_NVS")}, "esp32",
     "2M", SINGLE + KEYS, {}),
    ("large app, encrypted", {"sdkconfig.defaults": table("SINGLE_APP_LARGE_ENC_NVS")}, "esp32",
     "2M", LARGE + KEYS, {}),
    ("two slots, encrypted", {"sdkconfig.defaults": table("TWO_OTA_ENCRYPTED_NVS") + flash(4)},
     "esp32", "4M", TWO + KEYS, {}),
    ("TEE", {"sdkconfig.defaults": target("esp32c6") + table("SINGLE_APP_TEE") + flash(4)}, "esp32c6",
     "4M", "tee,app,tee_0,,256K\nsecure_storage,data,nvs,,64K\n" + factory("1536K") + NVS + PHY, {}),
    ("TEE and two slots", {"sdkconfig.defaults": target("esp32c6") + table("TWO_OTA_TEE") + flash(4)},
     "esp32c6", "4M", "tee_0,app,tee_0,,256K\ntee_1,app,tee_1,,256K\ntee_otadata,data,tee_ota,,8K\n"
     "secure_storage,data,nvs,,56K\n" + slots("1536K") + "otadata,data,ota,,8K\n" + NVS + PHY, {}),
    ("core dumps beside one app", {"sdkconfig.defaults": "CONFIG_ESP_COREDUMP_ENABLE_TO_FLASH=y\n"},
     "esp32", "2M", SINGLE + DUMP, {}),
    ("core dumps by their old name, a large app", {"sdkconfig.defaults": table("SINGLE_APP_LARGE") +
                                                   "CONFIG_ESP32_ENABLE_COREDUMP_TO_FLASH=y\n"},
     "esp32", "2M", LARGE + DUMP, {}),
    ("core dumps beside two slots", {"sdkconfig.defaults": table("TWO_OTA") + flash(4) +
                                     "CONFIG_ESP_COREDUMP_ENABLE_TO_FLASH=y\n"}, "esp32", "4M",
     OTA + factory("1M") + DUMP + slots("1M"), {}),
    ("core dumps that go elsewhere in the end", {"sdkconfig.defaults":
                                                 "CONFIG_ESP_COREDUMP_ENABLE_TO_FLASH=y\n",
                                                 "sdkconfig": "CONFIG_ESP_COREDUMP_ENABLE_TO_UART=y\n"},
     "esp32", "2M", SINGLE, {}),
    ("a table that the build passes over", {"sdkconfig.defaults": flash(4), "partitions.csv": OWN},
     "esp32", "4M", SINGLE, {"said": "p/partitions.csv: not used by the build"}),
    ("a name without the choice", {"sdkconfig.defaults": flash(4) + FILE.format("t.csv"),
                                   "t.csv": OWN}, "esp32", "4M", SINGLE,
     {"said": "p/t.csv: not used by the build"}),
    ("an sdkconfig by hand that names a table", {"sdkconfig": FILE.format("t.csv"), "t.csv": OWN},
     "esp32", "2M", OWN, {}),
    ("a built-in table against an earlier choice", {"sdkconfig.defaults": CUSTOM + table("TWO_OTA") +
                                                    flash(4), "partitions.csv": OWN}, "esp32", "4M",
     TWO, {}),
    # Where the table lies, and its checksum.
    ("a table further up", {"sdkconfig.defaults": "CONFIG_PARTITION_TABLE_OFFSET=0x10000\n" + CUSTOM,
                            "partitions.csv": OWN}, "esp32", "2M", OWN,
     {"offset": 0x10000, "said": "table at 0x10000: p/sdkconfig.defaults:1"}),
    ("an offset without 0x", {"sdkconfig.defaults": "CONFIG_PARTITION_TABLE_OFFSET=9000\n"}, "esp32",
     "2M", SINGLE, {"offset": 0x9000}),
    ("--offset wins", {"sdkconfig.defaults": "CONFIG_PARTITION_TABLE_OFFSET=0x9000\n"}, "esp32", "2M",
     SINGLE, {"offset": 0xa000, "words": ["--offset", "0xa000"], "said": "table at 0xa000: --offset"}),
    ("no MD5", {"sdkconfig.defaults": "CONFIG_PARTITION_TABLE_MD5=n\n"}, "esp32", "2M", SINGLE,
     {"md5": False}),
    ("no MD5, of an sdkconfig", {"sdkconfig": "# CONFIG_PARTITION_TABLE_MD5 is not set\n"}, "esp32",
     "2M", SINGLE, {"md5": False}),
    ("no MD5 for old bootloaders", {"sdkconfig.defaults":
                                    "CONFIG_ESP32_COMPATIBLE_PRE_V3_1_BOOTLOADERS=y\n"}, "esp32", "2M",
     SINGLE, {"md5": False}),
    # SDKCONFIG_DEFAULTS.
    ("a list of defaults", {"CMakeLists.txt": plain('set(SDKCONFIG_DEFAULTS "a;b")'), "a": flash(4),
                            "b": flash(8), "sdkconfig.defaults": flash(16)}, "esp32", "8M", SINGLE, {}),
    ("defaults that are added", {"CMakeLists.txt": plain(
        after='list(APPEND SDKCONFIG_DEFAULTS "sdkconfig.defaults" more)\nlist(PREPEND SDKCONFIG_DEFAULTS first)'),
        "sdkconfig.defaults": flash(4), "more": table("SINGLE_APP_LARGE"), "first": flash(16)}, "esp32",
     "4M", LARGE, {}),
    ("defaults in a directory", {"CMakeLists.txt": plain(
        "set(CFG ${CMAKE_CURRENT_LIST_DIR}/cfg)\nset(SDKCONFIG_DEFAULTS ${CFG}/base ${CFG}/board)"),
        "cfg/base": target("esp32s3"), "cfg/board": flash(8), "cfg/board.esp32s3": flash(16)},
     "esp32s3", "16M", SINGLE, {"said": "flash 16M: p/cfg/board.esp32s3:1"}),
    ("defaults for those who have them", {"CMakeLists.txt": plain(
        'set(SDKCONFIG_DEFAULTS "sdkconfig.defaults")\n'
        'if(EXISTS "${CMAKE_SOURCE_DIR}/own")\n  list(APPEND SDKCONFIG_DEFAULTS own)\nelse()\n'
        '  list(APPEND SDKCONFIG_DEFAULTS other)\nendif()'),
        "sdkconfig.defaults": flash(4), "other": flash(8)}, "esp32", "8M", SINGLE, {}),
    ("defaults by the chip", {"CMakeLists.txt": plain(
        'list(APPEND SDKCONFIG_DEFAULTS sdkconfig.defaults)\n'
        'if(NOT "${IDF_TARGET}" STREQUAL "esp32c3")\n  list(APPEND SDKCONFIG_DEFAULTS other)\nendif()'),
        "sdkconfig.defaults": target("esp32c3") + flash(4), "other": flash(8)}, "esp32c3", "4M", SINGLE,
     {}),
    ("defaults that are not there", {"CMakeLists.txt": plain(
        'set(SDKCONFIG_DEFAULTS sdkconfig.defaults $ENV{BOARD}/board gone)'),
        "sdkconfig.defaults": flash(4)}, "esp32", "4M", SINGLE,
     {"said": "gone: p/CMakeLists.txt:2 names it, but it does not exist"}),
    ("a board's file that is included", {"CMakeLists.txt": plain("include(boards/${B}.cmake)"
                                                                 ).replace("include(b", "set(B x)\ninclude(b"),
                                         "boards/x.cmake": "set(SDKCONFIG_DEFAULTS boards/x.defaults)",
                                         "boards/x.defaults": target("esp32c5") + flash(8)}, "esp32c5",
     "8M", SINGLE, {}),
    ("an sdkconfig of another name", {"CMakeLists.txt": plain('set(SDKCONFIG "cfg/mine")'),
                                      "cfg/mine": flash(8), "sdkconfig": flash(4)}, "esp32", "8M", SINGLE,
     {}),
    ("an sdkconfig in the build directory",
     {"CMakeLists.txt": plain('set(SDKCONFIG "${CMAKE_BINARY_DIR}/sdkconfig")'), "sdkconfig": flash(4),
      "sdkconfig.defaults": flash(8)}, "esp32", "8M", SINGLE, {}),
    # Subtypes.
    ("extra subtypes", {"main/CMakeLists.txt":
                        'idf_build_set_property(EXTRA_PARTITION_SUBTYPES "data, samples, 0x99" APPEND)',
                        "sdkconfig.defaults": CUSTOM,
                        "partitions.csv": SINGLE + "s,data,samples,,4K\n"}, "esp32", "2M",
     SINGLE + "s,data,0x99,,4K\n", {"said": "subtype data.samples 0x99: p/main/CMakeLists.txt:1"}),
    ("extra subtypes of a component", {"components/x/project_include.cmake":
                                       "# what it is\nidf_build_set_property(\n  EXTRA_PARTITION_SUBTYPES "
                                       '"app, my_app, 40;data,littlefs,0x83" APPEND)',
                                       "sdkconfig.defaults": CUSTOM,
                                       "partitions.csv": SINGLE + "s,app,my_app,,64K\n"}, "esp32", "2M",
     SINGLE + "s,app,0x40,,64K\n", {}),
    ("extra subtypes of the command line", {"sdkconfig.defaults": CUSTOM,
                                            "partitions.csv": SINGLE + "s,data,samples,,4K\n"}, "esp32",
     "2M", SINGLE + "s,data,0x99,,4K\n", {"words": ["--extra-partition-subtypes", "data,samples,0x99"]}),
    # The ESP8266_RTOS_SDK.
    ("an ESP8266", {"sdkconfig": target("esp8266") + flash(2)}, "esp8266", "2M", SINGLE_8266,
     {"md5": False}),
    ("an ESP8266 with two slots", {"sdkconfig": target("esp8266") + flash(4) + table("TWO_OTA")},
     "esp8266", "4M", TWO_8266, {"md5": False, "said": "of the ESP8266_RTOS_SDK: p/sdkconfig:3"}),
    ("an ESP8266 with two slots in 1M", {"sdkconfig": target("esp8266") + flash(1) + table("TWO_OTA")},
     "esp8266", "1M", TWO_8266_1M, {"md5": False}),
    ("an ESP8266 of an old SDK", {"sdkconfig": 'CONFIG_TARGET_PLATFORM="esp8266"\n' + flash(4)},
     "esp8266", "4M", SINGLE_8266, {"md5": False}),
    ("an ESP8266 by its options", {"sdkconfig.defaults": "CONFIG_ESP8266_WIFI_RX_BUFFER_NUM=26\n" +
                                   flash(4)}, "esp8266", "4M", SINGLE_8266, {"md5": False}),
    ("an ESP8266 and MD5", {"sdkconfig": target("esp8266") + "CONFIG_PARTITION_TABLE_MD5=y\n"},
     "esp8266", "2M", SINGLE_8266, {"md5": False}),
    ("an example of the ESP8266's SDK", {"../components/esp8266/CMakeLists.txt": "",
                                         "../tools/cmake/project.cmake": "",
                                         "sdkconfig.defaults": CUSTOM, "partitions.csv": SINGLE_8266},
     "esp8266", "2M", SINGLE_8266, {"md5": False, "said": "chip esp8266: the SDK that"}),
    # Secure boot.
    ("a partition called flash", {"sdkconfig.defaults": CUSTOM,
                                  "partitions.csv": "flash,app,factory,,1M\nota,data,nvs,,64K\n"}, "esp32",
     "2M", "flash,app,factory,,1M\nota,data,nvs,,64K\n", {}),
    ("an app for secure boot", {"sdkconfig.defaults": "CONFIG_SECURE_BOOT=y\n" + CUSTOM +
                                "CONFIG_SECURE_BOOT_V1_ENABLED=y\n", "partitions.csv": OWN}, "esp32", "2M",
     OWN, {"holds": "secure_boot 1;"}),
]

MISTAKES = [
    ("a table that is not there", {"sdkconfig.defaults": CUSTOM + FILE.format("gone.csv")},
     "p/sdkconfig.defaults:2:1: error: the table is in `p/gone.csv`, which does not exist"),
    ("a table that the ESP8266's SDK does not have", {"sdkconfig": target("esp8266") +
                                                      table("TWO_OTA_LARGE")},
     "the ESP8266_RTOS_SDK has no table `partitions_two_ota_large.csv`"),
    ("a flash too small", {"sdkconfig.defaults": flash(2) + table("TWO_OTA")}, "error: "),
    ("a chip that is not known", {"sdkconfig.defaults": target("esp99")},
     "p/sdkconfig.defaults:1 names it"),
    ("a subtype that is not known", {"sdkconfig.defaults": CUSTOM, "partitions.csv":
                                     OWN + "s,data,samples,,4K\n"},
     "`schemac import --extra-partition-subtypes TYPE,NAME,NUMBER`"),
    ("secure boot 1 and a short app", {"sdkconfig.defaults": "CONFIG_SECURE_BOOT_ENABLED=y\n" + CUSTOM,
                                       "partitions.csv": "app,app,factory,,0x101000\n"}, "partitions.csv:1"),
    ("an extra subtype without a number", {"main/CMakeLists.txt": "idf_build_set_property("
                                           'EXTRA_PARTITION_SUBTYPES "data, samples" APPEND)',
                                           "sdkconfig.defaults": CUSTOM, "partitions.csv": OWN},
     "`data, samples` (p/main/CMakeLists.txt:1): expected TYPE, NAME, NUMBER"),
    ("an extra subtype that is taken", {"main/CMakeLists.txt": "idf_build_set_property("
                                        'EXTRA_PARTITION_SUBTYPES "data, samples, 0x82" APPEND)',
                                        "sdkconfig.defaults": CUSTOM, "partitions.csv": OWN},
     "0x82 is already `spiffs`"),
    ("no file of options is there", {"CMakeLists.txt": plain("set(SDKCONFIG_DEFAULTS ${B}/board)")},
     "`p` names sdkconfig files, but none of them exists"),
    ("an empty directory", {}, "`p` has no partition table at its top level"),
]


def write(files):
    """The project is the directory `p`, alone in a directory of its own."""
    shutil.rmtree("around", ignore_errors=True)
    pathlib.Path("around/p").mkdir(parents=True)
    for name, text in files.items():
        path = pathlib.Path("around/p") / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())


def imported(words, status):
    return schemac("import", "p", "-o", "../made.pschema", "-Wno-has-app", "-Wno-shared-sector",
                   *words, status=status, cwd="around").stderr


def compiled():
    shutil.rmtree("out", ignore_errors=True)
    schemac("compile", "made.pschema", "-o", "out", "-q", "-Wno-has-app", "-Wno-shared-sector")
    return next(pathlib.Path("out").glob("*.bin")).read_bytes()


def check(title, files, chip, size, rows, extra):
    write(files)
    pathlib.Path("made.pschema").unlink(missing_ok=True)
    said = imported(extra.get("words", []), 0)
    made = pathlib.Path("made.pschema").read_text()
    offset = extra.get("offset", 0x8000)
    place = f" table_at 0x{offset:x};" if offset != 0x8000 else ""
    head = f"target {chip} {{ flash {size};{place}"
    assert head in made, f"{title}: no `{head}` in\n{made}\n{said}"
    assert extra.get("said", "") in said, f"{title}: {said}"
    assert extra.get("holds", "") in made, f"{title}: {made}"
    equal(compiled(), partition_csv.binary(rows, offset, extra.get("md5", True)), title)


def test_each_kind_of_project():
    for case in CASES:
        check(*case)
    assert len(CASES) >= 60, f"only {len(CASES)} kinds"


def test_what_a_build_refuses_is_refused():
    for title, files, message in MISTAKES:
        write(files)
        pathlib.Path("made.pschema").unlink(missing_ok=True)
        said = imported([], 1)
        assert message in said, f"{title}: {said}"
        assert not pathlib.Path("made.pschema").exists(), title


def test_secrets_are_not_shown():
    write({"sdkconfig.defaults": flash(4) + 'CONFIG_ESP_WIFI_PASSWORD="correct horse"\n'
           'CONFIG_MY_SECRET="battery staple\nCONFIG_WIFI PASSWORD=hunter2\n'})
    result = schemac("import", "p", status=1, cwd="around")
    for secret in ("correct", "battery", "hunter2"):
        assert secret not in result.stderr + result.stdout, result.stderr


if __name__ == "__main__":
    run_tests(globals())
