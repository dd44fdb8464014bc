"""Garbage: collected on a timer, because Streamlit's collection after each run is switched off."""

import tomllib
from pathlib import Path

from streamlit import config

from dashboard.ui import collector

CONFIG = Path(__file__).parents[2] / ".streamlit" / "config.toml"


def test_streamlit_still_has_the_option_and_ours_switches_it_off():
    assert config.get_config_options(force_reparse=True)["runner.postScriptGC"].type is bool
    assert tomllib.loads(CONFIG.read_text("utf-8"))["runner"]["postScriptGC"] is False


def test_one_thread_collects_for_the_whole_process_and_holds_nobody_up():
    thread = collector.start()
    assert thread.is_alive() and not thread.daemon  # it ends with the program by itself: test_background
    assert collector.start() is thread
