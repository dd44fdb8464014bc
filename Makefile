# The first Python that is new enough; `make PYTHON=/path/to/python3.12 run` chooses another.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$p && break; done)
ENV_PYTHON := .venv/bin/python
export PYTHONUTF8 := 1
# Bytecode is kept, whatever the shell says: else each process that a test starts compiles the dashboard again.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help run test check fix bench soak bundle look environment environment-dev

help: ## Show these commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | column -t -s '|' 2>/dev/null || grep '##' $(MAKEFILE_LIST)

run: environment ## Serve the dashboard at http://127.0.0.1:8501 (PORT and DASHBOARD_DATA change that)
	$(ENV_PYTHON) -m dashboard serve

test: environment-dev ## Check style, layers and types, then run every test
	$(PYTHON) scripts/chromium.py
	$(ENV_PYTHON) scripts/check.py
	$(ENV_PYTHON) -m pytest -n auto --dist loadfile --no-loadscope-reorder

check: environment-dev ## Check style, SQL, layers and types without running tests
	$(ENV_PYTHON) scripts/check.py

fix: environment-dev ## Mend style and format where a tool can
	$(ENV_PYTHON) scripts/check.py --fix

bench: environment-dev ## Measure imports, queries, builds and the overview; print a table
	$(ENV_PYTHON) -m bench

soak: environment-dev ## Kill an import 200 times at random moments, and look whether anything was lost or doubled
	KILLS=200 $(ENV_PYTHON) -m pytest -q tests/test_tray_kills.py

bundle: environment-dev ## Make offline installers for Windows and Linux in build/dist
	$(ENV_PYTHON) -m scripts.bundle

look: environment-dev ## Take a picture of every page in both themes and three sizes, and of every file of a period, into build/look
	$(PYTHON) scripts/chromium.py
	$(ENV_PYTHON) -m tests.browser.look

environment: python
	@$(PYTHON) scripts/environment.py run

environment-dev: python
	@$(PYTHON) scripts/environment.py dev

.PHONY: python
python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer was not found. On Debian or Ubuntu: sudo apt-get install python3 python3-venv"; exit 1; }
