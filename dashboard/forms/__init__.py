"""Forms as data: what each version looks like (`description`), read from `data/forms` and checked (`loading`)."""

from dashboard.forms.description import (
    ATTRIBUTES,
    DATE_ATTRIBUTES,
    OWN,
    ROLES,
    SCORES,
    FormColumn,
    FormError,
    Forms,
    FormSheet,
    FormVersion,
    column_index,
    level_of,
    period_text,
)  # fmt: skip
from dashboard.forms.loading import FORMS_FOLDER, load_forms, read_version, with_own

__all__ = [
    "ATTRIBUTES", "DATE_ATTRIBUTES", "FORMS_FOLDER", "OWN", "ROLES", "SCORES", "FormColumn", "FormError", "FormSheet",
    "FormVersion", "Forms", "column_index", "level_of", "load_forms", "period_text",
    "read_version", "with_own",
]  # fmt: skip
