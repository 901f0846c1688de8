"""How time and memory grow with what a command is given.

A row has CPU times of whole processes (medians) at each size, and how they grew between the last
two sizes beyond what the start of the program costs: the exponent of the number of items, 1 being
linear. The bar is 12 times the time for ten times as much, which is 1.08. The memory is the peak of
the largest run beyond that of a small one, for one item of that run. Nothing is asserted: machines
differ, and so do runs.
"""

import math
import statistics
import subprocess
import sys

HEAD = "schema bench revision 1;\ntarget esp32 { flash 16M; }\n"
TABLE = HEAD + "flash big { size 1G; erase 4K; }\ntable parts on big {\n"
APP = "    partition factory app.factory size 1M;\n"

# A process counts the memory of the one that it was started from. This one starts them, and stays
# small.
LAUNCHER = """import os, sys
for line in sys.stdin:
    words = line.rstrip("\\n").split("\\t")
    quiet = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)]
    _, status, usage = os.wait4(os.posix_spawn(words[0], words, {}, file_actions=quiet), 0)
    print(os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss,
          flush=True)
"""


def milliseconds(seconds):
    return f"{seconds * 1000:.1f} ms"


def lines(count, line, head=TABLE, tail="}\n"):
    return head + "".join(line.format(i=i) for i in range(count)) + tail


def constants(count):
    return lines(count, "const C{i} = {i} * 2 + 1;\n", HEAD, "")


def chain(count):
    """Each constant needs the one that is declared after it."""
    links = "".join(f"const C{i} = C{i + 1} + 1;\n" for i in range(count - 1))
    return f"{HEAD}{links}const C{count - 1} = 0;\n"


def partitions(count, label="p", size="4K"):
    return lines(count, f"    partition {label}{{i}} data.undefined size {size};\n")


def unformatted(count):
    return partitions(count).replace("    partition", "  partition")


def fills(count):
    return lines(count, "    partition p{i} data.undefined size fill min 4K;\n")


def mistakes(count):
    return lines(count, "    partition p{i} data.undefned size 4K;\n")


def duplicates(count):
    return lines(count, "    partition p data.undefined size 4K; // {i}\n")


def variants(count):
    return (f"{HEAD}table main {{\n    partition a data.spiffs size 64K;\n{APP}}}\n" + "".join(
        f"variant v{i} {{ table main {{ partition a size {4 * (i % 100 + 1)}K; }} }}\n"
        for i in range(count)))


def images(count):
    table = f"table main {{\n    partition a 0x40.0 size 1M from pattern 0;\n{APP}}}\n"
    return HEAD + table + "".join(
        f"variant v{i} {{ table main {{ partition a from pattern {i}; }} }}\n" for i in range(count))


def followed(count, value):
    """A place that follows many Kconfig values."""
    symbols = "".join(f"config S{i} int default {value};\n" for i in range(count))
    total = " + ".join(f"config(S{i})" for i in range(count))
    return f"{HEAD}{symbols}table main {{\n{APP}    partition a 0x40.0 size 64K + 0 * ({total});\n}}\n"


def choice(count):
    """Kconfig of a choice."""
    return 'choice\n    prompt "c"\n' + "".join(
        f'config S{i}\n    bool "s"\n    default y if S{i + 1}\n' for i in range(count)) + "endchoice\n"


def damaged(count):
    """Variants of an image whose data has a mistake."""
    table = (f"table main {{\n    partition a data.nvs size 24K from nvs {{ namespace a {{ "
             f'u8 k = 1; string s file "growth.txt"; }} }}\n{APP}}}\n')
    return HEAD + table + "".join(
        f"variant v{i} {{ table main {{ partition a size {4 * (i % 9 + 6)}K; }} }}\n"
        for i in range(count))


def keys(count):
    return lines(count, "        u32 key{i} = {i};\n", f"{HEAD}table main {{\n{APP}"
                 "    partition nvs data.nvs size 4M from nvs { namespace app {\n", "    } }\n}\n")


def each(pattern):
    return (f"{HEAD}table main {{\n{APP}    partition nvs data.nvs size 2M from nvs "
            f'{{ namespace app {{ string k each "{pattern}"; }} }}\n}}\n')


class Bench:
    def __init__(self, schemac, folder):
        self.schemac = str(schemac)
        self.folder = folder / "growth"
        self.folder.mkdir()
        self.launcher = subprocess.Popen([sys.executable, "-S", "-c", LAUNCHER], text=True,
                                         stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.start, self.least = self.usage_of([self.schemac, "--version"])

    def usage_of(self, words):
        """CPU time in seconds and the peak of memory in bytes of one run."""
        print(*words, sep="\t", file=self.launcher.stdin, flush=True)
        status, time, memory = self.launcher.stdout.readline().split()
        if status not in ("0", "1"):  # a check finds mistakes, a diff changes
            result = subprocess.run(words, capture_output=True, text=True, check=False)
            sys.exit(result.stderr[-2000:])
        return float(time), int(memory) * 1024

    def file(self, name, text):
        path = self.folder / f"{name}.pschema"
        path.write_text(text)
        return path

    def run(self, *words):
        subprocess.run([self.schemac, *map(str, words)], check=True, capture_output=True)

    def row(self, name, sizes, make, runs=5):
        """`make` gives the words of the command for a size."""
        times, peak = [], 0
        for size in sizes:
            words = [self.schemac, *map(str, make(size))]
            results = [self.usage_of(words) for _ in range(runs)]
            times.append(statistics.median(time for time, _ in results))
            peak = results[0][1]
        before, after = (max(time - self.start, 1e-4) for time in times[-2:])
        exponent = math.log(after / before) / math.log(sizes[-1] / sizes[-2])
        memory = (peak - self.least) / sizes[-1]
        print(name.ljust(34) + " ".join(f"{size:,}" for size in sizes).rjust(22) +
              "".join(milliseconds(time).rjust(12) for time in times) +
              f"{exponent:10.2f}{memory:12,.0f} B")
        return times[-1]

    def check(self, name, make, sizes):
        stem = name.replace(" ", "_").replace(",", "")
        return self.row(name, sizes,
                        lambda size: ["check", self.file(f"{stem}{size}", make(size))])

    def artifacts(self, name, make, sizes, *options, command="compile"):
        stem = name.replace(" ", "_").replace(",", "")
        self.row(name, sizes, lambda size: [
            command, self.file(f"{stem}{size}", make(size)), "-o", self.folder / f"{stem}{size}",
            *options], runs=3)

    def maps(self, sizes):
        for form in ("", "--svg", "--html"):
            options = [form] if form else []
            self.row(f"map {form or 'as text'}", sizes, lambda size: [
                "map", self.file(f"map{size}", partitions(size)), *options], runs=3)
            self.row(f"map of two, {form or 'as text'}", sizes[:-1] + (sizes[-1] // 3,), lambda size: [
                "map", self.file(f"map{size}", partitions(size)),
                self.file(f"other{size}", partitions(size, "q", "8K")), *options], runs=3)

    def dump(self, size):
        schema = self.file(f"keys{size}", keys(size))
        image = self.folder / f"keys{size}.bin"
        self.run("generate", schema, "nvs", "-o", image)
        return ["dump", image, "--schema", schema, "--partition", "nvs"]

    def pattern(self, size):
        folder = self.folder / f"files{size}"
        if not folder.exists():
            folder.mkdir()
            for i in range(size):
                (folder / f"{i}.txt").write_text("x")
        return ["generate", self.file(f"each{size}", each(f"files{size}/*.txt")), "nvs", "-o",
                self.folder / f"each{size}.bin"]

    def locked(self, size):
        self.run("lock", self.file(f"followed{size}", followed(size, 1)))
        return ["check", self.file(f"followed{size}", followed(size, 2))]

    def chosen(self, size):
        kconfig, sdkconfig = self.folder / f"Kconfig{size}", self.folder / f"sdkconfig{size}"
        kconfig.write_text(choice(size))
        sdkconfig.write_text("".join(f"CONFIG_S{i}=y\n" for i in range(size)))
        schema = self.file("chosen", f"{HEAD}table main {{\n{APP}    partition a 0x40.0 size 4K "
                                     "depends on S0;\n}\n")
        return ["check", schema, "--kconfig", kconfig, "--sdkconfig", sdkconfig]

    def difference(self, size):
        return ["diff", "--allow=bricks", self.file(f"old{size}", partitions(size)),
                self.file(f"new{size}", partitions(size, size="8K"))]


def print_table(schemac, folder):
    bench = Bench(schemac, folder)
    many, some, few = (1_000, 10_000, 100_000), (100, 1_000, 10_000), (20, 200, 2_000)
    print("growth".ljust(34) + "items".rjust(22) + "CPU time".rjust(36) + "exponent".rjust(10) +
          "an item".rjust(14))
    bench.check("constants, check", constants, many)
    bench.check("chain of constants, check", chain, many)
    bench.artifacts("constants, all artifacts", constants, many)
    check = bench.check("partitions, check", partitions, many)
    bench.artifacts("partitions, all artifacts", partitions, many)
    bench.check("fills, check", fills, many)
    bench.check("unknown types, check", mistakes, many)
    bench.check("duplicates, check", duplicates, many)
    bench.row("unknown types, --max-errors 20", many, lambda size: [
        "check", "--max-errors", "20", bench.file(f"errors{size}", mistakes(size))])
    bench.row("partitions, fmt --diff", many, lambda size: [
        "fmt", "--diff", bench.file(f"fmt{size}", unformatted(size))], runs=3)
    bench.row("Kconfig values, check of a lock", some, bench.locked)
    bench.row("members of a Kconfig choice", some, bench.chosen)
    bench.row("partitions, diff", some, bench.difference)
    bench.maps(many)
    bench.check("variants, check", variants, few)
    (bench.folder / "growth.txt").write_text("x" * 5000)
    bench.check("variants with a mistake, check", damaged, few)
    bench.row("variants, lock --check", few, lambda size: [
        "lock", "--check", bench.file(f"lock{size}", variants(size))])
    bench.artifacts("variants, all artifacts", variants, few, "--all-variants", "--force")
    bench.row("variants, map --html", few, lambda size: [
        "map", "--all-variants", "--html", bench.file(f"sides{size}", variants(size))], runs=3)
    bench.artifacts("variants of 1M, build", images, (10, 30, 100), "--all-variants", "--force",
                    command="build")
    bench.row("NVS keys, dump with schema", some, bench.dump)
    bench.row("files of `each`, generate", some[:-1] + (9_000,), bench.pattern)
    return check
