@echo off
rem Serves the dashboard at http://127.0.0.1:8501. PORT and DASHBOARD_DATA change that.
setlocal
set PYTHONUTF8=1
cd /d "%~dp0"
set PY=py -3
where py >nul 2>nul || set PY=python
%PY% scripts\environment.py run || exit /b 1
.venv\Scripts\python.exe -m dashboard serve
