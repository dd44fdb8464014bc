"""Every picture that a test of the charts draws is held against Vega-Lite's schema, for Altair is kept from it."""

import pytest

from dashboard.charts.picture import Picture


@pytest.fixture(autouse=True)
def every_picture_is_valid(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = Picture.spec

    def checked(self: Picture) -> dict[str, object]:
        self.chart.to_dict(validate=True)
        return spec(self)

    monkeypatch.setattr(Picture, "spec", checked)
