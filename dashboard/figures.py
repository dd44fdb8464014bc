"""The questions that screens, exports and the command line ask of a workspace, each answered in one place.

Names and labels that people type (a unit's name, `2020-Q3`) are resolved here; counting happens in `queries/`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from dashboard.metrics import periods as calendar
from dashboard.metrics import ranges
from dashboard.metrics.catalogue import Catalogue, Metric, load_catalogue
from dashboard.metrics.periods import KnownPeriod
from dashboard.report import LOCAL_VIEWER, Period, Unit, Viewer
from dashboard.search import find_fields, find_units
from dashboard.store import read as store
from dashboard.store.workspace import Workspace

By = Literal["total", "unit", "level", "field", "period"]
_MOST_CANDIDATES = 10
_COUNTED = ("numerator", "denominator", "ratio", "basis", "reported", "due")


class NotFound(LookupError):  # noqa: N818 - it reads as what it says
    """Something asked for does not exist or is ambiguous; the message says what does."""


@dataclass(frozen=True, slots=True)
class Context:
    """In which workspace, for whom, and as of when a question is asked. Part of every cache key."""

    workspace: Workspace
    viewer: Viewer = LOCAL_VIEWER
    as_of: str | None = None
    includes_vertical: bool = False

    def rows(self, query: str, asked: KnownPeriod | None = None, **params: Any) -> list[dict[str, Any]]:
        """The rows of `queries/read/<query>.sql` for this context.

        Ranges that a reader made up (`cchc/2026-01..2026-05`) are understood among the periods of the parameters;
        `asked` saves looking the range up.
        """
        return store.read(
            self.workspace, query, params, viewer=self.viewer, as_of=self.as_of,
            includes_vertical=self.includes_vertical, asked=[asked] if asked else self._ranges(params),
        ).to_pylist()  # fmt: skip

    def _ranges(self, params: Mapping[str, Any]) -> list[KnownPeriod]:
        single = [value for name, value in params.items() if name.endswith(("period_id", "other_id"))]
        given = [*single, *(params.get("period_ids") or [])]
        wanted = [id_ for id_ in given if isinstance(id_, str) and ranges.MARK in id_]
        if not wanted:
            return []
        known = {k.period.period_id for k in store.periods(self.workspace)}
        reported = store.reported_periods(self.workspace)
        made_up = [id_.split("/", 1) for id_ in wanted if id_ not in known and "/" in id_]
        named = [ranges.named(regime, label, reported) for regime, label in made_up]
        return [found for found in named if found is not None]


@dataclass(frozen=True, slots=True)
class Question:
    """One metric, a period or a range of them, and how the answer is broken down.

    `period` and `to` are labels; with `to` the answer is about the whole range, or with `by="period"` about each
    period in it. `is_ytd` asks for the year to date at the end of each of them. `unit` and `field` are ids or names.
    """

    metric: str
    period: str
    to: str | None = None
    by: By = "total"
    unit: str | None = None
    field: str | None = None
    regime: str | None = None
    is_ytd: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of a question (see contract: id, name, numerator, denominator, ratio, target, basis, reported, due)."""

    metric: Metric
    period: str
    rows: tuple[dict[str, Any], ...]


def answer(context: Context, question: Question) -> Answer:
    """Count what a question asks for; raises `NotFound` for an unknown metric, period, unit or field."""
    metric = resolve_metric(question.metric)
    first, asked, ids = _asked_periods(context, question)
    unit = None if question.unit is None else resolve_unit(context, question.unit, first)
    units = [unit.unit_id] if unit else []
    if unit:
        context = naming(context, unit)
    fields = [] if question.field is None else [resolve_field(context, question.field)]
    common = {"metric_ids": [metric.id], "period_ids": ids, "field_ids": fields}
    if question.by == "field":
        rows = context.rows("metric_by_field", asked, **common, unit_ids=units)
    elif question.by == "unit" or units:
        rows = context.rows("metric_by_unit", asked, **common, unit_ids=units)
    elif question.by == "level":
        rows = context.rows("metric_by_level", asked, **common)
    else:
        rows = context.rows("metric_total", asked, **common)
    if unit and question.by == "total" and not rows:
        rows = [dict.fromkeys(_COUNTED) | {"unit_name": unit.name, "is_derived": False}]  # it has not reported
    label = first.label if question.to is None else f"{first.label}..{question.to}"
    return Answer(metric, label, tuple(_shaped(row, question, bool(units)) for row in rows))


def resolve_metric(metric_id: str) -> Metric:
    """The metric of that id; raises `NotFound`."""
    catalogue: Catalogue = load_catalogue()
    if metric_id not in catalogue.metrics:
        raise NotFound(f"Không có chỉ số “{metric_id}”. Xem lệnh “metrics”.")
    return catalogue.metrics[metric_id]


def resolve_period(context: Context, label: str, regime: str | None = None) -> KnownPeriod:
    """The period of a label, or a range such as `2026-01..2026-05` or `2021-01-01..2021-09-20`.

    Raises `NotFound`, with the candidates if the label is ambiguous.
    """
    known = store.periods(context.workspace)
    matching = [k for k in known if label in (k.period.label, k.period.period_id)]
    if regime:
        matching = [k for k in matching if k.period.regime == regime]
    if not matching:
        matching = list(find_ranges(context, label, regime))
    if not matching:
        raise NotFound(f"Không có kỳ “{label}” trong không gian dữ liệu này. Xem lệnh “periods”.")
    if len(matching) > 1:
        regimes = ", ".join(k.period.regime for k in matching)
        raise NotFound(f"Kỳ “{label}” có ở nhiều chế độ báo cáo ({regimes}); hãy chọn một bằng --regime.")
    return matching[0]


def find_ranges(context: Context, label: str, regime: str | None = None) -> tuple[KnownPeriod, ...]:
    """The ranges that a label means, one for each regime in which its ends are known: `2026-01..2026-05`."""
    if ranges.MARK not in label:
        return ()
    reported = store.reported_periods(context.workspace)
    prefix, _, rest = label.rpartition("/")
    regimes: Sequence[str] = [regime or prefix] if regime or prefix else sorted({p.regime for p in reported})
    return tuple(found for r in regimes if (found := ranges.named(r, rest, reported)))


def resolve_unit(context: Context, text: str, period: Period | None = None) -> Unit:
    """The unit of an id or a name, that of the period where two had the name; raises `NotFound` with the candidates."""
    found = find_units(visible_units(context), text, (period.start, period.end) if period else None)
    if not found:
        raise NotFound(f"Không có đơn vị “{text}”. Xem lệnh “units”.")
    if len(found) > 1:
        candidates = "; ".join(f"{unit.name} ({unit.unit_id})" for unit in found[:_MOST_CANDIDATES])
        more = len(found) - _MOST_CANDIDATES
        others = f"; và {more} đơn vị khác" if more > 0 else ""
        raise NotFound(f"Tên đơn vị “{text}” chưa rõ. Có thể là: {candidates}{others}.")
    return found[0]


def resolve_field(context: Context, text: str) -> str:
    """The id of a field given by id or name; raises `NotFound`."""
    found = find_fields(store.reference(context.workspace).fields, text)
    if len(found) != 1:
        candidates = "; ".join(f"{field.name} ({field.field_id})" for field in found)
        raise NotFound(
            f"Tên lĩnh vực “{text}” chưa rõ. Có thể là: {candidates}." if found else f"Không có lĩnh vực “{text}”."
        )
    return found[0].field_id


def visible_units(context: Context) -> tuple[Unit, ...]:
    """The units that the viewer may see, in the administrative order."""
    units = store.reference(context.workspace).units
    scope = context.viewer.unit_ids
    return units if scope is None else tuple(unit for unit in units if unit.unit_id in scope)


def trace(context: Context, metric_id: str, period: str, unit: str | None = None, regime: str | None = None,
          field: str | None = None) -> list[dict[str, Any]]:  # fmt: skip
    """Every count that enters a metric of a unit (or of the stated totals), each with its file, sheet and cell."""
    metric = resolve_metric(metric_id)
    known = resolve_period(context, period, regime)
    asked = known if _is_new(context, known) else None
    units: list[str] = []
    if unit is not None:
        named = resolve_unit(context, unit, known.period)
        units, context = [named.unit_id], naming(context, named)
    fields = [] if field is None else [resolve_field(context, field)]
    return context.rows(
        "source_cells", asked, metric_id=metric.id, period_id=known.period.period_id, unit_ids=units, field_ids=fields,
    )  # fmt: skip


def naming(context: Context, unit: Unit) -> Context:
    """The context of a question about one unit: naming a vertical agency asks for it."""
    return replace(context, includes_vertical=True) if unit.unit_type == "vertical_agency" else context


def _asked_periods(context: Context, question: Question) -> tuple[Period, KnownPeriod | None, list[str]]:
    first = resolve_period(context, question.period, question.regime)
    if question.to is not None and question.by == "period":
        return first.period, None, _each_period(context, question, first.period)
    whole = first
    if question.to is not None:
        last = resolve_period(context, question.to, question.regime)
        between = ranges.between(first.period, last.period, store.reported_periods(context.workspace))
        if between is None:
            raise _no_row_of_periods(question)
        whole = between
    if question.is_ytd:
        return first.period, None, [_year_to_date(whole)]
    return first.period, whole if _is_new(context, whole) else None, [whole.period.period_id]


def _each_period(context: Context, question: Question, first: Period) -> list[str]:
    last = resolve_period(context, question.to or "", question.regime).period
    labels = calendar.labels_between(first.label, last.label)
    if not labels:
        raise _no_row_of_periods(question)
    known = {k.period.label: k for k in store.periods(context.workspace) if k.period.regime == first.regime}
    found = [known[label] for label in labels if label in known]
    return [_year_to_date(k) if question.is_ytd else k.period.period_id for k in found]


def _no_row_of_periods(question: Question) -> NotFound:
    return NotFound(f"Từ kỳ “{question.period}” đến kỳ “{question.to}” không phải một dãy kỳ cùng loại.")


def _year_to_date(known: KnownPeriod) -> str:
    ytd_id = ranges.year_to_date_id(known)
    if ytd_id is None:
        raise NotFound(f"Kỳ “{known.period.label}” không theo tháng hay quý nên không có lũy kế từ đầu năm.")
    return ytd_id


def _is_new(context: Context, known: KnownPeriod) -> bool:
    """Whether a period is a range of this question alone, which the workspace does not know by itself."""
    return all(known.period.period_id != k.period.period_id for k in store.periods(context.workspace))


def _shaped(row: dict[str, Any], question: Question, has_unit: bool) -> dict[str, Any]:
    """One row as the contract names its keys; everything else that the query returned stays beside them."""
    if question.by == "unit":
        id_, name = row["unit_id"], row["unit_name"]
    elif question.by == "field":
        id_, name = row["field_id"], row["field_name"]
    elif question.by == "level":
        id_, name = row["level"], row["level"]
    elif question.by == "period":
        id_ = name = row["label"].removesuffix(":ytd")
    else:
        id_, name = "total", row["unit_name"] if has_unit else "total"
    target = row.get("target_value")
    return {
        "id": id_,
        "name": name,
        "numerator": row["numerator"],
        "denominator": row["denominator"],
        "ratio": row["ratio"],
        "target": None if target is None else {"value": target, "document": row["target_document"]},
        "basis": row["basis"],
        "reported": row["reported"],
        "due": row["due"],
        "is_derived": row["is_derived"],
        "parts": row.get("parts"),
    }
