# Two commands do everything: `make race` answers, `make test` proves.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
RACE   := $(BIN)/race
AS_OF  ?= 2025-03-01

.PHONY: race test lint types bench report clean

race: $(VENV)/.installed
	@$(RACE) build
	@$(RACE) compare --as-of $(AS_OF)
	@$(RACE) conflicts --document silicon-fr-alibaba-30-milliards
	@$(RACE) compare --as-of $(AS_OF) --format html --out build/report.html --quiet
	@echo "The report with chart, contradictions and sources: build/report.html"

test: $(VENV)/.tested
	@$(BIN)/ruff check src tests
	@$(BIN)/ruff format --check src tests
	@$(BIN)/mypy
	@$(RACE) check
	@$(RACE) build
	@$(BIN)/python -m pytest -n auto --cov --cov-report=term

lint: $(VENV)/.tested
	@$(BIN)/ruff check src tests
	@$(BIN)/ruff format --check src tests

types: $(VENV)/.tested
	@$(BIN)/mypy

bench: $(VENV)/.tested
	@PYTHONPATH=tests $(BIN)/python tests/benchmarks/run.py

clean:
	rm -rf build dist $(VENV) .coverage* .mypy_cache .pytest_cache .ruff_cache

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@$(BIN)/python -m compileall -q src
	@touch $@

$(VENV)/.tested: pyproject.toml constraints.txt | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	@$(BIN)/python -m compileall -q src
	@touch $@ $(VENV)/.installed
