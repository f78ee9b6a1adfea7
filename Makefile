# What a developer does here, one target each; `make` alone lists them. Everything is installed into .venv, at
# the versions and with the hashes of requirements/. Works with GNU make 3.81, which is what macOS has.

# The Python that .venv is made with. If it is too old, newer ones are looked for by name.
PYTHON ?= python3
# More arguments for what is run: make unit ARGS="-k creatinine"
ARGS ?=
# How many tests run at the same time: many of them wait for a server or a clock.
WORKERS ?= 2

VENV := .venv
BIN := $(VENV)/bin
VERSION = $(shell sed -n 's/^__version__ = "\(.*\)"/\1/p' bot/__init__.py)
INSTALL := $(BIN)/python -m pip --quiet --disable-pip-version-check install
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command 'make lock' $(UPGRADE)

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help chat serve demo test lint types architecture unit format golden diagram bench soak mutants node lock wheel tag clean

help: ## list the targets
	@awk -F ':[^#]*## ' '/^[a-z]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

chat: $(VENV)/run.stamp ## screen somebody for START-NET in the terminal
	@$(BIN)/bedside chat $(ARGS)

serve: $(VENV)/exports.stamp ## run the Telegram bot; without a token it says how to get one
	@$(BIN)/bedside serve $(ARGS)

demo: $(VENV)/exports.stamp ## a hundred invented screenings and every file that is made of them, in demo-files/
	@rm -rf demo-files
	@$(BIN)/bedside log demo demo-files $(ARGS)

test: lint types architecture unit ## all of the four below: what has to pass before a change goes in

lint: $(VENV)/dev.stamp ## style
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(VENV)/dev.stamp ## types
	$(BIN)/mypy

architecture: $(VENV)/dev.stamp ## which module may import which
	$(BIN)/lint-imports --no-logo

unit: $(VENV)/dev.stamp ## the tests
	$(BIN)/pytest -n $(WORKERS) --dist loadfile $(ARGS)

format: $(VENV)/dev.stamp ## put the source into its form
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

golden: $(VENV)/dev.stamp ## write the golden conversations anew; the difference is what to review
	PYTHONPATH=. $(BIN)/python tests/conversations/player.py

diagram: $(VENV)/dev.stamp ## draw docs/conversation.md and the map in docs/architecture.md anew from the code
	PYTHONPATH=. $(BIN)/python tests/bot/dialogs/diagram.py
	PYTHONPATH=. $(BIN)/python tests/architecture.py

bench: $(VENV)/dev.stamp $(VENV)-bench/stamp ## measure speed and memory, side by side with other bots
	$(BIN)/python -m benchmarks $(ARGS)

soak: $(VENV)/dev.stamp ## the tests that take long
	$(BIN)/pytest -m soak $(ARGS)

mutants: $(VENV)/mutants.stamp ## change the core in small ways and list what no test notices
	$(BIN)/mutmut run $(ARGS)
	$(BIN)/mutmut results

# tests/lforms/package-lock.json names LHC-Forms without what it was built from: its bundle needs none of that.
node: ## install HL7's FHIRPath engine and NLM's LHC-Forms for the tests that use them (needs Node and npm)
	cd tests/node && npm ci --ignore-scripts --no-audit --no-fund
	cd tests/lforms && npm ci --ignore-scripts --no-audit --no-fund

# build.txt is what .venv needs to install the project, run.txt what the program needs, dev.txt both and the tools.
lock: $(VENV)/lock.stamp ## bring requirements/ in line with pyproject.toml (UPGRADE=--upgrade: newest versions)
	$(LOCK) --group lock -o requirements/lock.txt
	$(LOCK) --group build -o requirements/build.txt
	$(LOCK) pyproject.toml -c requirements/build.txt -o requirements/run.txt
	$(LOCK) pyproject.toml --extra exports -c requirements/build.txt -c requirements/run.txt -o requirements/exports.txt
	$(LOCK) pyproject.toml --extra exports --group dev -c requirements/build.txt -c requirements/exports.txt -o requirements/dev.txt
	$(LOCK) --group bench -o requirements/bench.txt
	$(LOCK) --group mutants -c requirements/dev.txt -o requirements/mutants.txt

wheel: $(VENV)/dev.stamp ## build what is published, into dist/
	$(BIN)/python -m build --no-isolation

tag: ## tag the version in bot/__init__.py, if everything is committed and CHANGELOG.md has a section for it
	@git diff --quiet HEAD || { echo 'There are changes that are not committed.' >&2; exit 1; }
	@grep -q '^## $(VERSION) ' CHANGELOG.md || { echo 'CHANGELOG.md has no section "## $(VERSION) (day)".' >&2; exit 1; }
	git tag --annotate v$(VERSION) --message 'Bedside $(VERSION)'

clean: ## remove all that was made, .venv too
	rm -rf $(VENV) $(VENV)-bench tests/*/node_modules build dist mutants .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find benchmarks bot criteria tests -name __pycache__ -prune -exec rm -rf {} +

# Debian and Ubuntu keep ensurepip in a package of its own. Without it the Python's own pip fills .venv, if there is one.
$(BIN)/python:
	@for python in $(PYTHON) python3.13 python3.12 python3.11 python3.14 none; do \
	    $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; \
	done; \
	if [ $$python = none ]; then \
	    echo 'Bedside needs Python 3.11 or newer. If you have one, name it: make PYTHON=/path/to/python3' >&2; exit 1; \
	fi; \
	echo "Making $(VENV) with $$($$python --version)"; \
	if $$python -c 'import ensurepip' 2>/dev/null; then $$python -m venv --clear $(VENV); \
	elif $$python -m pip --version >/dev/null 2>&1; then \
	    $$python -m venv --clear --without-pip $(VENV) && \
	    $$python -m pip --quiet --disable-pip-version-check --python $(BIN)/python install \
	        --require-hashes -r requirements/build.txt; \
	else echo 'This Python has neither venv nor pip. On Debian and Ubuntu: sudo apt install python3-venv' >&2; exit 1; fi

# What `make chat` needs comes first and alone, so that the first question comes soon.
$(VENV)/run.stamp: $(BIN)/python requirements/build.txt requirements/run.txt pyproject.toml bot/__init__.py
	@echo 'Installing what Bedside needs ...'
	@$(INSTALL) --require-hashes -r requirements/build.txt -r requirements/run.txt
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/exports.stamp: $(VENV)/run.stamp requirements/exports.txt
	@echo 'Installing what files and pictures are made with ...'
	@$(INSTALL) --require-hashes -r requirements/build.txt -r requirements/exports.txt
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp requirements/dev.txt
	@echo 'Installing the tools for development ...'
	@$(INSTALL) --require-hashes -r requirements/dev.txt
	@touch $@

$(VENV)/mutants.stamp: $(VENV)/dev.stamp requirements/mutants.txt
	@$(INSTALL) --require-hashes -r requirements/mutants.txt
	@touch $@

# The bots that Bedside is compared with: their versions clash with its own.
$(VENV)-bench/stamp: $(BIN)/python requirements/build.txt requirements/bench.txt
	@rm -rf $(VENV)-bench
	@$(BIN)/python -m venv --without-pip $(VENV)-bench
	@$(BIN)/python -m pip --quiet --disable-pip-version-check --python $(VENV)-bench/bin/python install \
	    --require-hashes -r requirements/bench.txt
	@touch $@

$(VENV)/lock.stamp: $(BIN)/python requirements/lock.txt
	@$(INSTALL) --require-hashes -r requirements/lock.txt
	@touch $@
