"""Runs every check that is not a test, side by side, and fails when one does. `--fix` first mends what can be.

Run with the environment's Python, from anywhere: style, format, SQL style, layers, types.
"""

import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = Path(sysconfig.get_path("scripts"))
FIXES = [
    ["ruff", "check", "--quiet", "--fix", "."],
    ["ruff", "format", "--quiet", "."],
    ["sqlfluff", "fix", "--quiet", "--processes", "2", "queries"],
]
CHECKS = [
    ["ruff", "check", "--quiet", "."],
    ["ruff", "format", "--quiet", "--check", "."],
    ["sqlfluff", "lint", "--processes", "2", "queries"],
    ["lint-imports"],
    ["mypy"],
]


def main() -> int:
    if "--fix" in sys.argv:
        for command in FIXES:
            _wait(command, _start(command))
    running = [(command, _start(command)) for command in CHECKS]
    failed = [" ".join(command[:2]) for command, run in running if not _wait(command, run)]
    print(f"checks: {len(CHECKS) - len(failed)} passed, {len(failed)} failed", *failed, sep="\n  ")
    return 1 if failed else 0


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    tool, *arguments = command
    output = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    return subprocess.Popen([TOOLS / tool, *arguments], cwd=ROOT, stdin=subprocess.DEVNULL, **output)


def _wait(command: list[str], run: subprocess.Popen[bytes]) -> bool:
    """Show what a tool printed, after its name; whether it was content."""
    said, _ = run.communicate()
    print(f"== {' '.join(command)}", flush=True)
    sys.stdout.buffer.write(said)
    sys.stdout.buffer.flush()
    return run.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
