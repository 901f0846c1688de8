"""Reads an NVS image as ESP-IDF's library does, and holds every rule of the format against it.

Written from the description of the format alone: ESP-IDF's documentation of the NVS library
("Internals") and what is known of the pages that nvs_partition_gen makes. Nothing here comes from
schemac.
"""

import zlib

PAGE = 4096
ENTRY = 32
COUNT = 126
BLANK = b"\xff" * ENTRY
ACTIVE, FULL, NONE = 0xFFFFFFFE, 0xFFFFFFFC, 0xFFFFFFFF
EMPTY, WRITTEN = 3, 2
SIZES = {0x01: 1, 0x11: 1, 0x02: 2, 0x12: 2, 0x04: 4, 0x14: 4, 0x08: 8, 0x18: 8}
STRING, BLOB, CHUNK, INDEX = 0x21, 0x41, 0x42, 0x48
CHUNK_LIMIT = (COUNT - 1) * ENTRY


class Broken(AssertionError):
    """The image breaks a rule."""


def rule(holds, text):
    if not holds:
        raise Broken(text)


def crc(data):
    return zlib.crc32(data, 0xFFFFFFFF)


def number(data, is_signed=False):
    return int.from_bytes(data, "little", signed=is_signed)


def read_name(field):
    name, _, rest = field.partition(b"\0")
    rule(0 < len(name) < 16 and not rest.strip(b"\0"), f"a name is {field}")
    return name.decode("ascii")


class Page:
    """A page with a header."""

    def __init__(self, data, index, version):
        self.state, self.number = number(data[:4]), number(data[4:8])
        self.data = data
        rule(self.state in (ACTIVE, FULL), f"page {index} has state {self.state:x}")
        rule(self.number == index, f"page {index} has number {self.number}")
        rule(data[8] == {1: 0xFF, 2: 0xFE}[version], f"page {index} has version {data[8]:x}")
        rule(data[9:28] == b"\xff" * 19, f"page {index} has a reserved field")
        rule(number(data[28:32]) == crc(data[4:28]), f"the CRC of page {index} is wrong")
        states = [data[32 + i // 4] >> (i % 4 * 2) & 3 for i in range(COUNT)]
        rule(data[63] >> 4 == 0xF, f"the bitmap of page {index} has bits behind its entries")
        self.used = states.count(WRITTEN)
        rule(states == [WRITTEN] * self.used + [EMPTY] * (COUNT - self.used),
             f"page {index} has states {states}")
        for at in range(self.used, COUNT):
            rule(self.slot(at) == BLANK, f"entry {at} of page {index} is not blank")

    def slot(self, at):
        return self.data[64 + at * ENTRY:64 + (at + 1) * ENTRY]

    def entries(self):
        """(place, entry, payload) of each entry."""
        at = 0
        while at < self.used:
            entry = self.slot(at)
            covered = entry[:4] + entry[8:]
            rule(number(entry[4:8]) == crc(covered), f"entry {self.number}.{at}: its CRC is wrong")
            span = entry[2]
            rule(0 < span <= self.used - at, f"entry {self.number}.{at} spans {span}")
            yield at, entry, b"".join(self.slot(at + i) for i in range(1, span))
            at += span


def read_pages(image, version, size, has_full_tail=False):
    """The pages with a header; judges their states, and the blank rest."""
    rule(len(image) == size and size % PAGE == 0, f"the image has {len(image)} bytes of {size}")
    pages = []
    for index in range(size // PAGE):
        data = image[index * PAGE:(index + 1) * PAGE]
        if number(data[:4]) == NONE:
            rule(not image[index * PAGE:].strip(b"\xff"), f"page {index} and the rest are not blank")
            break
        pages.append(Page(data, index, version))
    all_pages = size // PAGE
    usable = all_pages if all_pages < 3 else all_pages - 1
    rule(0 < len(pages) <= usable, f"{len(pages)} pages of {all_pages} are used")
    if has_full_tail:
        rule(len(pages) == usable, "the spare pages are not full")
        rule(all(page.state == FULL for page in pages), "a page is not full")
    else:
        states = [page.state for page in pages]
        rule(states == [FULL] * (len(pages) - 1) + [ACTIVE], f"the states are {states}")
        rule(len(pages) == 1 or pages[-1].used > 0, "the last page has no entry")
    return pages


def read_payload(entry, payload, place):
    length = number(entry[24:26])
    rule(entry[26:28] == b"\xff\xff", f"entry {place}: bytes 26 and 27")
    rule(len(payload) == (length + ENTRY - 1) // ENTRY * ENTRY, f"entry {place}: its span")
    rule(not payload[length:].strip(b"\xff"), f"entry {place}: what follows its bytes")
    rule(number(entry[28:32]) == crc(payload[:length]), f"entry {place}: the CRC of its bytes")
    return payload[:length]


class Reader:
    def __init__(self, version):
        self.version = version
        self.spaces = {}   # index -> name
        self.values = {}   # (namespace, key) -> (type, value)
        self.open = None   # the blob whose chunks are read: (namespace, key, bytes, count)

    def put(self, space, key, kind, value):
        rule(space in self.spaces, f"`{key}` is in namespace {space}, which is not defined")
        name = (self.spaces[space], key)
        rule(name not in self.values, f"{name} is there twice")
        self.values[name] = (kind, value)

    def define(self, entry):
        name, index = read_name(entry[8:24]), entry[24]
        rule(entry[1] == 0x01 and entry[25:32] == b"\xff" * 7, f"namespace `{name}` is odd")
        rule(index == len(self.spaces) + 1 and index < 255, f"namespace `{name}` has index {index}")
        rule(name not in self.spaces.values(), f"namespace `{name}` is there twice")
        self.spaces[index] = name

    def read(self, page, at, entry, payload):
        space, kind, span, chunk = entry[:4]
        place, key = f"{page.number}.{at}", read_name(entry[8:24])
        rule(self.open is None or kind in (CHUNK, INDEX), f"entry {place} stands among chunks")
        if kind in SIZES:
            rule(span == 1 and chunk == 0xFF, f"entry {place} is no integer")
            size = SIZES[kind]
            rule(not entry[24 + size:].strip(b"\xff"), f"entry {place}: what follows its integer")
            if space == 0:
                self.define(entry)
            else:
                self.put(space, key, kind, number(entry[24:24 + size], kind & 0x10 != 0))
        elif kind == STRING or (kind == BLOB and self.version == 1):
            rule(chunk == 0xFF and at + span < COUNT, f"entry {place} takes the last entry")
            value = read_payload(entry, payload, place)
            if kind == STRING:
                rule(value[-1:] == b"\0" and b"\0" not in value[:-1], f"entry {place}: its NUL")
            rule(self.version == 2 or len(value) <= 1984, f"entry {place} is too long")
            self.put(space, key, kind, value[:-1] if kind == STRING else value)
        elif kind == CHUNK and self.version == 2:
            self.chunk(at, (space, key), chunk, read_payload(entry, payload, place))
        else:
            rule(kind == INDEX and self.version == 2, f"entry {place} has type {kind:x}")
            self.index((space, key), entry, place)

    def chunk(self, at, name, chunk, value):
        opened = self.open or (name, b"", 0)
        rule(opened[0] == name and chunk == opened[2], f"chunk {chunk} of {name} is out of order")
        rule(chunk == 0 or at == 0, f"chunk {chunk} of {name} begins within a page")
        rule(len(value) <= CHUNK_LIMIT, f"chunk {chunk} of {name} is too long")
        rule(value or chunk == 0, f"chunk {chunk} of {name} is empty")
        self.open = (name, opened[1] + value, chunk + 1)

    def index(self, name, entry, place):
        rule(self.open is not None and self.open[0] == name, f"entry {place} indexes no chunks")
        _, value, count = self.open
        self.open = None
        rule(entry[2] == 1 and entry[3] == 0xFF and entry[30:] == b"\xff\xff", f"index {place}")
        rule(number(entry[24:28]) == len(value), f"index {place} says {number(entry[24:28])} bytes")
        rule(entry[28] == count and entry[29] == 0, f"index {place} says {entry[28]} chunks")
        self.put(name[0], name[1], BLOB, value)


def read(image, version, size, has_full_tail=False):
    """The keys of an image: {(namespace, key): (type, value)}, in order. Broken, if it is."""
    reader = Reader(version)
    pages = read_pages(image, version, size, has_full_tail)
    all_entries = [(page, *entry) for page in pages for entry in page.entries()]
    for i, (page, at, entry, payload) in enumerate(all_entries):
        reader.read(page, at, entry, payload)
        is_chunk = entry[1] == CHUNK
        follows = all_entries[i + 1][2][1] if i + 1 < len(all_entries) else None
        rule(not is_chunk or follows in (CHUNK, INDEX), f"entry {page.number}.{at} has no index")
        if is_chunk and follows == CHUNK:
            rule(at + entry[2] == COUNT, f"chunk {page.number}.{at} leaves entries of its page")
    for page, following in zip(pages, pages[1:]):
        if following.used:
            check_full(page, following)
    return reader.values


def check_full(page, following):
    """A page that is followed has no room for what comes next."""
    entry = following.slot(0)
    left = COUNT - page.used
    if entry[1] in (STRING, BLOB):
        rule(page.used + entry[2] >= COUNT, f"page {page.number} has room for a string")
    else:
        rule(left == 0, f"page {page.number} has {left} entries left")


def decrypt(image, keys):
    """The plain image of an encrypted one. Needs `cryptography`."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
    plain = bytearray(image)
    for start in range(0, len(image), PAGE):
        for i in range(COUNT):
            if image[start + 32 + i // 4] >> (i % 4 * 2) & 3 != WRITTEN:
                continue
            at = start + 64 + i * ENTRY
            tweak = at.to_bytes(16, "little")
            decryptor = Cipher(algorithms.AES(keys[:64]), modes.XTS(tweak)).decryptor()
            plain[at:at + ENTRY] = decryptor.update(image[at:at + ENTRY]) + decryptor.finalize()
    return bytes(plain)
