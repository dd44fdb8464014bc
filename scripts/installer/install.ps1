# Installs or upgrades the dashboard on a Windows PC without the internet; everything comes from this folder.
#
#   powershell -ExecutionPolicy Bypass -File install.ps1 [-To FOLDER] [-Data FOLDER] [-Port 8501] [-Python PATH] [-Service]
#
# -Service (as administrator) also registers a task that starts the dashboard with Windows, without anyone signed in.
# English letters only: Windows PowerShell 5.1 reads this file in the code page of the machine.
param(
    [string]$To = '',
    [string]$Data = '',
    [int]$Port = 0,
    [string]$Python = '',
    [switch]$Service
)
$ErrorActionPreference = 'Stop'
$Task = 'kstthc-dashboard'
$env:PYTHONUTF8 = '1'
$Wanted = (Get-Content (Join-Path $PSScriptRoot 'PYTHON') -TotalCount 1).Trim()

if ($Service) {
    $Identity = New-Object Security.Principal.WindowsPrincipal([Security.Principal.WindowsIdentity]::GetCurrent())
    if (-not $Identity.IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)) {
        Write-Host 'The option -Service needs PowerShell opened with "Run as administrator".'
        exit 1
    }
    if (-not $To) { $To = Join-Path $env:ProgramData 'kstthc-dashboard' }
}
if (-not $To) { $To = Join-Path $env:LOCALAPPDATA 'kstthc-dashboard' }

if (-not $Python -and (Get-Command py -ErrorAction SilentlyContinue)) {
    $Python = & py "-$Wanted" -c 'import sys; print(sys.executable)'
}
if (-not $Python) {
    Write-Host "Python $Wanted (64 bit) was not found. Install it for all users, or name it with -Python PATH."
    exit 1
}

# A task that runs holds the files that an upgrade replaces.
$Known = Get-ScheduledTask -TaskName $Task -ErrorAction SilentlyContinue
if ($Known) { Stop-ScheduledTask -TaskName $Task }

$Arguments = @((Join-Path $PSScriptRoot 'install.py'), '--to', $To)
if ($Data) { $Arguments += @('--data', $Data) }
if ($Port) { $Arguments += @('--port', "$Port") }
& $Python $Arguments
if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }

if ($Service) {
    # The account "Local Service" (S-1-5-19) has few rights: it reads the program and changes the data only.
    $Data = Get-Content (Join-Path $To 'settings.env') -Encoding UTF8 |
        Where-Object { $_ -like 'DASHBOARD_DATA=*' } | ForEach-Object { $_.Substring(15) }
    & icacls $To /grant '*S-1-5-19:(OI)(CI)RX' /Q | Out-Null
    & icacls $Data /grant '*S-1-5-19:(OI)(CI)M' /Q | Out-Null
    $Action = New-ScheduledTaskAction -Execute (Join-Path $To 'run.cmd') -WorkingDirectory $To
    $Trigger = New-ScheduledTaskTrigger -AtStartup
    $Principal = New-ScheduledTaskPrincipal -UserId 'S-1-5-19' -LogonType ServiceAccount
    $Limits = New-ScheduledTaskSettingsSet -ExecutionTimeLimit ([TimeSpan]::Zero) -RestartCount 3 -RestartInterval (New-TimeSpan -Minutes 1)
    Register-ScheduledTask -TaskName $Task -Action $Action -Trigger $Trigger -Principal $Principal -Settings $Limits -Force | Out-Null
    $Known = $true
}
if ($Known) { Start-ScheduledTask -TaskName $Task }
