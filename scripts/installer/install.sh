#!/bin/sh
# Installs or upgrades the dashboard on a Linux machine without the internet: sh install.sh --help
# Everything comes from this folder. Root is needed for --service only.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
wanted=$(cat "$here/PYTHON")

is_wanted() {
    "$1" -c "import sys; sys.exit('%d.%d' % sys.version_info[:2] != '$wanted')" >/dev/null 2>&1
}

for python in "${PYTHON:-python$wanted}" "python$wanted" python3 python; do
    if is_wanted "$python"; then
        PYTHONUTF8=1 exec "$python" "$here/install.py" "$@"
    fi
done

echo "Cần Python $wanted (64 bit); hãy cài, hoặc chỉ đường dẫn: PYTHON=/duong/dan/python$wanted sh install.sh" >&2
echo "Python $wanted (64 bit) was not found; install it, or name it: PYTHON=/path/to/python$wanted sh install.sh" >&2
exit 1
