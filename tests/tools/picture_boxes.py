"""What an SVG of `schemac map` draws, as boxes, and what must hold of them.

Boxes of texts are bounds from above: the text's place, its size, and for each character the width
of a cell that no usual monospaced font exceeds. East Asian characters and emoji have two.
"""

import unicodedata
import xml.etree.ElementTree as tree

NAMESPACE = "{http://www.w3.org/2000/svg}"
CELL = 0.61        # of the size of the font
ASCENT, DESCENT = 0.8, 0.25
TITLE = 16         # the size of class h1; all other texts have 12


class Box:
    def __init__(self, left, top, right, bottom, what):
        self.left, self.top, self.right, self.bottom, self.what = left, top, right, bottom, what

    def meets(self, other):
        return (self.left < other.right and other.left < self.right
                and self.top < other.bottom and other.top < self.bottom)

    def __repr__(self):
        return f"`{self.what}` ({self.left:.0f},{self.top:.0f} {self.right:.0f},{self.bottom:.0f})"


def cells(text):
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def has_class(element, name):
    return name in element.get("class", "").split()


def text_box(element):
    size = TITLE if has_class(element, "h1") else 12
    x, y = float(element.get("x")), float(element.get("y"))
    width = cells(element.text) * CELL * size
    left = x - width if element.get("text-anchor") == "end" else x
    return Box(left, y - ASCENT * size, left + width, y + DESCENT * size, element.text)


def rectangle_box(element, what):
    x, y = float(element.get("x")), float(element.get("y"))
    return Box(x, y, x + float(element.get("width")), y + float(element.get("height")), what)


class Picture:
    def __init__(self, text):
        root = tree.fromstring(text)
        self.width, self.height = (float(root.get(name)) for name in ("width", "height"))
        self.texts = [text_box(element) for element in root.iter(NAMESPACE + "text")]
        self.titles = [element.text for group in root.iter(NAMESPACE + "g")
                       for element in group.findall(NAMESPACE + "title")]
        rectangles = list(root.iter(NAMESPACE + "rect"))
        self.blocks = [rectangle_box(element, "block") for element in rectangles
                       if has_class(element, "b")]
        self.gauges = [rectangle_box(element, "gauge") for element in rectangles
                       if has_class(element, "g")]
        groups = list(root.iter(NAMESPACE + "g"))
        self.labels = [[text_box(element) for element in group.iter(NAMESPACE + "text")]
                       for group in groups]


def collisions(boxes):
    """Pairs of boxes that meet, found by sweeping down."""
    active = []
    for box in sorted(boxes, key=lambda each: each.top):
        active = [other for other in active if other.bottom > box.top]
        yield from ((other, box) for other in active if box.meets(other))
        active.append(box)


def problems(picture):
    for one, other in collisions(picture.texts + picture.gauges):
        yield f"{one} and {other} overlap"
    for box in picture.texts + picture.blocks:
        if box.left < 0 or box.top < 0 or box.right > picture.width or box.bottom > picture.height:
            yield f"{box} is cut off by {picture.width:.0f} x {picture.height:.0f}"
    signs = {id(box) for box in picture.texts}
    for one, other in collisions(picture.texts + picture.blocks):
        if (id(one) in signs) != (id(other) in signs):
            yield f"{one} and {other} overlap"
    for one, other in collisions(picture.blocks):
        inside = (one.left <= other.left and one.right >= other.right
                  and one.top <= other.top and one.bottom >= other.bottom)
        outside = (other.left <= one.left and other.right >= one.right
                   and other.top <= one.top and other.bottom >= one.bottom)
        if not inside and not outside:
            yield f"{one} and {other} overlap"
    for box in picture.blocks:
        if box.bottom - box.top < 2 or box.right - box.left < 2:
            yield f"{box} is too small to be seen"
