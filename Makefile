# Doorstep's commands; `make` alone lists them.
# A fresh machine needs Python 3.11 or newer and make. Everything else is brought by `setup`.

.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
UV_VERSION := 0.13.8
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
TOOLS := .cache/tools/bin/python
RUN := .venv/bin
PYTEST := $(RUN)/pytest -n auto --dist worksteal

# Nothing here may depend on who runs it: no colours of uv, no environment that happens to be active.
unexport VIRTUAL_ENV

.PHONY: help setup web run test test-all browser lint format clients examples screenshots clean

help: ## list these commands
	@awk 'BEGIN {FS = ":.*## "} /^[a-z%-]+:.*## / {sub("%", "NAME", $$1); printf "  make %-13s %s\n", $$1, $$2}' Makefile

setup: .venv/.setup ## install everything into .venv and web/node_modules
	@$(TOOLS) tools/web.py install

web: .venv/.setup ## build the web apps, when their sources changed
	@$(TOOLS) tools/web.py build

run: setup web ## start the demo and print its address and logins (ARGS="--port 8001 --drive")
	@$(RUN)/doorstep demo $(ARGS)

test: setup web browser ## check style, types and layers, then run the tests (ARGS="-k plan")
	@$(MAKE) lint; lint=$$?; test $$lint -eq 0 || echo "lint: see the findings above; the tests run all the same"; \
	$(PYTEST) -m "not slow" $(ARGS); tests=$$?; test $$lint -eq 0 && exit $$tests; exit $$lint

test-all: setup web browser lint ## the same, with the slow tests, then tests/feature on PostgreSQL
	@$(PYTEST) $(ARGS)
	@DOORSTEP_TEST_POSTGRESQL=1 $(PYTEST) tests/feature -m "not slow" $(ARGS)

browser: .venv/.setup
	@$(RUN)/python tools/ensure_chromium.py

lint: setup ## ruff, mypy, the import contracts, and the web apps' own checks
	@bad=0; \
	$(RUN)/ruff check --quiet . || bad=1; \
	$(RUN)/ruff format --check --quiet . || { echo "lint: not formatted; make format does it"; bad=1; }; \
	$(RUN)/mypy --no-error-summary || bad=1; \
	said=$$($(RUN)/lint-imports --no-logo 2>&1) || { echo "$$said"; bad=1; }; \
	$(TOOLS) tools/web.py check || bad=1; \
	exit $$bad

format: .venv/.setup ## let ruff put the Python files in order
	@$(RUN)/ruff check --quiet --fix . ; $(RUN)/ruff format --quiet .

clients: .venv/.setup ## write the API description, and both generated clients from it
	@$(RUN)/doorstep openapi > web/packages/api-client/openapi.json
	@$(RUN)/python tools/python_client.py
	@cd web && npm run --silent generate --workspace packages/api-client

examples: .venv/.setup ## walk the API on a real server and keep an example of each operation
	@$(RUN)/python tools/api_examples.py $(ARGS)

screenshots: setup web browser ## take the pictures in docs/images again
	@$(RUN)/python tools/screenshots.py $(ARGS)

bench-%: setup ## run bench/NAME.py and print its numbers as JSON
	@$(RUN)/python bench/$*.py $(ARGS)

clean: ## remove what these commands built (never ./var, which is your data)
	@rm -rf .venv .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache \
		build dist src/doorstep/web web/node_modules test-results

.cache/tools/.uv-$(UV_VERSION):
	@test -n "$(PYTHON)" || { echo "Doorstep needs Python 3.11 or newer: install it, or name it with PYTHON=/path/to/python3." >&2; exit 1; }
	@$(PYTHON) -m venv .cache/tools || { echo "Python's venv module does not work: install it (Debian and Ubuntu: apt install python3-venv)." >&2; exit 1; }
	@$(TOOLS) -m pip install -qq --disable-pip-version-check uv==$(UV_VERSION) \
		|| { echo "pip could not install uv $(UV_VERSION): see its message above; a package mirror is set with PIP_INDEX_URL." >&2; exit 1; }
	@touch $@

.venv/.setup: pyproject.toml uv.lock hatch_build.py .cache/tools/.uv-$(UV_VERSION)
	@$(TOOLS) tools/install.py $(PYTHON)
	@touch $@
