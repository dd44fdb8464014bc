"""Altair without what it does again for each picture though the answer stays the same; half of a picture's time.

Altair checks every part of a chart against Vega-Lite's schema as it is made; the tests of our charts check them whole.
To read `y="value:Q"` it goes through all its classes each time; here once. And it copies the rows layer by layer.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import altair as alt
from altair.utils import schemapi
from altair.vegalite.v6.schema.core import VegaLiteSchema

_look_up = schemapi._FromDict


class _Rows:
    """Rows that Altair hands on as they are: what it takes for one of its own it asks, and neither copies nor walks."""

    _schema = {"type": "array"}  # noqa: RUF012 - as Altair's own classes have it

    def __init__(self, rows: list[Mapping[str, Any]]) -> None:
        self.rows = rows

    def to_dict(self, *_: Any, **__: Any) -> list[dict[str, Any]]:
        return [dict(row) for row in self.rows]


def inline(rows: Iterable[Mapping[str, Any]]) -> alt.Data:
    """The rows of a chart or a layer; their values are numbers, words, truth, nothing, or lists of these."""
    return alt.Data(values=_Rows(list(rows)))


@cache
def _known_classes() -> Any:
    return _look_up(VegaLiteSchema._default_wrapper_classes())


schemapi.disable_debug_mode()
schemapi._FromDict = lambda _: _known_classes()  # type: ignore[assignment, misc]
