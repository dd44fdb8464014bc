"""The rules that findings name, read from `queries/rules.toml`, and the sentences that they are told in.

A finding of a check arrives as counts and column ids; here it becomes one sentence: where, what is wrong, what to do.
"""

import re
import string
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from dashboard.metrics import format as text
from dashboard.metrics.catalogue import load_catalogue
from dashboard.report import SEVERITIES, Severity
from dashboard.words import text as words

RULES_FILE = Path(__file__).parents[2] / "queries" / "rules.toml"

Found = Literal["check", "reading"]
Touches = Literal["columns", "first", "row", "report", "nothing"]
Bilingual = Mapping[str, str]

_NUMBERED = re.compile(r"V\d+")
_KEYS = {"severity", "found", "touches", "title", "action", "messages"}
_OF_PERIODS = {"continuity", "overlap", "gap"}
"""The variants that tell of another period: their detail is its label."""
_PLACEHOLDERS = {"stated", "recomputed", "difference", "column", "parts", "detail", "number", "date"}


class RuleError(ValueError):
    """The file of rules contradicts itself; the message names the rule and the key."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: how grave, what it is called, what to do, and (of a check) one sentence for each variant.

    `touches` says which counts a finding puts in doubt: its columns, the first of them, those of a row that was taken
    under an unknown name, all of the report, or none.
    """

    id: str
    severity: Severity
    found: Found
    title: Bilingual
    action: Bilingual
    messages: Mapping[str, Bilingual]
    touches: Touches = "columns"


@dataclass(frozen=True, slots=True)
class Case:
    """What one check found at one place, as values; `columns` names the stated column first, then those beside it."""

    rule: str
    variant: str
    subject: str
    period: str
    field: str | None = None
    part: str | None = None
    columns: Sequence[str] = ()
    stated: float | None = None
    recomputed: float | None = None
    detail: str | None = None


def message(case: Case, language: text.Language = "vi") -> str:
    """One sentence with place, contradiction and what to do; numbers and dates in the language's own form."""
    rule = load_rules()[case.rule]
    template = rule.messages[case.variant][language]
    values = _values(case, language)
    sentence = template.format(**{name: values[name] for name in _names(template)})
    return f"{_where(case, language)}: {sentence} {rule.action[language]}"


def told(row: Mapping[str, Any], language: text.Language = "vi") -> str:
    """The sentence of a finding that a query gives with the `kind`, `start_date` and `end_date` of its period."""
    case = Case(
        rule=row["rule"],
        variant=row["variant"],
        subject=subject_name(row["unit_name"], row["level"], language),
        period=text.period(row["kind"], row["start_date"], row["end_date"], language),
        field=row["field_name"] or row["field_id"],
        part=row["part"],
        columns=row["columns"],
        stated=row["stated"],
        recomputed=row["recomputed"],
        detail=row["detail"],
    )
    return message(case, language)


def severity(rule_id: str) -> Severity:
    """How grave a finding of the rule is; raises KeyError for an unknown rule."""
    return load_rules()[rule_id].severity


@cache
def load_rules(path: Path = RULES_FILE) -> Mapping[str, Rule]:
    """Every rule by id, in the order of the file; raises `RuleError` naming the first entry that is wrong."""
    with path.open("rb") as file:
        content = tomllib.load(file)
    if unknown := content.keys() - {"rule"}:
        raise RuleError(f"{path.name}: unknown table {sorted(unknown)}")
    return {id_: _rule(id_, entry) for id_, entry in content["rule"].items()}


def rule_title(rule_id: str, language: text.Language) -> str:
    """What a rule is called; its id where the file has it no more (findings outlive rules)."""
    rule = load_rules().get(rule_id)
    return rule.title[language] if rule else rule_id


def rule_words(rule_id: str, language: text.Language) -> str:
    """Number and title of a rule ("V01 · Tổng tiếp nhận không bằng các phần"), or the title of one that has none."""
    title = rule_title(rule_id, language)
    return f"{rule_id} · {title}" if _NUMBERED.fullmatch(rule_id) else title


def rule_short(rule_id: str, language: text.Language) -> str:
    """The number of a rule, or the title of one that has none: ids are for files and programs, not for readers."""
    return rule_id if _NUMBERED.fullmatch(rule_id) else rule_title(rule_id, language)


def _rule(id_: str, entry: dict[str, Any]) -> Rule:
    if unknown := entry.keys() - _KEYS:
        raise RuleError(f"rule.{id_}: unknown key {sorted(unknown)}")
    if entry.get("severity") not in SEVERITIES:
        raise RuleError(f"rule.{id_}: severity = {entry.get('severity')!r} is not one of {SEVERITIES}")
    if entry.get("found") not in ("check", "reading"):
        raise RuleError(f"rule.{id_}: found = {entry.get('found')!r} is neither 'check' nor 'reading'")
    touches = entry.get("touches", "columns")
    if touches not in get_args(Touches):
        raise RuleError(f"rule.{id_}: touches = {touches!r} is not one of {get_args(Touches)}")
    messages = entry.get("messages", {})
    if bool(messages) != (entry["found"] == "check"):
        raise RuleError(f"rule.{id_}: messages belong to the rules of checks, and each of these has some")
    for key, both in {"title": entry.get("title"), "action": entry.get("action"), **messages}.items():
        _check_words(f"rule.{id_}.{key}", both)
    return Rule(id_, entry["severity"], entry["found"], entry["title"], entry["action"], messages, touches)


def _check_words(where: str, both: Any) -> None:
    if not isinstance(both, dict) or both.keys() != {"vi", "en"} or not all(both.values()):
        raise RuleError(f"{where}: give a text for vi and for en")
    for sentence in both.values():
        if unknown := set(_names(sentence)) - _PLACEHOLDERS:
            raise RuleError(f"{where}: unknown placeholder {sorted(unknown)}")
    if set(_names(both["vi"])) != set(_names(both["en"])):
        raise RuleError(f"{where}: vi and en have different placeholders")


def _names(template: str) -> list[str]:
    return [name for _, name, _, _ in string.Formatter().parse(template) if name is not None]


def _where(case: Case, language: text.Language) -> str:
    place = [case.subject, case.period]
    if case.field:
        place.append(words("finding.of_field", language, field=case.field))
    if case.part:
        place.append(words("finding.of_part", language, part=case.part))
    return ", ".join(name for name in place if name)


def _values(case: Case, language: text.Language) -> dict[str, str]:
    labels = [_label(column, language) for column in case.columns]
    is_share = case.rule == "V07"
    known = case.stated is not None and case.recomputed is not None
    change = (case.recomputed or 0) - (case.stated or 0) if known else None
    return {
        "stated": text.percent(case.stated, language=language) if is_share else text.count(case.stated, language),
        "recomputed": text.percent(case.recomputed, language=language)
        if is_share
        else text.count(case.recomputed, language),
        "difference": text.points(change, 2, language) if is_share else text.count_change(change, language),
        "column": f"“{labels[0]}”" if labels else text.NONE,
        "parts": " + ".join(f"“{label}”" for label in labels[1:]),
        "detail": _detail(case, language),
        "number": text.count(float(case.detail), language) if case.detail and case.detail.isdecimal() else text.NONE,
        "date": _day(case.detail, language),
    }


def _label(column: str, language: text.Language) -> str:
    known = load_catalogue().columns.get(column)
    if known is None:
        return column
    return known.label if language == "vi" else known.label_en


def _detail(case: Case, language: text.Language) -> str:
    ends = (case.detail or text.NONE).split("/")
    if case.rule == "V07" and len(ends) == 2 and all(end.isdecimal() for end in ends):
        return text.counts(int(ends[0]), int(ends[1]), language)
    if case.detail and case.variant in _OF_PERIODS:
        return text.label_name(case.detail, language)
    return case.detail or text.NONE


def _day(value: str | None, language: text.Language) -> str:
    try:
        return text.day(date.fromisoformat(value or ""), language)
    except ValueError:
        return text.NONE


def subject_name(unit_name: str | None, level: str | None, language: text.Language = "vi") -> str:
    """Whom a figure speaks of: the unit, or the level or the province of a stated total."""
    return unit_name or words(f"level.{level or 'all'}", language)
