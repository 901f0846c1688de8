"""Maps: no label meets another, nothing is cut off, and every partition is there."""

import concurrent.futures
import html.parser
import os
import pathlib
import pty
import re
import struct
import subprocess
import sys

import fcntl
import termios

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import SCHEMAC, Skipped, equal, run_tests, schemac  # noqa: E402
from map_schemas import examples, random_schema  # noqa: E402
from picture_boxes import Picture, cells, problems  # noqa: E402

LAYOUTS = 300
MAPS = pathlib.Path(__file__).parent.parent / "maps"
COLOR = re.compile(r"\033\[[0-9;]*m")


def svg(path, *options):
    return schemac("map", path, "--svg", *options).stdout


def check_svg(path, *options):
    found = list(problems(Picture(svg(path, *options))))
    assert not found, f"{path} {' '.join(options)}: {len(found)} problems\n" + "\n".join(found[:9])


def check_names(path, picture):
    """Every partition of a schema has a label with its name, whole or clipped."""
    labels = re.findall(r'^ +partition "?([^ "]+)"?', pathlib.Path(path).read_text(), re.M)
    for label in labels:
        found = [texts for texts in picture.labels if texts and texts[0].what == label]
        assert len(found) >= 1, f"{path}: no label `{label}`"


def test_labels_of_examples():
    for path, options in examples():
        for width in ([], ["--width", "328"], ["--width", "360"], ["--width", "1600"]):
            check_svg(path, *options, *width)


def test_labels_of_random_layouts():
    def check(seed):
        path = pathlib.Path(f"random{seed}.pschema")
        path.write_text(random_schema(seed))
        for width in ([], ["--width", "360"], ["--width", "1600"]):
            check_svg(path, *width)
        check_names(path, Picture(svg(path)))

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(check, range(LAYOUTS)))


def test_labels_of_pairs():
    for seed in range(60):
        paths = [pathlib.Path(f"pair{seed}_{side}.pschema") for side in (0, 1)]
        for side, path in enumerate(paths):
            path.write_text(random_schema(seed + side))
        check_svg(*paths)
        check_svg(*paths, "--width", "1600")


def test_collisions_are_found():
    path = pathlib.Path("collide.pschema")
    path.write_text(random_schema(4))
    text = svg(path)
    assert not list(problems(Picture(text)))
    first, second = re.findall(r'<text x="\d+" y="(\d+)" class="n">', text)[:2]
    assert list(problems(Picture(text.replace(f'y="{second}"', f'y="{first}"')))), "moved a label"
    wide = re.sub(r'(class="n">)[^<]+', r"\1" + "w" * 150, text, count=1)
    assert any("cut off" in problem for problem in problems(Picture(wide))), "a long label"


def test_what_is_expected_of_examples():
    names = set()
    for path, options in examples():
        if options:
            continue
        for suffix, words in (("txt", []), ("svg", ["--svg"])):
            names.add(f"{path.stem}.{suffix}")
            expected = MAPS / f"{path.stem}.{suffix}"
            result = subprocess.run([SCHEMAC, "map", path, *words], capture_output=True, text=True,
                                    check=False)
            if os.environ.get("BLESS"):
                expected.write_text(result.stdout)
            equal(result.stdout, expected.read_text(), f"{path.name} as {suffix}")
    equal({path.name for path in MAPS.iterdir()}, names, "the files in tests/maps")


def check_lines(text, width, what):
    for line in COLOR.sub("", text).splitlines():
        assert cells(line) <= width, f"{what}: {cells(line)} cells, of {width}: {line}"
        assert line == line.rstrip() or "\033" in text, f"{what}: blanks at the end of `{line}`"


def test_widths_of_lines():
    paths = [path for path, options in examples() if not options]
    for seed in range(40):
        paths.append(pathlib.Path(f"lines{seed}.pschema"))
        paths[-1].write_text(random_schema(seed))
    for path in paths:
        for width in (40, 80, 160):
            for color in ("never", "always"):
                text = schemac("map", path, "--width", width, "--color", color).stdout
                check_lines(text, width, f"{path} at {width}")
                assert ("\033" in text) == (color == "always"), f"{path}: colors"
        plain = schemac("map", path, "--width", 80).stdout
        equal(COLOR.sub("", schemac("map", path, "--width=80", "--color=always").stdout).split(),
              plain.split(), f"{path}: colors change nothing else")


def test_each_partition_has_a_line():
    for seed in range(80):
        path = pathlib.Path(f"each{seed}.pschema")
        path.write_text(random_schema(seed))
        text = schemac("map", path, "--width", 160).stdout
        for label in re.findall(r'^ +partition "?([^ "]+)"?', path.read_text(), re.M):
            found = [line for line in text.splitlines()
                     if re.match(rf" *0x[0-9a-f]+ +0x[0-9a-f]+ +\d+[KMG]? .*\s{re.escape(label)}\s",
                                 line)]
            assert found, f"no line for `{label}`:\n{text}"


def on_terminal(*words, columns=0, **variables):
    """What a command writes to a terminal that is so many columns wide."""
    try:
        master, slave = pty.openpty()
    except OSError as error:
        raise Skipped(f"no terminal: {error}") from None
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    environment = {"PATH": os.environ["PATH"], "TERM": "xterm", "LC_ALL": "C", **variables}
    with subprocess.Popen([SCHEMAC, *map(str, words)], stdout=slave, stderr=slave,
                          env=environment) as process:
        os.close(slave)
        output = b""
        while True:
            try:
                part = os.read(master, 65536)
            except OSError:
                break
            if not part:
                break
            output += part
        equal(process.wait(), 0, "exit status")
    os.close(master)
    return output.decode().replace("\r\n", "\n")


def test_terminals():
    path = pathlib.Path("terminal.pschema")
    path.write_text(random_schema(9))
    plain = schemac("map", path, "--width", 100).stdout
    narrow = on_terminal("map", path, columns=60)
    check_lines(narrow, 60, "a terminal")
    assert "\033" in narrow and "█" not in narrow, "colors, but only ASCII"
    equal(on_terminal("map", path, columns=60, NO_COLOR="1", COLUMNS="100"), plain, "COLUMNS")
    assert "┌" in on_terminal("map", path, columns=80, LC_ALL="C.UTF-8"), "signs of UTF-8"
    assert "┌" in on_terminal("map", path, columns=80, LC_ALL="", LANG="de_DE.utf8")
    assert "┌" not in on_terminal("map", path, columns=80, LC_ALL="C", LANG="de_DE.UTF-8")
    assert "\033" not in on_terminal("map", path, columns=80, TERM="dumb")
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "COLUMNS": "200"}
    equal(schemac("map", path, env=environment).stdout, schemac("map", path).stdout,
          "a file has the same map everywhere")


class Page(html.parser.HTMLParser):
    """What a page refers to, and whether its elements are closed."""

    def __init__(self, text):
        super().__init__()
        self.identifiers, self.references, self.open = [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name == "id":
                self.identifiers.append(value)
            if name in ("src", "href", "xlink:href"):
                self.references.append(value)
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        self.open.pop()

    def handle_endtag(self, tag):
        equal(self.open.pop(), tag, "the element that is closed")


def test_pages():
    paths = [(path, options) for path, options in examples()]
    for seed in range(30):
        path = pathlib.Path(f"page{seed}.pschema")
        path.write_text(random_schema(seed))
        paths.append((path, []))
    for path, options in paths:
        text = schemac("map", path, "--html", *options).stdout
        page = Page(text)
        equal(page.references, [], f"{path}: what is elsewhere")
        equal(page.open, [], f"{path}: what is not closed")
        equal(len(page.identifiers), len(set(page.identifiers)), f"{path}: identifiers")
        used = set(re.findall(r"url\(#(\w+)\)", text)) | set(re.findall(r"#([wntc]\d+)[:,) {]", text))
        assert used <= set(page.identifiers), f"{path}: {used - set(page.identifiers)}"
        assert "http" not in text.replace("http://www.w3.org/2000/svg", ""), f"{path}: an address"
        for picture in re.findall(r"<svg .*?</svg>\n", text, re.S):
            found = list(problems(Picture(picture)))
            assert not found, f"{path}:\n" + "\n".join(found[:9])


def test_same_everywhere():
    """The picture does not depend on the folder where the schema lies."""
    path = next(path for path, _ in examples() if path.stem == "thermostat")
    elsewhere = pathlib.Path("some/where/thermostat.pschema")
    elsewhere.parent.mkdir(parents=True)
    elsewhere.write_text(path.read_text())
    for form in ("--svg", "--html", "--width=80"):
        equal(schemac("map", elsewhere, form).stdout, schemac("map", path, form).stdout, form)


if __name__ == "__main__":
    run_tests(globals())
