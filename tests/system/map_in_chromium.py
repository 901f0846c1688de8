"""Maps as a browser renders them: with its fonts, no label meets another, and nothing is cut off."""

import pathlib
import re
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tools"))
from harness import Skipped, run, run_tests, schemac  # noqa: E402
from map_schemas import examples, random_schema  # noqa: E402

LAYOUTS = 60
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")

# Looks at all texts of each SVG, and lists pairs that meet and what leaves the picture.
PICTURES = """<!DOCTYPE html><meta charset="utf-8"><body>%s<pre id="found"></pre><script>
const found = [];
let count = 0;
for (const svg of document.querySelectorAll("svg")) {
  const {width, height} = svg.viewBox.baseVal;
  const boxes = [...svg.querySelectorAll("text")].map(text => {
    const {x, y, width, height} = text.getBBox();
    return {left: x, right: x + width, top: y + height * .2, bottom: y + height * .9,
            text: text.textContent};
  });
  count += boxes.length;
  for (const [i, a] of boxes.entries()) {
    if (a.left < 0 || a.right > width || a.top < 0 || a.bottom > height) {
      found.push(svg.parentNode.id + ": `" + a.text + "` is cut off");
    }
    for (const b of boxes.slice(0, i)) {
      if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom) {
        found.push(svg.parentNode.id + ": `" + a.text + "` and `" + b.text + "` overlap");
      }
    }
  }
}
document.getElementById("found").textContent = count + " texts\\n" + found.join("\\n");
</script>"""

# Shows pages in frames of some widths, and lists those whose content is wider.
PAGES = """<!DOCTYPE html><meta charset="utf-8"><body>%s<pre id="found"></pre><script>
onload = () => {
  const found = [];
  for (const frame of document.querySelectorAll("iframe")) {
    const page = frame.contentDocument.documentElement;
    if (page.scrollWidth > frame.clientWidth) {
      found.push(frame.id + ": " + page.scrollWidth + " pixels wide");
    }
    const shown = [...frame.contentDocument.querySelectorAll("figure")].filter(
      figure => getComputedStyle(figure).display != "none");
    if (shown.length != 1) {
      found.push(frame.id + ": " + shown.length + " pictures");
    }
  }
  document.getElementById("found").textContent =
    document.querySelectorAll("iframe").length + " pages\\n" + found.join("\\n");
};
</script>"""


def look(page):
    """What a page of ours found: a line that counts, and one for each problem."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if not program:
        raise Skipped("chromium is not installed")
    pathlib.Path("page.html").write_text(page)
    result = run(program, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom",
                 "--allow-file-access-from-files", "--virtual-time-budget=20000",
                 f"--user-data-dir={pathlib.Path('profile').resolve()}",
                 pathlib.Path("page.html").resolve().as_uri())
    found = re.search(r'<pre id="found">(.*?)</pre>', result.stdout, re.S)
    assert found and found[1], f"{program} shows nothing: {result.stderr[-500:]}"
    return found[1].strip().splitlines()


def schemas():
    yield from examples()
    for seed in range(LAYOUTS):
        path = pathlib.Path(f"random{seed}.pschema")
        path.write_text(random_schema(seed))
        yield path, []


def test_labels():
    drawn = []
    for path, options in schemas():
        for width in ([], ["--width=360"]):
            text = schemac("map", path, "--svg", *options, *width).stdout.partition("\n")[2]
            drawn.append(f'<div id="{path.name} {" ".join(options + width)}">{text}</div>')
    counted, *found = look(PICTURES % "".join(drawn))
    assert int(counted.split()[0]) > 1000, counted
    assert not found, f"{len(found)} problems\n" + "\n".join(found[:9])


def test_collisions_are_found():
    drawn = schemac("map", next(examples())[0], "--svg").stdout.partition("\n")[2]
    drawn = drawn.replace("(bootloader)", "(bootloader) " + "w" * 60)
    _, *found = look(PICTURES % f'<div id="one">{drawn}</div>')
    assert any("overlap" in problem for problem in found), found


def test_pages_fit():
    frames = ""
    for index, (path, options) in enumerate(schemas()):
        page = pathlib.Path(f"page{index}.html")
        page.write_text(schemac("map", path, "--html", *options).stdout)
        for width in (360, 800, 1600) if index % 6 == 0 else (360,):
            frames += (f'<iframe id="{path.name} {" ".join(options)} at {width}" src="{page}" '
                       f'style="width:{width}px;height:600px;border:0"></iframe>')
    _, *found = look(PAGES % frames)
    assert not found, f"{len(found)} problems\n" + "\n".join(found[:9])


if __name__ == "__main__":
    run_tests(globals())
