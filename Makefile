# What people type. Each target sets up what it needs by itself; `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help run test lint fmt bench lock permissions setup setup-test clean
PORT ?= 8000
HOST ?= 127.0.0.1
PY := .venv/bin/python
BOOTSTRAP := sh tooling/python.sh -m tooling.bootstrap

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

run: setup ## start WellArch with demo data on http://localhost:8000 (PORT=8001 for another port)
	@$(PY) manage.py up --prepare --host $(HOST) --port $(PORT)

test: setup-test ## run all tests: on SQLite, on PostgreSQL with Redis, and in a browser
	@$(PY) -m tooling.test $(ARGS)

lint: setup-test ## check style, types and templates
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy wellarch lenses reviews tooling
	$(PY) -m djlint templates --lint --quiet

fmt: setup-test ## format the code and repair what can be repaired
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

bench: setup-test ## measure against a bare Django view
	$(PY) -m bench $(ARGS)

lock: setup-test ## resolve the dependencies of pyproject.toml into the two lock files anew
	$(PY) -m pip install --quiet 'pip-tools>=7.5,<8'
	$(PY) -m tooling.lock $(ARGS)

permissions: setup-test ## write docs/permissions.md anew from the tables that decide
	@$(PY) -m tests.contracts.permissions_page

clean: ## remove the virtual environment and the tools' caches; data in var/ stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache

setup:
	@$(BOOTSTRAP) run

setup-test:
	@$(BOOTSTRAP) test
