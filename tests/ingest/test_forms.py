"""Form descriptions: data that is checked word by word."""

from datetime import date
from pathlib import Path

import pytest

from dashboard.forms import FORMS_FOLDER, FormError, column_index, load_forms, period_text
from dashboard.metrics.catalogue import load_catalogue
from dashboard.report import FAMILIES, Period

HEADER = "record,sheet,letter,id,text,group,number\n"
HEAD = "form,,,unit,Biểu thử,,\nsheet,Biểu,,dossier,,,\n"


def write(folder: Path, text: str, name: str = "2020-10-21.csv") -> Path:
    (folder / "bieu").mkdir(exist_ok=True)
    (folder / "bieu" / name).write_text(HEADER + text, encoding="utf-8")
    return folder


def test_every_counted_column_has_a_place_in_the_book_and_in_the_flat_file():
    forms = load_forms(FORMS_FOLDER)
    book = forms.latest("so_lieu_cchc")
    flat = {column.id for column in forms.latest("du_lieu_phang").sheets[0].columns}
    for family in FAMILIES:
        sheet = book.sheet(family)
        assert sheet is not None
        stated = set(load_catalogue().stated_columns(family))
        assert stated <= {column.id for column in sheet.columns}
        assert stated <= flat


def test_bieu_06_has_its_thirteen_numbered_columns_in_order():
    sheet = load_forms().latest("bieu_06").sheets[0]
    assert [column.number for column in sheet.columns] == [f"({n})" for n in range(1, 14)]
    assert [column.index for column in sheet.columns] == list(range(13))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("column,Biểu,C,received_totl,Tổng số,,\n", r":4: unknown column id 'received_totl'"),
        (
            "column,Biểu,C,received_total,Tổng số,,\ncolumn,Biểu,C,received_online,Trực tuyến,,\n",
            r":5: letter C is taken",
        ),
        (
            "column,Biểu,C,received_total,Tổng số,,\ncolumn,Biểu,D,received_total,Tổng số,,\n",
            r":5: 'received_total' stands twice",
        ),
        ("column,Biểu,3,received_total,Tổng số,,\n", r":4: '3' is no column letter"),
        ("column,Khác,C,received_total,Tổng số,,\n", r":4: sheet 'Khác' is not declared"),
        ("column,Biểu,C,docs_out,Văn bản đi,,\n", r":4: column 'docs_out' is of family document"),
        ("column,Biểu,C,overdue_files,Quá hạn,,\n", r":4: unknown column id 'overdue_files'"),
        ("colum,Biểu,C,received_total,Tổng số,,\n", r":4: unknown record 'colum'"),
        ("line,,,unti,Đơn vị báo cáo:,,\n", r":4: unknown line 'unti'"),
        ("section,,,commune,Cấp xã,,\n", r":4: unknown section 'commune'"),
        ("title,,,,,,\n", r":4: the text is empty"),
        ("title,,,\n", r":4: 4 cells instead of 7"),
    ],
)
def test_a_wrong_description_names_its_file_and_line(tmp_path: Path, text: str, complaint: str):
    with pytest.raises(FormError, match=complaint) as error:
        load_forms(write(tmp_path, HEAD + text))
    assert "2020-10-21.csv" in str(error.value)


def test_a_version_is_named_by_the_day_it_comes_into_force(tmp_path: Path):
    with pytest.raises(FormError, match="must be a date"):
        load_forms(write(tmp_path, HEAD, name="moi.csv"))


def test_a_form_is_asked_for_by_day_or_as_the_newest(tmp_path: Path):
    write(tmp_path, HEAD)
    forms = load_forms(write(tmp_path, HEAD, name="2026-01-01.csv"))
    assert forms.latest("bieu").version == "2026-01-01"
    assert forms.latest("bieu", on=date(2025, 12, 31)).version == "2020-10-21"
    with pytest.raises(KeyError):
        forms.latest("khac")


def test_letters_become_places():
    assert [column_index(letters) for letters in ("A", "M", "Z", "AA", "AB")] == [0, 12, 25, 26, 27]


@pytest.mark.parametrize(
    ("kind", "label", "text"),
    [
        ("month", "2020-02", "Tháng 02/2020"),
        ("quarter", "2020-Q3", "Quý III/2020"),
        ("half", "2023-H1", "6 tháng đầu năm 2023"),
        ("half", "2023-H2", "6 tháng cuối năm 2023"),
        ("nine_month", "2023-9M", "9 tháng năm 2023"),
        ("year", "2017", "Năm 2017"),
        ("custom", "2021-01-01..2021-09-20", "Từ ngày 01/01/2021 đến ngày 20/09/2021"),
    ],
)
def test_a_period_is_written_in_words(kind, label, text):
    assert period_text(Period("cchc", kind, label, date(2021, 1, 1), date(2021, 9, 20))) == text
