"""Serves the installed dashboard, or runs one command of it, with the settings of this installation (settings.env).

run.sh                          serves the dashboard
run.sh backup FILE -w NAME      any command of docs/command-line.md; on Windows run.cmd
"""

import os
import runpy
import sys
from pathlib import Path

SETTINGS = Path(__file__).resolve().parent / "settings.env"


def main() -> None:
    for line in SETTINGS.read_text("utf-8").splitlines():
        name, is_setting, value = line.partition("=")
        if is_setting and not name.startswith("#"):
            os.environ.setdefault(name.strip(), value.strip())
    sys.argv[1:] = sys.argv[1:] or ["serve"]
    runpy.run_module("dashboard", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
