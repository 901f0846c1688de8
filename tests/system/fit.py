"""Whether images fit, compared with arithmetic on random layouts and sizes."""

import json
import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from app import description, make  # noqa: E402
from harness import SCHEMAC, equal, run, run_tests, schemac  # noqa: E402

K, FLASH = 1024, 1024 * 1024
TABLE, END_OF_TABLE, BOOT = 0x8000, 0x9000, 0x1000


def layout(generator):
    """(schema, [(name, offset, size)]) of partitions with gaps between them."""
    at, places, lines = END_OF_TABLE, [], []
    for number in range(generator.randint(2, 8)):
        at += generator.choice([0, 0, 4 * K, 12 * K])
        size = generator.randint(1, 12) * 4 * K
        lines.append(f"    partition p{number} 0x40.{number} size {size} at {at};\n")
        places.append((f"p{number}", at, size))
        at += size
    head = "schema example revision 1;\ntarget esp32 { flash 1M; }\ntable main {\n"
    return head + "".join(lines) + "}\n", places


def room(places, offset):
    """How many bytes may be at an offset: up to what begins or ends next."""
    edges = [FLASH, TABLE] + [edge for _, at, size in places for edge in (at, at + size)]
    return min(edge for edge in edges if edge > offset) - offset


def judged(*words):
    """What `check --json` says, by its status."""
    result = run(SCHEMAC, "check", "input.pschema", "--json", *words)
    return json.loads(result.stdout)["images"], result.returncode


def test_room_at_any_offset():
    generator = random.Random(16)
    for _ in range(60):
        schema, places = layout(generator)
        pathlib.Path("input.pschema").write_text(schema)
        offset = generator.choice([generator.randrange(0x9000, FLASH), BOOT + 1,
                                   generator.choice(places)[1], generator.choice(places)[1] + 1])
        wanted = room(places, offset)
        size = max(1, wanted + generator.choice([-1, 0, 1, -wanted // 2, 5000]))
        pathlib.Path("file.bin").write_bytes(bytes(size))
        (image,), status = judged("--add", f"{offset}=file.bin")
        equal((image["room"], image["size"], image["left"]), (wanted, size, wanted - size), schema)
        equal((image["fits"], status), (size <= wanted, int(size > wanted)), f"{schema}{offset}")
        schemac("image", "input.pschema", "-o", "out.bin", "--partial", "-q",
                "--add", f"{offset}=file.bin", status=int(size > wanted))


def test_use_of_slots():
    generator = random.Random(17)
    for _ in range(60):
        slot, headroom = generator.randint(2, 16) * 4 * K, generator.choice([0, 1000, 4 * K])
        size = generator.choice([slot, slot - headroom, generator.randint(1, slot // 16) * 16])
        size = max(size // 16 * 16, 336)
        most = generator.randint(1, 100)
        clause = f"headroom {headroom}" if headroom else ""
        pathlib.Path("input.pschema").write_text(
            "schema example revision 1;\ntarget esp32 { flash 1M; }\ntable main {\n"
            "    partition otadata data.ota;\n    partition ota_0 .. ota_1 app.ota_0 "
            f'size {slot} {clause} from build "app.bin";\n}}\n')
        pathlib.Path("app.bin").write_bytes(
            make(size=size, flash="1M", start=description("fit", "1", 0)))
        images, status = judged("--max-use", most)
        for image in images:
            equal((image["size"], image["left"]), (size, slot - headroom - size), "bytes")
            equal(image["use_percent"], -(-size * 100 // slot), "percent")
        equal([image["partition"] for image in images], ["ota_0", "ota_1"], "slots")
        equal(status, int(size * 100 > most * slot or size > slot - headroom),
              f"{size} of {slot}, {most}%, {headroom}")


if __name__ == "__main__":
    run_tests(globals())
