"""`dump` as a doctor: random flashes whose table is destroyed.

With a schema or a lock the same table comes back. Without, type and start of what partitions hold,
the size where the content tells it, and never a wrong certainty.
"""

import json
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import SCHEMAC, equal, run, run_tests, schemac  # noqa: E402
from random_flash import Flash  # noqa: E402

COUNT = int(os.environ.get("DOCTOR_FLASHES", "200"))
RIGHT = COUNT * 190 // 200
RAW = ("raw", "custom", "ring")


def examine(flash, *options):
    """The facts of JSON, and the rows of the schema that was written, as its own CSV has them."""
    pathlib.Path("out.pschema").unlink(missing_ok=True)
    result = schemac("dump", "broken.bin", "--json", "--propose", "out.pschema", *options, status=1)
    assert pathlib.Path("out.pschema").exists(), f"{flash.seed}: {result.stderr}"
    schemac("compile", "out.pschema", "-o", "out", "-q")
    return json.loads(result.stdout), pathlib.Path("out/main.bin").read_bytes()


def is_type(kind, found):
    if kind in RAW:
        return found.startswith("data.")
    return found.split(".")[0] == "app" if kind == "app" else found == {
        "otadata": "data.ota"}.get(kind, f"data.{kind}")


def mistakes(flash, facts):
    """What of the partitions with content is not right."""
    rows = {row["offset"]: row for row in facts["proposal"]["rows"]}
    for item in flash.truth:
        row = rows.get(item.offset)
        if not row:
            yield f"{item}: no row"
        elif not is_type(item.kind, row["type"]):
            yield f"{item}: {row['type']}"
        elif item.told and row["size"] != item.told:
            yield f"{item}: size {row['size']:#x}"


def check_certainty(flash, facts):
    """What is certain is true; what nothing tells is a guess."""
    put = {(item.kind, item.offset): item for item in flash.items}
    for found in facts["doctor"]["found"]:
        if found["format_is"] == "certain":
            near = [item for item in flash.items if item.kind == found["format"]]
            assert near, f"{flash.seed}: {found}"
        if found["offset_is"] == "certain":
            item = put.get((found["format"], found["offset"]))
            assert item, f"{flash.seed}: {found}"
            if found.get("size_is") == "certain":
                equal(found["size"], item.told, f"{flash.seed}: {found}")
    blank = {row["offset"] for row in flash.rows if row["blank"]}
    for row in facts["proposal"]["rows"]:
        sure = {name: word for name, word in row.items() if name.endswith(("_is", "_are"))}
        assert "certain" not in sure.values(), f"{flash.seed}: {row}"
        if facts["proposal"]["from"] == "content":
            equal(sure["label_is"], "guess", f"{flash.seed}: {row}")
            equal(sure["flags_are"], "guess", f"{flash.seed}: {row}")
            if row["offset"] in blank:
                equal(sure["type_is"], "guess", f"{flash.seed}: {row}")


def try_one(seed):
    """A list of mistakes without a schema."""
    folder = pathlib.Path(f"{seed}")
    folder.mkdir()
    home = os.getcwd()
    os.chdir(folder)
    try:
        flash = Flash(seed)
        flash.make()
        if not flash.rows:
            return []
        schemac("lock", "flash.pschema")
        schemac("compile", "flash.pschema", "-o", "whole", "-q")
        table = pathlib.Path("whole/main.bin").read_bytes()
        pathlib.Path("broken.bin").write_bytes(flash.destroy())
        for given in ("flash.pschema", "flash.lock"):
            facts, proposed = examine(flash, "--schema", given)
            equal(facts["proposal"]["from"], "schema", f"{seed}, {given}")
            equal(proposed, table, f"{seed}, {given}")
            check_certainty(flash, facts)
        if all(item.kind in RAW for item in flash.truth): # nothing tells what these are
            return []
        facts, _ = examine(flash)
        schemac("check", "out.pschema")
        check_certainty(flash, facts)
        return list(mistakes(flash, facts))
    finally:
        os.chdir(home)
        for path in folder.glob("*.bin"):
            path.unlink()


def test_random_flashes():
    failed = {}
    for seed in range(COUNT):
        found = try_one(seed)
        if found:
            failed[seed] = found
    for seed, found in failed.items():
        print(f"seed {seed}: {'; '.join(found)}")
    print(f"{COUNT - len(failed)} of {COUNT} flashes are right")
    assert COUNT - len(failed) >= RIGHT, f"{len(failed)} of {COUNT} are wrong"


def has_moved(seed):
    """Whether a table is found that is not where tables usually are; null: it is there."""
    flash = Flash(seed)
    flash.make()
    if flash.table_at == 0x8000 or not flash.rows:
        return None
    pathlib.Path("moved.bin").write_bytes(flash.bytes)
    facts = json.loads(run(SCHEMAC, "dump", "moved.bin", "--json").stdout)
    check_certainty(flash, facts) if "doctor" in facts else None
    return facts.get("table", {}).get("offset") == flash.table_at


def test_moved_tables():
    found = [has_moved(seed) for seed in range(1000, 1000 + COUNT // 4)]
    moved = [is_found for is_found in found if is_found is not None]
    print(f"{sum(moved)} of {len(moved)} tables at other places are found")
    assert sum(moved) * 10 >= len(moved) * 9, moved


if __name__ == "__main__":
    run_tests(globals())
