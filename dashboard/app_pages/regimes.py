"""What must be reported, of which days, by when, and on which days nobody works; and changing it."""

from dashboard.ui import regime_forms, regimes, shell
from dashboard.ui.screen import current

screen = current()
shell.title(screen, "regimes")
regime_forms.saved()
regimes.rules(screen)
regimes.days_off(screen)
regime_forms.forms(screen)
