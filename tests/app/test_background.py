"""Threads beside the pages end with the program, and the program ends well although they are at work."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ENDS = """
import threading
import duckdb
from dashboard.ui import background

begun = threading.Event()

def work():
    connection = duckdb.connect()
    while not background.is_ending():
        connection.sql("select sum(range) from range(1_000_000)").fetchall()
        begun.set()
    print("ended")

background.repeat("sleeps", 3600, work)
threading.Thread(target=lambda: background.begin("works", work), daemon=True).start()  # as a page's thread does
begun.wait()
"""


def test_a_program_ends_at_once_and_well_while_threads_sleep_and_work():
    ran = subprocess.run(
        [sys.executable, "-c", ENDS], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert (ran.returncode, ran.stdout.strip(), ran.stderr) == (0, "ended", "")
