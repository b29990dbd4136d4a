@echo off
rem SPDX-License-Identifier: MIT
rem Sets up on first use, then runs what is asked: run.bat [PROJECT] ^| test ^| lint ^| shots DIR ^| bench [NAME] ^| repair ^| new ... (see README.md)
setlocal EnableExtensions DisableDelayedExpansion
set "here=%~dp0"
set "here=%here:~0,-1%"
set "venv=%here%\.venv"
set "python=%venv%\Scripts\python.exe"
set "lock=requirements.lock"
for %%v in (test lint shots bench) do if /i "%~1"=="%%v" set "lock=requirements-dev.lock"

rem The language, chosen as workbench\cli\terminal.py does: what the environment asks for, else that of Windows (written, not yet tried).
rem The last value is the language that Windows was installed in, as a number: those of French end with 0C.
set "spoken="
for %%v in (WORKBENCH_LANGUAGE LC_ALL LC_MESSAGES LANG LANGUAGE) do if not defined spoken call :spoken_by %%v
if not defined spoken for /f "tokens=3" %%l in ('reg query "HKCU\Control Panel\Desktop" /v PreferredUILanguages 2^>nul') do set "spoken=%%l"
if not defined spoken for /f "tokens=3" %%l in ('reg query "HKCU\Control Panel\Desktop\MuiCached" /v MachinePreferredUILanguages 2^>nul') do set "spoken=%%l"
if not defined spoken for /f "tokens=3" %%l in ('reg query "HKLM\SYSTEM\CurrentControlSet\Control\Nls\Language" /v InstallLanguage 2^>nul') do set "spoken=%%l"
if not defined spoken set "spoken=en"
if /i "%spoken:~-2%"=="0C" set "spoken=fr"
set "spoken=%spoken:~0,2%"

rem Started by a double click, or by a project dropped on this file: what went wrong must stay on the screen.
set "clicked="
if "%~1"=="" set "clicked=yes"
if exist "%~f1\keys.json" set "clicked=yes"

if /i "%~2"=="--help" for %%v in (repair test lint) do if /i "%~1"=="%%v" goto help_%%v
if /i "%~1"=="repair" (
    call :set_up || goto failed
    call :say whole "The installation is whole."
    exit /b 0
)
call :is_ready || call :set_up || goto failed

if /i "%~1"=="test" goto test
if /i "%~1"=="lint" goto lint
if /i "%~1"=="bench" goto bench
set "PYTHONDONTWRITEBYTECODE=1"
"%python%" -P -m workbench %*
set "status=%errorlevel%"
if not "%status%"=="0" if defined clicked pause
exit /b %status%

:failed
if defined clicked pause
exit /b 2

:test
set "QT_QPA_PLATFORM=offscreen"
pushd "%here%"
for /f "tokens=1,*" %%a in ("%*") do "%python%" -P -m pytest -n auto --dist worksteal %%b
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
for /f "tokens=1,*" %%a in ("%*") do "%python%" -P -m tests.benchmarks %%b
exit /b %errorlevel%

:help_repair
call :in_french help_repair && exit /b 0
echo run.bat repair
echo.
echo Looks through every package and installs again what is missing or damaged.
echo.
echo Example:
echo   run.bat repair
exit /b 0

:help_test
call :in_french help_test && exit /b 0
echo run.bat test [FILE ^| FOLDER ^| option of pytest]...
echo.
echo Runs the tests, all or those named; --fast leaves out the long ones, --all adds every seed, combination and long campaign.
echo.
echo Example:
echo   run.bat test tests\wording
exit /b 0

:help_lint
call :in_french help_lint && exit /b 0
echo run.bat lint
echo.
echo Looks for faults without running anything: style, types, what may import what.
echo.
echo Example:
echo   run.bat lint
exit /b 0

rem The language that a variable asks for, if it is one of ours.
:spoken_by
call set "asked=%%%~1%%"
if /i "%asked:~0,2%"=="en" set "spoken=en"
if /i "%asked:~0,2%"=="fr" set "spoken=fr"
exit /b 0

rem Says a sentence: its name among the French ones, and its words in English.
:say
call :in_french %~1 1>&2 && exit /b 0
echo %~2 1>&2
exit /b 0

rem Prints the French lines of a name. They stand in a file of their own in UTF-8: cmd reads this one in the code page of the console.
:in_french
if /i not "%spoken%"=="fr" exit /b 1
if not exist "%here%\wording\languages\fr\run_bat.txt" exit /b 1
set "page="
for /f "tokens=2 delims=:." %%p in ('chcp') do set "page=%%p"
chcp 65001 >nul
for /f "usebackq tokens=1,* delims==" %%a in ("%here%\wording\languages\fr\run_bat.txt") do if "%%a"=="%~1" echo(%%b
if defined page chcp %page% >nul
exit /b 0

rem What is set up is a copy of the lock file beside it, with its time. No path is written down: the console may lack its letters.
:is_ready
set "wanted="
set "ready="
for %%f in ("%here%\%lock%") do set "wanted=%%~zf %%~tf"
for %%f in ("%venv%\%lock%.ready") do set "ready=%%~zf %%~tf"
if not exist "%python%" exit /b 1
if not "%ready%"=="%wanted%" exit /b 1
rem What lay in the environment when it was set up lies there still.
if not exist "%venv%\%lock%.parts" exit /b 0
for /f "usebackq delims=" %%p in ("%venv%\%lock%.parts") do if not exist "%venv%\Lib\site-packages\%%p" exit /b 1
exit /b 0

:set_up
set "base="
for %%v in (3.13 3.12 3.11) do if not defined base py -%%v -c "import sys, sysconfig, venv; sys.exit(sysconfig.get_platform() != 'win-amd64')" >nul 2>&1 && set "base=py -%%v"
if not defined base python -c "import sys, sysconfig, venv; sys.exit(sysconfig.get_platform() != 'win-amd64' or not (3, 11) <= sys.version_info[:2] <= (3, 13))" >nul 2>&1 && set "base=python"
if not defined base (
    call :say no_python "Python 3.11, 3.12 or 3.13 for 64-bit Windows (x64) was not found: install one of them from python.org, then start run.bat again."
    exit /b 2
)
rem The longest path below the environment has 176 letters more than this folder.
%base% -c "import os, sys; name = os.path.join(sys.argv[1], 'x' * 176); open(name, 'w').close(); os.remove(name)" "%here%" >nul 2>&1
if errorlevel 1 (
    call :say long_path "The packages cannot be put into this folder: its path is too long for Windows, or you may not write there."
    call :say short_place "Move it to a short place of your own, such as a folder directly below your user folder, then start run.bat again."
    exit /b 2
)
call :say setting_up "Setting up (once, a few minutes)."
"%python%" -c "" >nul 2>&1 || %base% -m venv --clear "%venv%" || exit /b 2
rem Packages of which files are gone are installed again; so is pip.
"%python%" -P "%here%\workbench\environment.py" --forget 1>&2
"%python%" -m pip --version >nul 2>&1 || "%python%" -m ensurepip >nul 2>&1
"%python%" -m pip --version >nul 2>&1 || %base% -m venv --clear "%venv%" || exit /b 2
set "pip="%python%" -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r "%here%\%lock%""
rem From the folder wheels beside the program, where all are there; else from the package index.
if exist "%here%\wheels" (
    %pip% --no-index --find-links "%here%\wheels" 2>nul && goto installed
    set "pip=%pip% --find-links "%here%\wheels""
)
%pip%
if errorlevel 1 (
    call :say no_packages "The packages could not be installed: check the connection (needed only this once), or put them into a folder wheels beside the program."
    call :say free_space "Check that 2 GB are free, then start run.bat again."
    exit /b 2
)
:installed
rem Relative to Lib\site-packages: the folder may be moved and renamed.
>"%venv%\Lib\site-packages\protection_workbench.pth" echo ..\..\..
rem Sentences and modules are compiled here: the running program writes nothing.
pushd "%here%"
"%python%" -P -m wording.compile_catalogues >nul 2>&1
"%python%" -m compileall -q wording analysis coding projects workbench >nul 2>&1
popd
dir /b "%venv%\Lib\site-packages" | findstr /v /c:"__pycache__" >"%venv%\%lock%.parts"
copy /y "%here%\%lock%" "%venv%\%lock%.ready" >nul || exit /b 2
if not "%lock%"=="requirements.lock" copy /y "%here%\requirements.lock" "%venv%\requirements.lock.ready" >nul
if not "%lock%"=="requirements.lock" copy /y "%venv%\%lock%.parts" "%venv%\requirements.lock.parts" >nul
exit /b 0
