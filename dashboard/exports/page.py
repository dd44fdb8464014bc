"""A document as one HTML file that needs no server and no network: charts that answer the pointer, all inside."""

import json
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any

from dashboard.exports.document import (
    Beside,
    Block,
    Document,
    Drawing,
    Drawings,
    Figure,
    Figures,
    Heading,
    NewPage,
    Notes,
    Paragraph,
    Table,
)

_STYLE = Path(__file__).with_name("page.css")
_TYPE = Path(__file__).parents[1] / "static"
_FACES = (("latin", 400), ("vietnamese", 400), ("latin", 600), ("vietnamese", 600))
_RANGES = {
    "latin": "U+0000-00FF, U+2013-2014, U+2018-201D, U+2026, U+2212",
    "vietnamese": "U+0102-0103, U+0110-0111, U+0128-0129, U+0168-0169, U+01A0-01A1, U+01AF-01B0, U+0300-0309, "
    "U+1EA0-1EF9",
}
_ALLOWED = (
    "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; "
    "img-src data:; font-src data:"
)
"""What the file may do when it is opened: nothing that leaves it. Vega makes functions of its expressions."""
_DARK = "-dark"
_DRAW = """
const dark = matchMedia("(prefers-color-scheme: dark)");
function draw() {
  document.body.dataset.drawn = dark.matches ? "dark" : "light";
  for (const place of document.querySelectorAll("[data-chart]")) {
    const name = place.dataset.chart;
    const source = dark.matches && document.getElementById(name + "-dark") || document.getElementById(name);
    vegaEmbed(place, JSON.parse(source.textContent), {actions: false, renderer: "svg", tooltip: {theme: "custom"}})
      .then(() => place.classList.add("is-drawn"))
      .catch(() => { place.textContent = place.dataset.failed; });
  }
}
draw();
dark.addEventListener("change", draw);
"""


def to_html(document: Document, drawing_library: str, failed: str) -> bytes:
    """The file. `drawing_library` is the JavaScript that has `vegaEmbed`.

    `failed` stands where a chart cannot be drawn; one that was drawn already as SVG shows that where scripts are off.
    """
    charts: dict[str, Mapping[str, Any]] = {}
    body = "".join(_blocks(document.blocks, charts, failed))
    badge = f'<p class="badge">{escape(document.badge)}</p>' if document.badge else ""
    scripts = "".join(
        f'<script type="application/json" id="{name}">{_json(spec)}</script>' for name, spec in charts.items()
    )
    library = f"<script>{_inline(drawing_library)}</script><script>{_DRAW}</script>" if charts else ""
    return (
        f'<!DOCTYPE html><html lang="{document.language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="color-scheme" content="light dark">'
        f'<meta http-equiv="Content-Security-Policy" content="{_ALLOWED}">'
        f"<title>{escape(document.title)}</title><style>{_faces()}{_STYLE.read_text('utf-8')}</style></head>"
        f'<body><main><header><p class="kicker">{escape(document.kicker)}</p>{badge}<h1>{escape(document.title)}</h1>'
        f'<p class="subtitle">{escape(document.subtitle)}</p></header>{body}</main>'
        f"<footer><p>{escape(document.source)}</p><p>{escape(document.made_words)}</p></footer>"
        f"{scripts}{library}</body></html>"
    ).encode()


def _blocks(blocks: tuple[Block, ...], charts: dict[str, Mapping[str, Any]], failed: str) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading():
                level = min(block.level + 1, 4)
                yield f"<h{level}>{escape(block.text)}</h{level}>"
            case Paragraph():
                kind = ' class="muted"' if block.is_muted else ' class="open"' if block.is_open else ""
                yield f"<p{kind}>{escape(block.text)}</p>"
            case Figures():
                yield f'<div class="tiles">{"".join(_tile(one) for one in block.items)}</div>'
            case Table():
                yield _table(block)
            case Drawings():
                drawn = "".join(_figure(one, charts, failed) for one in block.items)
                yield f'<div class="{"charts" if block.columns > 1 else "chart"}">{drawn}</div>'
            case Beside():
                left = "".join(_blocks(block.left, charts, failed))
                right = "".join(_blocks(block.right, charts, failed))
                yield f'<div class="beside"><div>{left}</div><div>{right}</div></div>'
            case NewPage():
                yield "<hr>"
            case Notes():
                lines = "".join(f"<li>{escape(line)}</li>" for line in block.lines)
                yield f'<details><summary>{escape(block.title)}</summary><ul class="muted">{lines}</ul></details>'


def _tile(figure: Figure) -> str:
    lines = "".join(f'<p class="line">{escape(line)}</p>' for line in figure.lines)
    status = f'<p class="status {figure.tone}">{escape(figure.status)}</p>' if figure.status else ""
    return (
        f'<section class="tile"><h3>{escape(figure.name)}</h3><p><b>{escape(figure.value)}</b> '
        f"<span>{escape(figure.counts)}</span></p>{status}{lines}</section>"
    )


def _table(table: Table) -> str:
    if not table.rows:
        return f'<p class="muted">{escape(table.empty)}</p>'
    heads = "".join(f'<th scope="col" class="{column.align}">{escape(column.label)}</th>' for column in table.columns)
    body = "".join(
        f"<tr{' class=strong' if at in table.strong else ''}>"
        + "".join(
            f'<td class="{column.align}">{escape(words)}</td>' for column, words in zip(table.columns, row, strict=True)
        )
        + "</tr>"
        for at, row in enumerate(table.rows)
    )
    return f'<div class="table"><table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>'


def _figure(drawing: Drawing, charts: dict[str, Mapping[str, Any]], failed: str) -> str:
    note = f'<p class="muted">{escape(drawing.note)}</p>' if drawing.note else ""
    behind = ""
    if drawing.table is not None:
        behind = f"<details><summary>{escape(drawing.table_words)}</summary>{_table(drawing.table)}</details>"
    still = (
        f'<img alt="{escape(drawing.alt)}" src="data:image/svg+xml;base64,{b64encode(drawing.svg.encode()).decode()}">'
    )
    if drawing.spec is None:
        shown = still
    else:
        name = f"chart-{sum(not known.endswith(_DARK) for known in charts)}"
        charts[name] = _fitted(drawing.spec)
        if drawing.dark is not None:
            charts[name + _DARK] = _fitted(drawing.dark)
        label = f'role="img" aria-label="{escape(drawing.alt)}" data-failed="{escape(failed)}"'
        shown = f'<div data-chart="{name}" {label}></div>' + (f"<noscript>{still}</noscript>" if drawing.svg else "")
    return f"<figure><figcaption>{escape(drawing.title)}</figcaption>{shown}{note}{behind}</figure>"


def _fitted(spec: Mapping[str, Any]) -> Mapping[str, Any]:
    """A chart as wide as its place, the words beside its marks included."""
    return {**spec, "autosize": {"type": "fit-x", "contains": "padding"}} if spec.get("width") == "container" else spec


def _json(spec: Mapping[str, Any]) -> str:
    """JSON that closes no script, whatever a unit is called."""
    return json.dumps(spec, ensure_ascii=False).replace("<", "\\u003c").replace("\u2028", "\\u2028")


def _inline(library: str) -> str:
    return re.sub(r"</(script)", r"<\\/\1", library, flags=re.IGNORECASE)


def _faces() -> str:
    """Our own type inside the file: Vietnamese letters look the same on every machine."""
    return "".join(
        f"@font-face{{font-family:'Be Vietnam Pro';font-weight:{weight};unicode-range:{_RANGES[part]};"
        f"src:url(data:font/woff2;base64,{_font(part, weight)}) format('woff2')}}"
        for part, weight in _FACES
    )


def _font(part: str, weight: int) -> str:
    return b64encode((_TYPE / f"be-vietnam-pro-{part}-{weight}-normal.woff2").read_bytes()).decode()
