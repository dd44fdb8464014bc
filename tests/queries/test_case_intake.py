"""Exports come in as CSV, Excel and Parquet alike; what tells of a person is nowhere; what cannot be read gets a sentence."""

import io
import os
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from dashboard.figures import Context
from dashboard.ingest.case_export import layout_of_csv
from dashboard.ingest.case_map import CaseMapError, load_case_maps, names_a_person, read_case_map
from dashboard.report import Unit
from dashboard.store import case_rows, write
from dashboard.store.backup import backup, restore
from dashboard.store.case_source import CaseSource
from dashboard.store.connection import PACKED, connect
from dashboard.store.session import SMALL
from tests.queries.case_exports import HEADINGS, PERIOD, PERSON, ask, case, counts, csv_of, province, table, take

LINES = [
    case("H1", "01/10/2026 08:15", "05/10/2026 17:00", "06/10/2026 09:00"),
    case("H2", "30/09/2026", "15/10/2026", "14/10/2026", field="Hộ tịch", channel="Trực tiếp"),
    case("H3", "20/10/2026", "25/10/2026"),
]


def workbook() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Hồ sơ")
        sheet.write_string(0, 0, "Từ ngày 01/10/2026 đến ngày 31/10/2026")
        for at, line in enumerate(table(LINES), start=1):
            for column, text in enumerate(line):
                if text.isdigit():
                    sheet.write_number(at, column, int(text))
                else:
                    sheet.write_string(at, column, text)
    return out.getvalue()


def parquet() -> bytes:
    headings, *lines = table(LINES)
    out = io.BytesIO()
    pq.write_table(pa.table({name: [line[at] for line in lines] for at, name in enumerate(headings)}), out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("comma.csv", csv_of(LINES)),
        (
            "blank.csv",
            csv_of([*LINES, case("", "", resolving="", receiving=""), case("", " ", resolving="", receiving="")]),
        ),
        ("semicolon.csv", csv_of(LINES, ";", "utf-8")),
        ("tab.txt", csv_of(LINES, "\t", "utf-16")),
        ("book.xlsx", workbook()),
        ("rows.parquet", parquet()),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_kind_of_file_gives_the_same_counts(tmp_path: Path, name: str, content: bytes) -> None:
    workspace = province(tmp_path)
    outcome = take(workspace, content, name, period="2026-10")
    assert outcome.status == "accepted"
    assert [finding for finding in outcome.findings if finding.severity != "info"] == []
    rows = ask(workspace, "case_counts")
    assert [
        (r["field_id"], r["received_total"], r["resolved_late"], r["resolved_early"], r["pending_overdue"])
        for r in rows
    ] == [
        ("dat_dai", 2, 1, 0, 1),
        ("ho_tich", 1, 0, 1, 0),
    ]
    assert take(workspace, content, name, period="2026-10").status == "unchanged"


def test_nothing_that_tells_of_a_person_is_anywhere_in_the_workspace(tmp_path: Path) -> None:
    workspace = province(tmp_path)
    lines = [*LINES, case("H4", "khi nào", receiving="Xã An Bình")]
    outcome = take(workspace, lines)
    assert "Không lưu các cột: Người nộp." in [finding.message for finding in outcome.findings]
    assert outcome.status == "accepted"
    for path in (path for path in workspace.folder.rglob("*") if path.is_file()):
        if path.suffix == ".parquet":
            assert PERSON not in str(pq.read_table(path).to_pydict()), path.name
        assert PERSON.encode() not in path.read_bytes(), path.name
    assert len(list(workspace.cases.iterdir())) == 2  # rows and rejected lines; no draft is left


@pytest.mark.parametrize(
    "heading",
    ["Người nộp", "Họ và tên", "HỌ TÊN CHỦ HỒ SƠ", "so_cccd", "CMND/CCCD", "Số điện thoại", "SĐT", "Địa chỉ", "E-mail", "nguoi_nop", "Ngày sinh"],
)  # fmt: skip
def test_a_map_that_names_a_person_is_refused(tmp_path: Path, heading: str) -> None:
    path = tmp_path / "phan_mem.csv"
    path.write_text(f'record,id,text\ncolumn,code,Mã hồ sơ\ncolumn,procedure_name,"Tên|{heading}"\n', "utf-8")
    with pytest.raises(CaseMapError, match="người nộp"):
        read_case_map(path)


def test_the_maps_of_the_product_name_no_person_and_every_needed_role() -> None:
    for known in load_case_maps():
        assert {"code", "resolving", "received_on", "promised_on", "finished_on", "status"} <= set(
            known.columns.values()
        )
    assert not any(names_a_person(heading) for key, heading in HEADINGS.items() if key != "name")


def test_lines_that_are_no_files_are_counted_and_listed_with_their_numbers(tmp_path: Path) -> None:
    workspace = province(tmp_path)
    torn = csv_of([LINES[0]]) + b"H7,only,three\r\n"
    more = [
        LINES[1],
        LINES[1] | {"code": " H2\u00a0"},
        case("  ", "01/10/2026"),
        case("\u2003", " ", resolving="", receiving=""),
        case("H9", "32/10/2026"),
        case("H10", "01/10/2026x"),
        case("H11", "01/10/2026", "31/12/1989"),
    ]
    outcome = take(workspace, torn + csv_of(more).split(b"\r\n", 3)[3])
    assert outcome.status == "accepted"
    (batch,) = ask(workspace, "case_batches")
    assert (batch["n_rows"], batch["n_rejected"]) == (2, 6)
    rows = ask_rejects(workspace, batch["revision_id"])
    assert {row["reason"] for row in rows} == {"columns", "duplicate", "code", "received_on", "promised_on"}
    assert {("H9", "32/10/2026"), ("H10", "01/10/2026x"), ("H11", "31/12/1989")} < {
        (row["code"], row["value"]) for row in rows
    }
    told = [finding.message for finding in outcome.findings if finding.rule in ("case_lines", "case_line")]
    assert told[0].startswith("Bỏ qua 6 dòng: ")
    assert len(told) == 7


def ask_rejects(workspace, revision):  # type: ignore[no-untyped-def]
    return Context(workspace).rows("case_rejects", None, revision_id=revision)


def test_an_unknown_unit_is_told_and_counts_once_it_is_in_the_list(tmp_path: Path) -> None:
    workspace = province(tmp_path)
    content = csv_of([LINES[0], case("H5", "01/10/2026", resolving="Phòng Lạ")])
    outcome = take(workspace, content)
    assert any("“Phòng Lạ” (1 hồ sơ)" in finding.message for finding in outcome.findings if finding.rule == "V14")
    assert ask(workspace, "case_batches")[0]["n_unmatched"] == 1
    assert take(workspace, content).status == "unchanged"
    with write.changing(workspace) as change:
        write.add_units(change, [Unit("phong_la", "Phòng Lạ", "department", "province", display_order=9)])
    assert take(workspace, content).status == "accepted"
    assert counts(workspace, "phong_la")["received_total"] == 1


def test_held_exports_count_nowhere(tmp_path: Path) -> None:
    workspace = province(tmp_path)
    assert take(workspace, LINES, is_held=True).status == "held"
    assert ask(workspace, "case_counts") == []
    assert take(workspace, LINES, is_held=True).status == "held"
    assert take(workspace, LINES).status == "accepted"
    assert len(ask(workspace, "case_counts")) == 2


@pytest.mark.parametrize(
    ("stated", "period", "basis", "covers"),
    [
        ("", None, "stated", ("2026-10-01", "2026-10-31")),
        (None, "2026-10", "given", ("2026-10-01", "2026-10-31")),
        (None, None, "derived", ("2026-10-01", "2026-10-31")),
    ],
)
def test_what_an_export_covers_is_stated_given_or_derived(tmp_path: Path, stated, period, basis, covers) -> None:  # type: ignore[no-untyped-def]
    workspace = province(tmp_path)
    take(workspace, csv_of([*LINES, case("H8", "30/10/2026")], stated=stated), period=period)
    (batch,) = ask(workspace, "case_batches")
    assert (batch["covers_basis"], (str(batch["covers_from"]), str(batch["covers_to"]))) == (basis, covers)
    asked = {"unit_ids": [], "states": ["accepted"], "revision_ids": [], "batch_ids": []}
    listed = [Context(workspace).rows("revisions", **asked, period_ids=[id_]) for id_ in (PERIOD, "cchc/2026-11")]
    assert [[row["revision_id"] for row in rows] for rows in listed] == [[batch["revision_id"]], []]


def _hostile() -> dict[str, tuple[str, bytes]]:
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("a", "b")
    heading = csv_of([]).decode("utf-8-sig")
    return {
        "latin": ("a.csv", csv_of(LINES, encoding="utf-8") + "H5,Đ".encode("cp1258", "replace") + b"\xc3\x28,\xff\r\n"),
        "nothing": ("a.csv", csv_of([])),
        "unit": ("a.csv", csv_of([case("H1", "01/10/2026", resolving="Sở Không Có")])),
        "days": ("a.csv", csv_of([case("H1", "hôm qua")])),
        "quote": ("a.csv", heading.encode() + b'"' + b"x" * 3_000_000),
        "not_parquet": ("a.parquet", zipped.getvalue()),
        "parquet_of_others": ("a.parquet", _other_parquet()),
        "period": ("a.csv", csv_of(LINES)),
        "half_utf16": ("a.csv", csv_of(LINES, encoding="utf-16") + b"\x00\xd8\x00"),
    }


def _other_parquet() -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table({"a": [1], "Người nộp": ["x"]}), out)
    return out.getvalue()


@pytest.mark.parametrize("kind", list(_hostile()))
def test_what_cannot_be_used_gets_a_sentence_and_changes_no_figure(tmp_path: Path, kind: str) -> None:
    workspace = province(tmp_path)
    name, content = _hostile()[kind]
    outcome = take(workspace, content, name, period="2026-09" if kind == "period" else None)
    assert outcome.status == "rejected"
    (finding,) = outcome.findings
    assert finding.message.endswith(".") and "Error" not in finding.message and "c0" not in finding.message
    assert ask(workspace, "case_counts") == []
    assert not list(workspace.cases.glob(".*"))


def test_formulas_and_odd_texts_stay_texts(tmp_path: Path) -> None:
    workspace = province(tmp_path)
    odd = '=HYPERLINK("x");\'--\u202e'
    assert take(workspace, [case(odd, "01/10/2026", "02/10/2026", procedure=odd)]).status == "accepted"
    (row,) = ask(workspace, "overdue_cases", first_row=0, most_rows=9)
    assert row["code"] == odd


def test_a_backup_brings_the_case_files_back(tmp_path: Path) -> None:
    workspace = province(tmp_path)
    take(workspace, LINES)
    backup(workspace, tmp_path / "luu.zip")
    other = restore(tmp_path / "luu.zip", "tinh_moi", tmp_path)
    assert ask(other, "case_counts") == ask(workspace, "case_counts") != []


def test_a_case_file_that_was_lost_leaves_the_reports_readable(tmp_path: Path) -> None:
    workspace = province(tmp_path)
    take(workspace, LINES)
    for path in workspace.cases.iterdir():
        path.unlink()
    assert ask(workspace, "case_counts") == []
    assert Context(workspace).rows("period_freshness", None, period_id="cchc/2026-10")


def test_large_case_files_are_counted_by_all_processors_and_small_ones_by_one(tmp_path: Path) -> None:
    workspace = province(tmp_path)
    take(workspace, LINES)
    database = workspace.database(workspace.generation())

    def processors() -> int:
        (held,) = (
            connect(database, read_only=True, cases=workspace.cases).sql("select current_setting('threads')").fetchall()
        )
        return int(held[0])

    assert processors() == 1
    (workspace.cases / "large.parquet").write_bytes(bytes(SMALL // PACKED))  # 700.000 lines
    assert processors() == (os.cpu_count() or 1)


def test_the_connection_that_reads_an_export_opens_no_other_file(tmp_path: Path) -> None:
    content = csv_of(LINES)
    layout = layout_of_csv(content)
    assert layout is not None
    (tmp_path / "cases").mkdir()
    secret = tmp_path / "khac.csv"
    secret.write_bytes(content)
    here = tmp_path / "ho-so.csv"
    here.write_bytes(content)
    connection = case_rows._connection(CaseSource(layout, here), tmp_path / "cases", tmp_path / "cases")
    assert connection.execute(f"select count(*) from read_csv('{here}', all_varchar = true)").fetchone()
    with pytest.raises(Exception, match="disabled"):
        connection.execute(f"select * from read_csv('{secret}')")
