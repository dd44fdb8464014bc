#!/bin/sh
# Serves the dashboard; with a command behind it, runs that command: ./run.sh backup FILE -w NAME
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 1
PYTHONUTF8=1 exec "$here/.venv/bin/python" "$here/run.py" "$@"
