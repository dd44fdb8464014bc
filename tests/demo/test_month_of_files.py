"""The invented month, taken in by the importer: every fault is found, and what is in force is what was drawn."""

import shutil
from collections import Counter
from pathlib import Path

import pytest

from dashboard import aliases
from dashboard.figures import Context, Question, answer
from dashboard.intake import File, import_files
from dashboard.store.workspace import Workspace
from tests.demo.month_of_files import FAULTS, LABEL, N_FILES, RULES, Month, generate


@pytest.fixture(scope="module")
def month() -> Month:
    return generate()


@pytest.fixture
def demo(sample_workspaces: Path, tmp_path: Path) -> Context:
    shutil.copytree(sample_workspaces / "demo", tmp_path / "demo")
    return Context(Workspace("demo", tmp_path / "demo"))


def figure(context: Context, metric: str) -> tuple[int | None, int | None, int]:
    (row,) = answer(context, Question(metric, LABEL)).rows
    return row["numerator"], row["denominator"], row["parts"]


def test_150_files_with_20_faults_give_what_was_drawn(demo: Context, month: Month) -> None:
    assert len(month.sent) == N_FILES
    assert Counter(one.fault for one in month.sent if one.fault) == FAULTS
    outcomes = import_files(demo.workspace, [File.of(one.name, one.content) for one in month.sent])
    for one, outcome in zip(month.sent, outcomes, strict=True):
        rules = {f.rule for f in outcome.findings if f.severity != "info"} - {"V05", "V12"}
        assert outcome.status == ("rejected" if one.is_refused else "accepted"), one.name
        assert (RULES[one.fault] in rules) if one.fault else not rules & set(RULES.values()), (one.name, rules)
    assert figure(demo, "late_rate")[0] == month.total("dossier", "resolved_late")
    assert figure(demo, "signed_share_outgoing")[:2] == (
        month.total("document", "signed_docs"), month.total("document", "docs_out"),
    )  # fmt: skip
    assert figure(demo, "certificates_person")[0] == month.total("certificate", "certificate_person")
    resolved = frozenset({"unit"})
    for unit_id, name in month.written_as.items():
        aliases.add(demo, "unit", name, unit_id, "tên mới trong báo cáo tháng 11")
    again = [one for one in month.sent if one.fault == "unit"]
    outcomes = import_files(demo.workspace, [File.of(one.name, one.content) for one in again])
    assert {outcome.status for outcome in outcomes} == {"accepted"}
    assert figure(demo, "late_rate")[0] == month.total("dossier", "resolved_late", also=resolved)
