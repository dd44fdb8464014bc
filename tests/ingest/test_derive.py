"""Derived counts: exactly what follows, and nothing else."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.ingest.derive import IDENTITIES, derive, derive_row
from dashboard.report import FactRow

FULL = IDENTITIES["dossier"][:4]
TREE = ("resolved_early", "resolved_on_time", "resolved_late", "pending_in_time", "pending_overdue")


def test_industrial_zones_47_files_leave_zero_for_every_other_count():
    stated = {
        "received_total": 47, "carried_over": 4, "received_online": 36, "received_offline": 7,
        "resolved_on_time": 43, "pending_in_time": 4,
    }  # fmt: skip
    row = derive_row("dossier", FactRow(14, counts=stated))
    assert {column: row.counts[column] for column in row.derived} == {
        "resolved_late": 0, "resolved_early": 0, "resolved_total": 43, "pending_total": 4, "pending_overdue": 0,
    }  # fmt: skip
    assert row.derived["resolved_late"] == (
        "received_total = resolved_early + resolved_on_time + resolved_late + pending_in_time + pending_overdue"
    )
    assert "resolved_ok" not in row.counts
    assert "overdue_unsplit" not in row.counts


def test_what_was_carried_over_is_never_derived():
    stated = {"received_total": 4857, "received_online": 3800, "received_offline": 1057}
    assert derive("dossier", stated) == {}


def test_received_follows_from_its_parts_when_what_was_carried_over_is_stated():
    derived = derive("dossier", {"received_online": 36, "received_offline": 7, "carried_over": 4})
    assert derived == {"received_total": (47, "received_total = received_online + received_offline + carried_over")}


def test_a_reduced_row_derives_nothing_about_the_full_form():
    stated = {"received_total": 7710, "resolved_ok": 5561, "pending_in_time": 2129, "overdue_unsplit": 20}
    assert derive("dossier", stated) == {}


def test_a_reduced_row_gives_its_own_blank():
    derived = derive("dossier", {"received_total": 4337, "resolved_ok": 4213, "pending_in_time": 124})
    assert derived["overdue_unsplit"][0] == 0


def test_incoming_documents_follow_from_the_total():
    assert derive("document", {"docs_total": 5516, "docs_out": 1847}) == {
        "docs_in": (3669, "docs_total = docs_in + docs_out")
    }


def test_nothing_follows_from_a_contradiction():
    assert derive("dossier", {"resolved_total": 5, "resolved_early": 7, "resolved_on_time": 1}) == {}
    joint = {"received_total": 10, "resolved_early": 8, "pending_in_time": 5}
    assert derive("dossier", joint) == {}


def test_a_blank_that_one_identity_makes_impossible_is_not_taken_from_another():
    stated = {"received_total": 100, "resolved_total": 60, "resolved_early": 20, "resolved_on_time": 50}
    assert derive("dossier", stated | {"pending_total": 20, "pending_in_time": 15, "pending_overdue": 5}) == {}


def test_a_contradiction_elsewhere_does_not_stop_a_sound_identity():
    stated = {"received_online": 1, "received_offline": 1, "carried_over": 1, "received_total": 9,
              "pending_total": 3, "pending_in_time": 3, "resolved_total": 6}  # fmt: skip
    assert derive("dossier", stated)["pending_overdue"] == (0, "pending_total = pending_in_time + pending_overdue")


@settings(max_examples=300, deadline=None)
@given(
    st.dictionaries(st.sampled_from(("received_total", "resolved_total", "pending_total", *TREE)), st.integers(0, 4))
)
def test_derived_counts_are_those_with_one_value_in_every_solution(stated):
    solutions = []
    for leaves in product(range(6), repeat=5):
        values = dict(zip(TREE, leaves, strict=True))
        values["resolved_total"] = sum(leaves[:3])
        values["pending_total"] = sum(leaves[3:])
        values["received_total"] = sum(leaves)
        if all(values[column] == value for column, value in stated.items()):
            solutions.append(values)
    derived = {column: value for column, (value, _) in derive("dossier", stated).items()}
    if not solutions:
        is_possible_beyond = _sum_of(stated) > 0
        assert is_possible_beyond or not derived
        return
    for column, value in derived.items():
        assert {solution[column] for solution in solutions} == {value}
    # Every blank leaf may reach 5 here, so a blank with one value has it for good unless it is the bound of the search.
    for column in set(solutions[0]) - set(stated) - set(derived):
        values = {solution[column] for solution in solutions}
        assert len(values) > 1 or 5 in values


def _sum_of(stated):
    return sum(stated.values())
