"""What a page keeps of itself for its file: each part at its place, and nothing that only a screen can do."""

from streamlit.testing.v1 import AppTest

from dashboard.exports.document import Figure, Figures, Heading, Paragraph


def _page() -> None:
    import streamlit as st

    from dashboard.exports.document import Paragraph
    from dashboard.ui import page_parts

    page_parts.begin()
    page_parts.header("Việc cần chú ý")
    page_parts.prose("3 đơn vị chưa báo cáo.", "lead")
    keep = page_parts.later()
    page_parts.prose("Số trong ô là số ngày trễ.", to_press="Bấm một ô.")
    page_parts.card("Trung vị", "<p><b>0,26%</b><span>xã</span></p>", "<p>Một nửa ở trên.</p>", above="<p>Kỳ này</p>")
    keep(lambda: Paragraph("13 điểm cần kiểm tra."))
    st.session_state["told"] = [tell() for tell in page_parts.taken().parts]


def test_a_page_keeps_its_parts_in_their_order():
    app = AppTest.from_function(_page).run()
    assert app.session_state["told"] == [
        Heading("Việc cần chú ý"),
        Paragraph("3 đơn vị chưa báo cáo."),
        Paragraph("13 điểm cần kiểm tra."),  # shown last, at the place that was held for it
        Paragraph("Số trong ô là số ngày trễ.", is_muted=True),
        Figures((Figure("Trung vị", "0,26%", "xã", lines=("Kỳ này", "Một nửa ở trên.")),)),
    ]
    assert any("Số trong ô là số ngày trễ. Bấm một ô." in html.value for html in app.get("html"))
