@echo off
rem Serves the dashboard at http://127.0.0.1:8501. PORT and DASHBOARD_DATA change that.
set PYTHONUTF8=1
cd /d "%~dp0"
.venv\Scripts\python.exe -m dashboard serve
