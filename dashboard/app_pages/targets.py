"""Which targets are in force, what does each remaining month need, and what does the province add of its own?"""

from datetime import datetime

from dashboard.targets import list_targets
from dashboard.ui import shell, states, target_forms, targets
from dashboard.ui.screen import VIETNAM, current

screen = current()
shell.title(screen, "targets")
known = list_targets(screen.context)
if screen.period is None:
    states.nothing_at_all(screen)
else:
    shell.filters(screen, has_comparison=False, has_level=False)
    targets.in_force(screen, known)
targets.every_one(screen, known)
target_forms.forms(screen, known, datetime.now(VIETNAM).date())
