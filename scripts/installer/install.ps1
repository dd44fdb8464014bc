# Installs the dashboard in this folder from its own wheels; nothing is downloaded.
# -StartWithWindows also registers a task that starts it with the machine (run as an administrator).
param([switch]$StartWithWindows)
$ErrorActionPreference = "Stop"
Set-Location $PSScriptRoot
if (Get-Command py -ErrorAction SilentlyContinue) { & py -3.11 -m venv .venv } else { & python -m venv .venv }
if ($LASTEXITCODE -ne 0) { Write-Error "Python 3.11 is needed." }
$python = Join-Path $PSScriptRoot ".venv\Scripts\python.exe"
& $python -m pip install --quiet --no-input --disable-pip-version-check --no-index --find-links wheels -r requirements.txt
if ($LASTEXITCODE -ne 0) { Write-Error "The packages could not be installed. Is this Python 3.11, 64 bit?" }
if ($StartWithWindows) {
    $start = Join-Path $PSScriptRoot "start.cmd"
    $action = New-ScheduledTaskAction -Execute $start -WorkingDirectory $PSScriptRoot
    $limits = New-ScheduledTaskSettingsSet -ExecutionTimeLimit ([TimeSpan]::Zero) -RestartCount 3 -RestartInterval (New-TimeSpan -Minutes 1)
    Register-ScheduledTask -TaskName "KSTTHC dashboard" -Action $action -Trigger (New-ScheduledTaskTrigger -AtStartup) -Settings $limits -User "NT AUTHORITY\LOCAL SERVICE" -Force | Out-Null
    # The task's account writes the workspaces.
    New-Item -ItemType Directory -Force (Join-Path $PSScriptRoot "data\workspaces") | Out-Null
    & icacls (Join-Path $PSScriptRoot "data\workspaces") /grant "LOCAL SERVICE:(OI)(CI)M" | Out-Null
}
Write-Host "Installed. Start it with start.cmd."
