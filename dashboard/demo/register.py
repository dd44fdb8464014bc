"""The register of the invented province: the last months as their lists have them, and one that is still coming in."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from dashboard.ledger import Duty, DutyException, Receipt

MONTHS = ("2026-08", "2026-09", "2026-10")
"""The months that are opened after their reports came in."""
COMING_IN = "2026-11"
"""The month that is open and of which no figures are in yet."""
TODAY = date(2026, 11, 22)
"""The day on which the open month is as it is."""

_CHANNELS = ("Trục liên thông văn bản", "Thư điện tử", "Nộp trực tiếp")


def arrivals(label: str, lines: Sequence[Mapping[str, Any]]) -> list[Receipt]:
    """Arrivals of a month whose list came in (rows of `register`), on the days that the list has."""
    return [
        _receipt(label, at, line["unit_id"], line["first_received_on"])
        for at, line in enumerate(lines)
        if line["first_received_on"] is not None
    ]


def exceptions(period_id: str, unit_ids: Sequence[str]) -> list[DutyException]:
    """One unit of the open month has more time, one owes nothing."""
    return [
        DutyException(period_id, unit_ids[-3], "due", "Mưa lũ, được gia hạn (giả định)", date(2026, 11, 30)),
        DutyException(period_id, unit_ids[-9], "exempt", "Mới sắp xếp lại, chưa phát sinh thủ tục (giả định)"),
    ]


def coming_in(duties: Sequence[Duty]) -> list[Receipt]:
    """Arrivals of the open month: most units by the due day, some after it, some on a day that nobody noted."""
    receipts = []
    for at, duty in enumerate(duty for duty in duties if duty.standing == "due"):
        if at % 6 == 5 or duty.due_on is None:
            continue
        days = (-1, -3, 0, -2, -6, 1, -4, 0, 2, -1, -5)[at % 11]
        day = None if at % 37 == 20 else min(duty.due_on + timedelta(days), TODAY)
        lacking = ("Phụ lục 2",) if at % 29 == 7 else None
        receipts.append(_receipt(COMING_IN, at, duty.unit_id, day, lacking))
    return receipts


def _receipt(label: str, at: int, unit_id: str, day: date | None, lacking: tuple[str, ...] | None = None) -> Receipt:
    written = day - timedelta(at % 3) if day else None
    number = f"{20 + at * 7 % 480}/BC"
    return Receipt(f"cchc/{label}", unit_id, day, number, written, _CHANNELS[at % 5 % 3], lacking=lacking)
