"""Locks of two branches, merged line by line as git does."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import equal, need, run, run_tests, schemac  # noqa: E402

LOCK = pathlib.Path("product.lock")
SCHEMA = pathlib.Path("product.pschema")


def schema(revision=1, nvs="24K", log="64K", more=""):
    return (f"schema product revision {revision};\ntarget esp32 {{ flash 4M; }}\ntable main {{\n"
            f"    partition nvs data.nvs at 0x9000 size {nvs};\n"
            "    partition factory app.factory at 0x10000 size 1M;\n"
            f"    partition log 0x40.1 at 0x200000 size {log};\n}}\n{more}")


def locked(text, base=None):
    """The lock of a schema, which follows another one (a text) or none."""
    LOCK.unlink(missing_ok=True)
    if base is not None:
        LOCK.write_text(base)
    SCHEMA.write_text(text)
    schemac("lock", "-q", SCHEMA)
    return LOCK.read_text()


def merged(ours, base, theirs):
    """(conflicts, text)"""
    for name, text in (("ours", ours), ("base", base), ("theirs", theirs)):
        pathlib.Path(name).write_text(text)
    result = run(need("git"), "merge-file", "-p", "ours", "base", "theirs")
    assert 0 <= result.returncode < 128, result.stderr
    return result.returncode, result.stdout


def test_one_layout_in_both_branches_merges():
    base = locked(schema())
    both = locked(schema(2, log="128K"), base)
    equal(merged(both, base, both), (0, both))


def test_a_variant_and_a_revision_merge():
    base = locked(schema())
    small = "variant small { table main { partition log size 32K; } }\n"
    conflicts, text = merged(locked(schema(more=small), base), base,
                             locked(schema(2, log="128K"), base))
    # Both add lines at the end: git asks, and either order will do.
    lines = [line for line in text.splitlines(True) if line[:7] not in ("<" * 7, ">" * 7, "=" * 7)
             and not line.startswith(("<<<<<<< ", ">>>>>>> "))]
    assert conflicts <= 1, text
    LOCK.write_text("".join(lines))
    SCHEMA.write_text(schema(2, log="128K", more=small))
    schemac("lock", "-q", SCHEMA)
    revisions = [line.split()[0] for line in LOCK.read_text().splitlines() if line[0].isdigit()]
    equal(revisions, sorted(revisions), "the order of revisions")
    assert "1 small partition main log" in LOCK.read_text()
    assert "2 small partition main log" in LOCK.read_text()


def test_two_layouts_of_one_revision_conflict_where_they_differ():
    base = locked(schema())
    ours = locked(schema(2, log="128K"), base)
    theirs = locked(schema(2, log="192K"), base)
    conflicts, text = merged(ours, base, theirs)
    equal(conflicts, 1, "conflicts")
    inside = text.split("<<<<<<<")[1].split(">>>>>>>")[0]
    equal(inside.count("partition"), 2, "lines in conflict")
    assert inside.count("partition main log") == 2, inside
    LOCK.write_text(text)
    SCHEMA.write_text(schema(2, log="128K"))
    said = schemac("check", SCHEMA, status=1).stderr
    assert "unresolved merge conflict" in said and "PS8352" in said, said


def test_what_each_branch_adds_to_another_revision_stays():
    base = locked(schema(2, log="128K"), locked(schema()))
    frozen = schema(2, log="128K").replace("size 24K", "size 24K frozen")
    conflicts, text = merged(locked(frozen, base), base, locked(schema(3, log="192K"), base))
    equal(conflicts, 0, "conflicts")
    LOCK.write_text(text)
    SCHEMA.write_text(schema(3, log="192K").replace("at 0x9000 size 24K", "at 0xa000 size 24K"))
    said = schemac("check", SCHEMA, status=1).stderr
    assert "PS8354" in said, said


CONFIG = "config LOG_KB int default 64;\nconfig TOKEN string default \"none\";\n"


def with_config(text):
    """The size of a partition follows an option, and whether it is there follows a text."""
    head, rest = text.split("table main", 1)
    follows = rest.replace("size 64K", 'size config(LOG_KB) * 1K depends on TOKEN != ""')
    return f"{head}{CONFIG}table main{follows}"


def test_values_of_kconfig_merge_as_other_lines():
    base = locked(with_config(schema()))
    assert "1 - config LOG_KB int 64\n1 - config TOKEN string\n" in base, base
    ours = locked(with_config(schema(2)).replace("default 64", "default 128"), base)
    theirs = locked(with_config(schema(2)).replace("default 64", "default 192"), base)
    equal(merged(ours, base, ours), (0, ours))
    conflicts, text = merged(ours, base, theirs)
    assert conflicts and "config LOG_KB int 192" in text, text
    frozen = locked(with_config(schema()).replace("size 24K", "size 24K frozen"), base)
    conflicts, text = merged(ours, base, frozen)
    equal(conflicts, 0, "conflicts")
    assert "frozen" in text and "2 - config LOG_KB int 128" in text, text


def test_each_variant_has_the_values_that_it_was_locked_with():
    text = with_config(schema(more='variant fixed { table main { partition log size 96K; } }\n'))
    lock = locked(text)
    assert "1 - config LOG_KB int 64" in lock and "1 fixed config TOKEN string" in lock, lock
    assert "fixed config LOG_KB" not in lock, lock
    pathlib.Path("sdkconfig").write_text('CONFIG_LOG_KB=128\nCONFIG_TOKEN="a secret"\n')
    said = schemac("check", SCHEMA, "--sdkconfig", "sdkconfig", status=1).stderr
    assert "`LOG_KB` was 64 when this was locked, but is 128 now" in said, said
    equal(said.count("error:"), 1, said)
    assert "secret" not in LOCK.read_text() + said


def test_a_lock_from_before_keeps_its_form():
    """Whoever updates schemac finds that nothing is to be locked anew."""
    lines = locked(with_config(schema())).splitlines(True)
    before = "".join(line for line in lines if " config " not in line)
    LOCK.write_text(before)
    schemac("lock", "--check", SCHEMA)
    schemac("lock", SCHEMA)
    equal(LOCK.read_text(), before)
    SCHEMA.write_text(with_config(schema(2)))
    schemac("lock", SCHEMA)
    assert "2 - config LOG_KB int 64" in LOCK.read_text()


if __name__ == "__main__":
    run_tests(globals())
