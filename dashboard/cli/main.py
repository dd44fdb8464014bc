"""The command line's entry: parse, run, and turn what went wrong into a sentence and an exit status.

0: done. 1: some file was rejected. 2: bad usage, or something asked for does not exist.
"""

import sys
from collections.abc import Callable, Sequence
from functools import cache

import typer

from dashboard.cli import (
    aliases,
    ask,
    chasing,
    closing,
    export,
    follow_up,
    manage,
    regime,
    register,
    revisions,
    templates,
    tray,
)
from dashboard.cli.output import print_json, say
from dashboard.figures import NotFound
from dashboard.store.read import QueryError
from dashboard.store.sql import UnknownQuery
from dashboard.store.workspace import WorkspaceError

app = typer.Typer(
    name="python -m dashboard",
    help="Số liệu cải cách hành chính: nhập báo cáo, hỏi chỉ số, truy nguồn. · "
    "Administrative-reform figures: import reports, ask for metrics, trace sources.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
manage.register(app)
ask.register(app)
follow_up.register(app)
regime.register(app)
register.register(app)
closing.register(app)
chasing.register(app)
templates.register(app)
export.register(app)
tray.register(app)
revisions.register(app)
aliases.register(app)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    is_json = "--json" in given
    try:
        _command()(given)
    except SystemExit as exit_:
        status = exit_.code if isinstance(exit_.code, int) else 1
        if status == 2 and is_json:
            print_json({"error": "Lệnh chưa đúng cách dùng; xem thông báo trên stderr, hoặc thêm --help."})
        return status
    except KeyboardInterrupt:
        say("Đã dừng; không gian dữ liệu giữ nguyên như trước.")
        return 130
    except (NotFound, WorkspaceError, QueryError, ValueError) as error:
        return _fail(str(error), is_json)
    except UnknownQuery as error:
        return _fail(f"Không có câu hỏi “{error.args[0]}” trong queries/read.", is_json)

    return 0


@cache
def _command() -> Callable[[list[str]], object]:
    """The commands as they are run: made of the functions above once, however many are run in one process."""
    return typer.main.get_command(app)


def _fail(message: str, is_json: bool) -> int:
    if is_json:
        print_json({"error": message})
    else:
        say(message)
    return 2
