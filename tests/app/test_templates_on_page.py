"""Templates on the page of incoming files: of one unit or of all, for a month that nobody has reported yet."""

import io
import zipfile

import openpyxl

from dashboard.figures import Context
from dashboard.templates import templates, zipped
from tests.app.province import UNITS


def _opened(open_page):
    app = open_page("upload")
    app.session_state["templates_fold"] = True
    return app.run()


def test_the_page_offers_the_templates_of_a_month_to_come(open_page, full):
    app = _opened(open_page)
    app.text_input(key="template_period").set_value("2026-11").run()
    assert [button.label for button in app.get("download_button")] == ["Tải mẫu"]
    app.text_input(key="template_period").set_value("tháng mười một").run()
    assert "không phải là kỳ báo cáo" in app.warning[0].value
    assert not app.exception


def test_what_it_offers_is_a_form_for_each_unit_with_what_was_pending(full):
    found = templates(Context(full), "2026-11", form="bieu_06")
    with zipfile.ZipFile(io.BytesIO(zipped(found))) as archive:
        assert archive.namelist() == [f"2026-11_bieu_06_{unit.unit_id}.xlsx" for unit in UNITS]
        page = openpyxl.load_workbook(io.BytesIO(archive.read(archive.namelist()[0])))["Biểu 06"]
    assert [page.cell(row, 6).value for row in range(1, 30)].count(20) == 2  # 20 files of each field were pending
