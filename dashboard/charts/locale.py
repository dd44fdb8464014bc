"""How the two drawing libraries write numbers and dates by themselves: axes and tooltips that Python did not format."""

from typing import Any

from dashboard.metrics.format import MINUS, Language

_VIETNAMESE: dict[str, Any] = {
    "number": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " ₫"], "minus": MINUS},
    "time": {
        "dateTime": "%H:%M %d/%m/%Y",
        "date": "%d/%m/%Y",
        "time": "%H:%M",
        "periods": ["SA", "CH"],
        "days": ["Chủ nhật", "Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy"],
        "shortDays": ["CN", "T2", "T3", "T4", "T5", "T6", "T7"],
        "months": [f"tháng {month:02d}" for month in range(1, 13)],
        "shortMonths": [f"{month:02d}" for month in range(1, 13)],
    },
}
_ENGLISH: dict[str, Any] = {
    "number": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", " ₫"], "minus": MINUS},
    "time": {
        "dateTime": "%H:%M %d/%m/%Y",
        "date": "%d/%m/%Y",
        "time": "%H:%M",
        "periods": ["AM", "PM"],
        "days": ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
        "shortDays": ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"],
        "months": [
            "January", "February", "March", "April", "May", "June",
            "July", "August", "September", "October", "November", "December",
        ],
        "shortMonths": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    },
}  # fmt: skip


def vega_locale(language: Language) -> dict[str, Any]:
    """The `locale` of a Vega configuration: d3's number and time words."""
    return _VIETNAMESE if language == "vi" else _ENGLISH


def plotly_separators(language: Language) -> str:
    """Plotly's `layout.separators`: the decimal sign, then the sign between thousands."""
    return ",." if language == "vi" else ".,"
