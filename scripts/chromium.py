"""Installs Debian's or Ubuntu's Chromium for the browser tests, where it is missing and this user may.

Never fails: without Chromium the browser tests say that they were skipped. Standard library only.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main() -> None:
    if os.environ.get("CHROMIUM") or any(shutil.which(name) for name in NAMES):
        return
    if not shutil.which("apt-get"):
        _say("no Chromium and no apt-get")
        return
    prefix = _right_to_install()
    if prefix is None:
        _say("no Chromium, and installing needs root or sudo without a password ('sudo apt-get install chromium')")
        return
    print("Installing Chromium for the browser tests …", file=sys.stderr)
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    _run([*apt, "update"])
    if not _run([*apt, "install", "-y", "--no-install-recommends", "chromium", "fonts-dejavu-core"]):
        _say("Chromium could not be installed")


def _right_to_install() -> list[str] | None:
    if os.name == "posix" and os.geteuid() == 0:
        return []
    if shutil.which("sudo") and _run(["sudo", "-n", "true"]):
        return ["sudo", "-n"]
    return None


def _run(command: list[str]) -> bool:
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)
    return done.returncode == 0


def _say(reason: str) -> None:
    print(f"Browser tests will be skipped: {reason}.", file=sys.stderr)


if __name__ == "__main__":
    main()
