"""What units report besides files: documents, certificates, procedures, ISO, and whether they reported at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from dashboard.demo.dossiers import UNKNOWN, Counts
from dashboard.demo.months import FIRST
from dashboard.demo.units import TWO_TIERS
from dashboard.report import Family, Period, Unit

_YEAR_END = (12, 1)
_SILENT = ("Lan Thái", "Lan Cầu")  # the communes that never report, before July 2025 and after
_FORMER_COMMUNES_ADOPTED = 0.8
_RATINGS = ("fair", "good", "very_good")


@dataclass(frozen=True, slots=True)
class Offices:
    """Arrays of months × units. `reported` says who sent a report, `days_late` how many days after the due day."""

    is_live: NDArray[np.bool_]
    reported: NDArray[np.bool_]
    days_late: Counts
    counts: Mapping[Family, dict[str, Counts]]
    iso: tuple["IsoHistory", ...]


@dataclass(frozen=True, slots=True)
class IsoHistory:
    """One unit's quality-management system: months are counted from the first month, ratings are by year."""

    obligation: str
    starts_building: int
    adopts: int
    expires: int
    former_version_until: int
    conversion_due: int
    announced_day: int
    ratings: tuple[str, ...]

    def attributes(self, month: int, year: int) -> dict[str, str | date | None]:
        """The unit's ISO row at the end of a month; `year` is the last one whose rating is known."""
        is_former = month < self.former_version_until
        adopted = max(self.adopts, self.former_version_until)
        row: dict[str, str | date | None] = {
            "obligation": self.obligation,
            "standard_version": "9001:2008" if is_former else "9001:2015",
            "iso_status": self._status(month, is_former, adopted),
            "rating": None,
            "announced_on": None,
            "conversion_due_on": _day(self.conversion_due, 28) if is_former else None,
        }
        if not is_former and month >= adopted:
            row["announced_on"] = _day(adopted, self.announced_day)
            if self.ratings and year >= FIRST.year and _day(adopted, 1).year <= year:
                row["rating"] = self.ratings[year - FIRST.year]
        return row

    def _status(self, month: int, is_former: bool, adopted: int) -> str:
        if is_former:
            return "maintained"
        if month < self.starts_building:
            return "not_started"
        if month < adopted:
            return "building"
        if self.expires <= month < self.expires + 6:
            return "expired"
        if self.expires + 6 <= month < self.expires + 12:
            return "reannounced"
        return "announced" if month < adopted + 12 else "maintained"


def simulate_offices(units: Sequence[Unit], periods: Sequence[Period], rng: np.random.Generator) -> Offices:
    """Every unit's figures in every month, which contradict themselves nowhere."""
    is_live = np.array([[unit.is_valid(period.start, period.end) for unit in units] for period in periods])
    reported, days_late = _submission(units, periods, is_live, rng)
    counts: dict[Family, dict[str, Counts]] = {
        "document": _documents(units, periods, rng),
        "certificate": _certificates(units, is_live, rng),
        "procedure": _procedures(units, periods, rng),
    }
    iso = tuple(_iso(unit, rng) for unit in units)
    return Offices(is_live, reported, days_late, counts, iso)


def _submission(
    units: Sequence[Unit], periods: Sequence[Period], is_live: NDArray[np.bool_], rng: np.random.Generator
) -> tuple[NDArray[np.bool_], Counts]:
    """Most report and in time, one in twenty is habitually late or silent, one commune of each time never reports."""
    shape = is_live.shape
    is_lax = rng.random(shape[1]) < 0.05
    year_end = np.array([1.8 if period.start.month in _YEAR_END else 1.0 for period in periods])[:, None]
    missing = np.where(is_lax, 0.16, 0.008) * year_end
    late = np.where(is_lax, 0.55, 0.025) * year_end
    never = np.array([_never_reports(unit) for unit in units])
    reported = is_live & (rng.random(shape) >= missing) & ~never
    days = np.where(rng.random(shape) < late, rng.integers(1, 12, shape), -rng.integers(0, 7, shape))
    return reported, days


def _never_reports(unit: Unit) -> bool:
    return unit.level == "commune" and unit.short_name.rstrip(" 0123456789") in _SILENT


def _by_kind(
    units: Sequence[Unit], department: float, district: float, former: float, commune: float
) -> NDArray[np.float64]:
    """One usual value per unit: of departments, districts, communes before and after July 2025."""
    values = {"province": department, "district": district}
    return np.array([values.get(unit.level, commune if unit.valid_from else former) for unit in units])


def _documents(units: Sequence[Unit], periods: Sequence[Period], rng: np.random.Generator) -> dict[str, Counts]:
    shape = (len(periods), len(units))
    years = np.arange(len(periods))[:, None] / 12
    size = _by_kind(units, 340, 420, 85, 230) * rng.lognormal(-0.03, 0.25, shape[1])
    out = rng.poisson(size * rng.lognormal(0, 0.1, shape)) + 5
    paper = rng.binomial(out, 0.03 * 0.8**years * np.ones(shape))
    electronic = out - paper
    signing = 1 / (1 + np.exp(-(rng.normal(2.1, 0.7, shape[1]) + 0.9 * years)))
    signed = rng.binomial(electronic, signing)
    states_classified = rng.random(shape[1]) < 0.6
    incoming = rng.poisson(size * 2.4 * np.ones(shape))
    return {
        "docs_total": out + incoming,
        "docs_in": incoming,
        "docs_out": out,
        "e_docs": electronic,
        "signed_docs": signed,
        "sent_online": rng.binomial(electronic, 0.96),
        "paper_docs": paper,
        "classified_docs": np.where(states_classified, rng.binomial(paper, 0.5), UNKNOWN),
    }


def _certificates(units: Sequence[Unit], is_live: NDArray[np.bool_], rng: np.random.Generator) -> dict[str, Counts]:
    shape = is_live.shape
    person = _by_kind(units, 38, 46, 9, 24) * rng.lognormal(-0.03, 0.25, shape[1])
    stock_org = 1 + rng.poisson(_by_kind(units, 4, 6, 1, 2))
    stock_person = 3 + rng.poisson(person)
    new_org = rng.binomial(1, 0.04, shape) * is_live
    new_person = rng.poisson(person * 0.018 * np.ones(shape)) * is_live
    org, people = stock_org + np.cumsum(new_org, axis=0), stock_person + np.cumsum(new_person, axis=0)
    revoked = rng.binomial(stock_person, 0.06) + np.cumsum(rng.binomial(new_person, 0.3), axis=0)
    return {
        "certificates_total": org + people,
        "certificate_org": org,
        "certificate_person": people,
        "certificates_active": org + people - revoked,
        "certificates_revoked": revoked,
        "certificates_new_org": new_org,
        "certificates_new_person": new_person,
    }


def _procedures(units: Sequence[Unit], periods: Sequence[Period], rng: np.random.Generator) -> dict[str, Counts]:
    shape = (len(periods), len(units))
    years = np.arange(len(periods))[:, None] / 12
    has = np.array([unit.has_procedures for unit in units])
    total = np.rint(_by_kind(units, 115, 260, 118, 385) * rng.lognormal(-0.02, 0.18, shape[1])) * has * np.ones(shape)
    end_to_end = np.floor(total * np.clip(rng.normal(0.36, 0.05, shape[1]) + 0.085 * years, 0.1, 0.85))
    partial = np.floor((total - end_to_end) * np.clip(rng.normal(0.72, 0.06, shape[1]), 0.4, 0.95))
    figures = {"procedures_total": total, "procedures_end_to_end": end_to_end, "procedures_partial": partial}
    return {column: np.where(has, values, UNKNOWN).astype(np.int64) for column, values in figures.items()}


def _iso(unit: Unit, rng: np.random.Generator) -> IsoHistory:
    """Departments and districts must, communes may; new communes begin again in July 2025."""
    chance, long, day = rng.random(4), rng.integers(0, 24, 3), int(rng.integers(3, 28))
    is_commune = unit.level == "commune"
    begin = _month_of(TWO_TIERS) if unit.valid_from == TWO_TIERS else -24
    if unit.valid_from == TWO_TIERS:
        adopts = begin + 2 + int(long[0]) // 2 if chance[0] < 0.85 else 999
    else:
        adopts = -int(long[0]) - 1 if chance[0] < (_FORMER_COMMUNES_ADOPTED if is_commune else 0.9) else int(long[1])
    is_former = unit.valid_from is None and chance[1] < 0.07
    # A department in five is still on the old version at the end, whatever date it registered.
    is_slow = not is_commune and unit.valid_to is None and chance[3] < 0.2
    converts = 40 if is_slow else 2 + int(long[1]) if is_former else -99
    lag = int(chance[3] * 9) - 2  # some convert before the date that they registered, most after it
    return IsoHistory(
        obligation="encouraged" if is_commune or unit.unit_type == "inspectorate" else "mandatory",
        starts_building=min(adopts - 2 - int(long[2]) // 4, 60),
        adopts=adopts,
        expires=adopts + 12 + int(long[2]) if chance[2] < 0.06 else 999,
        former_version_until=converts,
        conversion_due=26 + int(chance[3] * 60) if is_slow else converts - lag,
        announced_day=day,
        ratings=tuple(rng.choice(_RATINGS, 3, p=(0.16, 0.58, 0.26)).tolist()) if is_commune else (),
    )


def rated_year(period: Period) -> int:
    """The last year whose rating is known: ratings come out in December."""
    return period.start.year if period.start.month == 12 else period.start.year - 1


def submitted_on(period: Period, days_late: int) -> date:
    """The day on which a report arrived, from its distance to the due day."""
    return (period.due or period.end) + timedelta(days=days_late)


def _month_of(day: date) -> int:
    return (day.year - FIRST.year) * 12 + day.month - FIRST.month


def _day(month: int, day: int) -> date:
    at = FIRST.month - 1 + month
    return date(FIRST.year + at // 12, at % 12 + 1, day)
