"""Small figures that the chart tests draw."""

import calendar
from datetime import date
from typing import Any


def months(first: date, counts: list[tuple[int | None, int | None]], **more: Any) -> list[dict[str, Any]]:
    """A row a month from `first` on; `more` is the same in each."""
    rows = []
    for index, (numerator, denominator) in enumerate(counts):
        year, month = first.year + (first.month - 1 + index) // 12, (first.month - 1 + index) % 12 + 1
        start = date(year, month, 1)
        end = date(year, month, calendar.monthrange(year, month)[1])
        rows.append({
            "kind": "month", "start_date": start, "end_date": end, "period_id": f"cchc/{year}-{month:02d}",
            "numerator": numerator, "denominator": denominator, **more,
        })  # fmt: skip
    return rows


def layers(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """The layers of a specification, those of a facet's panel too."""
    return (spec.get("spec") or spec)["layer"]


def mark(layer: dict[str, Any]) -> str:
    return layer["mark"]["type"]


def values(spec: dict[str, Any]) -> list[dict[str, Any]]:
    return spec["data"]["values"]
