"""What a conference is told of a period, read once while the figures are the same: for slides and for files."""

from datetime import date, datetime
from typing import Any

from dashboard.conference.gather import gather
from dashboard.conference.model import Conference
from dashboard.conference.slides import deck
from dashboard.exports.deck import Deck
from dashboard.store.connection import VIETNAM
from dashboard.ui import kept
from dashboard.ui.reads import Scope
from dashboard.ui.screen import Screen


def told(screen: Screen, unit_id: str | None) -> tuple[Conference, Deck]:
    """The conference of a period, of the province or of one unit, and its deck as it comes."""
    return _told(screen.scope, screen.period_id, unit_id, screen.language, datetime.now(VIETNAM).date())


@kept.shared(12)
def _told(
    scope: Scope,
    period_id: str,
    unit_id: str | None,
    language: Any,
    day: date,  # noqa: ARG001 - promises are judged on it
) -> tuple[Conference, Deck]:
    found = gather(scope.context(), period_id, unit_id, made=datetime.now(VIETNAM), language=language)
    return found, deck(found)
