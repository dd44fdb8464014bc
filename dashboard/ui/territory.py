"""Units on their own territory across reorganisations ("cùng địa bàn"): the switch, the rows, and what cannot be told.

Predecessors' counts stand for their successor in periods before it began: `queries/read/metric_same_territory.sql`.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import Metric, load_catalogue
from dashboard.metrics.periods import KnownPeriod
from dashboard.report import Unit
from dashboard.ui import page_parts, url
from dashboard.ui.reads import Rows
from dashboard.ui.screen import Screen
from dashboard.ui.series import Span

Row = Mapping[str, Any]
PARAMETER = "territory"
MOST_NAMES = 3
FIRST_DAY = date(1900, 1, 1)


def is_on() -> bool:
    """Whether the address asks for converted figures."""
    return url.read(PARAMETER) == "1"


def reorganisations(screen: Screen, first_day: date, last_day: date, unit_ids: Sequence[str] = ()) -> Rows:
    """The days after one and up to another on which units were reorganised, by kind of unit; empty without any."""
    return screen.rows(
        "reorganisations", first_day=first_day.isoformat(), last_day=last_day.isoformat(), unit_ids=list(unit_ids)
    )


def reorganised(screen: Screen, first_day: date) -> frozenset[str]:
    """The units whose figures from a day on count other territory than those at the end of the period shown."""
    assert screen.period is not None
    days = {"first_day": first_day.isoformat(), "last_day": screen.period.period.end.isoformat()}
    return frozenset(row["unit_id"] for row in screen.rows("reorganised_units", **days))


def compared(screen: Screen, metric: Metric, field_ids: Sequence[str], rows: Rows) -> Rows:
    """Rows of many units, those of earlier periods on the territory of the period shown.

    A unit that was reorganised since has no earlier row, so that nothing is compared with it; where the address asks
    for converted figures, the sum of its predecessors stands there instead.
    """
    assert screen.period is not None
    end = screen.period.period.end
    earlier = {row["period_id"]: row for row in rows if row["end_date"] < end}
    changed = {id_: reorganised(screen, row["start_date"]) for id_, row in earlier.items()}
    kept = [row for row in rows if row["unit_id"] not in changed.get(row["period_id"], ())]
    if not is_on() or _is_fixed(metric.id) or not any(changed.values()):
        return kept
    asked = {"metric_ids": [metric.id], "period_ids": sorted(earlier), "field_ids": field_ids, "unit_ids": []}
    converted = screen.rows("metric_same_territory", **asked, base_period_id=screen.period_id)
    return [*kept, *(row for row in converted if row["unit_id"] in changed[row["period_id"]])]


def switch(screen: Screen, metric: Metric, crosses: bool) -> bool:
    """The switch, only where the periods shown cross a reorganisation; whether converted figures are to be shown."""
    if not crosses:
        return False
    reason = load_catalogue().not_convertible(metric)
    _toggle(screen, screen.say(f"territory.why_{reason}") if reason else "")
    return is_on() and reason is None


def _toggle(screen: Screen, why_not: str = "") -> None:
    st.toggle(
        screen.say("territory.switch"),
        help=why_not or screen.say("territory.help"),
        key=url.widget(PARAMETER, is_on() and not why_not),
        disabled=bool(why_not),
        on_change=_pick,
    )


def _pick() -> None:
    url.write(PARAMETER, "1" if st.session_state[f"w_{PARAMETER}"] else None)


def unit_rows(
    screen: Screen, unit_id: str, metric_ids: Sequence[str], period_ids: Sequence[str], field_ids: Sequence[str] = ()
) -> Rows:
    """One unit in some periods, as `metric_by_unit` has it, or on its own territory where the address asks for that.

    Each row says by `is_other_territory` whether it counts other territory than the unit has in the period shown: such
    a figure is not compared, and no line joins it. Converted rows bring `is_converted`, `reason` and `reason_units`;
    metrics that cannot be converted keep their plain rows.
    """
    assert screen.period is not None
    asked = {"metric_ids": metric_ids, "period_ids": period_ids, "field_ids": field_ids, "unit_ids": [unit_id]}
    plain = screen.rows("metric_by_unit", **asked)
    starts = [row["start_date"] for row in plain]
    days = _days(screen, unit_id, min(starts)) if starts else []
    flagged = [row | {"is_other_territory": any(row["start_date"] < day for day in days)} for row in plain]
    additive = [id_ for id_ in metric_ids if not _is_fixed(id_)]
    if not is_on() or not additive or not _days(screen, unit_id, FIRST_DAY):
        return flagged
    converted = screen.rows(
        "metric_same_territory", **asked | {"metric_ids": additive}, base_period_id=screen.period_id
    )
    if not converted:
        return flagged
    rest = [row for row in flagged if row["metric_id"] not in additive]
    return [*(row | {"is_other_territory": False} for row in converted), *rest]


def _days(screen: Screen, unit_id: str, first_day: date) -> list[date]:
    assert screen.period is not None
    return [row["effective_on"] for row in reorganisations(screen, first_day, screen.period.period.end, [unit_id])]


def unit_switch(screen: Screen, unit: Unit | None, metric_ids: Sequence[str], periods: Span) -> None:
    """The switch of a page on one unit, where its periods reach back to before it was reorganised, and the note."""
    if unit is None or not periods.parts or not _days(screen, unit.unit_id, periods.parts[0].start_date):
        return
    _toggle(screen)
    if is_on():
        rows = unit_rows(screen, unit.unit_id, metric_ids, [part.part_id for part in periods.parts])
        note(screen, [*rows, *({"metric_id": id_, "reason": "not_additive"} for id_ in metric_ids if _is_fixed(id_))])
    else:
        page_parts.prose(screen.say("territory.unit_changed", name=unit.name))


def _is_fixed(metric_id: str) -> bool:
    return load_catalogue().not_convertible(load_catalogue().metrics[metric_id]) is not None


def units_switch(screen: Screen, metric: Metric, other: KnownPeriod | None, unit_ids: Iterable[str]) -> None:
    """The same for a page that compares units, with how many of them cannot be compared as they are."""
    if other is None:
        return
    changed = reorganised(screen, other.period.start) & set(unit_ids)
    if switch(screen, metric, bool(changed)):
        page_parts.prose(screen.say("territory.note"))
    elif changed:
        name = fmt.period_name(other.period, screen.language)
        counted = fmt.count(len(changed), screen.language)
        words = screen.say("territory.not_comparable", count=counted, other=name, period=screen.period_name)
        page_parts.prose(words)


def reason(screen: Screen, code: str | None, unit_names: Iterable[str] | None = None) -> str:
    """Why a figure cannot be converted, in words, with the units that stand in the way."""
    if code is None:
        return ""
    names = list(unit_names or ())
    said = "; ".join(names[:MOST_NAMES])
    if len(names) > MOST_NAMES:
        said += f"; {screen.say('state.and_more', count=fmt.count(len(names) - MOST_NAMES, screen.language))}"
    words = screen.say(f"territory.reason_{code}")
    return f"{words}: {said}" if said else words


def note(screen: Screen, rows: Iterable[Row]) -> None:
    """What a reader must know of the converted figures among some rows, and why others are not there."""
    found = list(rows)
    sentences = [screen.say("territory.note")] if any(row.get("is_converted") for row in found) else []
    names: dict[str, dict[str, None]] = {}
    for row in found:
        if row.get("reason") == "not_additive" and "metric_id" in row:
            metric = load_catalogue().metrics[row["metric_id"]]
            words = metric.name if screen.language == "vi" else metric.name_en
            names.setdefault("not_additive", {})[words] = None
        elif row.get("reason"):
            names.setdefault(row["reason"], {}).update(dict.fromkeys(row["reason_units"] or ()))
    sentences += [f"{reason(screen, code, units)}." for code, units in names.items()]
    if sentences:
        page_parts.prose(" ".join(sentences), "picture-notes")
