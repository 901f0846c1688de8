"""Makes apps and bootloaders as the SDKs of Espressif's chips build them, for tests.

    python3 -B tests/tools/app.py OUT [--chip CHIP] [--size N] [--flash 4M] [--bootloader] ...

Source: esptool's documentation, "Firmware Image Format"; ESP-IDF, esp_app_format.h, esp_app_desc.h,
esp_bootloader_desc.h.
"""
import argparse
import hashlib
import struct
import zlib

CHIPS = {'esp32': 0, 'esp32s2': 2, 'esp32c3': 5, 'esp32s3': 9, 'esp32c2': 0xc, 'esp32c6': 0xd,
         'esp32h2': 0x10, 'esp32p4': 0x12, 'esp32c61': 0x14, 'esp32c5': 0x17, 'esp32h21': 0x19,
         'esp32h4': 0x1c, 'esp32s31': 0x20}
SIZES = {'1M': 0, '2M': 1, '4M': 2, '8M': 3, '16M': 4, '32M': 5, '64M': 6, '128M': 7,
         'none': 15}
OLD_SIZES = {'512K': 0, '256K': 1, '1M': 2, '2M': 3, '4M': 4, '8M': 8, '16M': 9}


def description(project, version, secure_version):
    """esp_app_desc_t"""
    return struct.pack('<II8x32s32s16s16s32s32s80x', 0xabcd5432, secure_version, version.encode(),
                       project.encode(), b'12:00:00', b'Jan  1 2026', b'v5.5', bytes(32))


def bootloader_description():
    """esp_bootloader_desc_t"""
    return struct.pack('<B3xI32s24s16x', 80, 1, b'v5.5', b'Jan  1 2026 12:00:00')


def mark(digests):
    """A layout mark (runtime/include/pschema/mark.h): the app's own digest, those of migrations."""
    body = hashlib.sha256(b'pschema layout mark').digest()[:16]
    body += struct.pack('<HHI', 1, 28 + 8 * len(digests), len(digests) - 1)
    body += b''.join(struct.pack('<Q', digest) for digest in digests)
    return body + struct.pack('<I', zlib.crc32(body, 0xffffffff))


def make(chip='esp32', size=0, flash='4M', start=b'', digest=True, fill=None):
    """An image of `size` bytes, or as few as it takes: sizes are multiples of 16."""
    old = chip == 'esp8266'
    header = 8 if old else 24
    digest = digest and not old
    least = header + 8 + len(start) + 1
    length = max(-(-least // 16) * 16, (size - 32 * digest) // 16 * 16)
    count = (length - 1 - header - 8) // 4 * 4
    body = start + bytes((at * 7 if fill is None else fill) & 255 for at in range(count - len(start)))
    sizes = OLD_SIZES if old else SIZES
    image = struct.pack('<BBBBI', 0xe9, 1, 2, sizes[flash] << 4, 0x40100000)
    if not old:
        image += struct.pack('<B3xHBHHxxxxB', 0xee, CHIPS[chip], 0, 0, 0xffff, digest)
    image += struct.pack('<II', 0x40100000 if old else 0x3f400020, len(body)) + body
    checksum = 0xef
    for byte in body:
        checksum ^= byte
    image += bytes(length - 1 - len(image)) + bytes([checksum])
    return image + (hashlib.sha256(image).digest() if digest else b'')


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('out')
    parser.add_argument('--chip', default='esp32')
    parser.add_argument('--size', type=lambda text: int(text, 0), default=0)
    parser.add_argument('--flash', default='4M', help='of the header')
    parser.add_argument('--bootloader', action='store_true')
    parser.add_argument('--project', help='gives it a description')
    parser.add_argument('--version', default='1.0')
    parser.add_argument('--secure-version', type=int, default=0)
    parser.add_argument('--no-digest', action='store_true')
    parser.add_argument('--fill', type=lambda text: int(text, 0))
    parser.add_argument('--mark', help='digests of layouts, with commas')
    parser.add_argument('--damaged-mark', action='store_true')
    options = parser.parse_args()
    start = b''
    if options.bootloader:
        start = bootloader_description()
    elif options.project:
        start = description(options.project, options.version, options.secure_version)
    if options.mark:
        start += mark([int(digest, 16) for digest in options.mark.split(',')])
        start = start[:-1] + bytes([start[-1] ^ options.damaged_mark])
    with open(options.out, 'wb') as file:
        file.write(make(options.chip, options.size, options.flash, start, not options.no_digest,
                        options.fill))


if __name__ == '__main__':
    main()
