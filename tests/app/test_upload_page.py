"""The page on incoming files: its four states, what it shows of a file, and what its buttons do."""

import io

import docx
import pytest

from dashboard import keyed, tray
from dashboard.exports.form_workbook import write_form
from dashboard.figures import Context
from dashboard.forms import load_forms
from dashboard.intake import File
from dashboard.report import Reference
from dashboard.tray_reading import read_waiting
from dashboard.ui import tray_accepting, tray_worker
from dashboard.words import text
from tests.app.province import FIELDS, UNITS, dossiers, month, words
from tests.ingest.test_documents import OLD_WORD


def bring(workspace, *files):
    context = Context(workspace)
    put = tray.put_files(context, [File.of(*file) for file in files], "page")
    read_waiting(workspace)
    return [one.entry.entry_id for one in put]


def book(late, unit="xa_an_binh", wrong=0):
    report = dossiers(unit, month(2026, 10), late)
    report.rows[0].counts["resolved_total"] += wrong
    return write_form(load_forms().latest("bieu_06"), [report], Reference(UNITS, FIELDS, (report.period,)))


def rows_with(app, column):
    (table,) = [one.value for one in app.dataframe if column in one.value.columns]
    return table.to_dict("records")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_an_empty_tray_of_an_empty_workspace_says_so(open_page, create, language):
    create()
    app = open_page("upload", lang=language)
    assert not app.exception
    assert text("upload.empty", language) in words(app)


def test_a_file_is_shown_with_its_findings_and_each_count_old_and_new_and_goes_in_with_a_reason(open_page, full):
    (id_,) = bring(full, ("an-binh.xlsx", book(9, wrong=1)))
    app = open_page("upload", file=id_)
    entry = tray.entry_of(Context(full), id_)
    line = rows_with(app, "Số sẽ đổi")[0]
    assert (line["Tệp"], line["Đơn vị"], line["Kỳ báo cáo"]) == ("an-binh.xlsx", "Xã An Bình", "Tháng 10/2026")
    assert (line["Lỗi"], line["Số sẽ đổi"]) == (entry.n_errors, entry.n_changed)
    app.session_state[f"changes_{id_}_fold"] = True
    app.run()
    changes = rows_with(app, "Số mới")
    assert ("Đã giải quyết quá hạn" in str(changes)) and entry.n_changed == len(changes)
    (submit,) = [one for one in app.button if one.label == text("upload.accept", "vi")]
    submit.click().run()
    assert text("upload.not_ticked", "vi") in words(app)
    app.checkbox(key=f"tick_{id_}").check()
    app.text_input(key=f"reason_{id_}").input("Đơn vị đã giải thích")
    (submit,) = [one for one in app.button if one.label == text("upload.accept", "vi")]
    submit.click().run()
    assert not app.exception
    assert tray.entry_of(Context(full), id_).state == "accepted"
    assert "file" not in app.query_params and text("upload.empty", "vi") in words(app)


def test_one_button_accepts_what_is_clean_and_leaves_the_rest(open_page, create):
    full = create()
    clean, bad = bring(full, ("dong-hai.xlsx", book(16, "xa_dong_hai")), ("an-binh.xlsx", b"hong"))
    assert tray.entry_of(Context(full), clean).is_clean
    app = open_page("upload")
    (button,) = [one for one in app.button if one.label == text("upload.accept_clean", "vi", count="1")]
    button.click().run()
    assert tray.entry_of(Context(full), clean).state == "accepted"
    assert [one.entry_id for one in tray.waiting(Context(full))] == [bad]


def until_accepted(app, workspace):
    """Files are accepted beside the page, which shows what became of them when it is drawn again."""
    if job := tray_accepting.running(workspace):
        job.thread.join()
    return app.run()


def test_files_with_findings_are_ticked_and_accepted_together_for_one_reason(open_page, create):
    full = create()
    late = {"xa_dong_hai": 16, "xa_an_binh": 9, "so_tu_phap": 4}
    ids = bring(full, *((f"{unit}.xlsx", book(n, unit, wrong=1)) for unit, n in late.items()))
    app = open_page("upload")
    app.session_state["together_fold"] = True
    app.run()
    (button,) = [one for one in app.button if one.label == text("upload.together_accept", "vi")]
    button.click().run()
    assert text("upload.together_none", "vi") in words(app)
    app.checkbox(key="also_all").check().run()
    assert all(app.checkbox(key=f"also_{id_}").value for id_ in ids)
    app.checkbox(key=f"also_{ids[2]}").uncheck()
    app.text_input(key="together_reason").input("ngắn")
    (button,) = [one for one in app.button if one.label == text("upload.together_accept", "vi")]
    button.click().run()
    assert text("upload.together_no_reason", "vi", least="5") in words(app)
    app.text_input(key="together_reason").input("Đã gọi điện đối chiếu")
    (button,) = [one for one in app.button if one.label == text("upload.together_accept", "vi")]
    button.click().run()
    app = until_accepted(app, full)
    assert not app.exception
    decided = [tray.entry_of(Context(full), id_) for id_ in ids]
    assert [one.state for one in decided] == ["accepted", "accepted", "read"]
    assert {one.reason for one in decided[:2]} == {"Đã gọi điện đối chiếu"} and decided[0].batch == decided[1].batch
    revisions = f"{decided[0].revision} … {decided[1].revision}"
    assert text("upload.accepted", "vi", count="2", revisions=revisions) in words(app)


def test_a_file_is_sent_back_with_a_reason_and_taken_back(open_page, create):
    full = create()
    (id_,) = bring(full, ("an-binh.xlsx", b"hong"))
    app = open_page("upload", file=id_)
    app.session_state[f"drop_{id_}_fold"] = True
    app.run()
    app.text_input(key=f"why_{id_}").input("Tệp hỏng, gửi lại")
    (button,) = [one for one in app.button if one.label == text("upload.refuse", "vi")]
    button.click().run()
    assert tray.entry_of(Context(full), id_).state == "refused"
    app.session_state["tray_history_fold"] = True
    app.run()
    assert rows_with(app, "Đợt nạp")[0]["Lý do"] == "Tệp hỏng, gửi lại"
    app = open_page("upload", file=id_)
    (button,) = [one for one in app.button if one.label == text("upload.take_back", "vi")]
    button.click().run()
    assert tray.entry_of(Context(full), id_).state in ("waiting", "reading", "read")


@pytest.mark.parametrize("asked", ["../../etc/passwd", "<script>"])
def test_a_file_that_the_address_names_in_vain_gets_a_sentence(open_page, create, asked):
    create()
    app = open_page("upload", file=asked, show="moi")
    assert not app.exception and text("tray.problem_unknown", "vi") in words(app)


def test_of_an_earlier_moment_nothing_is_brought_in(open_page, read_only):
    app = open_page("upload", asof="r3")
    assert text("upload.past", "vi") in words(app)


def test_a_file_of_no_form_can_be_mapped_and_typed_beside(open_page, create):
    workspace = create()
    (id_,) = bring(workspace, ("la.csv", "STT;Xã;Xong;Trễ\n1;Xã An Bình;100;3\n".encode()))
    app = open_page("upload", file=id_, lang="en")
    for fold in (f"map_{id_}_fold", f"keyed_{id_}_fold"):
        app.session_state[fold] = True
    app.run()
    assert not app.exception
    _, sheet = [one.value for one in app.html if 'class="sheet-preview"' in one.value]  # at the headings, and whole
    assert '<th scope="row">2</th>' in sheet and ">Xã An Bình<" in sheet  # beside the tables, with addresses
    for place, role in {1: "unit", 2: "resolved_total", 3: "resolved_late"}.items():
        app.selectbox(key=f"role_{id_}_0_{place}").select(role)
    app.text_input(key=f"form_name_{id_}").input("Bảng xã")
    (button,) = [one for one in app.button if one.label == text("upload.map_save", "en")]
    button.click().run()
    assert not app.exception and text("upload.map_saved", "en", name="Bảng xã") in words(app)


def test_a_table_of_one_unit_is_mapped_with_the_unit_of_its_file_name_which_is_asked_for_next_time(open_page, create):
    workspace = create()
    table = "TT;Lĩnh vực;Xong;Trễ\n1;Đất đai;100;{}\n"
    (id_,) = bring(workspace, ("XaAnBinh-t9.csv", table.format(2).encode()))
    app = open_page("upload", file=id_)
    app.session_state[f"map_{id_}_fold"] = True
    app.run()
    assert app.selectbox(key=f"map_unit_{id_}_0").value == "xa_an_binh"
    for place, role in {1: "field", 2: "resolved_total", 3: "resolved_late"}.items():
        app.selectbox(key=f"role_{id_}_0_{place}").select(role)
    app.text_input(key=f"form_name_{id_}").input("Bảng lĩnh vực")
    (button,) = [one for one in app.button if one.label == text("upload.map_save", "vi")]
    button.click().run()
    assert not app.exception and text("upload.map_saved", "vi", name="Bảng lĩnh vực") in words(app)
    tray_worker._threads[str(workspace.folder)].join()
    (next_,) = bring(workspace, ("XaDongHai-t10.csv", table.format(3).encode()))
    app = open_page("upload", file=next_)
    assert app.selectbox(key=f"period_of_{next_}").value is None
    assert app.selectbox(key=f"unit_of_{next_}").value == "xa_dong_hai"
    (button,) = [one for one in app.button if one.label == text("upload.unit_save", "vi")]
    button.click().run()
    assert not app.exception and text("upload.unit_saved", "vi", unit="Xã Đông Hải") in words(app)
    tray_worker._threads[str(workspace.folder)].join()
    tray.read_again(Context(workspace), [next_], "2026-10")
    read_waiting(workspace)
    assert tray.entry_of(Context(workspace), next_).unit_ids == ("xa_dong_hai",)


def test_a_document_is_shown_beside_the_tables_for_its_figures_those_typed_before_standing_in_them(open_page, create):
    workspace = create()
    made, saved = docx.Document(), io.BytesIO()
    made.add_paragraph("Quá hạn 3 hồ sơ đất đai")
    made.save(saved)
    (id_,) = bring(workspace, ("bao-cao.docx", saved.getvalue()))
    entry = tray.entry_of(Context(workspace), id_)
    of_field = (keyed.Figure(column, 3, "1", "1", "dat_dai") for column in ("resolved_late", "pending_overdue"))
    keyed.save(Context(workspace), entry, keyed.Keyed("xa_an_binh", "2026-10", tuple(of_field)))
    app = open_page("upload", file=id_)
    app.session_state[f"keyed_{id_}_fold"] = True
    app.run()
    assert not app.exception
    assert "Đoạn 1" in words(app) and "Quá hạn 3 hồ sơ đất đai" in words(app)
    (line,) = rows_with(app, "field")
    assert (line["field"], line["resolved_late"], line["pending_overdue"]) == ("Đất đai", 3, 3)
    assert (line["page"], line["paragraph"]) == ("1", "1") and line["resolved_total"] is None


def test_a_word_file_of_before_2007_is_shown_beside_the_tables(open_page, create):
    workspace = create()
    (id_,) = bring(workspace, ("bao-cao.doc", OLD_WORD.read_bytes()))
    app = open_page("upload", file=id_)
    app.session_state[f"keyed_{id_}_fold"] = True
    app.run()
    assert not app.exception and "Đoạn 2" in words(app) and "4.857 hồ sơ" in words(app)
