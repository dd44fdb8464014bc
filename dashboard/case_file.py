"""What an export of the one-stop software is: a line per file, columns by role, its own words for status and channel.

No role names a person, and what has no role is never stored (docs/decisions/006-case-files.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

WordKind = Literal["status", "channel", "level"]

TEXT_ROLES = (
    "code", "procedure_code", "procedure_name", "field", "receiving", "resolving", "source_system", "status", "channel",
    "service_level",
)  # fmt: skip
DAY_ROLES = ("received_on", "promised_on", "finished_on", "moved_on", "paused_from")
ROLES = (*TEXT_ROLES, *DAY_ROLES, "paused_days")
WORDS: Mapping[WordKind, tuple[str, ...]] = {
    "status": ("refused", "processing", "supplement", "paused", "returned", "done"),
    "channel": ("online", "counter", "postal"),
    "level": ("none", "partial", "end_to_end"),
}
DEFAULT_SOURCE = "Hệ thống một cửa"
"""The source system of an export that names none."""


@dataclass(frozen=True, slots=True)
class CaseMap:
    """How one software exports its files: the headings of each role, and the words of status, channel and level.

    Keys are as `ingest.names.search_key` makes them.
    """

    map_id: str
    columns: Mapping[str, str]
    words: Mapping[WordKind, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class CaseLayout:
    """Where each role stands in one export: `places` are column numbers from 0, `first_line` counts the lines above.

    `dropped` are headings without a role: their columns are not read. `start` and `end` are what the export states of
    the days that it covers.
    """

    map: CaseMap
    places: Mapping[str, int]
    headings: tuple[str, ...]
    first_line: int = 0
    delimiter: str = ","
    start: date | None = None
    end: date | None = None

    @property
    def dropped(self) -> tuple[str, ...]:
        used = set(self.places.values())
        return tuple(text for at, text in enumerate(self.headings) if text and at not in used)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A line that is no file of the one-stop software: why, and what stands there (never more than mapped columns)."""

    line: int | None
    reason: str
    code: str | None
    value: str | None


@dataclass(frozen=True, slots=True)
class CaseRows:
    """What was stored of one export: its two files in the folder of case files, and what they hold.

    `names` has by kind (`unit`, `field`, `status`, `channel`, `level`) each text as written with its number of lines.
    """

    rows_file: str
    rejects_file: str | None
    n_rows: int
    n_rejected: int
    reasons: Mapping[str, int] = field(default_factory=dict)
    first_rejected: tuple[Rejected, ...] = ()
    shares: tuple[tuple[str, str, int], ...] = ()
    names: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    first_finished: date | None = None
    first_received: date | None = None
    as_of: date | None = None


class CaseFileError(Exception):
    """An export that cannot be read; the message is a Vietnamese sentence that says what to do."""

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule, self.message = rule, message
