@echo off
rem SPDX-License-Identifier: MIT
rem Sets up on first use, then runs what is asked: run.bat [PROJECT] ^| test ^| lint ^| shots DIR ^| bench [NAME] ^| demo OUT ^| new ... (see README.md)
setlocal EnableExtensions DisableDelayedExpansion
set "here=%~dp0"
set "here=%here:~0,-1%"
set "venv=%here%\.venv"
set "python=%venv%\Scripts\python.exe"
set "lock=requirements.lock"
for %%v in (test lint shots bench) do if /i "%~1"=="%%v" set "lock=requirements-dev.lock"

call :checksum
if exist "%python%" if exist "%venv%\%lock%.ready" (
    set "ready="
    set /p ready=<"%venv%\%lock%.ready"
)
if not "%ready%"=="%wanted%" call :set_up || exit /b 2

if /i "%~1"=="test" goto test
if /i "%~1"=="lint" goto lint
if /i "%~1"=="bench" goto bench
"%python%" -P -m workbench %*
exit /b %errorlevel%

:test
set "QT_QPA_PLATFORM=offscreen"
pushd "%here%"
for /f "tokens=1,*" %%a in ("%*") do "%python%" -P -m pytest %%b
set "status=%errorlevel%"
popd
exit /b %status%

:lint
pushd "%here%"
"%python%" -m ruff check . && "%python%" -m ruff format --check . && "%python%" -m mypy && "%venv%\Scripts\lint-imports.exe" --no-cache
set "status=%errorlevel%"
popd
exit /b %status%

:bench
for /f "tokens=1,*" %%a in ("%*") do "%python%" -P -m bench %%b
exit /b %errorlevel%

rem What is set up is written down as: size and time of the lock file, folder of the checkout.
:checksum
for %%f in ("%here%\%lock%") do set "wanted=%%~zf %%~tf %here%"
exit /b 0

:set_up
set "base="
for %%v in (3.13 3.12 3.11) do if not defined base py -%%v -c "import venv" >nul 2>&1 && set "base=py -%%v"
if not defined base python -c "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))" >nul 2>&1 && set "base=python"
if not defined base (
    echo Python 3.11, 3.12 or 3.13 was not found: install one of them from python.org, then start run.bat again. 1>&2
    exit /b 2
)
echo Setting up (once, a few minutes). 1>&2
if not exist "%python%" %base% -m venv "%venv%" || exit /b 2
"%python%" -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r "%here%\%lock%"
if errorlevel 1 (
    echo The packages could not be installed: check the connection ^(needed only this once^) and start run.bat again. 1>&2
    exit /b 2
)
"%python%" -c "import pathlib, sys, sysconfig; pathlib.Path(sysconfig.get_path('purelib'), 'protection_workbench.pth').write_text(sys.argv[1] + '\n', encoding='utf-8')" "%here%"
>"%venv%\%lock%.ready" echo %wanted%
exit /b 0
