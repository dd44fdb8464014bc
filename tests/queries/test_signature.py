"""Points of communes on the decree's scale, and certificates by level."""

from dataclasses import replace
from typing import Any

import pytest

from dashboard.store import write
from tests.queries.conftest import UNITS, Data, month, report, row

FEB = month("2026-02")
PERIOD = "cchc/2026-02"


def points(data: Data, unit: str, signed: int, outgoing: int, **counts: int) -> dict[str, Any]:
    data.accept(report("document", unit, FEB, row(docs_out=outgoing, signed_docs=signed, **counts)))
    data.know_periods()
    (found,) = [one for one in data.ask("read", "signature_points", period_id=PERIOD) if one["unit_id"] == unit]
    return found


@pytest.mark.parametrize(
    ("signed", "now", "needed"),
    [
        (10, 3.0, 65),
        (69, 3.0, 6),
        (70, 3.0, 5),
        (74, 3.0, 1),
        (75, 3.5, 5),
        (89, 4.5, 1),
        (90, 5.0, None),
        (100, 5.0, None),
    ],
)
def test_a_commune_starts_at_seventy_percent(data: Data, signed: int, now: float, needed: int | None) -> None:
    found = points(data, "xa_e", signed, 100)
    assert (found["points"], found["documents_needed"]) == (now, needed)
    assert found["next_points"] == (None if needed is None else now + 0.5)


@pytest.mark.parametrize(
    ("signed", "now", "needed"), [(80, 3.0, 5), (84, 3.0, 1), (85, 3.5, 5), (95, 4.5, 5), (100, 5.0, None)]
)
def test_a_ward_starts_at_eighty_percent(data: Data, signed: int, now: float, needed: int | None) -> None:
    write.add_units(data.change, [replace(UNITS[4], unit_id="phuong_g", name="Phường G", display_order=7)])
    found = points(data, "phuong_g", signed, 100)
    assert (found["is_ward"], found["points"], found["documents_needed"]) == (True, now, needed)


@pytest.mark.parametrize("outgoing", [7, 19, 20, 157, 1001])
def test_the_documents_needed_bring_the_next_half_and_one_less_does_not(data: Data, outgoing: int) -> None:
    found = points(data, "xa_e", outgoing * 7 // 10, outgoing)
    reached = found["numerator"] + found["documents_needed"]
    assert reached >= found["next_ratio"] * outgoing - 1e-9
    assert reached - 1 < found["next_ratio"] * outgoing - 1e-9


def test_secret_documents_leave_the_denominator_where_they_are_counted_in_it(data: Data) -> None:
    assert points(data, "xa_e", 90, 110, classified_docs=10)["ratio"] == 0.9


def certificates(data: Data) -> dict[str, dict[str, Any]]:
    data.know_periods()
    found = data.ask("read", "certificates", period_id=PERIOD)
    return {one["unit_id"] or one["level"]: one for one in found}


def test_certificates_are_summed_and_what_one_unit_does_not_state_is_unknown(data: Data) -> None:
    data.accept(
        report(
            "certificate",
            "so_a",
            FEB,
            row(certificates_total=10, certificate_org=2, certificate_person=8, certificates_active=9),
        ),
        report("certificate", "so_b", FEB, row(certificate_org=1, certificate_person=4)),
    )
    found = certificates(data)
    assert [found["total"][key] for key in ("issued", "organisations", "persons", "active")] == [15, 3, 12, None]
    assert found["so_a"]["active"] == 9
    assert found["province"]["basis"] == "parts"


def test_a_stated_total_stands_where_no_unit_reported(data: Data) -> None:
    data.accept(
        report("certificate", "province", FEB, row(certificates_total=515, certificate_org=496, certificate_person=19))
    )
    found = certificates(data)
    assert (found["total"]["issued"], found["total"]["basis"]) == (515, "stated")
    assert list(found) == ["total"]
