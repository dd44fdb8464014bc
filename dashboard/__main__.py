"""The command line: `python -m dashboard …` (docs/command-line.md)."""

from dashboard.cli.main import main

if __name__ == "__main__":
    raise SystemExit(main())
