"""The same pages as they would be without care: each run builds its charts anew and fills the tables behind them.

What comes from the workspace is cached as ours is, and so are the small lines on cards, which are our own device.

Started as `python -m bench.naive`; serves at PORT with Streamlit's own settings where ours differ for speed.
"""

import os
from pathlib import Path

from streamlit.web import bootstrap

from dashboard.ui import pictures, tables
from dashboard.ui.screen import Screen

APP = Path(__file__).parents[1] / "dashboard" / "app.py"


def main() -> None:
    """Serve until stopped."""
    pictures._drawn = pictures._drawn.__wrapped__  # type: ignore[attr-defined]
    tables.folded = _shown
    flags = {"server.port": int(os.environ["PORT"]), "runner.postScriptGC": True}
    bootstrap.load_config_options(flag_options=flags)
    bootstrap.run(str(APP), False, [], flags)


def _shown(screen: Screen, key: str, draw, **_: object) -> None:  # type: ignore[no-untyped-def]  # noqa: ARG001
    draw()


if __name__ == "__main__":
    main()
