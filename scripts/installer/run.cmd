@echo off
rem Serves the dashboard; with a command behind it, runs that command: run.cmd backup FILE -w NAME
set PYTHONUTF8=1
"%~dp0.venv\Scripts\python.exe" "%~dp0run.py" %*
