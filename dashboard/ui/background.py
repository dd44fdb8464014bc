"""Work beside the pages, in threads that end with the program.

No thread here is a daemon: one that is in the middle of a query when the interpreter goes away takes the process down
by force. Each looks whether the program is being ended (`is_ending`) and stops by itself; the interpreter waits for it.
"""

import threading
from collections.abc import Callable


def is_ending() -> bool:
    """Whether the program was told to stop."""
    return not threading.main_thread().is_alive()


def begin(name: str, do: Callable[[], object]) -> threading.Thread:
    """Do something once, beside the pages."""
    thread = threading.Thread(target=do, name=name, daemon=False)
    thread.start()
    return thread


def repeat(name: str, seconds: float, do: Callable[[], object]) -> threading.Thread:
    """Do something every so many seconds until the program ends."""

    def for_ever() -> None:
        while not is_ending():
            threading.main_thread().join(seconds)  # sleeps, and wakes when the program is told to stop
            if not is_ending():
                do()

    return begin(name, for_ever)
