"""Images of apps and bootloaders that the real esptool and espsecure made, good and then damaged: what
they say of each and what `schemac dump` says must agree, field by field.

The ELF files are compiled here: code and data at the addresses where a chip has them. esptool turns
them into images, with modes, frequencies, sizes, revisions, digests and padding drawn at random.
"""
import json
import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from esptool import environment, espsecure, installed  # noqa: E402
from harness import SCHEMAC, equal, need, run, run_tests, schemac  # noqa: E402

SEED, IMAGES, DAMAGES, SIGNED = 20261201, 300, 300, 12

# What runs beside esptool, in one process for all images: starting it takes half a second.
DRIVER = r'''
import hashlib, io, json, sys
import esptool
from esptool import cmds
from esptool.bin_image import LoadFirmwareImage

esptool.log.set_verbosity("silent")

def look(chip, path):
    try:
        image = LoadFirmwareImage(chip, path)
        fields = {
            "entry": image.entrypoint,
            "mode": image.flash_mode,
            "size_freq": image.flash_size_freq,
            "segments": [[s.file_offs, s.addr, len(s.data)] for s in image.segments],
            "is_good": image.checksum == image.calculate_checksum(),
        }
        if chip != "esp8266":
            fields["revisions"] = [image.min_rev_full, image.max_rev_full]
            fields["chip_id"] = image.chip_id
        if getattr(image, "append_digest", False):
            fields["digest"] = image.stored_digest.hex()
            fields["is_good"] &= image.stored_digest == image.calc_digest
        return fields
    except Exception as error:
        return {"is_good": False, "error": str(error)}

job = json.load(open(sys.argv[1]))
out = []
for item in job:
    if "elf" in item:
        made = cmds.elf2image(item["elf"], item["chip"], None, item["freq"], item["mode"],
                              item["size"], **item["more"])
        made = made[1] if isinstance(made, tuple) else made
        open(item["image"], "wb").write(made)
    out.append(look(item["chip"], item["image"]))
json.dump(out, open(sys.argv[2], "w"))
'''

# Where code and data of a chip are, as esptool's maps of their memory have it: read-only data and
# code in flash, code and data in RAM.
XTENSA, RISCV = "xtensa-lx106-elf-", "riscv64-unknown-elf-"
CHIPS = {
    "esp32": (XTENSA, 0x3F400000, 0x400D0000, 0x40080000, 0x3FFB0000),
    "esp32s2": (XTENSA, 0x3F000000, 0x40080000, 0x40022000, 0x3FFB2000),
    "esp32s3": (XTENSA, 0x3C000000, 0x42000000, 0x40378000, 0x3FC90000),
    "esp32c2": (RISCV, 0x3C000000, 0x42000000, 0x40380000, 0x3FCA0000),
    "esp32c3": (RISCV, 0x3C000000, 0x42000000, 0x40380000, 0x3FC80000),
    "esp32c5": (RISCV, 0x42800000, 0x42000000, 0x40800000, 0x40830000),
    "esp32c6": (RISCV, 0x42800000, 0x42000000, 0x40800000, 0x40830000),
    "esp32c61": (RISCV, 0x42800000, 0x42000000, 0x40800000, 0x40830000),
    "esp32h2": (RISCV, 0x42800000, 0x42000000, 0x40800000, 0x40830000),
    "esp32h21": (RISCV, 0x42800000, 0x42000000, 0x40800000, 0x40830000),
    "esp32h4": (RISCV, 0x42800000, 0x42000000, 0x40800000, 0x40830000),
    "esp32p4": (RISCV, 0x40800000, 0x40000000, 0x4FF00000, 0x4FF60000),
    "esp32s31": (RISCV, 0x42800000, 0x40000000, 0x2F000000, 0x2F060000),
    "esp8266": (XTENSA, None, None, 0x40100000, 0x3FFE8000),
}
FREQUENCIES = {
    "esp32c2": ["60m", "30m", "20m", "15m"], "esp32c6": ["80m", "20m"],
    "esp32c5": ["80m", "40m", "20m"], "esp32c61": ["80m", "40m", "20m"],
    "esp32h2": ["48m", "24m", "16m", "12m"], "esp32h21": ["48m", "24m"],
    "esp32h4": ["48m", "24m"], "esp32s31": ["80m", "40m", "20m"],
}


def compile_elf(chip, generator, name):
    """An ELF file with some of a chip's sections; true if it has a description."""
    tools, rodata, text, iram, dram = CHIPS[chip]
    has_description = rodata is not None and generator.random() < 0.7
    lines, places = [], []

    def section(section_name, flags, address, size):
        lines.append(f'.section {section_name},"{flags}"\n.balign 4\n.skip {size * 4},'
                     f"{generator.randrange(256)}\n")
        places.append(f"-Wl,--section-start={section_name}=0x{address:x}")

    if has_description:
        lines.append('.section .flash.appdesc,"a"\n.balign 4\n.word 0xabcd5432\n'
                     f".word {generator.randrange(50)}\n.skip 8\n"
                     f'.ascii "1.{generator.randrange(99)}"\n.skip {32 - 3 - 1}\n')
        lines.append(".skip 208,0\n")
        places.append(f"-Wl,--section-start=.flash.appdesc=0x{rodata + 0x20:x}")
    if rodata is not None and generator.random() < 0.6:
        section(".flash.rodata", "a", rodata + 0x20020, generator.randrange(1, 800))
    if text is not None and generator.random() < 0.8:
        section(".flash.text", "ax", text + 0x40020, generator.randrange(1, 2000))
    section(".iram0.text", "ax", iram, generator.randrange(1, 400))
    if generator.random() < 0.7:
        section(".dram0.data", "aw", dram, generator.randrange(1, 400))
    source = pathlib.Path(f"{name}.s")
    source.write_text("".join(lines) + ".section .iram0.text\n.globl start\nstart:\n")
    machine = ["-march=rv32imc", "-mabi=ilp32"] if tools == RISCV else []
    command = [tools + "gcc", *machine, "-nostdlib", "-nostartfiles", "-Wl,-e,start", *places,
               "-Wl,--build-id=none", "-Wl,-z,noseparate-code", source, "-o", f"{name}.elf"]
    result = run(*[word for word in command if word])
    assert result.returncode == 0, result.stderr
    return has_description


def draw(generator, number):
    chip = list(CHIPS)[number % len(CHIPS)]
    more = {}
    if chip == "esp8266":
        more["version"] = generator.choice(["1", "3"])
        sizes = ["512KB", "256KB", "1MB", "2MB", "4MB", "8MB", "16MB"]
        if more["version"] == "3": # whose codes of sizes are those of the ESP32
            sizes = ["1MB", "2MB", "4MB"]
    else:
        sizes = ["1MB", "2MB", "4MB", "8MB", "16MB", "32MB", "64MB", "128MB"]
        more["min_rev_full"] = generator.choice([0, 1, 100, 199, 301])
        more["max_rev_full"] = generator.choice([65535, 399, 499])
        more["append_digest"] = generator.random() < 0.7
        if more["append_digest"] and generator.random() < 0.2: # esptool 5.6 damages others
            more["pad_to_size"] = "1MB"
        if more["append_digest"] and generator.random() < 0.3:
            more["secure_pad_v2"] = True
    compile_elf(chip, generator, f"e{number}")
    return {"chip": chip, "elf": f"e{number}.elf", "image": f"e{number}.bin",
            "mode": generator.choice(["qio", "qout", "dio", "dout"]),
            "freq": generator.choice(FREQUENCIES.get(chip, ["80m", "40m", "26m", "20m"])),
            "size": generator.choice(sizes), "more": more}


def look(job):
    pathlib.Path("driver.py").write_text(DRIVER)
    pathlib.Path("job.json").write_text(json.dumps(job))
    result = run(sys.executable, "-W", "ignore", "driver.py", "job.json", "seen.json",
                 env=environment(5))
    assert result.returncode == 0, result.stderr[-3000:]
    return json.loads(pathlib.Path("seen.json").read_text())


def dump(path, status=0):
    result = schemac("dump", "--as", "app", path, "--json", status=status)
    return json.loads(result.stdout)


def make_all():
    installed(5)
    need(XTENSA + "gcc")
    need(RISCV + "gcc")
    generator = random.Random(SEED)
    job = [draw(generator, number) for number in range(IMAGES)]
    return generator, job, look(job)


def bytes_of(text):
    return int(text[:-2]) * (1 << 10 if text.endswith("KB") else 1 << 20)


def check_fields(item, seen):
    what = f"{item['image']} for {item['chip']}, {item['more']}"
    fact = dump(item["image"])
    assert seen["is_good"], f"{what}: {seen}"
    equal(fact["chip"], item["chip"], what)
    equal(fact["entry"], seen["entry"], f"{what}: entry")
    equal(fact["flash_mode"], item["mode"], what)
    assert item["freq"][:-1] in fact["flash_frequency"].split(), (what, item["freq"], fact)
    if item["more"].get("version") != "3":
        equal(fact["flash_size"], bytes_of(item["size"]), what)
    if item["chip"] != "esp8266":
        equal(fact["chip_id"], seen["chip_id"], what)
        equal([fact["least_revision"], fact["highest_revision"]], seen["revisions"], what)
    ours = [[s["offset"] - 8, s["address"], s["size"]] for s in fact["segments"]]
    theirs = [segment for segment in seen["segments"]]
    equal(ours, theirs, f"{what}: segments")
    if item["chip"] != "esp8266": # where esptool does not look for one
        equal(fact.get("sha256"), seen.get("digest"), f"{what}: digest")
    return "description" in fact


def test_esptool_and_dump_agree():
    generator, job, seen = make_all()
    described = sum(check_fields(item, fields) for item, fields in zip(job, seen))
    assert described > IMAGES / 3, described
    check_damages(generator, job)


# Both find the same damage, or schemac finds more: esptool does not read what is after a digest.
def check_damages(generator, job):
    damaged = []
    for number in range(DAMAGES):
        item = job[number % len(job)]
        image = bytearray(pathlib.Path(item["image"]).read_bytes())
        kind = generator.choice(["change", "change", "cut"])
        if kind == "cut":
            image = image[:generator.randrange(24, len(image))]
        else:
            at = generator.randrange(len(image))
            image[at] ^= 1 << generator.randrange(8)
        path = f"d{number}.bin"
        pathlib.Path(path).write_bytes(image)
        damaged.append({"chip": item["chip"], "image": path, "kind": kind, "of": item})
    bad = sound = 0
    for item, seen in zip(damaged, look(damaged)):
        status = run(SCHEMAC, "dump", "--as", "app", item["image"]).returncode
        if seen["is_good"]:
            sound += status == 0
        else:
            bad += 1
            assert status != 0, f"{item} is sound for schemac, and for esptool: {seen}"
    assert bad > DAMAGES / 3 and sound > 0, (bad, sound)


def test_signatures_are_seen():
    installed(5)
    need(RISCV + "gcc")
    generator = random.Random(SEED + 1)
    job = []
    for number in range(SIGNED):
        item = draw(generator, [1, 3, 4, 6, 8, 11][number % 6] + len(CHIPS) * number)
        item["more"] = {"append_digest": True}
        job.append(item)
    look(job)
    for number, scheme in enumerate(("rsa3072", "ecdsa256")):
        espsecure("generate-signing-key", "--version", "2", "--scheme", scheme, f"k{number}.pem")
    for number, item in enumerate(job):
        plain = dump(item["image"])
        equal(plain["signed"], False, item["image"])
        espsecure("sign-data", "--version", "2", "--keyfile", f"k{number % 2}.pem", "--output",
                  f"s{number}.bin", item["image"])
        signed = dump(f"s{number}.bin")
        equal(signed["signed"], True, f"s{number}.bin")
        for key in ("segments", "sha256", "entry", "size"):
            equal(signed.get(key), plain.get(key), f"s{number}.bin: {key}")


if __name__ == "__main__":
    run_tests(globals())
