"""Colours that everybody can tell apart and read."""

import itertools
import tomllib
from pathlib import Path

import pytest

from dashboard.charts.palette import PALETTES, contrast

CONFIG = Path(__file__).parents[2] / ".streamlit" / "config.toml"


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", PALETTES)
def test_text_stands_out_four_and_a_half_to_one(theme):
    colours = PALETTES[theme]
    for ground in (colours.ground, colours.panel):
        for ink in (colours.ink, colours.muted, colours.alarm_text, colours.good_text):
            assert contrast(ink, ground) >= 4.5, (ink, ground)
    assert contrast(colours.missing_ink, colours.missing) >= 4.5
    for fill in colours.ramp + colours.blues:
        assert contrast(colours.ink_on(fill), fill) >= 4.5, fill


@pytest.mark.parametrize("theme", PALETTES)
def test_marks_stand_out_three_to_one(theme):
    colours = PALETTES[theme]
    for ground in (colours.ground, colours.panel):
        for mark in (colours.series, colours.pale, colours.alarm, colours.good, *colours.levels.values()):
            assert contrast(mark, ground) >= 3, (mark, ground)


@pytest.mark.parametrize("theme", PALETTES)
def test_steps_of_a_ramp_differ_in_grey_and_missing_is_no_step(theme):
    colours = PALETTES[theme]
    for ramp in (colours.ramp, colours.blues):
        from_ground = [contrast(fill, colours.ground) for fill in ramp]
        assert from_ground == sorted(from_ground)
        assert all(later / earlier > 1.15 for earlier, later in itertools.pairwise(from_ground))
        assert colours.missing not in ramp
    assert colours.missing != colours.ground


@pytest.mark.parametrize("theme", PALETTES)
def test_the_pages_wear_the_colours_of_the_pictures(theme):
    settings = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"][theme]
    colours = PALETTES[theme]
    assert settings["backgroundColor"] == colours.ground
    assert settings["secondaryBackgroundColor"] == colours.panel
    assert settings["textColor"] == colours.ink
    assert settings["redTextColor"] == colours.alarm_text
    assert settings["greenTextColor"] == colours.good_text
    assert settings["chartCategoricalColors"][:3] == list(colours.levels.values())
    assert contrast(settings["primaryColor"], "#FFFFFF") >= 4.5
    assert contrast(settings["linkColor"], colours.ground) >= 4.5


def test_fonts_are_files_of_this_repository_and_the_machine_tells_nobody():
    settings = tomllib.loads(CONFIG.read_text(encoding="utf-8"))
    static = CONFIG.parents[1] / "dashboard" / "static"
    for face in settings["theme"]["fontFaces"]:
        assert (static / face["url"].removeprefix("app/static/")).read_bytes()[:4] == b"wOF2"
    assert (static / "be-vietnam-pro-OFL.txt").exists()
    assert "http" not in CONFIG.read_text(encoding="utf-8").replace("# http", "")
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["server"]["address"] == "127.0.0.1"
    assert settings["server"]["enableCORS"] and settings["server"]["enableXsrfProtection"]
