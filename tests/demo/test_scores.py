"""The invented score tables are read without a finding but for what was made wrong in them on purpose."""

import pytest

from dashboard.demo import province as demo
from dashboard.forms import load_forms
from dashboard.ingest.read import read_file
from dashboard.report import Reference


@pytest.fixture(scope="module")
def province():
    return demo.generate()


def test_a_reader_finds_exactly_what_was_sown(province):
    reference = Reference(province.units, (), province.periods, province="Tỉnh Trúc Lĩnh")
    names = {unit.unit_id: unit.name for unit in province.units}
    tables = list(demo.scores(province))
    for file_name, content, sown in tables:
        reading = read_file(file_name, content, reference, load_forms())
        found = {(finding.rule, finding.unit) for finding in reading.findings}
        assert found == {(one.rule, names[one.unit_id]) for one in sown}, file_name
        assert len(reading.reports) > 60
    assert len(tables[-1][2]) == 3


def test_the_last_months_come_twice_and_other_figures_stay_as_they_were(province):
    names = [file_name for file_name, _, _ in demo.scores(province)]
    assert [name[:7] for name in names[-4:]] == ["2026-09", "2026-09", "2026-10", "2026-10"]
    assert [content for _, content, _ in demo.scores(province)] == [c for _, c, _ in demo.scores(demo.generate())]
