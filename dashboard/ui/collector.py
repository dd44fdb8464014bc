"""Garbage is collected on a timer and not after every run of a page: a full collection takes longer than a run.

Streamlit's own collection is switched off in .streamlit/config.toml (`runner.postScriptGC`).
"""

import gc
import threading
from functools import cache

from dashboard.ui import background

INTERVAL_SECONDS = 60


@cache
def start() -> threading.Thread:
    """One thread for the whole process; later calls give the same."""
    return background.repeat("collector", INTERVAL_SECONDS, gc.collect)
