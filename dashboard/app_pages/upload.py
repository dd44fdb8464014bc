"""Which reports came in, what is wrong with them, what would they change, and may they go in?"""

from datetime import datetime

from dashboard.ui import shell, states, templates, upload, upload_accept, upload_file, upload_list, upload_names
from dashboard.ui.screen import VIETNAM, current

screen = current()
shell.title(screen, "upload")
upload_accept.tell(screen)
at = upload.look(screen)
states.troubles(at.troubles)
if upload.may_write(screen):
    upload.drop(screen, at)
    upload.progress(screen, at)
    upload.cards(screen, at)
    upload_accept.progress(screen)
    upload_accept.clean(screen, at)
    upload_accept.together(screen, at)
    upload_file.section(screen, at)
    upload_names.section(screen, at)
    upload_list.listed(screen, at)
    upload_list.history(screen)
templates.section(screen, datetime.now(VIETNAM).date())
