"""How the units that were assessed are rated: a bar for each rating, and its share of those assessed beside it."""

from collections.abc import Mapping
from typing import Any

from dashboard.charts.iso_columns import RATINGS, rating_fills
from dashboard.charts.picture import Look, Picture, TableColumn, empty_picture
from dashboard.charts.rows import number_bars
from dashboard.metrics import format as fmt

Row = Mapping[str, Any]
SCORED = ("very_good", "good", "fair")


def rating_bars(row: Row | None, look: Look | None = None, period: str = "", noun: str = "") -> Picture:
    """Bars of counts in the order of the ratings; units that were not assessed have a bar and no share.

    `row` is one of `queries/read/iso_ratings.sql`, `noun` what is rated ("xã, phường").
    """
    look = look or Look()
    noun = noun or look.say("noun.iso")
    columns = (
        TableColumn("name", look.say("iso_ratings.rating")),
        TableColumn("count", look.say("table.value"), "count"),
        TableColumn("share", look.say("iso_ratings.share"), "percent"),
    )
    if row is None or not row["rated"]:
        return empty_picture(look.say("iso_ratings.none", period=period), "", look, columns)
    title = rating_title(row, look, period, noun)
    shown = [rating for rating in RATINGS if rating in SCORED or row[rating]]
    fills = rating_fills(look)
    values = [
        {
            "name": look.say(f"iso_rating.{rating}"),
            "count": row[rating],
            "words": _words(row, rating, look),
            "colour": fills[rating],
        }
        for rating in shown
    ]
    chart = number_bars(values, "name", "count", look)
    rows = tuple(
        {"name": value["name"], "count": row[rating], "share": _share(row, rating, look)}
        for rating, value in zip(shown, values, strict=True)
    )
    notes = [look.say("iso_ratings.of_scored")]
    if row["unrated"] is None:
        notes.append(look.say("iso_ratings.unrated_unknown"))
    if row["other"]:
        notes.append(look.say("iso_ratings.other_note"))
    alt_text = look.say("iso_ratings.alt", sentence=title)
    return Picture(chart, title, "", alt_text, look, columns, rows, tuple(notes))


def rating_title(row: Row, look: Look, period: str, noun: str) -> str:
    """The share of the best rating among those assessed, and how many were not."""
    counts = {key: fmt.count(row[key], look.language) for key in ("rated", "very_good")}
    share = fmt.share(row["very_good"], row["rated"], noun, fmt.CHART_DECIMALS, look.language, look.small_n)
    if row["rated"] < look.small_n:
        said = look.say("iso_ratings.title_few", noun=noun, period=period, **counts)
    else:
        said = look.say("iso_ratings.title", share=share, noun=noun, period=period, **counts)
    if row["unrated"]:
        unrated = fmt.count(row["unrated"], look.language)
        said += "; " + look.say("iso_ratings.title_unrated", unrated=unrated, noun=noun)
    return said


def _words(row: Row, rating: str, look: Look) -> str:
    count = fmt.count(row[rating], look.language)
    if rating == "unrated":
        return count
    if row["rated"] < look.small_n:
        return fmt.counts(row[rating], row["rated"], look.language)
    return f"{count} · {fmt.ratio(row[rating], row['rated'], fmt.CHART_DECIMALS, look.language)}"


def _share(row: Row, rating: str, look: Look) -> float | None:
    if rating == "unrated" or row["rated"] < look.small_n or row[rating] is None:
        return None
    return float(row[rating] / row["rated"])
