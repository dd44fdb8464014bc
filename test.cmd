@echo off
rem Checks style, layers and types, then runs every test. Chrome or Edge serves the browser tests where it is installed.
setlocal
set PYTHONUTF8=1
cd /d "%~dp0"
set PY=py -3
where py >nul 2>nul || set PY=python
%PY% scripts\environment.py dev || exit /b 1
.venv\Scripts\python.exe scripts\check.py || exit /b 1
.venv\Scripts\python.exe -m pytest -n auto --dist loadfile --no-loadscope-reorder
