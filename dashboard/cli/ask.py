"""Commands that ask: metric, query, checks, trace, metrics, units, periods."""

import json
from enum import StrEnum
from typing import Annotated, Any

import typer

from dashboard import figures
from dashboard.cli.options import AsOf, Frozen, Json, Regime, Vertical, WorkspaceName, context_of
from dashboard.cli.output import print_json, print_rows
from dashboard.metrics import format as text
from dashboard.metrics.catalogue import load_catalogue
from dashboard.store import read as store
from dashboard.store.findings import current_findings
from dashboard.store.sql import load_query
from dashboard.words import text as words


class By(StrEnum):
    """How an answer may be broken down."""

    unit = "unit"
    level = "level"
    field = "field"
    period = "period"


def register(app: typer.Typer) -> None:
    """Add these commands to the application."""
    for command in (metric, query, checks, trace, metrics, units, periods):
        app.command()(command)


def metric(
    metric_id: Annotated[str, typer.Argument(metavar="METRIC", help="Mã chỉ số, ví dụ late_rate · metric id")],
    period: Annotated[str, typer.Option(help="Kỳ: 2020-02, 2020-Q3, 2020-H1, 2020-9M, 2020 · period")],
    workspace: WorkspaceName = None,
    to: Annotated[str | None, typer.Option(help="Đến kỳ · last period of a range")] = None,
    by: Annotated[By | None, typer.Option(help="Chia theo · break down by")] = None,
    unit: Annotated[str | None, typer.Option(help="Đơn vị (mã hoặc tên) · unit")] = None,
    field: Annotated[str | None, typer.Option(help="Lĩnh vực (mã hoặc tên) · field")] = None,
    regime: Regime = None,
    as_of: AsOf = None,
    frozen: Frozen = None,
    ytd: Annotated[bool, typer.Option(help="Lũy kế từ đầu năm · year to date")] = False,
    vertical: Vertical = False,
    as_json: Json = False,
) -> None:
    """Hỏi một chỉ số · Ask for a metric."""
    context = context_of(workspace, as_of, frozen=frozen, includes_vertical=vertical)
    question = figures.Question(metric_id, period, to, (by or "total"), unit, field, regime, ytd)  # type: ignore[arg-type]
    answer = figures.answer(context, question)
    rows = [_contract_row(row) for row in answer.rows]
    formula = load_catalogue().formula(answer.metric)
    if as_json:
        print_json({"metric": metric_id, "definition": formula, "period": answer.period, "rows": rows})
        return
    print(f"{answer.metric.name} · {answer.period}\n{formula}")
    for row in rows:
        row["ratio"] = None if row["ratio"] is None else text.percent(row["ratio"], answer.metric.decimals)
        row["target"] = row["target"] and text.percent(row["target"]["value"])
    print_rows(rows, ["id", "name", "numerator", "denominator", "ratio", "target", "basis", "reported", "due"])


def query(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Tên tệp trong queries/read · name of a read query")],
    workspace: WorkspaceName = None,
    param: Annotated[list[str] | None, typer.Option(help="Tham số k=v; danh sách viết bằng JSON · parameter")] = None,
    as_of: AsOf = None,
    frozen: Frozen = None,
    vertical: Vertical = False,
    as_json: Json = False,
) -> None:
    """Chạy một câu hỏi trong queries/read · Run a read query."""
    context = context_of(workspace, as_of, frozen=frozen, includes_vertical=vertical)
    rows = context.rows(name, None, **_params(name, param or []))
    if as_json:
        print_json(rows)
    else:
        print_rows(rows, list(rows[0]) if rows else [])


def checks(
    workspace: WorkspaceName = None,
    period: Annotated[str | None, typer.Option(help="Chỉ một kỳ · one period only")] = None,
    regime: Regime = None,
    as_of: AsOf = None,
    frozen: Frozen = None,
    as_json: Json = False,
) -> None:
    """Liệt kê những gì phát hiện trong số liệu · List what was found in the figures."""
    context = context_of(workspace, as_of, frozen=frozen)
    ids: list[str] = []
    if period is not None:
        known = figures.resolve_period(context, period, regime)
        # A quarter that no report is about has the findings of its months.
        ids = [known.period.period_id, *(part.part_id for part in known.parts if known.is_implied)]
    found = current_findings(context.workspace, viewer=context.viewer, period_ids=ids, as_of=context.as_of)
    if as_json:
        print_json({"findings": found})
    else:
        print_rows(found, ["severity", "rule", "unit", "period", "file", "sheet", "cell", "message"])


def trace(
    metric_id: Annotated[str, typer.Argument(metavar="METRIC", help="Mã chỉ số · metric id")],
    period: Annotated[str, typer.Option(help="Kỳ · period")],
    workspace: WorkspaceName = None,
    unit: Annotated[str | None, typer.Option(help="Đơn vị (mã hoặc tên) · unit")] = None,
    field: Annotated[str | None, typer.Option(help="Lĩnh vực · field")] = None,
    regime: Regime = None,
    as_of: AsOf = None,
    frozen: Frozen = None,
    as_json: Json = False,
) -> None:
    """Truy một chỉ số về tệp, trang tính và ô · Walk a metric back to file, sheet and cell."""
    context = context_of(workspace, as_of, frozen=frozen)
    known = figures.resolve_period(context, period, regime).period
    name = None if unit is None else figures.resolve_unit(context, unit, known).name
    terms = [
        {
            "column": row["column_id"],
            "value": row["value"],
            "derived_from": row["derived_from"],
            "revision": row["revision_id"],
            "file": row["file_name"],
            "sha256": row["sha256"],
            "sheet": row["sheet"],
            "cell": row["cell"],
            "unit": row["unit_name"],
            "field": row["field_id"],
            "period": row["period_label"],
            "source": row["source"],
            "correction": _correction(row),
        }
        for row in figures.trace(context, metric_id, period, unit, regime, field)
    ]
    if as_json:
        print_json({"metric": metric_id, "unit": name, "period": known.label, "terms": terms})
    else:
        print_rows(terms, ["column", "value", "derived_from", "field", "revision", "file", "sheet", "cell"])


def _correction(row: dict[str, Any]) -> dict[str, Any] | None:
    """Who reads a corrected count in its cell finds another number there: this says which, and why."""
    if row["corrected_by"] is None:
        return None
    return {
        "revision": row["corrected_by"],
        "stated": row["corrected_from"],
        "reason": row["correction_reason"],
    }


def metrics(workspace: WorkspaceName = None, as_json: Json = False) -> None:
    """Các chỉ số và công thức · The metrics and their formulas."""
    if workspace:
        context_of(workspace)
    catalogue = load_catalogue()
    rows = [
        {
            "id": m.id,
            "name": m.name,
            "name_en": m.name_en,
            "question": m.question,
            "formula": catalogue.formula(m),
            "numerator": m.numerator,
            "denominator": m.denominator,
            "unit": m.unit,
            "direction": m.direction,
            "regulation": m.regulation,
        }
        for m in catalogue.metrics.values()
    ]
    if as_json:
        print_json(rows)
    else:
        print_rows(rows, ["id", "name", "formula"])


def units(workspace: WorkspaceName = None, as_json: Json = False) -> None:
    """Các đơn vị của tỉnh · The province's units."""
    names = (
        "unit_id", "name", "short_name", "unit_type", "level", "parent_id", "gso_code", "agency_code", "valid_from",
        "valid_to", "has_procedures", "must_report",
    )  # fmt: skip
    found = figures.visible_units(context_of(workspace))
    rows = [{"id": unit.unit_id} | {name: getattr(unit, name) for name in names} for unit in found]
    if as_json:
        print_json(rows)
    else:
        print_rows(rows, ["id", "name", "unit_type", "level", "valid_from", "valid_to"])


def periods(workspace: WorkspaceName = None, as_json: Json = False) -> None:
    """Các kỳ có thể hỏi · The periods that can be asked for."""
    known = [k for k in store.periods(context_of(workspace).workspace) if k.period.kind != "ytd"]
    rows: list[dict[str, Any]] = [
        {
            "id": k.period.period_id,
            "label": k.period.label,
            "name": text.period_name(k.period),
            "regime": k.period.regime,
            "kind": k.period.kind,
            "start": k.period.start,
            "end": k.period.end,
            "due": k.period.due,
            "is_cumulative": k.period.is_cumulative,
            "is_implied": k.is_implied,
        }
        for k in known
    ]
    if as_json:
        print_json(rows)
    else:
        print_rows(rows, ["label", "name", "regime", "start", "end", "due", "is_implied"])


def _contract_row(row: dict[str, Any]) -> dict[str, Any]:
    known = {"total": words("level.all"), **{level: words(f"level.{level}") for level in _LEVELS}}
    return row | {"name": known.get(row["name"], row["name"])}


_LEVELS = ("province", "district", "commune")


def _params(name: str, given: list[str]) -> dict[str, Any]:
    """Parameters as typed on the command line: lists as JSON or one plain value; a list left out is empty."""
    kinds = load_query("read", name).params
    values: dict[str, Any] = {key: [] for key, kind in kinds.items() if kind.endswith("[]")}
    for pair in given:
        key, sign, value = pair.partition("=")
        if not sign or key not in kinds:
            raise figures.NotFound(f"“{pair}” không phải tham số của {name}; hãy ghi k=v với k là: {', '.join(kinds)}.")
        values[key] = _list(key, value) if kinds[key].endswith("[]") else value
    if missing := [key for key in kinds if key not in values]:
        raise figures.NotFound(f"Câu hỏi {name} còn thiếu tham số: {', '.join(missing)}.")
    return values


def _list(key: str, value: str) -> list[Any]:
    if not value.startswith("["):
        return [part for part in value.split(",") if part]
    try:
        found: list[Any] = json.loads(value)
    except json.JSONDecodeError:
        raise figures.NotFound(f'Danh sách của “{key}” phải là JSON, ví dụ ["a", "b"].') from None
    return found
