"""Every picture as the drawing library renders it, searched for numbers written in the wrong way and for the outside."""

import html
import json
import re
from datetime import date
from typing import Any

import pytest
import vl_convert

from dashboard.charts.bars import rate_and_count_bars
from dashboard.charts.cross import cross_matrix
from dashboard.charts.locale import plotly_separators, vega_locale
from dashboard.charts.matrix import rate_matrix
from dashboard.charts.multiples import small_multiples
from dashboard.charts.other_theme import in_other_theme
from dashboard.charts.picture import Look, Picture
from dashboard.charts.tree import file_tree
from dashboard.charts.trend import sparkline, trend
from dashboard.metrics.catalogue import load_catalogue
from tests.charts.samples import months

METRICS = load_catalogue().metrics
LATE = METRICS["late_rate"]
WRONG = {
    "vi": re.compile(r"\d\.\d{1,2}(?!\d)|\d,\d{3}(?!\d)|\d\s%"),
    "en": re.compile(r"\d,\d{1,2}(?!\d)|\d\.\d{3}(?!\d)|\d\s%"),
}


def pictures(look: Look) -> list[Picture]:
    series = months(
        date(2024, 11, 1), [(40 + i % 5, 1000 + 7 * i) for i in range(14)] + [(None, None), (55, 1200)], target=0.03
    )
    fields = [
        row
        for number, name in enumerate(
            ["Đất đai", "Hộ tịch", "Bảo trợ xã hội, phòng chống tệ nạn xã hội", "Ngữ nghĩa ễ ộ ữ"]
        )
        for row in months(
            date(2025, 1, 1), [(number * 9 + i, 100 + i) for i in range(9)], field_id=str(number), name=name
        )
    ]
    bars = [
        {"id": str(i), "name": f"Lĩnh vực {i}", "numerator": 1200 * i, "denominator": 12345, "target": 0.4}
        for i in range(9)
    ]
    counts = months(date(2025, 11, 1), [(12000, None), (13500, None), (14250, None)])
    return [
        trend(series, LATE, look, subject="Đất đai"),
        trend(counts, METRICS["certificates_org"], look),
        sparkline(series, LATE, look),
        small_multiples(fields, LATE, look),
        rate_and_count_bars(bars, LATE, look),
        rate_matrix(fields, LATE, look),
        trend([], LATE, look),
    ]


def written(picture: Picture) -> list[str]:
    svg = vl_convert.vegalite_to_svg(json.dumps(picture.document_spec()), allowed_base_urls=[])
    return [html.unescape(found) for found in re.findall(r"<text[^>]*>([^<]+)</text>", svg)]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_number_in_every_picture_is_written_the_languages_way(language):
    for picture in pictures(Look(language=language)):
        for words in [*written(picture), picture.title, picture.alt_text, picture.subtitle, *picture.notes]:
            dated = re.sub(r"\d\d/\d\d/\d{4}|\d\d/\d{4}", "", words)
            assert not WRONG[language].search(dated), words


@pytest.mark.parametrize("look", [Look(), Look(theme="dark", is_narrow=True), Look(is_large=True)])
def test_every_specification_is_valid_vega_lite(look):
    for picture in pictures(look):
        assert picture.chart.to_dict(validate=True)


def test_axes_of_counts_have_their_thousands_apart():
    texts = written(pictures(Look())[1])
    assert any(re.fullmatch(r"\d{2}\.\d{3}", words) for words in texts)
    texts = written(pictures(Look(language="en"))[1])
    assert any(re.fullmatch(r"\d{2},\d{3}", words) for words in texts)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_picture_asks_for_anything_from_outside(theme):
    for picture in pictures(Look(theme=theme)):
        spec = json.dumps(picture.document_spec(), ensure_ascii=False).replace(picture.spec()["$schema"], "")
        assert "http" not in spec and '"url"' not in spec


def test_every_picture_has_title_formula_and_alt_text_and_its_file_shows_them():
    for picture in pictures(Look()):
        assert picture.title and picture.alt_text and picture.subtitle.startswith("Công thức: ")
        spec = picture.document_spec()
        assert spec["description"] == picture.alt_text
        assert " ".join(spec["title"]["text"]).replace("\u00a0", " ") == picture.title
        assert "description" not in picture.spec() and "title" not in picture.spec()


def test_colours_and_locale_come_with_the_specification():
    for theme in ("light", "dark"):
        look = Look(theme=theme)
        spec = pictures(look)[0].spec()
        assert spec["config"]["background"] == look.palette.ground
        assert spec["config"]["locale"]["number"]["decimal"] == ","
    assert vega_locale("en")["number"]["decimal"] == "."
    assert (plotly_separators("vi"), plotly_separators("en")) == (",.", ".,")


@pytest.mark.parametrize(("theme", "other"), [("light", "dark"), ("dark", "light")])
def test_a_picture_for_the_other_ground_is_the_one_that_would_be_drawn_for_it(theme, other):
    drawn = {one: [*pictures(Look(theme=one)), *others(Look(theme=one))] for one in (theme, other)}
    for ours, theirs in zip(drawn[theme], drawn[other], strict=True):
        assert _unnamed(in_other_theme(ours.spec(), theme)) == _unnamed(theirs.spec()), ours.title


def _unnamed(spec: dict[str, Any]) -> str:
    """A specification without the names of its views, which are made of what is in them."""
    return re.sub(r"view_[0-9a-f]{16}", "view", json.dumps(spec, sort_keys=True, default=str))


def others(look: Look) -> list[Picture]:
    """Pictures with words on fills."""
    cells = [
        {"level": "commune", "unit_id": f"u{u}", "unit_name": f"Xã {u}", "field_id": f"f{f}", "field_name": f"Lĩnh vực {f}",
         "id": f"u{u}", "name": f"Xã {u}", "numerator": u * f, "denominator": 9 + 40 * u}
        for u in range(4) for f in range(3)
    ]  # fmt: skip
    return [cross_matrix(cells, LATE, look), file_tree(cells, LATE, look)]


def test_the_projector_gets_letters_of_twenty_four_pixels_and_more():
    config = pictures(Look(is_large=True))[0].spec()["config"]
    assert config["title"]["fontSize"] >= 32 and config["axis"]["labelFontSize"] >= 24
