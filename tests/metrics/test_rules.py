"""The rules of findings: all there, each with its severity, and told in sentences that a reader can act on."""

import re
from pathlib import Path

import pytest

from dashboard.metrics.rules import Case, RuleError, load_rules, message

ROOT = Path(__file__).parents[2]
BY_CONTRACT = {
    **dict.fromkeys(["V06", "V13", "V16"], "reject"),
    **dict.fromkeys(["V01", "V02", "V03", "V04", "V12"], "error"),
    **dict.fromkeys(["V05", "V07", "V08", "V09", "V10", "V11", "V14", "V15", "V21"], "warning"),
    **dict.fromkeys(["V17", "V18", "V19", "V20"], "info"),
}


def test_every_rule_has_the_severity_of_the_contract() -> None:
    assert {id_: rule.severity for id_, rule in load_rules().items() if id_ in BY_CONTRACT} == BY_CONTRACT


def test_every_rule_that_reading_names_is_known() -> None:
    text = "".join(path.read_text("utf-8") for path in sorted((ROOT / "dashboard" / "ingest").glob("*.py")))
    named = set(re.findall(r'"(?:reject|error|warning|info)",\s*"(\w+)"', text)) | set(
        re.findall(r'Refused\(\s*"(\w+)"', text)
    )
    assert len(named) > 10
    assert {id_ for id_ in named if load_rules().get(id_) is None or load_rules()[id_].found != "reading"} == set()


def test_a_sentence_says_where_what_and_what_to_do_with_vietnamese_numbers() -> None:
    case = Case(
        "V04", "balance", "Sở A", "Quý I/2020", field="Đất đai",
        columns=["received_total", "resolved_total", "pending_total"], stated=659245, recomputed=650444,
    )  # fmt: skip
    said = message(case)
    assert said.startswith("Sở A, Quý I/2020, lĩnh vực Đất đai: tổng số hồ sơ nhận giải quyết ghi 659.245, nhưng ")
    assert "650.444 (chênh −8.801)" in said
    assert said.endswith(load_rules()["V04"].action["vi"])
    assert "659,245" in message(case, "en")


def test_a_percentage_keeps_its_counts_beside_it() -> None:
    case = Case(
        "V07", "percentage", "X", "2023", columns=["a", "b"], stated=0.8992, recomputed=4337 / 4857, detail="4337/4857"
    )
    assert "89,92%" in message(case)
    assert "89,29% (4.337/4.857; chênh −0,63 điểm %)" in message(case)


def test_a_date_is_written_as_people_write_it() -> None:
    assert "30/06/2025" in message(Case("V12", "no_longer", "X", "2025-07", detail="2025-06-30"))


@pytest.mark.parametrize(
    ("label", "vi", "en"),
    [
        ("2026-09", "tháng 09/2026", "09/2026"),
        ("2026-Q3", "Quý III/2026", "Q3/2026"),
        ("28/5–28/8", "28/5–28/8", "28/5–28/8"),
    ],
)
def test_another_period_is_told_in_words_where_its_label_names_months(label: str, vi: str, en: str) -> None:
    case = Case("V05", "continuity", "X", "tháng 10/2026", columns=["a", "b"], stated=3, recomputed=4, detail=label)
    assert f"cuối kỳ {vi} còn 4" in message(case)
    assert f"at the end of {en} (" in message(case, "en")


GOOD = '[rule.V01]\nseverity = "error"\nfound = "check"\ntitle = {vi = "a", en = "a"}\naction = {vi = "b", en = "b"}\n'
SENTENCE = 'messages.x = {vi = "{stated}", en = "{stated}"}\n'


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (GOOD + SENTENCE.replace("{stated}", "{stted}"), "rule.V01.x"),
        (GOOD + 'messages.x = {vi = "{stated}", en = "-"}\n', "rule.V01.x"),
        (GOOD + 'messages.x = {vi = "-"}\n', "rule.V01.x"),
        (GOOD, "rule.V01"),
        (GOOD + SENTENCE + 'grave = "yes"\n', "grave"),
        (GOOD.replace('"error"', '"fatal"') + SENTENCE, "fatal"),
        (GOOD.replace('"check"', '"reading"') + SENTENCE, "rule.V01"),
        ("[rules.V01]\n", "rules"),
    ],
)
def test_a_mistake_in_the_file_names_itself(tmp_path: Path, content: str, named: str) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(content, "utf-8")
    with pytest.raises(RuleError, match=re.escape(named)):
        load_rules(path)


def test_the_same_file_without_the_mistakes_loads(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(GOOD + SENTENCE, "utf-8")
    assert load_rules(path)["V01"].severity == "error"
