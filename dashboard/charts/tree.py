"""Where the late files are, as areas: province, level, unit, field; each area as large as its number of files.

On the screen Plotly draws them, which walks hierarchies, from the plain specification that it takes, so that nothing
but the page that shows it loads that library; in files they are rectangles (`areas`).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.charts import sentences
from dashboard.charts.areas import HEIGHT, Area, rectangles
from dashboard.charts.locale import plotly_separators
from dashboard.charts.matrix import rate_fill
from dashboard.charts.palette import FONT
from dashboard.charts.picture import Look, PlotlyPicture, TableColumn, empty_picture, formula, to_rows
from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import Metric
from dashboard.report import LEVELS

Row = dict[str, Any]
_Path = tuple[str, ...]


def file_tree(
    frame: Any, metric: Metric, look: Look | None = None, period: str = "", what: str = "", root: str = ""
) -> PlotlyPicture:
    """An icicle of the cases that count against a metric, with the colour of each area by its rate.

    Rows are those of `queries/read/metric_by_unit_field.sql`; `what` says what is counted, `root` names all of it. The
    path that a mark stands for (level, unit, field) is its `id`, separated by "/".
    """
    look = look or Look()
    rows = [row for row in to_rows(frame) if row["denominator"]]
    nodes = _nodes(rows, metric)
    held = {path: node for path, node in nodes.items() if node["cases"] > 0}
    title = _title(held, look, period, what)
    areas = _areas(held, metric, look, root) if held else []
    return PlotlyPicture(
        chart=rectangles(areas, look) if held else empty_picture(title, "", look).chart,
        title=title,
        subtitle=formula(metric, look.language),
        alt_text=look.say("tree.alt", sentence=title) if held else title,
        look=look,
        columns=_columns(look, what),
        rows=tuple(_table(rows, metric)),
        notes=(look.say("tree.note", limit=look.small_n),) if held else (),
        is_empty=not held,
        figure=_figure(areas, look) if held else {},
    )


def _bad(row: Mapping[str, Any], metric: Metric) -> int:
    return int(row["denominator"] - row["numerator"] if metric.direction == "higher" else row["numerator"])


def _nodes(rows: Sequence[Row], metric: Metric) -> dict[_Path, Row]:
    """Counts of every path from the root to a field of a unit, level by level in the administrative order."""
    nodes: dict[_Path, Row] = {}
    for row in sorted(rows, key=lambda row: LEVELS.index(row["level"]) if row["level"] in LEVELS else len(LEVELS)):
        steps = ((row["level"], ""), (row["unit_id"], row["unit_name"]), (row["field_id"], row["field_name"]))
        for depth in range(len(steps) + 1):
            path = tuple(step[0] for step in steps[:depth])
            node = nodes.setdefault(path, {"cases": 0, "numerator": 0, "denominator": 0, "name": ""})
            node["name"] = steps[depth - 1][1] if depth else ""
            node["cases"] += _bad(row, metric)
            node["numerator"] += row["numerator"]
            node["denominator"] += row["denominator"]
    return nodes


def _areas(nodes: Mapping[_Path, Row], metric: Metric, look: Look, root: str) -> list[Area]:
    """The areas from the root down; one level alone is the root itself."""
    rates = [n["numerator"] / n["denominator"] for n in nodes.values() if n["denominator"] >= look.small_n]
    total = nodes[()]["cases"]
    if sum(len(path) == 1 for path in nodes) == 1:
        nodes = {path: node for path, node in nodes.items() if path}
    top = next(iter(nodes))
    found = []
    for path, node in nodes.items():
        name = root if not path else look.say(f"level.{path[0]}") if len(path) == 1 else node["name"]
        rate = sentences.value_text(metric, node["numerator"], node["denominator"], look)
        share = fmt.ratio(node["cases"], total, fmt.CHART_DECIMALS, look.language)
        cases = fmt.count(node["cases"], look.language)
        counts = fmt.counts(node["numerator"], node["denominator"], look.language)
        fill = _fill(node, rates, metric, look) if path != top else look.palette.panel
        found.append(
            Area(
                "/".join(path) or "*",
                "" if path == top else "/".join(path[:-1]) or "*",
                name,
                f"{cases} · {rate}",
                look.say("tree.hover", name=name, cases=cases, share=share, rate=rate, counts=counts),
                fill,
                look.palette.ink_on(fill),
                node["cases"],
            )
        )
    return found


def _figure(areas: Sequence[Area], look: Look) -> dict[str, Any]:
    colours = look.palette
    ids = [area.id for area in areas]
    trace = {
        "type": "icicle",
        "ids": ids,
        "parents": [area.parent for area in areas],
        "labels": [_safe(area.name) for area in areas],
        "values": [area.size for area in areas],
        "text": [area.words for area in areas],
        "customdata": ids,
        "hovertext": [_safe(area.hover) for area in areas],
        "hoverinfo": "text",
        "texttemplate": "%{label}  %{text}",
        "branchvalues": "total",
        "sort": True,
        "tiling": {"orientation": "h"},
        "leaf": {"opacity": 1},
        "marker": {"colors": [area.fill for area in areas], "line": {"color": colours.ground, "width": 1.5}},
        "textfont": {"family": FONT, "size": look.small_size, "color": [area.ink for area in areas]},
        "pathbar": {"visible": False},
    }
    layout = {
        "height": 640 if look.is_narrow else HEIGHT,
        "uniformtext": {
            "minsize": look.small_size - 1,
            "mode": "hide",
        },  # what does not fit stands in tooltip and table
        "margin": {"l": 0, "r": 0, "t": 4, "b": 4},
        "paper_bgcolor": colours.ground,
        "font": {"family": FONT, "color": colours.ink},
        "separators": plotly_separators(look.language),
        "clickmode": "event+select",
    }
    return {"data": [trace], "layout": layout}


def _fill(node: Row, rates: Sequence[float], metric: Metric, look: Look) -> str:
    if node["denominator"] < look.small_n:
        return look.palette.missing
    return rate_fill(node["numerator"] / node["denominator"], rates, metric, look)


def _safe(words: str) -> str:
    """Plotly reads some markup in texts; a name is a text."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br>")


def _title(nodes: Mapping[_Path, Row], look: Look, period: str, what: str) -> str:
    leaves = [(node, nodes[path[:2]]["name"]) for path, node in nodes.items() if len(path) == 3]
    if not leaves:
        return look.say("pareto.nothing", what=what, period=period)
    node, unit = max(leaves, key=lambda leaf: leaf[0]["cases"])
    counts = fmt.counts(node["cases"], nodes[()]["cases"], look.language)
    tied = sum(leaf["cases"] == node["cases"] for leaf, _ in leaves)
    if tied > 1:
        words = {"what": what, "period": period, "counts": counts}
        return look.say("tree.tied", count=fmt.count(tied, look.language), **words)
    return look.say("tree.title", field=node["name"], unit=unit, what=what, period=period, counts=counts)


def _columns(look: Look, what: str) -> tuple[TableColumn, ...]:
    return (
        TableColumn("unit_name", look.say("table.unit")),
        TableColumn("field_name", look.say("table.field")),
        TableColumn("cases", look.say("pareto.bad_cases", what=what), "count"),
        TableColumn("value", look.say("table.ratio"), "percent"),
        TableColumn("numerator", look.say("table.numerator"), "count"),
        TableColumn("denominator", look.say("table.denominator"), "count"),
    )


def _table(rows: Sequence[Row], metric: Metric) -> list[Row]:
    lines = [{**row, "cases": _bad(row, metric), "value": row["numerator"] / row["denominator"]} for row in rows]
    return sorted(lines, key=lambda line: -line["cases"])
