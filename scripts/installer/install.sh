#!/usr/bin/env bash
# Installs the dashboard in this folder from its own wheels; nothing is downloaded. PYTHON names another Python 3.11.
set -euo pipefail
cd "$(dirname "$0")"
python=${PYTHON:-python3.11}
if ! "$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
    echo "Cần Python 3.11 · Python 3.11 is needed. PYTHON=/path/to/python3.11 ./install.sh" >&2
    exit 1
fi
"$python" -m venv .venv
.venv/bin/python -m pip install --quiet --no-input --disable-pip-version-check --no-index --find-links wheels -r requirements.txt
echo "Đã cài xong. Mở: bash start.sh · Installed. Start it with: bash start.sh"
