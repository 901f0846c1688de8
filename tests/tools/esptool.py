"""Runs the real esptool, which `./dev test --all` installs below build/: it is not in Debian.

Versions 4 and 5 differ in their words (`write_flash`, `write-flash`); 5 comes with espsecure, too.
"""

import os
import sys

from harness import PROJECT, Skipped, run

VERSIONS = (4, 5)


def installed(version):
    """The directory with this version of esptool; the test is skipped where there is none."""
    directory = PROJECT / f"build/esptool{version}"
    if not (directory / "esptool").is_dir():
        raise Skipped(f"esptool {version} is not installed: ./dev test --all does that")
    return directory


def environment(version):
    """One in which Python finds this version, whatever is installed elsewhere."""
    return {**os.environ, "PYTHONPATH": str(installed(version)), "NO_COLOR": "1", "COLUMNS": "200"}


def words(version, program="esptool"):
    """The command that starts `esptool`, `espsecure` or `espefuse`."""
    installed(version)
    return [sys.executable, "-W", "ignore", "-m", program]


def esptool(*arguments, version=5, program="esptool", status=0, **options):
    """Runs it and expects an exit status; null: any."""
    result = run(*words(version, program), *arguments, env=environment(version), **options)
    assert status is None or result.returncode == status, (
        f"{program} {version} {' '.join(map(str, arguments))}: status {result.returncode}\n"
        f"{result.stdout[-2000:]}{result.stderr[-2000:]}")
    return result


def espsecure(*arguments, **options):
    return esptool(*arguments, program="espsecure", **options)
