"""The parts of the page on explanations: the rule, how many owe one and who, promises that come back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, get_args

import streamlit as st

from dashboard.charts.picture import TableColumn
from dashboard.follow_up import METRICS, Rule
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import Metric, load_catalogue
from dashboard.report import Field, Unit
from dashboard.ui import explanations, kpi, page_parts, reads, tables, url
from dashboard.ui import focus as focusing
from dashboard.ui.html import element, join
from dashboard.ui.kpi import Figure
from dashboard.ui.reads import Rows
from dashboard.ui.screen import Screen

SHOWN_WHOLE, LONGEST_TABLE = 11, 420
LEAST_FILES = ("1", "2", "3", "5", "10")


@dataclass(frozen=True, slots=True)
class Focus:
    """What the page is about: a definition of lateness, the rule of who owes, and a unit or field chosen."""

    metric: Metric
    rule: Rule
    least_files: str
    unit: Unit | None
    field: Field | None
    troubles: tuple[str, ...] = ()


def focus(screen: Screen) -> Focus:
    """What the address asks for; what it asks for in vain is left out and said."""
    troubles: list[str] = []
    known: dict[str, dict[str, Any]] = {
        "metric": {metric_id: metric_id for metric_id in METRICS},
        "rule": {rule: rule for rule in get_args(Rule)},
        "least": {number: number for number in LEAST_FILES},
        "unit": {unit.unit_id: unit for unit in focusing.units_of(screen)},
        "field": {field.field_id: field for field in reads.reference(screen.scope).fields},
    }
    found = {name: _found(screen, name, choices, troubles) for name, choices in known.items()}
    metrics = focusing.known_metrics(screen)
    metric_id = found["metric"] or next((id_ for id_ in METRICS if id_ in metrics), METRICS[0])
    return Focus(
        load_catalogue().metrics[metric_id], found["rule"] or "limits", found["least"] or "1",
        found["unit"], found["field"] if found["unit"] else None, tuple(troubles),
    )  # fmt: skip


def _found(screen: Screen, name: str, known: dict[str, Any], troubles: list[str]) -> Any:
    asked = url.read(name)
    if asked is None or asked in known:
        return known.get(asked or "")
    url.write(name, None)
    label = screen.say(f"explanations.{name}") if name in ("rule", "least") else screen.say(_LABELS[name])
    troubles.append(screen.say("problem.choice", asked=asked, filter=label))
    return None


_LABELS = {"metric": "filter.definition", "unit": "filter.unit", "field": "filter.field"}


def choices(screen: Screen, at: Focus) -> None:
    """Definition, rule and least number of files; the rule in words stands beneath."""
    metrics = load_catalogue().metrics
    with st.container(horizontal=True, vertical_alignment="bottom", key="choices"):
        _choice(screen.say("filter.definition"), "metric", METRICS, at.metric.id,
                lambda id_: kpi.figure_name(metrics[id_], screen), 330)  # fmt: skip
        _choice(screen.say("explanations.rule"), "rule", get_args(Rule), at.rule,
                lambda rule: screen.say(f"explanations.rule_{rule}"), 330)  # fmt: skip
        _choice(screen.say("explanations.least"), "least", LEAST_FILES, at.least_files, str, 180)
    limit = fmt.count(screen.limits.small_n, screen.language)
    words = (screen.say(f"explanations.says_{at.rule}"), screen.say("explanations.small", limit=limit))
    page_parts.prose(" ".join(words))


def _choice(label: str, name: str, options: Sequence[str], value: str, words: Any, width: int) -> None:
    st.selectbox(
        label, options, format_func=words, key=url.widget(name, value), on_change=url.picked, args=(name,), width=width
    )


def owed(screen: Screen, at: Focus) -> Rows:
    """Who owes an explanation by the rule, those that gave none first."""
    return screen.rows("explanations_owed", **_asked(screen, at))


def _asked(screen: Screen, at: Focus) -> dict[str, Any]:
    return {
        "metric_id": at.metric.id, "period_id": screen.period_id, "levels": levels_of(screen), "unit_ids": [],
        "rule": at.rule, "least_files": at.least_files, "small_n": str(screen.limits.small_n),
    }  # fmt: skip


def promises(screen: Screen) -> Rows:
    """Promises of earlier periods that are still open."""
    return screen.rows(
        "open_promises", period_id=screen.period_id, on_day=explanations.day(screen).isoformat(),
        levels=levels_of(screen), unit_ids=[],
    )  # fmt: skip


def levels_of(screen: Screen) -> list[str]:
    """The level shown, as queries take it."""
    return [screen.level] if screen.level else []


def cards(screen: Screen, at: Focus, open_promises: Rows) -> None:
    """How many owe and how many have explained; late files among them; promises open and overdue."""
    (total,) = screen.rows("explanations_owed_total", **_asked(screen, at))
    overdue = [row for row in open_promises if row["promise"] == "overdue"]
    say, language = screen.say, screen.language
    shown = (
        ("given", fmt.counts(total["given"], total["owed"], language), "explanations.card_given_help"),
        ("files", fmt.counts(total["explained_files"], total["late_files"], language), "explanations.card_files_help"),
        ("promises", fmt.count(len(open_promises), language), "explanations.card_promises_help"),
        ("overdue", fmt.count(len(overdue), language), "explanations.card_overdue_help"),
    )
    with st.grid(len(shown), min_column_width=215, gap="small", key="kpis"):
        for name, value, words in shown:
            with st.container(border=True, gap=None, key=f"kpi_{name}", height="stretch"):
                figure = join('<p class="kpi-value">', element("b", value), "</p>")
                foot = element("p", say(words), class_="kpi-foot")
                page_parts.card(say(f"explanations.card_{name}"), figure, foot, level="h3")


def promise_list(screen: Screen, rows: Rows) -> None:
    """Open promises of earlier periods, overdue first, each with what the figures of this period say."""
    page_parts.header(screen.say("explanations.open_promises"))
    if not rows:
        page_parts.prose(screen.say("explanations.no_promises"))
        return
    help_ = screen.say("explanations.promises_help", period=screen.period_name)
    page_parts.prose(help_, to_press=screen.say("explanations.promises_press"))
    columns = (
        TableColumn("state", screen.say("explanations.promise")),
        TableColumn("due", screen.say("explanations.due"), "date"),
        TableColumn("unit", screen.say("table.unit")),
        TableColumn("field", screen.say("table.field")),
        TableColumn("files", screen.say("explanations.files_then"), "count"),
        TableColumn("goal", screen.say("explanations.goal"), "count"),
        TableColumn("later", screen.say("explanations.later", period=screen.period_name)),
        TableColumn("met", screen.say("explanations.against")),
        TableColumn("period", screen.say("explanations.of_period")),
        TableColumn("who", screen.say("explanations.responsible")),
        TableColumn("cause", screen.say("explanations.cause")),
    )
    lines = [_promise_line(screen, row) for row in rows]

    def pick(index: int) -> None:
        explanations.go(rows[index]["unit_id"], rows[index]["field_id"])
        period = rows[index]["label"]
        url.write("period", str(period))

    tables.show(screen, columns, lines, "open_promises", name="cam-ket", on_pick=pick, height=_height(rows))


def _height(rows: Rows) -> int | None:
    """A long list scrolls, so that what comes after it is not far away."""
    return LONGEST_TABLE if len(rows) > SHOWN_WHOLE else None


def _promise_line(screen: Screen, row: dict[str, Any]) -> dict[str, Any]:
    later = fmt.counts(row["later_numerator"], row["later_denominator"], screen.language)
    met = row["is_number_met"]
    return {
        "state": f"{explanations.GLYPHS[row['promise']]} {explanations.promise_words(screen, row)}",
        "due": row["due_on"],
        "unit": row["unit_name"],
        "field": row["field_name"] or screen.say("explanations.whole_unit"),
        "period": explanations.period_name(screen, row),
        "files": row["late_files"],
        "goal": row["promised_late"],
        "later": screen.say("explanations.no_later") if row["later_numerator"] is None else later,
        "met": None if met is None else screen.say("explanations.met" if met else "explanations.not_met"),
        "who": f"{row['person']}, {row['person_position']}",
        "cause": explanations.cause_name(screen, row["cause_id"]),
    }


def owed_list(screen: Screen, at: Focus, rows: Rows) -> None:
    """Units and fields that the rule names; a line chosen shows what was said and the form."""
    page_parts.header(screen.say("explanations.owed", period=screen.period_name))
    if not rows:
        page_parts.prose(screen.say("explanations.nobody", period=screen.period_name))
        return
    missing = sum(row["explanation_id"] is None for row in rows)
    counts = {"missing": fmt.count(missing, screen.language), "all": fmt.count(len(rows), screen.language)}
    page_parts.prose(screen.say("explanations.owed_lead", period=screen.period_name, **counts), "lead")
    pairs = {f"{row['unit_id']}|{row['field_id'] or ''}": row for row in rows}
    chosen = f"{at.unit.unit_id}|{at.field.field_id if at.field else ''}" if at.unit else None
    st.selectbox(
        screen.say("explanations.choose"),
        list(pairs),
        index=None,
        format_func=lambda pair: _pair_words(screen, pairs[pair]),
        placeholder=screen.say("explanations.choose_help"),
        key=url.widget("pair", chosen if chosen in pairs else None),
        on_change=_pick_pair,
        width=560,
    )
    columns = (
        TableColumn("state", screen.say("explanations.has_given")),
        TableColumn("unit", screen.say("table.unit")),
        TableColumn("field", screen.say("table.field")),
        TableColumn("numerator", screen.say("explanations.late"), "count"),
        TableColumn("denominator", "n", "count"),
        TableColumn("ratio", screen.say("table.ratio"), "percent"),
        TableColumn("whole", screen.say("explanations.unit_ratio"), "percent"),
        TableColumn("target", screen.say("table.target"), "percent"),
        TableColumn("why", screen.say("explanations.why")),
        TableColumn("who", screen.say("explanations.responsible")),
        TableColumn("promised", screen.say("explanations.promised_on"), "date"),
    )
    lines = [_owed_line(screen, row) for row in rows]

    def pick(index: int) -> None:
        explanations.go(rows[index]["unit_id"], rows[index]["field_id"])

    tables.show(screen, columns, lines, "owed", name="phai-giai-trinh", on_pick=pick, height=_height(rows))


def _pair_words(screen: Screen, row: dict[str, Any]) -> str:
    glyph = "●" if row["explanation_id"] else "○"
    field = row["field_name"] or screen.say("explanations.whole_unit")
    counts = fmt.counts(row["numerator"], row["denominator"], screen.language)
    return f"{glyph} {row['unit_name']} · {field} · {counts}"


def _pick_pair() -> None:
    pair = st.session_state["w_pair"]
    unit_id, _, field_id = (pair or "|").partition("|")
    explanations.go(unit_id or None, field_id or None)  # type: ignore[arg-type]


def _owed_line(screen: Screen, row: dict[str, Any]) -> dict[str, Any]:
    why = [name for name in ("limits", "target")
           if row["is_outside_limits" if name == "limits" else "is_above_target"]]  # fmt: skip
    given = row["explanation_id"] is not None
    cause = explanations.cause_name(screen, row["cause_id"]) if given else screen.say("explanations.not_given")
    return {
        "state": f"{'●' if given else '○'} {cause}",
        "unit": row["unit_name"],
        "field": row["field_name"] or screen.say("explanations.whole_unit"),
        "numerator": row["numerator"],
        "denominator": row["denominator"],
        "ratio": row["ratio"],
        "whole": row["unit_ratio"],
        "target": row["target_value"],
        "why": ", ".join(screen.say(f"explanations.why_{name}") for name in why),
        "who": f"{row['person']}, {row['person_position']}" if given else None,
        "promised": row["promised_on"],
    }


def figures(screen: Screen, at: Focus) -> list[Figure]:
    """The figure that the province's rate of the rule is, for the words on where it comes from."""
    rows = screen.rows("metric_total", metric_ids=[at.metric.id], period_ids=[screen.period_id], field_ids=[])
    return [Figure(at.metric, rows[0], {}, {})] if rows else []
