"""The presentation shows what the command line gives, as its author arranged it, and leads into the pages and back."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pptx import Presentation

from dashboard import closing, presentations
from dashboard.cli.main import main
from dashboard.conference.arrangement import Arrangement, Place
from dashboard.conference.gather import gather
from dashboard.conference.slides import deck as deck_of
from dashboard.figures import Context, NotFound, Question, answer
from dashboard.metrics import format as fmt
from dashboard.presentations import PresentationError
from dashboard.report import Viewer
from dashboard.ui import stage
from dashboard.ui.stage import Drilled
from tests.app.province import dossiers, month, take_in, words


@pytest.fixture
def shown(monkeypatch):
    """What the stage was given, and what it says that the presenter did."""
    seen = {"data": None, "drilled": None, "closed": None}

    def show(data, key):
        seen["data"] = data
        return seen["drilled"], seen["closed"]

    monkeypatch.setattr(stage, "show", show)
    return seen


def ids(shown) -> list[str]:
    return [slide["id"] for slide in shown["data"]["slides"]]


@pytest.mark.parametrize(("state", "language"), [("empty", "en"), ("gaps", "vi"), ("full", "en")])
def test_the_page_opens_in_each_state_and_language(open_page, create, request, shown, state, language):
    create() if state == "empty" else request.getfixturevalue(state)
    app = open_page("presentation", lang=language)
    assert not app.exception and not app.error
    if state == "empty":
        assert shown["data"] is None
    else:
        assert ids(shown)[0] == "title" and "overdue" in ids(shown) and "sources" in ids(shown)


def test_the_tiles_and_the_units_to_be_found_are_what_the_command_line_gives(open_page, full, shown):
    open_page("presentation", period="2026-10")
    context = Context(full)
    [total] = answer(context, Question("late_rate", "2026-10")).rows
    slide = next(slide for slide in shown["data"]["slides"] if slide["id"] == "overdue")
    assert slide["figures"][0]["value"] == fmt.ratio(total["numerator"], total["denominator"])
    assert slide["svg"].startswith("<svg") and slide["alt"] and slide["page"] == "overdue"
    assert any(fmt.counts(total["numerator"], total["denominator"]) in line for line in slide["notes"])
    rows = answer(context, Question("late_rate", "2026-10", by="unit")).rows
    expected = {row["name"]: fmt.ratio(row["numerator"], row["denominator"]) for row in rows}
    told = {unit["name"]: dict(unit["figures"])["Giải quyết quá hạn"] for unit in shown["data"]["units"]}
    assert told == expected
    assert all("Tạm tính" in slide["foot"] and "Nguồn" in slide["foot"] for slide in shown["data"]["slides"])


def test_a_saved_deck_shows_its_slides_in_their_order_and_saving_again_is_the_next_version(
    open_page, full, shown, tmp_path
):
    context = Context(full)
    places = (Place("sources"), Place("overdue", "Quá hạn giảm"), Place("title", None, True))
    deck_id = presentations.save(context, "Hội nghị quý III/2026", Arrangement(places, "Một\n\nHai"))
    assert deck_id == "hoi-nghi-quy-iii-2026"
    app = open_page("presentation", deck=deck_id)
    assert not app.exception and not app.error
    assert ids(shown)[:2] == ["sources", "overdue"] and "title" not in ids(shown)
    by_id = {slide["id"]: slide for slide in shown["data"]["slides"]}
    assert by_id["overdue"]["title"] == "Quá hạn giảm" and by_id["proposals"]["points"] == ("Một", "Hai")
    by_command = tmp_path / "deck.pptx"
    assert (
        main(["export", "deck", "-w", full.name, "--period", "2026-10", "--deck", deck_id, "--out", str(by_command)])
        == 0
    )
    titles = [page.shapes.title.text_frame.text for page in Presentation(str(by_command)).slides]
    assert titles == [slide["title"] for slide in shown["data"]["slides"]]
    app.text_input[-1].set_value("Hội nghị quý III/2026")
    app.button[-1].click().run()
    assert not app.exception and app.query_params["deck"] == deck_id
    assert context.rows("saved_decks")[0]["version"] == 2
    presentations.save(context, "Hội nghị quý III/2026", Arrangement((Place("title"),)))
    assert [one.arrangement for one in presentations.saved(context)] == [Arrangement((Place("title"),), None)]
    assert context.rows("saved_decks")[0]["version"] == 3


def test_what_cannot_be_saved_is_refused_with_a_sentence(full):
    context = Context(full)
    good = Arrangement((Place("title"),))
    for name, arrangement, key in [
        ("ab", good, "name"),
        ("???", good, "name"),
        ("Hội nghị", Arrangement((Place("title", None, True),)), "empty"),
        ("Hội nghị", Arrangement((Place("title", "x" * 201),)), "title"),
        ("Hội nghị", replace(good, proposals="x" * 4001), "proposals"),
    ]:
        with pytest.raises(PresentationError) as refused:
            presentations.save(context, name, arrangement)
        assert refused.value.key == key and str(refused.value)
    reader = replace(context, viewer=Viewer("doc", "viewer", frozenset({"so_tu_phap"})))
    with pytest.raises(PresentationError, match="toàn tỉnh"):
        presentations.save(reader, "Hội nghị", good)
    assert presentations.saved(context) == []
    with pytest.raises(NotFound, match="chưa có"):
        presentations.find(context, "hoi-nghi")


def test_an_address_that_asks_for_what_is_not_there_gets_a_sentence(open_page, read_only, shown):
    app = open_page("presentation", unit="<b>x</b>", deck="../../x", slide="999", show="yes", view="?")
    assert not app.exception
    said = words(app)
    assert "không có bộ trình chiếu" in said.lower() and "../../x" in said
    assert shown["data"]["at"] == 0 and not shown["data"]["is_showing"] and not shown["data"]["is_speaker"]


def test_one_units_deck_speaks_of_that_unit_alone(open_page, full, shown):
    open_page("presentation", unit="xa_dong_hai", period="2026-10")
    assert shown["data"]["units"] == [] and "remind" not in ids(shown) and "owing" not in ids(shown)
    assert "Đông Hải" in shown["data"]["slides"][0]["points"][0]


def test_a_presenter_drills_into_a_page_and_finds_the_way_back_to_the_slide(open_page, full, shown):
    shown["drilled"] = Drilled("overdue", {"metric": "late_rate"}, 3, True)
    app = open_page("presentation", period="2026-10")
    assert not app.exception
    assert (
        app.session_state["left_presentation"][0] | {"slide": "4", "show": "1", "period": "2026-10"}
        == (app.session_state["left_presentation"][0])
    )
    assert app.title[0].value == "Quá hạn theo lĩnh vực"
    shown["drilled"] = None
    for name, value in app.session_state["left_presentation"][0].items():
        app.query_params[name] = value
    app.switch_page("app_pages/presentation.py").run()
    assert "left_presentation" not in app.session_state
    assert shown["data"]["at"] == 3 and shown["data"]["is_showing"]


def test_a_closed_period_is_told_as_it_was_closed_and_what_became_other_has_a_slide(full):
    context = Context(full)
    closing.close(context, "Hội nghị tháng 10", "2026-10")
    take_in(full, [dossiers("so_tu_phap", month(2026, 10), 9)], "sua.xlsx")
    closed = closing.frozen(context, "Hội nghị tháng 10")
    before, now = (answer(one, Question("late_rate", "2026-10")).rows[0] for one in (closed, context))
    assert before["numerator"] != now["numerator"]
    sides = tuple(
        f"{fmt.ratio(row['numerator'], row['denominator'])} ({fmt.counts(row['numerator'], row['denominator'])})"
        for row in (before, now)
    )
    for one, row in ((context, now), (closed, before)):
        whole = deck_of(gather(one, "2026-10", made=datetime(2026, 11, 22, tzinfo=UTC)))
        by_id = {slide.id: slide for slide in whole.slides}
        assert by_id["overdue"].figures[0].value == fmt.ratio(row["numerator"], row["denominator"])
        assert whole.standing.startswith("Số liệu chốt ngày") == (one is closed)
        lines = [line for line in by_id["changed"].table.rows if line[0] == "Tỷ lệ hồ sơ giải quyết quá hạn"]
        assert lines[0][2:] == sides
