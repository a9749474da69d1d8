# Yimen (一门). `make` alone prints what there is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help install demo test check docs messages snapshots bench clean

help:
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 18
	@echo "  PYTHON=python3.12 chooses the Python, ARGS='-k clock' goes to pytest"

$(BIN)/python:
	@sh tools/setup.sh venv $(VENV) $(PYTHON)

$(VENV)/.stamp-run: pyproject.toml | $(BIN)/python
	@echo "Installing Yimen"
	@$(BIN)/pip install -q --disable-pip-version-check -e .
	@touch $@

$(VENV)/.stamp-dev: pyproject.toml | $(BIN)/python
	@echo "Installing Yimen and the tools to work on it"
	@$(BIN)/pip install -q --disable-pip-version-check -e '.[dev]'
	@touch $(VENV)/.stamp-run $@

install: $(VENV)/.stamp-dev ## the environment with everything to work on Yimen

demo: $(VENV)/.stamp-run ## the sample county on this machine; Ctrl-C stops it
	@$(BIN)/yimen demo $(ARGS)

test: $(VENV)/.stamp-dev ## the whole suite on SQLite, then the tests marked `both` on PostgreSQL
	@sh tools/setup.sh browser
	@echo "SQLite: every test"
	@$(BIN)/pytest -rfEs -n 2 --dist loadfile $(ARGS)
	@echo "PostgreSQL: the tests marked both"
	@$(BIN)/python tools/with_postgres.py $(BIN)/pytest -rfEs -m both -n 2 --dist loadfile $(ARGS)

check: $(VENV)/.stamp-dev ## style, types, layers, migrations, translations, docs; secrets, licences, versions
	@sh tools/check.sh $(BIN)

docs: $(VENV)/.stamp-dev ## write docs/reference anew
	@$(BIN)/python tools/docs.py

messages: $(VENV)/.stamp-dev ## collect the words of the pages into yimen/locale and compile them
	@$(BIN)/python tools/messages.py

snapshots: $(VENV)/.stamp-dev ## write the SQL of pages and acts in tests/sql/snapshots anew, to be reviewed
	@RENEW_SNAPSHOTS=1 $(BIN)/pytest -q tests/sql
	@RENEW_SNAPSHOTS=1 $(BIN)/python tools/with_postgres.py $(BIN)/pytest -q -m both tests/sql

bench: $(VENV)/.stamp-dev ## run every benchmark and write docs/reference/performance.md
	@$(BIN)/pip install -q --disable-pip-version-check -e '.[bench]'
	@$(BIN)/python -m bench $(ARGS)

clean: ## remove the environment and caches; the data in var/ stay
	@rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
