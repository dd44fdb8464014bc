"""The SQL macro `metric_row`, written from the catalogue: numerator and denominator of metrics by fact row.

This is the one place where SQL is composed in Python. Every name in it was checked against the catalogue, and no text
of a user comes near it. For periods made of parts each count is also given in the pieces that over_time asks for:
`_flow` to add, `_last` to take from the last part, `_first` from the first.
"""

from collections.abc import Sequence

from dashboard.metrics.catalogue import Catalogue, Term
from dashboard.report import FAMILIES, Family

_PIECES = ("flow", "last", "first")


_OF_REPORTS = "fact.report_id in (select unnest(report_ids::bigint[]))"
"""Stands in every branch: a filter outside the union would come after millions of rows have been worked out."""


def metric_row_macro(catalogue: Catalogue, families: Sequence[Family] = FAMILIES, schema: str = "") -> str:
    """The statement for `metric_row(metric_ids, report_ids)`: a branch per family, a row per fact row and metric."""
    branches = "\nunion all by name\n".join(_branch(catalogue, family) for family in families)
    return f"create macro {schema}metric_row(metric_ids, report_ids) as table\n{branches}"


def source_fact_macro(catalogue: Catalogue) -> str:
    """The statement for `source_fact(report_ids)`: each fact row of the reports, parts too, its counts as a map.

    `attribute_columns` names the attribute that a count follows from where the form has no column for the count itself.
    """
    branches = []
    for family in FAMILIES:
        columns = catalogue.stated_columns(family)
        names = ", ".join(f"'{column}'" for column in columns)
        values = ", ".join(f"fact.{column}::bigint" for column in columns)
        attribute = {"iso": "iso_status", "submission": "submitted_on"}.get(family, "")
        sources = ", ".join(f"'{'rating' if 'rated' in column else attribute}'" for column in columns)
        branches.append(
            "select fact.report_id, fact.field_id, fact.part, fact.source_system, "
            "fact.is_vertical, fact.note, fact.source_row, fact.derived, "
            f"map([{names}], [{values}]) as counts, map([{names}], [{sources}]) as attribute_columns "
            f"from {_fact_source(family)} where {_OF_REPORTS}"
        )
    return "create macro source_fact(report_ids) as table\n" + "\nunion all by name\n".join(branches)


def stated_view(catalogue: Catalogue, family: Family) -> str:
    """The statement for `stated_<family>`: the fact rows of the reports in force, parts too, derived counts as null.

    A check never holds a report against a figure that it did not give.
    """
    columns = ", ".join(
        f"case when fact.derived['{column}'] is null then fact.{column} end as {column}"
        for column in catalogue.stated_columns(family)
    )
    return (
        f"create view stated_{family} as select fact.* exclude (note, derived) replace ({columns}) "
        f"from ws.fact_{family} as fact semi join report on fact.report_id = report.report_id"
    )


def _fact_source(family: Family) -> str:
    # The two families whose counts follow from attributes are read through their views, the others with their parts.
    return f"count_{family} as fact" if family in ("iso", "submission") else f"ws.fact_{family} as fact"


def _branch(catalogue: Catalogue, family: Family) -> str:
    metrics = [m for m in catalogue.metrics.values() if m.family == family]
    columns = []
    for end in ("numerator", "denominator"):
        for piece in ("", *_PIECES):
            cases = [
                f"when '{m.id}' then {_expression(catalogue, column, piece)}"
                for m in metrics
                if (column := getattr(m, end)) is not None
            ]
            name = f"{end}_{piece}" if piece else end
            columns.append(f"case metric.metric_id {' '.join(cases) or 'when null then 0'} end::bigint as {name}")
    return (
        "select metric.metric_id, metric.has_denominator, fact.report_id, fact.field_id, fact.is_vertical, "
        "cardinality(fact.derived) > 0 and len(list_intersect(map_keys(fact.derived), metric.terms)) > 0 "
        f"as is_derived, {', '.join(columns)} "
        f"from count_{family} as fact inner join metric on metric.family = '{family}' "
        f"where metric.metric_id in (select unnest(metric_ids::varchar[])) and {_OF_REPORTS}"
    )


def _expression(catalogue: Catalogue, column_id: str, piece: str) -> str:
    alternatives = catalogue.alternatives(column_id)
    sums = [_sum(catalogue, terms, piece) for terms in alternatives]
    if len(alternatives) == 1:
        return sums[0]
    # The alternative is chosen by the plain counts, so that every piece of one row comes from the same one.
    whole = _sum(catalogue, alternatives[0], "")
    return f"case when ({whole}) is not null then {sums[0]} else {sums[1]} end"


def _sum(catalogue: Catalogue, terms: Sequence[Term], piece: str) -> str:
    text = ""
    for term in terms:
        value = _piece(catalogue, term.column, piece)
        text += f" {'-' if term.sign < 0 else '+'} {value}" if text else value
    return f"({text})"


def _piece(catalogue: Catalogue, column_id: str, piece: str) -> str:
    column = f"fact.{column_id}"
    if not piece:
        return column
    zero = f"({column} - {column})"  # 0 where the count is known, null where it is not
    match catalogue.columns[column_id].over_time:
        case "sum":
            return column if piece == "flow" else zero
        case "last" | "first" as kept:
            return column if piece == kept else zero
        case "received":
            new = "(fact.received_total - fact.carried_over)"
            return {"flow": new, "first": "fact.carried_over", "last": zero}[piece]
        case _:
            return "null::bigint"
