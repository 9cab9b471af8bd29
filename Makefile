# `make help` lists the targets. They need only make and python3 (3.11 or later) with venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORDS := -k say -k say_n:1,2 -k label -k label_n:1,2 -k translate
LANGUAGES := zh_Hans zh_Hant
# Three to two cores: many tests wait, for a lock, a process or a browser; but each worker takes twelve seconds to
# load the program and collect the tests.
WORKERS = $(shell $(BIN)/python -c "import os; print((3 * (os.cpu_count() or 1) + 1) // 2)")

# Without the bytecode of modules and rewritten tests, every worker and program started would compile it again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup demo test quick check bench soak messages clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

setup: $(VENV)/.ready ## install everything into .venv, from the lock files

$(VENV)/.ready: requirements-dev.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "python3 is needed"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "Python's venv is needed (python3-venv)"; exit 1; }
	@echo "Setting up .venv; the first time this takes a minute or two."
	$(BIN)/python -m pip install --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --disable-pip-version-check --no-build-isolation --no-deps --quiet -e .
	@touch $@

demo: setup ## open the house on a page in the browser, without tokens or a network
	$(BIN)/yingbin demo

test: setup ## every test; ARGS="..." is handed to pytest
	$(BIN)/python -m pytest -n $(WORKERS) -m "not soak" $(ARGS)

# Most tests on PostgreSQL are run on SQLite too. The sandbox, the demo, the doctor and the pictures are left out: their
# tests are for changes of theirs.
APART := $(addprefix tests/,sandbox bot/doctor bot/pictures demo browser crash machine processes)
quick: setup ## the tests to run while you write: no races, random walks, processes, browser or PostgreSQL
	$(BIN)/python -m pytest -n auto $(APART:%=--ignore=%) -m "not (race or machine or process or browser or postgres or soak)" $(ARGS)

check: setup ## check lint, format and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: setup ## measure, beside yardsticks
	$(BIN)/python -m benchmarks

soak: setup ## run the long tests: crashes and races, many times
	$(BIN)/python -m pytest -m soak -s -o faulthandler_timeout=0

messages: setup ## update the catalogues from the code
	$(BIN)/pybabel -q extract -F pyproject.toml $(WORDS) --no-location --no-wrap --sort-output --omit-header -o locales/messages.pot .
	@for language in $(LANGUAGES); do \
		$(BIN)/pybabel -q update -i locales/messages.pot -d locales -l $$language --no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date; \
		sed -i -E '/^"(Project|Report|POT|PO-|Last|Language-Team|Generated)/d' locales/$$language/LC_MESSAGES/messages.po; \
	done

clean: ## remove what setup and the tests created
	rm -rf $(VENV) *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
