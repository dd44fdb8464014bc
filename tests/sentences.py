"""Whole numbers in sentences: each is held to the one figure of which its sentence speaks, not to all that are known.

What stays loose, and is held to all counts that are known (`sweep`): a number alone in a cell, a tile or a line of notes
under a period's name, columns after the first of a table on a page of PDF, and by how much a count changed.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache

from dashboard.metrics import format as fmt
from dashboard.metrics.catalogue import load_catalogue
from tests.sweep import Printed, Row

Allowed = Callable[[Printed, re.Match[str]], set[str]]
LOOSE = {
    "an axis": r"không bắt đầu từ 0",
    "another period, in notes": r"(?:[Tt]háng \d\d/\d{4}|Quý [IV]+/\d{4}|Năm \d{4}): \d+\.",
    "held to the lines of its table": r"\d+ chỉ số cải thiện, \d+ kém đi, \d+ (?:không đổi hoặc )?chưa khác rõ",
    "by how much": r"(?:tăng|giảm) \d+ so với",
}
"""Small whole numbers of running text that no kind below speaks of."""
_N = r"(?P<n>\d+)(?![\d.,/%]*\d|%)"


def _counted(*names: str) -> Allowed:
    return lambda printed, _: {words for what, words in printed.counted.items() if what.startswith(names)}


def _of_rows(key: str, metric_id: str = "") -> Allowed:
    def allowed(printed: Printed, _: re.Match[str]) -> set[str]:
        rows = printed.now(metric_id) if metric_id else printed.whole
        return {fmt.count(row[key]) for row in rows if row.get(key) is not None}

    return allowed


def _of_mark(key: str) -> Allowed:
    """Of the metric that is named before the sign; of any where the sign stands alone."""

    def allowed(printed: Printed, match: re.Match[str]) -> set[str]:
        ids = _metrics()[match["name"]] if match["name"] else ()
        marks = (row for row in printed.whole if row.get("figure_kind") == "total")
        return {fmt.count(row[key]) for row in marks if not ids or row["metric_id"] in ids}

    return allowed


@cache
def _metrics() -> dict[str, list[str]]:
    """The metrics by every name that a sentence may give them."""
    catalogue, found = load_catalogue(), dict[str, list[str]]()
    for metric in catalogue.metrics.values():
        for name in {metric.name, catalogue.columns[metric.numerator].label}:
            found.setdefault(name, []).append(metric.id)
    return found


def _either(names: list[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


def _now(printed: Printed, match: re.Match[str]) -> set[str]:
    return {fmt.count(row["numerator"]) for id_ in _metrics()[match["name"]] for row in printed.now(id_)}


_NAMES = _either(list(_metrics()))
_MARK = rf"(?:(?P<name>{_NAMES})(?::| –) )?⚠ "
_KINDS: tuple[tuple[str, Allowed], ...] = (
    (rf"{_N} đơn vị còn chỉ tiêu chưa giữ được", _counted("units to remind")),
    (rf"còn chỉ tiêu chưa giữ được \({_N}\)", _counted("units to remind")),
    (rf"{_N} đơn vị giữ được chỉ tiêu và dẫn đầu", _counted("units to commend")),
    (rf"dẫn đầu nhóm cùng loại \({_N}\)", _counted("units to commend")),
    (rf"Yêu cầu {_N} đơn vị gửi bổ sung", _counted("units that owe a report")),
    (rf"[Đđ]ơn vị chưa gửi đủ báo cáo \(?{_N}(?=\)| đơn vị)", _counted("units that owe a report")),
    (rf"và {_N} đơn vị khác", _counted("after ")),
    (rf"{_N} điểm cần kiểm tra(?= trong số liệu|, trong đó)", _counted("findings")),
    (rf"điểm cần kiểm tra[^.;]{{0,16}}, trong đó {_N} lỗi", _counted("errors among them")),
    (rf"[Dd]ưới {_N} trường hợp", _counted("below so many")),
    (rf"Khác \({_N} lĩnh vực\)", _counted("fields after")),
    (rf"{_N} tệp báo cáo", _of_rows("files")),
    (rf"{_N} nhóm chỉ số có số liệu", _counted("families with a figure")),
    (rf"{_N} cơ quan đã công bố ISO", _of_rows("numerator", "iso_adoption")),
    (rf"{_N} hồ sơ đang (?:giải quyết đã )?quá hạn", _of_rows("numerator", "pending_overdue_rate")),
    (rf"{_N} lĩnh vực \((?P<names>[^)]*)\)", lambda _, match: {str(match["names"].count(",") + 1)}),
    (rf"{_MARK}{_N} điểm cần kiểm tra", _of_mark("findings")),
    (rf"{_MARK}\d+ điểm cần kiểm tra \([^)]*\) ở {_N} đơn vị", _of_mark("units")),
    (rf"(?P<name>{_NAMES})(?: tháng \d\d/\d{{4}}| Quý [IV]+/\d{{4}}| năm \d{{4}})?: {_N}", _now),
    (rf"(?P<name>{_NAMES}) {_N}(?= (?:cơ quan|chứng thư số))", _now),
)
"""What a number is by the words around it, and the numbers that it may then be."""


def misread(text: str, printed: Printed) -> list[str]:
    """Numbers that are not the figure of which their sentence speaks."""
    return [f"{match[0]} ≠ {sorted(known)}" for match, known in held(text, printed) if match["n"] not in known]


def swapped(text: str, printed: Printed) -> Iterator[str]:
    """The text with one number after another put for a small number that is known, but of something else."""
    others = [words for words in printed.counted.values() if words.isdigit()]
    for match, known in held(text, printed):
        other = next(words for words in others if words not in known)
        yield match.string[: match.start("n")] + other + match.string[match.end("n") :]


def loose(text: str, printed: Printed) -> list[str]:
    """Small whole numbers of running text that are held to no figure in particular."""
    text = " ".join(text.split())
    placed = {match.start("n") for match, _ in held(text, printed)}
    for pattern in LOOSE.values():
        placed |= {at for match in re.finditer(pattern, text) for at in range(*match.span())}
    bare = re.finditer(r"(?<![\d.,/:V−+-])\b\d{1,3}\b(?![.,/:]?\d|%|/)", text)
    return [text[max(0, match.start() - 30) : match.end() + 30] for match in bare if match.start() not in placed]


def held(text: str, printed: Printed) -> Iterator[tuple[re.Match[str], set[str]]]:
    """Each number that a kind speaks of (`n` of its match), and what it may be."""
    text = " ".join(text.split())
    for pattern, allowed in (*_KINDS, *_of_names(printed)):
        for match in re.finditer(pattern, text):
            yield match, allowed(printed, match)


def _of_names(printed: Printed) -> list[tuple[str, Allowed]]:
    """A unit or field and the first number behind it: one of its own."""
    rows: tuple[Row, ...] = (*printed.whole, *printed.units)
    names = {str(row[key]) for row in rows for key in ("unit_name", "field_name") if row.get(key)}
    pattern = rf"(?P<name>{_either(list(names))}) \(?{_N}(?= hồ sơ|;| [\d.]+ [\d,]+%| \d+ \d+/\d)"
    return [(pattern, lambda printed, match: printed.beside(match["name"]))] if names else []
