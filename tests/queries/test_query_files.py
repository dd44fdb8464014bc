"""What the head of a query file says is what the query does; and no read reaches past the views that cut it to the viewer."""

import re
from typing import Any

import duckdb
import pytest

from dashboard.metrics.catalogue import load_catalogue
from dashboard.metrics.rules import load_rules
from dashboard.report import FAMILIES, LOCAL_VIEWER, Viewer
from dashboard.store import connection as db
from dashboard.store import families
from dashboard.store.sql import QUERIES, load_query, query_names
from tests.queries.conftest import FIELDS, UNITS, Data, month, new_connection, put_reference, report, row

FILES = [(folder, name) for folder in ("read", "checks") for name in query_names(folder)]
FOLDER_AND_NAME = pytest.mark.parametrize(("folder", "name"), FILES)
FEB = month("2024-02")

# A parameter takes a value of its type that asks for as much as there is.
VALUES: dict[str, Any] = {
    "period_ids": ["cchc/2024-02"],
    "metric_ids": list(load_catalogue().metrics),
    "metric_id": "late_rate",
    "field_ids": [],
    "unit_ids": [],
    "family": "dossier",
    "columns": ["received_total", "resolved_late"],
    "levels": [],
    "period_id": "cchc/2024-02",
    "other_id": "cchc/2024-01",
    "base_period_id": "cchc/2024-02",
    "other_period_id": "cchc/2024-01",
    "unit_id": "huyen_c",
    "field_id": "dat_dai",
    "includes_refused": True,
}
EMPTY_BY_TYPE = {"varchar": "", "boolean": True, "integer": 1, "bigint": 1, "date": "2024-02-01", "double": 0.0}


def params_of(folder: str, name: str, **given: Any) -> dict[str, Any]:
    """Values for every parameter of a query; one that this file does not know gets the empty value of its type."""
    found = {}
    for parameter, kind in load_query(folder, name).params.items():
        fallback = [] if kind.endswith("[]") else EMPTY_BY_TYPE[kind]
        found[parameter] = given.get(parameter, VALUES.get(parameter, fallback))
    return found


@FOLDER_AND_NAME
def test_the_head_names_every_parameter_and_no_other(folder: str, name: str) -> None:
    query = load_query(folder, name)
    statements = duckdb.extract_statements(query.text)
    assert len(statements) == 1
    assert set(query.params) == set(statements[0].named_parameters)


@FOLDER_AND_NAME
def test_the_head_names_the_columns_that_come_back(
    shared_connection: duckdb.DuckDBPyConnection, folder: str, name: str
) -> None:
    query = load_query(folder, name)
    db.set_session(shared_connection, LOCAL_VIEWER, db.LATEST)
    result = shared_connection.execute(query.text, params_of(folder, name))
    assert query.returns == tuple(column[0] for column in result.description)
    assert query.question.endswith("?")
    assert query.grain.startswith("one row per ")


@FOLDER_AND_NAME
def test_a_query_reads_core_views_only(shared_connection: duckdb.DuckDBPyConnection, folder: str, name: str) -> None:
    text = load_query(folder, name).text
    assert not re.search(r"\bws\s*\.", text)
    found = _with_empty_macros().get_table_names(re.sub(r"\$\w+", "null", text), qualified=True)
    tables = {table.split(" AS ")[0].strip('"') for table in found}
    assert tables - _core_names() == set()


def _core_names() -> set[str]:
    made = re.findall(r"^create view (\w+)", _core_text(), re.MULTILINE)
    written = {f"stated_{family}" for family in FAMILIES}
    return {*made, *written, "metric", "metric_row", "source_fact", "public_target", "known_cause"}


def _core_text() -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted((QUERIES / "core").glob("[0-9]*.sql")))


def _with_empty_macros() -> duckdb.DuckDBPyConnection:
    """Where the macros of core say nothing, so that only what the query itself names is listed."""
    connection = duckdb.connect()
    for name, parameters in re.findall(r"^create macro (\w+)\((.*?)\) as table", _core_text(), re.MULTILINE):
        connection.execute(f"create macro {name}({parameters}) as table select 1")
    return connection


@pytest.mark.parametrize("name", query_names("checks"))
def test_a_check_names_its_rule_and_returns_it(name: str) -> None:
    text = load_query("checks", name).text
    (rule,) = re.findall(r"^-- rule:\s+(V\d\d)$", text, re.MULTILINE)
    assert load_rules()[rule].found == "check"
    assert f"'{rule}' as rule" in text


@pytest.mark.parametrize("path", sorted((QUERIES / "core").glob("[0-9]*.sql")), ids=lambda path: path.stem)
def test_a_core_file_stands_on_lower_numbers_only(path: Any) -> None:
    made = {
        name: int(other.stem[:3])
        for other in (QUERIES / "core").glob("[0-9]*.sql")
        for name in re.findall(r"^create (?:view|macro|table) (\w+)", other.read_text("utf-8"), re.MULTILINE)
    }
    used = set(re.findall(r"(?:from|join)\s+(?!ws\.)(\w+)", path.read_text("utf-8")))
    assert [name for name in used if made.get(name, 0) > int(path.stem[:3])] == []


def two_districts(data: Data) -> None:
    """Two districts and a department that say different things of everything, with contradictions in each, and totals."""
    for n, unit in enumerate(("huyen_c", "huyen_d", "so_a"), start=1):
        for period, carried in ((month("2024-01"), 1), (FEB, 7 * n)):
            counts = {
                "received_total": 1000 * n, "received_online": 500 * n, "received_offline": 400 * n, "carried_over": carried,
                "resolved_total": 800 * n, "resolved_early": 700 * n, "resolved_on_time": 90 * n, "resolved_late": 11 * n,
                "pending_total": 200 * n + 1, "pending_in_time": 190 * n, "pending_overdue": 13 * n, "received_postal": 9999,
            }  # fmt: skip
            data.accept(
                report("dossier", unit, period, row("dat_dai", **counts), row(at=11, received_total=999 * n)),
                report(
                    "procedure",
                    unit,
                    period,
                    row(procedures_total=9 * n, procedures_end_to_end=0, procedures_partial=0),
                ),
                report(
                    "iso",
                    unit,
                    period,
                    row(attributes={"obligation": "mandatory", "iso_status": "announced"}, iso_rated=n),
                ),
                report("document", unit, period, row(docs_out=10 * n, e_docs=8 * n, signed_docs=9 * n, paper_docs=n)),
                report("certificate", unit, period, row(certificate_person=n, certificates_new_person=5 * n)),
                report("submission", unit, period, row(report_due=1, report_submitted=1)),
            )
        data.accept(report("dossier", unit, FEB, row("dat_dai", **counts | {"resolved_late": 12 * n})))
    data.accept(
        report("document", "level:district", FEB, row(docs_out=77777)),
        report("dossier", "province", FEB, row(received_total=88888)),
    )


OTHERS = {"huyen_d", "so_a", "Huyện D", "Sở A"}
OTHERS_FILES = {f"tep{n}.xlsx" for n in range(4, 11)}  # the first three are of the district itself
ONE_DISTRICT = Viewer("c", "viewer", frozenset(["huyen_c"]))


@pytest.fixture(scope="module")
def districts(tmp_path_factory: pytest.TempPathFactory) -> Data:
    connection = new_connection()
    data = Data(connection, put_reference(connection, tmp_path_factory.mktemp("districts"), UNITS, FIELDS))
    two_districts(data)
    data.know_periods()
    data.is_still = True
    return data


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Data:
    """The same where nobody but one district has ever reported."""
    connection = new_connection()
    data = Data(connection, put_reference(connection, tmp_path_factory.mktemp("alone"), UNITS, FIELDS))
    two_districts(data)
    data.know_periods()
    others = "select report_id from ws.report where unit_id is distinct from 'huyen_c'"
    for (table,) in connection.execute(
        "select table_name from duckdb_tables() where database_name = 'ws' and starts_with(table_name, 'fact_')"
    ).fetchall():
        connection.execute(f"delete from ws.{table} where report_id in ({others})")
    connection.execute(f"delete from ws.report where report_id in ({others})")
    connection.execute(
        "delete from ws.revision where list_contains($names::varchar[], file_name)", {"names": sorted(OTHERS_FILES)}
    )
    connection.execute("delete from ws.unit where unit_id <> 'huyen_c'")
    data.is_still = True
    return data


@FOLDER_AND_NAME
def test_who_may_see_one_district_finds_no_other_unit_in_any_column(
    districts: Data, alone: Data, folder: str, name: str
) -> None:
    params = params_of(folder, name)
    seen = districts.ask(folder, name, ONE_DISTRICT, **params)
    words = {str(value) for found in seen for value in found.values()}
    assert not words & (OTHERS | OTHERS_FILES)
    assert not words & {"77777", "88888", "77777.0", "88888.0"}
    assert seen == alone.ask(folder, name, LOCAL_VIEWER, **params)


@FOLDER_AND_NAME
def test_a_read_that_forgets_to_say_who_asks_finds_nothing(districts: Data, folder: str, name: str) -> None:
    figures = ("numerator", "denominator", "value", "stated", "recomputed", "unit_id", "file_name", "reported", "due")
    for found in districts.ask(folder, name, None, **params_of(folder, name)):
        assert [found.get(figure) for figure in figures] == [None] * len(figures)


OF_ONE_FAMILY = [
    name
    for name in query_names("read")
    if families.family_of(load_query("read", name), params_of("read", name, metric_ids=["late_rate"]))
]


@pytest.mark.parametrize("metric", ["late_rate", "e_document_share"])
@pytest.mark.parametrize("name", OF_ONE_FAMILY)
def test_where_only_the_family_asked_for_is_planned_the_answer_is_the_same(
    districts: Data, name: str, metric: str
) -> None:
    params = params_of("read", name, metric_ids=[metric], metric_id=metric)
    every = districts.ask("read", name, **params)
    try:
        families.look_in_family(districts.connection, load_query("read", name), params)
        assert districts.ask("read", name, **params) == every
    finally:
        districts.connection.execute("use core")


def test_a_query_that_names_metrics_itself_or_asks_for_several_families_is_planned_whole() -> None:
    assert {"metric_total", "metric_by_unit", "figure_marks", "bad_cases_by_field"} <= set(OF_ONE_FAMILY)
    assert not {"online_gain_by_unit", "certificates", "iso_ratings", "explanations_owed"} & set(OF_ONE_FAMILY)
    both = {"metric_ids": ["late_rate", "iso_adoption"]}
    assert families.family_of(load_query("read", "metric_total"), both) is None


@pytest.mark.parametrize("name", ["metric_total", "metric_by_unit", "source_cells"])
def test_who_sees_all_does_find_figures(districts: Data, name: str) -> None:
    found = districts.ask("read", name, LOCAL_VIEWER, **params_of("read", name))
    words = {str(value) for row in found for value in row.values()}
    assert "2000" in words or "6000" in words or "36" in words
