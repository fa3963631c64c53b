SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# What setup had to bring along itself (uv, Node) is found before what the machine has.
export PATH := $(CURDIR)/.tools/bin:$(PATH)
export UV_PYTHON_DOWNLOADS := never
# Some images forbid bytecode; then every process that a test starts would compile all libraries again, for 20 seconds.
export PYTHONDONTWRITEBYTECODE :=
VENV := .venv/bin
ARGS ?=

.PHONY: help
help: ## list these verbs
	@awk -F ':.*## ' '/^[a-z0-9%-]+( m=)?:.*## / { sub(/%/, "NAME", $$1); printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

## --- run

.PHONY: run
run: setup-python ## start everything with the demo on http://localhost:8600 (QUARTERDECK_PORT)
	@$(VENV)/python tools/console.py is-built || { tools/setup.sh node && $(VENV)/python tools/console.py build; }
	@exec $(VENV)/quarterdeck up $(ARGS)

.PHONY: demo-million
demo-million: setup-python ## add a tenant with 1,000,000 assets, for benchmarks
	$(VENV)/quarterdeck demo --million

bench-%: setup-python ## run benchmarks/NAME.py against its reference
	$(VENV)/python -m benchmarks.$(subst -,_,$*) $(ARGS)

# "import" is no name a Python module can be imported by.
.PHONY: bench-import
bench-import: setup-python ## whole imports against a bare COPY and INSERT (ARGS="--rows 1000000")
	$(VENV)/python -m benchmarks.import_ $(ARGS)

.PHONY: bench-faults
bench-faults: setup-python ## imports of 200,000 rows through kills, a restarted database, a full disk (hours on two cores)
	QUARTERDECK_FAULT_ROWS=$(or $(ROWS),200000) QUARTERDECK_FAULT_KILLS=$(or $(KILLS),10) \
	  $(VENV)/pytest -q backend/tests/entrypoints/test_import_faults.py $(ARGS)

## --- judge

.PHONY: test
test: setup check test-backend test-frontend test-e2e ## everything, on a bare machine too: this is what CI runs

.PHONY: check
check: setup-python setup-node ## linters, types, import contracts and schema drift, no tests
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target lint types schema-check

.PHONY: test-fast
test-fast: setup-python ## backend tests without the slow ones, stopping at the first failure
	$(VENV)/pytest -x -q -m "not slow" $(ARGS)

.PHONY: test-backend
test-backend: setup-python ## backend tests, in as many processes as there are processors (up to 4)
	$(VENV)/pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)

.PHONY: test-frontend
test-frontend: setup-node ## console unit tests
	cd frontend && npm run test

.PHONY: test-e2e
test-e2e: setup-node setup-browser build-console ## browser tests against a fresh system (ARGS go to Playwright)
	cd frontend && npm run --silent budget
	$(VENV)/python tools/e2e.py $(ARGS)

.PHONY: coverage
coverage: setup-python setup-node ## the lines the tests of backend and console reach; twice the time of the tests alone
	@$(MAKE) --no-print-directory test-backend ARGS="--cov --cov-report=term"
	cd frontend && npm run coverage

.PHONY: screenshots
screenshots: setup-node setup-browser ## pictures for the documentation, of the demo that `make run` started
	cd frontend && E2E_BASE_URL=$${E2E_BASE_URL:-http://127.0.0.1:8600} npm run --silent screenshots

.PHONY: lint
lint: setup-python setup-node ## ruff, import contracts, eslint, dependency-cruiser
	$(VENV)/ruff check
	$(VENV)/ruff format --check
	$(VENV)/lint-imports --no-logo
	cd frontend && npm run lint

.PHONY: types
types: setup-python setup-node ## mypy strict and tsc
	$(VENV)/mypy
	cd frontend && npm run types

.PHONY: schema-check
schema-check: setup-python setup-node
	$(VENV)/python tools/schema.py --check

## --- change

.PHONY: fmt
fmt: setup-python setup-node ## format, and repair what the linters can repair
	$(VENV)/ruff check --fix-only
	$(VENV)/ruff format
	cd frontend && npx --no-install eslint . --fix

.PHONY: schema
schema: setup-python setup-node ## write frontend/openapi.json and the types made from it
	$(VENV)/python tools/schema.py

.PHONY: migration
migration: setup-python ## draft a migration from the models (m="add racks")
	@test -n "$(m)" || { echo 'Say what it does: make migration m="add racks"'; exit 2; }
	$(VENV)/python tools/migration.py "$(m)"

## --- build

.PHONY: setup
setup: setup-python setup-node setup-browser ## install what this machine lacks: uv, packages, Node, Chromium

.PHONY: setup-python
setup-python:
	@tools/setup.sh python

.PHONY: setup-node
setup-node: setup-python
	@tools/setup.sh node

.PHONY: setup-browser
setup-browser:
	@tools/setup.sh browser

.PHONY: build-console
build-console: setup-node
	@$(VENV)/python tools/console.py build

.PHONY: build
build: build-console ## the wheel, with the console inside, into dist/
	uv build --quiet --wheel --out-dir dist

.PHONY: clean
clean: ## remove everything made here (data directories stay)
	rm -rf .venv .tools .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage* htmlcov dist
	rm -rf frontend/node_modules frontend/coverage frontend/test-results frontend/playwright-report
	rm -rf backend/src/quarterdeck/entrypoints/console_dist
