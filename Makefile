# Podline: `make try` to meet it, `make test` to check it. Needs Python >= 3.11 with venv, nothing else.
PYTHON ?= python3
PORT ?= 8765
UV_VERSION := 0.13.9
BIN := .venv/bin
SYNC := UV_PYTHON_DOWNLOADS=never $(BIN)/uv sync --quiet --locked --inexact --compile-bytecode --extra meaning --python $(BIN)/python

.DEFAULT_GOAL := help
.PHONY: help try play test check format bench bench-search lock clean

help:
	@echo "make try    a local workspace and the bot, with a page in your browser (PORT=$(PORT))"
	@echo "make play   the sample day, without a browser"
	@echo "make test   the whole test suite, on SQLite and PostgreSQL"
	@echo "make check  lint, types, imports, shape"
	@echo "make bench  the numbers of docs/benchmarks.md (JSON=path writes them as JSON)"
	@echo "make bench-search DATA=folder  how well practices are found (JSON=path; VECTORS=folder keeps vectors)"

.venv/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Podline needs Python 3.11 or newer: make try PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "Python's venv is missing: on Debian and Ubuntu, apt install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv==$(UV_VERSION)"

.venv/.runtime: .venv/bin/uv uv.lock pyproject.toml
	@echo "Installing what Podline needs (once) …"
	@$(SYNC) --no-dev
	@touch $@

.venv/.dev: .venv/bin/uv uv.lock pyproject.toml
	@echo "Installing what the tests need (once) …"
	@$(SYNC)
	@touch $@ .venv/.runtime

try: .venv/.runtime
	@exec $(BIN)/podline try --port $(PORT)

play: .venv/.runtime
	@exec $(BIN)/podline try --play

test: .venv/.dev
	@exec $(BIN)/python -m pytest -n auto -rs $(ARGS)

check: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m pytest -q -p no:randomly tests/test_shape.py

format: .venv/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/.dev
	@exec $(BIN)/python -m benchmarks $(if $(JSON),--json $(JSON))

bench-search: .venv/.dev
	@exec $(BIN)/python -m benchmarks.search $(DATA) $(if $(JSON),--json $(JSON)) $(if $(VECTORS),--vectors $(VECTORS))

lock: .venv/bin/uv
	$(BIN)/uv lock

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
