"""Tables that leave the screen: numbers stay numbers, and no text becomes a formula."""

import csv
import io
from dataclasses import replace

import pyarrow as pa
from openpyxl import load_workbook
from streamlit.elements.lib.pandas_styler_utils import marshall_styler
from streamlit.proto.ArrowData_pb2 import ArrowData
from streamlit.testing.v1 import AppTest

from dashboard.charts.picture import TableColumn
from dashboard.report import Viewer
from dashboard.ui import grids, tables
from dashboard.ui.reads import Scope
from dashboard.ui.screen import Screen

SCOPE = Scope("tinh", "/nowhere", 1, Viewer("x", "admin").viewer_id, "admin", None, None, False)
COLUMNS = (
    TableColumn("name", "Đơn vị"),
    TableColumn("late", "Quá hạn", "count"),
    TableColumn("rate", "Tỷ lệ", "percent"),
)
ROWS = (
    {"name": "=cmd|' /C calc'!A0", "late": 1234, "rate": 0.78244},
    {"name": "Xã Đông Hải", "late": None, "rate": None},
)
CELLS = tuple(tuple(row.values()) for row in ROWS)


def _screen(**changes) -> Screen:
    return Screen(SCOPE, "Tỉnh Thử", changes.get("is_demo", False), "vi", "light")


def test_excel_cells_are_numbers_with_a_format_and_unknown_ones_are_blank():
    sheet = load_workbook(io.BytesIO(tables._excel(_screen(), COLUMNS, ROWS))).active
    assert [cell.value for cell in sheet[1]] == ["Đơn vị", "Quá hạn", "Tỷ lệ"]
    assert sheet["B2"].value == 1234
    assert sheet["C2"].value == 0.78244
    assert sheet["C2"].number_format == "0.00%"
    assert sheet["B3"].value is None
    assert sheet["A2"].data_type == "s"


def test_the_excel_of_invented_figures_says_so():
    sheet = load_workbook(io.BytesIO(tables._excel(_screen(is_demo=True), COLUMNS, ROWS))).active
    assert sheet["A1"].value == "Dữ liệu minh họa"


def test_downloads_of_a_frozen_set_name_it():
    screen = replace(_screen(), scope=replace(SCOPE, as_of="frozen:Chốt quý III/2026 (lần 2)"))
    assert tables.period_stem(screen) == "chot-quy-iii-2026-lan-2"
    sheet = load_workbook(io.BytesIO(tables._excel(screen, COLUMNS, ROWS))).active
    assert "Chốt quý III/2026 (lần 2)" in sheet.oddFooter.left.text


def test_the_csv_of_invented_figures_says_so_in_every_line():
    content = tables._csv(_screen(is_demo=True), COLUMNS, ROWS)
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert lines[0][-1] == "Dữ liệu minh họa"
    assert [line[-1] for line in lines[1:]] == ["x", "x"]


def test_the_csv_opens_in_excel_and_starts_no_formula():
    content = tables._csv(_screen(), COLUMNS, ROWS)
    assert content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert lines[1] == ["'=cmd|' /C calc'!A0", "1234", "0.78244"]
    assert lines[2] == ["Xã Đông Hải", "", ""]


def test_the_table_on_the_screen_has_our_text_over_plain_values():
    styled = grids._styled("vi", "light", COLUMNS, CELLS, (False, False))
    assert styled.data["Quá hạn"].tolist()[0] == 1234
    shown = styled.to_html()
    assert "1.234" in shown
    assert "78,24%" in shown
    assert "–" in shown


def test_a_table_worked_out_once_is_sent_as_pandas_would_have_it_worked_out_each_time():
    def sent(style) -> tuple[list, str]:
        message = ArrowData()
        marshall_styler(message, style, "t")
        return pa.ipc.open_stream(message.styler.display_values).read_all().to_pylist(), message.styler.styles

    def made(rows):
        return grids._styled("vi", "dark", COLUMNS, rows, (False, True, False))

    rows = (*CELLS, ("12", 12, 1.0))
    once = grids._worked_out(made(rows))
    assert sent(once) == sent(once) == sent(made(rows))


def test_the_list_of_lines_holds_the_first_ones_and_says_where_the_others_are_found():
    def page() -> None:
        from dashboard.charts.picture import TableColumn
        from dashboard.ui import tables
        from tests.app.test_tables import _screen

        rows = [{"name": f"Xã số {number}"} for number in range(tables.MOST_LINES + 1)]
        tables.show(_screen(), [TableColumn("name", "Đơn vị")], rows, "long", on_pick=print)
        tables.show(_screen(), [TableColumn("name", "Đơn vị")], rows[:-1], "short", on_pick=print)

    app = AppTest.from_function(page).run()
    assert not app.exception
    assert len(app.selectbox(key="long_line").options) == len(app.selectbox(key="short_line").options) == 200
    said = [one.proto.body for one in app.get("html") if "ô tìm kiếm" in one.proto.body]
    assert len(said) == 1
    assert "200 dòng đầu" in said[0]
