# Partage. `make` or `make help` lists what can be done.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
PACKAGES := shared/kit shared/contracts services/members services/procurement services/impact gateway
READY := .venv/.ready
WORKERS ?= 2

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

install: $(READY) ## make the virtual environment with the exact versions of requirements.lock
$(READY): requirements.lock $(PACKAGES:%=%/pyproject.toml)
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation $(PACKAGES:%=-e %)
	@touch $(READY)

run: $(READY) ## start the whole house on SQLite, with its demo cooperative (Ctrl-C stops it)
	@$(BIN)/python -m deploy.house run

demo: $(READY) ## replay the story of the demo cooperative aloud, in a fresh house: each call, its events, what they changed
	@$(BIN)/python -m deploy.demo

token: $(READY) ## print an access token: make token ROLE=buyer [OFFICE=brussels] [MEMBER=<id>]
	@$(BIN)/python -m deploy.house.token --role "$(ROLE)" $(if $(OFFICE),--office "$(OFFICE)") $(if $(MEMBER),--member "$(MEMBER)")

check: $(READY) ## format, lint, types, import rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m deploy.reference --check

format: $(READY) ## format the code and mend what the linter can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

test: $(READY) ## the whole suite on SQLite, and the journeys on a real nats-server
	$(BIN)/pytest -n $(WORKERS) --dist worksteal -m "not faults and not postgresql and not browser"

test-postgres: $(READY) ## the same suite on PostgreSQL (needs its server programs: apt-get install postgresql)
	PARTAGE_TEST_DATABASE=postgresql $(BIN)/pytest -n $(WORKERS) --dist worksteal -m "not faults and not local and not browser"

test-browser: $(READY) ## the pages in a real browser (needs Chromium: apt-get install chromium chromium-driver)
	$(BIN)/pytest -m browser

test-faults: $(READY) ## the long runs that kill real processes at random: make test-faults [KILLS=30]
	PARTAGE_FAULT_KILLS=$(or $(KILLS),30) $(BIN)/pytest -n $(WORKERS) -m faults
	PARTAGE_FAULT_KILLS=$(or $(KILLS),30) PARTAGE_TEST_DATABASE=postgresql $(BIN)/pytest -n $(WORKERS) -m faults

bench: $(READY) ## measure the targets beside their references (needs nginx, wrk and PostgreSQL); minutes on a quiet machine
	@failed=0; for part in gateway postgresql sqlite events pooled_order directory classifications places imports disclosure start; do \
	  echo "== $$part"; PYTHONPATH=tests:. $(BIN)/python -m bench.$$part || failed=1; done; exit $$failed

migrate: $(READY) ## bring the databases of the three services up to date
	@for s in members procurement impact; do $(BIN)/python -m partage_$$s migrate || exit 1; done

migration: $(READY) ## draft a migration from the models: make migration SERVICE=members M="add profiles"
	$(BIN)/python -m partage_$(SERVICE) draft-migration "$(M)"
	$(BIN)/ruff format -q services/$(SERVICE)/src/partage_$(SERVICE)/migrations && $(BIN)/ruff check -q --fix services/$(SERVICE)/src/partage_$(SERVICE)/migrations

contracts: $(READY) ## write the reference documents: event schemas, AsyncAPI, problems, role table
	$(BIN)/python -m deploy.reference

lock: $(READY) ## compile requirements.lock anew
	$(BIN)/uv pip compile -q pyproject.toml --group dev --universal --no-header --no-annotate --python-version 3.11 \
	  $(addprefix --no-emit-package partage-,kit contracts members procurement impact gateway) -o requirements.lock

.PHONY: help install run demo token check format test test-postgres test-browser test-faults bench migrate migration contracts lock
