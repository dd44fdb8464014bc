"""The invented province "Trúc Lĩnh": everything that its units report in 36 months, from a seed."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dashboard.demo.contradictions import Expected, Sowing, sow_contradictions, thin_out
from dashboard.demo.dossiers import Dossiers, simulate_dossiers
from dashboard.demo.extra_reports import ExtraReports, sow_extra_reports
from dashboard.demo.months import build_periods
from dashboard.demo.offices import Offices, simulate_offices
from dashboard.demo.reporting import dossier_reports, office_reports
from dashboard.demo.scores import SownScore, score_files
from dashboard.demo.targets import illustrative_targets
from dashboard.demo.units import build_territory
from dashboard.metrics.catalogue import Target
from dashboard.report import Lineage, Period, Report, Unit

DEFAULT_SEED = 20260701


@dataclass(frozen=True, slots=True)
class Province:
    """One drawn province. Units, lineage, periods, targets and ledger are whole; reports are made month by month."""

    name: str
    seed: int
    scale: int
    units: tuple[Unit, ...]
    lineage: tuple[Lineage, ...]
    periods: tuple[Period, ...]
    targets: tuple[Target, ...]
    ledger: tuple[Expected, ...]
    dossiers: Dossiers
    offices: Offices
    extra: ExtraReports

    def reports(self, month: int) -> Iterator[Report]:
        """What was reported for the month of that number (0 is November 2023), corrections applied."""
        period = self.periods[month]
        ledger = [entry for entry in self.ledger if entry.period == period.label]
        yield from dossier_reports(self.units, period, month, self.dossiers, self.offices, ledger)
        yield from (report for report in self.extra.reports if report.period == period)
        yield from office_reports(self.units, period, month, self.offices, ledger)

    def all_reports(self) -> Iterator[Report]:
        """The reports of every month, oldest first."""
        for month in range(len(self.periods)):
            yield from self.reports(month)

    def first_version(self, report: Report) -> Report | None:
        """What a unit sent before it corrected this report; None if it never did."""
        key = (report.family, report.subject, report.period)
        found = (old for old in self.extra.corrected if (old.family, old.subject, old.period) == key)
        return next(found, None)


def scores(province: Province) -> Iterator[tuple[str, bytes, tuple[SownScore, ...]]]:
    """The score tables of the drawn province, from a stream of their own: they change no other figure."""
    rng = np.random.default_rng([province.seed, 766])
    return score_files(province.name, province.units, province.periods, rng)


def generate(scale: int = 1, seed: int = DEFAULT_SEED) -> Province:
    """Draw a province; the same scale and seed give the same one to the last count."""
    territory, periods = build_territory(scale), build_periods()
    streams = np.random.default_rng(seed).spawn(3)
    dossiers = simulate_dossiers(territory, periods, streams[0])
    offices = simulate_offices(territory.units, periods, streams[1])
    sowing = Sowing(territory.units, periods, dossiers, offices, streams[2])
    thin_out(sowing)
    sow_contradictions(sowing)
    extra = sow_extra_reports(sowing)
    return Province(
        territory.name, seed, scale, territory.units, territory.lineage, periods, illustrative_targets(),
        tuple(sowing.ledger), dossiers, offices, extra,
    )  # fmt: skip
