"""The functions of a generated header, run on this machine against an image that schemac built."""

import json
import pathlib
import shutil
import struct
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import PROJECT, equal, need, run, run_tests, schemac  # noqa: E402
from toolchains import RUNTIME, WARNINGS  # noqa: E402

EXAMPLES = PROJECT / "schemas/examples"
CALIB = 0x14000
CHANNELS = 0x15000

CHIP = r"""
#include <pschema/flash.h>

#include <stdio.h>
#include <string.h>

static unsigned char chip[0x400000];

static enum pschema_result read_chip(void *context, uint32_t address, void *buffer, uint32_t size)
{
    (void)context;
    memcpy(buffer, chip + address, size);
    return PSCHEMA_OK;
}

static enum pschema_result refuse_erase(void *context, uint32_t address, uint32_t size)
{
    (void)context; (void)address; (void)size;
    return PSCHEMA_ERROR_FLASH;
}

static enum pschema_result refuse_program(void *context, uint32_t address, const void *data,
                                          uint32_t size)
{
    (void)data;
    return refuse_erase(context, address, size);
}

static struct pschema_flash flash;

static void show(void);

int main(int count, char **words)
{
    FILE *file = count == 2 ? fopen(words[1], "rb") : 0;
    if (!file || fread(chip, 1, sizeof chip, file) == 0) {
        return 1;
    }
    flash.size = sizeof chip;
    flash.erase_size = 4096;
    flash.program_size = 4;
    flash.read = read_chip;
    flash.program = refuse_program;
    flash.erase = refuse_erase;
    flash.encrypted = &flash;
    show();
    return fclose(file) != 0;
}
"""

SENSOR = r"""static void show_tables(void)
{
    struct pschema_difference difference = {0, 0};
    enum pschema_result result = sensor_open(&flash, &difference);
    printf("layout %d %s\n", (int)result, difference.row ? difference.row->label : "-");
}

static void show_slots(void)
{
    struct pschema_ota ota;
    enum pschema_result result =
        pschema_ota_open(&ota, &flash, sensor_ota(), PSCHEMA_OTA_UNKNOWN);
    struct pschema_app next = pschema_ota_next(&ota);
    printf("ota %d, running %s, next %s\n", (int)result,
           pschema_ota_running(&ota).partition->label, next.partition->label);
}

static void show_calibration(void)
{
    struct sensor_calibration calibration;
    memset(&calibration, 0, sizeof calibration);
    enum pschema_result result = sensor_calib_load(&flash, &calibration);
    printf("calibration %d 0x%x %u %d %.16s", (int)result, (unsigned)calibration.magic,
           calibration.version, calibration.offset_mC, calibration.serial);
    for (int i = 0; i < 4; i++) {
        printf(" %g", (double)calibration.gain[i]);
    }
    printf(" %lu\n", (unsigned long)calibration.measured_at);
}

static void show_channels(void)
{
    for (uint32_t i = 0; i < 5 && i < SENSOR_CHANNELS_CAPACITY; i++) {
        struct sensor_channel channel;
        enum pschema_result result = sensor_channels_load_at(&flash, i, &channel);
        printf("channel %d", (int)result);
        if (!result) {
            printf(" %u %.7s %ld %ld %u", channel.number, channel.name, (long)channel.limit_low,
                   (long)channel.limit_high, channel.class_);
        }
        printf("\n");
    }
    struct sensor_channel channel;
    printf("behind the last: %d\n",
           (int)sensor_channels_load_at(&flash, SENSOR_CHANNELS_CAPACITY, &channel));
}

static void show_settings(void)
{
    struct sensor_nvs_settings_keys settings;
    uint16_t interval = 1;
    int8_t offset = 1;
    uint64_t largest = 1;
    unsigned char salt[16];
    char host[40] = "-";
    char small[4] = "-";
    size_t size = sizeof host;
    size_t salt_size = sizeof salt;
    size_t small_size = sizeof small;
    size_t needed = 0;
    printf("open %d\n", (int)sensor_nvs_settings_open(&flash, &settings));
    printf("interval %d", (int)sensor_nvs_settings_get_interval(settings, &interval));
    printf(" %u\n", interval);
    printf("offset %d", (int)sensor_nvs_settings_get_offset(settings, &offset));
    printf(" %d\n", offset);
    printf("serial_max %d", (int)sensor_nvs_settings_get_serial_max(settings, &largest));
    printf(" %lx\n", (unsigned long)largest);
    printf("host %d", (int)sensor_nvs_settings_get_host(settings, host, &size));
    printf(" %s %u\n", host, (unsigned)size);
    printf("its size %d", (int)sensor_nvs_settings_get_host(settings, 0, &needed));
    printf(" %u\n", (unsigned)needed);
    printf("too small %d", (int)sensor_nvs_settings_get_host(settings, small, &small_size));
    printf(" %s %u\n", small, (unsigned)small_size);
    salt[15] = 0;
    printf("salt %d", (int)sensor_nvs_settings_get_salt(settings, salt, &salt_size));
    printf(" %u %x\n", (unsigned)salt_size, salt[15]);
    sensor_nvs_settings_close(&settings);
    printf("closed: %d", (int)sensor_nvs_settings_get_salt(settings, salt, &salt_size));
    printf("\n");
}

static void show_loaded(void)
{
    struct sensor_nvs_settings settings;
    struct sensor_unit_device unit;
    printf("loaded %d", (int)sensor_nvs_settings_load(&flash, &settings));
    printf(" %u %d %lx %s\n", settings.interval, settings.offset,
           (unsigned long)settings.serial_max, settings.host);
    printf("unit %d", (int)sensor_unit_device_load(&flash, &unit));
    printf(" %s %u %s\n", unit.serial, (unsigned)unit.batch, unit.password);
    settings = sensor_nvs_settings_default();
    printf("default %u, saved %d\n", settings.interval,
           (int)sensor_nvs_settings_save(&flash, &settings));
}

static void show_unit(void)
{
    struct sensor_unit_device_keys unit;
    char password[32] = "-";
    size_t size = sizeof password;
    uint32_t batch = 0;
    pschema_ignore(sensor_unit_device_open(&flash, &unit));
    printf("password %d", (int)sensor_unit_device_get_password(unit, password, &size));
    printf(" %s\n", password);
    printf("batch %d", (int)sensor_unit_device_get_batch(unit, &batch));
    printf(" %u\n", (unsigned)batch);
}

static void show(void)
{
    show_tables();
    show_slots();
    show_calibration();
    show_channels();
    show_settings();
    show_unit();
    show_loaded();
}
"""

MADE = """layout 0 -
ota 0, running ota_0, next ota_1
calibration 0 0xca11b7a7 2 -40 REF-7 0.98 1 1.02 1.25 1767225600
channel 0 0 air -40000 85000 1
channel 0 1 water 0 60000 1
channel 0 2 surface -100000 250000 1
channel -10
channel -10
behind the last: -2
open 0
interval 0 900
offset 0 -3
serial_max 0 ffffffffffff
host 0 mqtts://example.com:8883 25
its size 0 25
too small -12 - 25
salt 0 16 ff
closed: -10
password 0 battery-staple
batch 0 17
loaded 0 900 -3 ffffffffffff mqtts://example.com:8883
unit 0 S-0002 17 battery-staple
default 900, saved -7
"""

BLANK = """layout -8 nvs
ota 0, running ota_0, next ota_1
calibration -10 0xca11b7a7 2 0  1 1 1 1 0
channel -10
channel -10
channel -10
channel -10
channel -10
behind the last: -2
open -8
interval -8 900
offset -8 -3
serial_max -8 ffffffffffff
host -8 mqtts://example.com:8883 25
its size -8 25
too small -12 - 25
salt -8 16 0
closed: -8
password -8 -
batch -8 0
loaded -8 900 -3 ffffffffffff mqtts://example.com:8883
unit -8  0 
default 900, saved -7
"""


def build_flash(schema, *options, **more):
    """The whole flash as `schemac build` fills it; `more` are files at further offsets."""
    schemac("build", "-q", schema, "-o", "out", *options)
    files = json.loads(pathlib.Path("out/flasher_args.json").read_text())["flash_files"]
    flash = bytearray(b"\xff" * 0x400000)
    for offset, name in {**files, **more}.items():
        path = pathlib.Path("out", name)
        if path.exists():
            data = path.read_bytes()
            flash[int(offset, 0):int(offset, 0) + len(data)] = data
    return flash


def build_sensor():
    return build_flash(EXAMPLES / "sensor.pschema", "--values", EXAMPLES / "sensor/devices.csv",
                       "--device", "2",
                       **{"0x11000": "images/unit.bin", "0x14000": "images/calib.bin"})


def compile_program(program, compiler, *options):
    """Links a program with the runtime; the program may be C++, the runtime is C."""
    need(compiler[0])
    objects = []
    for source in sorted((PROJECT / "runtime/src").glob("*.c")):
        objects.append(f"{source.stem}.o")
        result = run(need("gcc"), "-std=c99", *WARNINGS, RUNTIME, "-c", source, "-o", objects[-1])
        equal(result.returncode, 0, result.stderr)
    header = next(pathlib.Path("out").glob("*.h")).name
    pathlib.Path("program.c").write_text(f'#include "{header}"\n' + CHIP + program)
    result = run(*compiler, *options, *WARNINGS, RUNTIME, "-Iout", "-c", "program.c", "-o",
                 "program.o")
    equal(result.returncode, 0, result.stderr)
    result = run(compiler[0], "program.o", *objects, "-o", "program")
    equal(result.returncode, 0, result.stderr)


def show(flash):
    pathlib.Path("flash.bin").write_bytes(flash)
    result = run("./program", "flash.bin")
    equal(result.returncode, 0, result.stderr)
    return result.stdout


def test_what_was_built_is_read():
    flash = build_sensor()
    for compiler, *options in ((["gcc"], "-std=c99", "-O0"), (["gcc"], "-std=c11", "-O2"),
                               (["g++", "-xc++"], "-std=c++17", "-Os"),
                               (["clang"], "-std=c99", "-O2")):
        if not shutil.which(compiler[0]):
            continue
        compile_program(SENSOR, compiler, *options)
        equal(show(flash), MADE, str((compiler, options)))
        equal(show(b"\xff" * len(flash)), BLANK, str((compiler, options)))


def line_of(flash, word):
    return next(line for line in show(flash).splitlines() if line.startswith(word))


def changed(flash, offset, data):
    return flash[:offset] + data + flash[offset + len(data):]


def test_what_is_wrong_is_refused():
    flash = build_sensor()
    compile_program(SENSOR, ["gcc"])
    for at, data, code in ((0, b"\0", -10), (4, b"\3", -11), (24, b"\0", -9),
                           (48, struct.pack("<I", 0), -9)):
        line = line_of(changed(flash, CALIB + at, data), "calib")
        equal(line.split()[:2], ["calibration", str(code)], f"byte {at}")
    equal(line_of(changed(flash, CHANNELS, b"\xa7\xc4"), "channel"), "channel -10", "magic")
    equal(line_of(changed(flash, CHANNELS + 19, b"\2"), "channel"), "channel -9", "crc")
    equal(line_of(changed(flash, 0x8000 + 3 * 32 + 8, b"\1"), "layout"), "layout -8 calib")
    equal(line_of(changed(flash, 0x8000 + 10 * 32 + 31, b"\1"), "layout"), "layout -8 (checksum)")
    equal(line_of(changed(flash, 0x8000 + 11 * 32, b"\1"), "layout"), "layout -8 (end)")
    equal(line_of(changed(flash, 0x8000 + 12 * 32, b"\1"), "layout"), "layout 0 -")


def symbols(source, *compiler):
    """What an object holds of a program that uses the header: names, without the compiler's count."""
    pathlib.Path("part.c").write_text(f'#include "sensor.h"\n{source}\n')
    result = run(*compiler, "-std=c99", *WARNINGS, RUNTIME, "-Iout", "-Os", "-ffunction-sections",
                 "-fdata-sections", "-c", "part.c", "-o", "part.o")
    equal(result.returncode, 0, result.stderr)
    lines = run("nm", "part.o").stdout.splitlines()
    names = {line.split()[-1].split(".")[0] for line in lines}
    return sorted(names - {""}) # texts have none


RECORDS = r"""static void show(void)
{
    struct records_natural natural;
    struct records_packed packed;
    struct records_tail tail;
    struct records_words words;
    printf("%d", (int)records_natural_load(&flash, &natural));
    printf(" %.4s %d %u %g %g %lx %ld\n", natural.magic, natural.version, natural.flags,
           (double)natural.gain[1], natural.mean, (unsigned long)natural.seen, (long)natural.least);
    printf("%d", (int)records_packed_load(&flash, &packed));
    printf(" %.8s %u %u\n", packed.magic, packed.version[0], packed.version[1]);
    printf("%d", (int)records_tail_b_load(&flash, &tail));
    printf(" %u %.8s\n", (unsigned)tail.magic, tail.magic_text);
    printf("%d", (int)records_words_load(&flash, &words));
    printf(" %u %u %u %u %c %u %u %u\n", words.magic, words.class_, words.new_[0], words.my_field,
           words.one, words._Bool_, words.uint8_t_, words.after);
    printf("%d\n", (int)records_open(&flash, 0));
}
"""

LOADED = """0 REC1 -2 1 1.5 0 ffffffffffffffff -1
0 ABC 3 3
0 1 TEXT
0 1 1 2 3 x 4 5 6
0
"""


def test_values_beyond_what_the_schema_allows():
    """What an older firmware stored, whose schema had no limits."""
    shutil.copytree(EXAMPLES, "older")
    path = pathlib.Path("older/sensor.pschema")
    text = path.read_text()
    for now, before in (("15 * 60 in 10 .. 43200", "9"), ("com:8883\" max 64", "com/" + 60 * "x" + '"')):
        assert now in text
        text = text.replace(now, before)
    path.write_text(text)
    flash = build_flash(path, "--values", EXAMPLES / "sensor/devices.csv", "--device", "2")
    build_sensor()
    compile_program(SENSOR, ["gcc"])
    equal(line_of(flash, "interval"), "interval -18 900")
    equal(line_of(flash, "loaded"), "loaded -18 900 -3 ffffffffffff mqtts://example.com:8883")


def test_records_of_all_kinds():
    shutil.copytree(PROJECT / "tests/golden/emit/compiled_records", "records")
    flash = build_flash("records/input.pschema")
    for compiler, *options in ((["gcc"], "-std=c99"), (["g++", "-xc++"], "-std=c++17")):
        compile_program(RECORDS, compiler, *options)
        equal(show(flash), LOADED)


def test_only_what_is_used_is_there():
    build_sensor()
    equal(symbols("", "gcc"), [], "a header alone")
    equal(symbols("unsigned use(void);\nunsigned use(void) { return sensor_log().partition->offset; }",
                  "gcc"), ["use"], "a constant")
    pointer = "const struct pschema_partition *use(void);\nconst struct pschema_partition *use(void)"
    equal(symbols(f"{pointer} {{ return sensor_log().partition; }}", "gcc"), ["sensor_log_partition", "use"],
          "one partition")
    assert b"calib" not in pathlib.Path("part.o").read_bytes()
    load = "int use(const struct pschema_flash *flash, struct sensor_channel *channel)"
    equal(symbols(f"{load};\n{load} {{ return (int)sensor_channels_load(flash, channel); }}", "gcc"),
          ["pschema_record_load", "sensor_channel_fields", "sensor_channel_layout",
           "sensor_channel_limits", "sensor_channels_partition", "use"],
          "one type of records")
    get = "int use(struct sensor_nvs_settings_keys settings, uint16_t *value)"
    equal(symbols(f"{get};\n{get} {{ return (int)sensor_nvs_settings_get_interval(settings, value); }}",
                  "gcc"), ["pschema_nvs_get_integer", "use"], "one key")


if __name__ == "__main__":
    run_tests(globals())
