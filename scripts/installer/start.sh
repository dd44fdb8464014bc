#!/usr/bin/env bash
# Serves the dashboard at http://127.0.0.1:8501. PORT and DASHBOARD_DATA change that.
cd "$(dirname "$0")" && PYTHONUTF8=1 exec .venv/bin/python -m dashboard serve
