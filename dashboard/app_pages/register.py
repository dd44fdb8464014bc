"""Who has sent the report of a period, when and under which number; what is missing; and opening a period."""

from dashboard.ui import register, register_forms, register_unit, shell, states
from dashboard.ui.screen import current

screen = current()
shell.title(screen, "register")
register_forms.saved()
if screen.period is None:
    states.nothing_at_all(screen)
    register_forms.open_form(screen, is_first=True)
else:
    shell.filters(screen, has_comparison=False)
    held = register.book(screen)
    register.open_periods(screen, held)
    if held.is_open:
        register.standing(screen, held)
        register.table(screen, held)
        register_unit.unit(screen, held)
    else:
        register_forms.not_open(screen, held)
        register.table(screen, held)
    register_forms.open_form(screen, is_first=False)
