"""What is wrong does not compile, and what stands right beside it does.

Each wrong use is tried alone, by every compiler there is, as C99, C11 and C++17. The right use that
it was made from is compiled as well, so that nothing fails for another reason.
"""

import concurrent.futures
import dataclasses
import itertools
import pathlib
import re
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import PROJECT, run, run_tests, schemac  # noqa: E402
from toolchains import MODES, RUNTIME, WARNINGS, compilers  # noqa: E402

# In a function whose parameters these are.
PARAMETERS = """
    struct pschema_flash *flash, struct pschema_ota *ota, struct pschema_writer *writer,
    unsigned char *bytes, unsigned number
"""

KINDS = {
    "app": "thermostat_ota_0()",
    "nvs": "thermostat_nvs()",
    "otadata": "thermostat_otadata()",
    "data": "thermostat_phy_init()",
    "filesystem": "thermostat_www()",
    "records": "sensor_channels()",
    "readonly_records": "sensor_calib()",
    "readonly_data": "sensor_texts()",
}
NOT_WRITABLE = ("app", "nvs", "otadata", "readonly_records", "readonly_data")

MISMATCH = r"incompatible|invalid initializer|cannot (convert|initialize)|could not convert|" \
           r"conversion from|no viable conversion|no matching|no known conversion"
POINTER = r"incompatible pointer|cannot (convert|initialize)|invalid conversion|no matching"
CONSTANT = r"discards|const|read-only"


@dataclasses.dataclass
class Use:
    """A wrong use; `right` is what should have been written."""
    title: str
    right: str
    wrong: str
    message: str = MISMATCH
    before: str = "" # stands before the includes, in the wrong use alone
    needs_warnings: bool = False # C only warns, which is an error with -Werror


def kinds_passed_for_others():
    calls = {
        "nvs": "struct pschema_nvs_namespace keys; (void)pschema_nvs_open(flash, {}, \"a\", &keys);",
        "app": "(void)pschema_ota_begin(ota, {}, 1u);",
        "otadata": "struct pschema_otadata it = {}; (void)it;",
        "filesystem": "struct pschema_filesystem it = {}; (void)it;",
        "data": "struct pschema_data it = {}; (void)it;",
        "records": "struct pschema_records it = {}; (void)it;",
        "readonly_data": "struct pschema_readonly_data it = {}; (void)it;",
        "readonly_records": "struct pschema_readonly_records it = {}; (void)it;",
    }
    for wanted, call in calls.items():
        for given, accessor in KINDS.items():
            if given != wanted:
                yield Use(f"{given} where {wanted} is wanted", call.format(KINDS[wanted]),
                          call.format(accessor))


def bytes_written_where_they_must_not():
    calls = {
        "write": "(void)pschema_write(flash, {}.writable, 0u, bytes, 4u);",
        "erase": "(void)pschema_erase(flash, {}.writable, 0u, 4096u);",
        "stream": "(void)pschema_writer_begin(writer, flash, {}.writable);",
    }
    for (verb, call), kind in itertools.product(calls.items(), NOT_WRITABLE):
        yield Use(f"{verb} to {kind}", call.format("thermostat_phy_init()"),
                  call.format(KINDS[kind]), r"no member named .?writable")
    call = "(void)pschema_write(flash, {}, 0u, bytes, 4u);"
    yield Use("write to what may only be read", call.format("sensor_log().writable"),
              call.format("sensor_log().partition"))
    yield Use("write to a typed partition itself", call.format("sensor_log().writable"),
              call.format("sensor_log()"))
    yield Use("write to a pointer to it", call.format("sensor_log().writable"),
              call.format("&sensor_log().writable"),
              r"lvalue required|rvalue|address of|incompatible")


# What C11, C++ and C99 say of it; C++ has words of its own for numbers below 0.
NO_SLOT = r"{} OTA slots: 0 to {}|pschema_condition_is_false|slot<-1>|explicitly-specified"


def slots_that_there_are_not():
    call = "(void)THERMOSTAT_OTA_SLOT({});"
    before = "enum { LAST = 1, COUNT };\n"
    message = NO_SLOT.format("thermostat has 2", 1)
    for index in ("2", "2u", "100", "-1", "THERMOSTAT_OTA_SLOTS", "1 + 1", "1u << 4", "sizeof(int)",
                  "COUNT", "0xffffffffu", "0x100000000", "0xffffffff00000000"):
        yield Use(f"slot {index}", before + call.format("LAST"), before + call.format(index),
                  message)
    yield Use("a slot of another schema's number", "(void)SENSOR_OTA_SLOT(1);",
              "(void)SENSOR_OTA_SLOT(2);", NO_SLOT.format("sensor has 2", 1))
    yield Use("a slot by its name", call.format("0"), call.format('"ota_0"'),
              r"pointer|subscript|integer|no matching function", needs_warnings=True)
    yield Use("a slot by what is not a constant", call.format("0"), call.format("number"),
              "not constant|not an integer constant|pschema_condition_is_false|not an integral constant|variabl"
              "|not usable in a constant|no matching function")
    yield Use("a slot's number where the slot is wanted",
              "(void)pschema_ota_begin(ota, thermostat_ota_slot(1), 1u);",
              "(void)pschema_ota_begin(ota, 1, 1u);")
    yield Use("a slot that the table has not", "(void)thermostat_ota_1();",
              "(void)thermostat_ota_2();", "thermostat_ota_2", needs_warnings=True)


def schemas_and_namespaces_mixed_up():
    settings = ("struct sensor_nvs_settings_keys it; uint16_t value = 0;"
                " (void)sensor_nvs_settings_open(flash, &it);")
    get = settings + " (void)sensor_nvs_settings_get_interval({}, {});"
    right = get.format("it", "&value")
    yield Use("keys of another namespace",
              right, "struct sensor_nvs_wifi_ap_keys other; uint16_t value = 0;"
              " (void)sensor_nvs_wifi_ap_open(flash, &other);"
              " (void)sensor_nvs_settings_get_interval(other, &value);")
    yield Use("keys of another partition",
              right, "struct sensor_unit_device_keys other; uint16_t value = 0;"
              " (void)sensor_unit_device_open(flash, &other);"
              " (void)sensor_nvs_settings_get_interval(other, &value);")
    yield Use("keys that have no type", right, get.format("it.keys", "&value"))
    yield Use("keys by pointer", right, get.format("&it", "&value"))
    yield Use("a partition for its keys", right, get.format("sensor_nvs()", "&value"))
    for type_name in ("uint8_t", "int16_t", "uint32_t", "uint64_t", "char"):
        yield Use(f"a value of type {type_name} where uint16_t is wanted", right,
                  f"{settings} {type_name} wrong = 0; (void)value;"
                  " (void)sensor_nvs_settings_get_interval(it, &wrong);", POINTER + r"|sign",
                  needs_warnings=True)
    yield Use("a value for its address", right, get.format("it", "value"),
              r"pointer from integer|invalid conversion|no matching|incompatible integer",
              needs_warnings=True)
    yield Use("a constant to read into", right,
              settings + " const uint16_t fixed = 0; (void)value;"
              " (void)sensor_nvs_settings_get_interval(it, &fixed);",
              r"discards|invalid conversion|no matching|cannot (convert|initialize)",
              needs_warnings=True)
    yield Use("a key that the schema has not", right,
              right.replace("get_interval", "get_intervall"), "get_intervall", needs_warnings=True)
    yield Use("a default of a value per device", "(void)SENSOR_NVS_SETTINGS_INTERVAL_DEFAULT;",
              "(void)SENSOR_UNIT_DEVICE_BATCH_DEFAULT;", "BATCH_DEFAULT")
    yield Use("a default of a secret", "(void)SENSOR_NVS_SETTINGS_INTERVAL_DEFAULT;",
              "(void)SENSOR_UNIT_DEVICE_PASSWORD_DEFAULT;", "PASSWORD_DEFAULT")
    yield Use("a namespace's handle for another's to open", settings + " (void)value;",
              settings.replace("struct sensor_nvs_settings_keys it", "struct sensor_nvs_wifi_ap_keys it")
              + " (void)value;", POINTER, needs_warnings=True)
    load = "struct {} it; (void)sensor_nvs_settings_load(flash, &it); (void)it;"
    right = load.format("sensor_nvs_settings")
    for what, other in (("the values of another namespace", "sensor_nvs_wifi_ap"),
                        ("the values of another partition", "sensor_unit_device"),
                        ("a handle for the values", "sensor_nvs_settings_keys")):
        yield Use(what, right, load.format(other), POINTER, needs_warnings=True)
    yield Use("saving to a read-only partition",
              "struct sensor_nvs_settings it = sensor_nvs_settings_default();"
              " (void)sensor_nvs_settings_save(flash, &it);",
              "struct sensor_unit_device it = sensor_unit_device_default();"
              " (void)sensor_unit_device_save(flash, &it);",
              "sensor_unit_device_save", needs_warnings=True)
    yield Use("a key without `max` as a member",
              right + " (void)it.host;", right + " (void)it.salt;", "salt")
    yield Use("slots of no schema", "(void)pschema_ota_open(ota, flash, sensor_ota(), 0u);",
              "(void)pschema_ota_open(ota, flash, sensor_otadata(), 0u);")
    yield Use("tables for slots", "(void)pschema_ota_open(ota, flash, sensor_ota(), 0u);",
              "(void)pschema_ota_open(ota, flash, sensor_layout(), 0u);")
    yield Use("slots for tables", "(void)pschema_layout_check(flash, sensor_layout(), 0);",
              "(void)pschema_layout_check(flash, sensor_ota(), 0);")
    yield Use("a digest for tables", "(void)pschema_layout_check(flash, sensor_layout(), 0);",
              "(void)pschema_layout_check(flash, SENSOR_LAYOUT_DIGEST, 0);",
              r"pointer from integer|invalid conversion|no matching|incompatible integer",
              needs_warnings=True)


def records_mixed_up():
    load = "struct sensor_{} it; (void)sensor_{}_load(flash, &it);"
    yield Use("another record", load.format("channel", "channels"),
              load.format("calibration", "channels"), POINTER, needs_warnings=True)
    yield Use("the other way round", load.format("calibration", "calib"),
              load.format("channel", "calib"), POINTER, needs_warnings=True)
    yield Use("bytes for a record", load.format("channel", "channels"),
              "(void)sensor_channels_load(flash, bytes);", POINTER, needs_warnings=True)
    yield Use("a record by value", load.format("channel", "channels"),
              load.format("channel", "channels").replace("&it", "it"))
    yield Use("a record that cannot change", load.format("channel", "channels"),
              "static const struct sensor_channel it = {0};"
              " (void)sensor_channels_load(flash, &it);",
              r"discards|invalid conversion|no matching|cannot (convert|initialize)",
              needs_warnings=True)
    yield Use("a field that the record has not",
              "struct sensor_channel it; (void)sensor_channels_load(flash, &it); (void)it.number;",
              "struct sensor_channel it; (void)sensor_channels_load(flash, &it); (void)it.nummer;",
              "nummer")
    yield Use("no flash", load.format("channel", "channels"),
              "struct sensor_channel it; (void)sensor_channels_load(&it);",
              "too few arguments|no matching|incompatible|cannot convert")
    yield Use("a load from a partition without records", load.format("channel", "channels"),
              load.format("channel", "log"), "sensor_log_load", needs_warnings=True)


def constants_changed():
    for what in ("offset", "size", "flags", "chip"):
        yield Use(f"the {what} of a partition set", f"(void)sensor_log().partition->{what};",
                  f"sensor_log().partition->{what} = 0;", CONSTANT)
    yield Use("the digest of a layout set", "(void)sensor_layout()->digest;",
              "struct pschema_layout *it = sensor_layout(); it->digest = 0;",
              CONSTANT + "|invalid conversion", needs_warnings=True)
    yield Use("another offset set", "(void)SENSOR_LOG_OFFSET;", "SENSOR_LOG_OFFSET = 0;",
              "lvalue|not assignable")
    yield Use("a partition that the table has not", "(void)sensor_log();", "(void)sensor_logs();",
              "sensor_logs", needs_warnings=True)
    yield Use("a partition of another schema", "(void)sensor_log();", "(void)thermostat_log();",
              "thermostat_log", needs_warnings=True)
    yield Use("a name in place of the partition",
              "(void)pschema_read(flash, sensor_log().partition, 0u, bytes, 4u);",
              "(void)pschema_read(flash, \"log\", 0u, bytes, 4u);", POINTER, needs_warnings=True)
    yield Use("a typed partition in place of what may be read",
              "(void)pschema_read(flash, sensor_log().partition, 0u, bytes, 4u);",
              "(void)pschema_read(flash, sensor_log(), 0u, bytes, 4u);")
    yield Use("an offset in place of the partition",
              "(void)pschema_read(flash, sensor_log().partition, 0u, bytes, 4u);",
              "(void)pschema_read(flash, SENSOR_LOG_OFFSET, bytes, 4u);",
              "too few arguments|pointer from integer|no matching|incompatible|invalid conversion")


def headers_that_do_not_fit():
    yield Use("a runtime that is too old", "", "",
              "needs version 2 of the pschema runtime", before=
              "#include <pschema/partition.h>\n#undef PSCHEMA_RUNTIME_VERSION\n"
              "#define PSCHEMA_RUNTIME_VERSION 0\n")
    yield Use("floats of another size", "", "", r"size|negative|records",
              before="#include <pschema/ota.h>\n#include <pschema/record.h>\n#define float double\n")


def uses():
    for group in (kinds_passed_for_others, bytes_written_where_they_must_not,
                  slots_that_there_are_not, schemas_and_namespaces_mixed_up, records_mixed_up,
                  constants_changed, headers_that_do_not_fit):
        yield from group()


def includes():
    for name in ("thermostat", "sensor"):
        schemac("compile", "-q", PROJECT / f"schemas/examples/{name}.pschema", "-o", "headers",
                "--emit", "header")
    folder = pathlib.Path("headers").resolve()
    return (f'#include "{folder}/thermostat.h"\n#include "{folder}/sensor.h"\n'
            "#include <pschema/access.h>\n#include <pschema/table.h>\n")


def program(head, body):
    """A function with this body; what it leaves unused is no reason to fail."""
    unused = " ".join(f"(void){name};" for name in ("flash", "ota", "writer", "bytes", "number"))
    return f"{head}\nvoid use({PARAMETERS});\nvoid use({PARAMETERS})\n{{\n{unused}\n{body}\n}}\n"


def compile_text(name, text, compiler, standard, language, options):
    path = pathlib.Path(name)
    path.write_text(text)
    return run(*compiler, f"-std={standard}", "-x", language, *options, RUNTIME, path)


def check_in(name, use, head, compiler, standard, language):
    """What is wrong with one use, by one compiler; null: nothing."""
    right = compile_text(f"{name}_right", program(head, use.right), compiler, standard, language,
                         ["-fsyntax-only", *WARNINGS])
    if right.returncode != 0:
        return f"the right use fails: {right.stderr[:600]}"
    # The message of a function that must not be called comes when the code is made.
    options = ["-S", "-o", f"{name}_code"]
    options += WARNINGS if use.needs_warnings and language == "c" else ["-w"]
    wrong = compile_text(f"{name}_wrong", program(use.before + head, use.wrong), compiler, standard,
                         language, options)
    if wrong.returncode == 0:
        return "it compiles"
    return None if re.search(use.message, wrong.stderr) else f"it says {wrong.stderr[:600]}"


def check(number, use, head):
    """The faults of one use, over all compilers and standards."""
    faults = []
    for (compiler, language), (standard, wanted) in itertools.product(compilers(), MODES):
        if language == wanted:
            name = f"{number}_{compiler[0]}_{standard}"
            fault = check_in(name, use, head, compiler, standard, language)
            faults += [f"{use.title} ({compiler[0]}, {standard}): {fault}"] if fault else []
    return faults


def test_wrong_uses():
    head = includes()
    every = list(uses())
    assert len(every) >= 100
    titles = [use.title for use in every]
    assert len(set(titles)) == len(titles)
    with concurrent.futures.ThreadPoolExecutor() as pool:
        results = pool.map(lambda item: check(item[0], item[1], head), enumerate(every))
        faults = [fault for result in results for fault in result]
    print(f"{len(every)} wrong uses tried")
    assert not faults, f"{len(faults)} faults:\n" + "\n".join(faults)


if __name__ == "__main__":
    run_tests(globals())
