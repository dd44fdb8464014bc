"""Garbage is collected on a timer and not after every run of a page: a full collection takes longer than a run.

Streamlit's own collection is switched off in .streamlit/config.toml (`runner.postScriptGC`).
"""

import gc
import threading
import time
from functools import cache

INTERVAL_SECONDS = 60


@cache
def start() -> threading.Thread:
    """One thread for the whole process; later calls give the same."""
    thread = threading.Thread(target=_collect_for_ever, name="collector", daemon=True)
    thread.start()
    return thread


def _collect_for_ever() -> None:
    while True:
        time.sleep(INTERVAL_SECONDS)
        gc.collect()
