# What a developer does here, one target each; `make` alone lists them. Everything is installed into .venv, at the
# versions and with the hashes in requirements/. This works with GNU make 3.81, the one that macOS has.

# The Python that .venv is made with. If it is too old, newer ones are looked for by name.
PYTHON ?= python3
# uv installs faster than pip. `make UV= test` uses pip although uv is there.
UV ?= $(shell command -v uv 2>/dev/null)
# More arguments for what is run: make unit ARGS="-k creatinine"
ARGS ?=
# How many tests run at the same time: many of them wait for a server or a clock.
WORKERS ?= 2

VENV := .venv
BIN := $(VENV)/bin
VERSION = $(shell sed -n 's/^__version__ = "\(.*\)"/\1/p' bot/__init__.py)
# macOS has no `timeout`.
LIMIT := $(if $(shell command -v timeout 2>/dev/null),timeout 300)

# $(call install,PYTHON,FILES) installs what the files name. uv also removes everything else.
install = $(if $(UV),$(UV) pip sync --quiet --python $(1) --require-hashes $(2),\
	$(PIP) --python $(1) install --require-hashes $(addprefix -r ,$(2)))
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
# Bedside itself, from this folder.
EDITABLE = $(if $(UV),$(UV) pip install --quiet --python $(BIN)/python,$(PIP) install) --no-deps --no-build-isolation -e .
# $(call reached,LEVELS) notes what is in .venv now: a larger level that uv has removed is installed again when needed.
reached = rm -f $(VENV)/*.stamp && touch $(patsubst %,$(VENV)/%.stamp,$(1))

LOCK := $(VENV)-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command 'make lock' $(UPGRADE)

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help chat web serve demo test lint types architecture unit format golden diagram docs suite bench soak mutants node engines sekmet lock wheel tag clean

help: ## list the targets
	@awk -F ':[^#]*## ' '/^[a-z]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

chat: $(VENV)/run.stamp ## screen somebody in the terminal
	@$(BIN)/bedside chat $(ARGS)

web: $(VENV)/run.stamp ## try the page in this machine's browser: open to anybody here, what is entered goes into trying.db
	@BEDSIDE_OPEN=1 BEDSIDE_DATABASE=sqlite:///trying.db $(BIN)/bedside serve --web --browser $(ARGS)

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

# With ARGS only some of the tests run, so that coverage would say nothing. slipcover is not there for every Python.
MEASURE = $(if $(ARGS),,$(shell $(BIN)/python -c 'import slipcover' 2>/dev/null && echo yes))

# Tests begin Bedside hundreds of times as a process of its own: it is compiled once, whatever the environment says.
unit: $(VENV)/dev.stamp ## the tests; without ARGS also how much of the code they reach
	@$(BIN)/python -m compileall -q bot criteria
	$(BIN)/python $(if $(MEASURE),-m slipcover) -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)
	$(if $(MEASURE),@$(BIN)/python tests/coverage_report.py)

format: $(VENV)/dev.stamp ## put the source into its form
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

golden: $(VENV)/dev.stamp ## write the golden conversations anew; the difference is what to review
	PYTHONPATH=. $(BIN)/python tests/conversations/player.py

diagram: $(VENV)/dev.stamp ## draw docs/conversation.md and the map in docs/architecture.md anew from the code
	PYTHONPATH=. $(BIN)/python tests/bot/dialogs/diagram.py
	PYTHONPATH=. $(BIN)/python tests/architecture.py

docs: $(VENV)/dev.stamp ## make the page for nurses anew, a PDF in each language, and the pictures in README.md
	PYTHONPATH=. $(BIN)/python tests/nurses.py
	PYTHONPATH=. $(BIN)/python tests/recording.py
	PYTHONPATH=. $(BIN)/python tests/page_pictures.py

suite: $(VENV)/dev.stamp ## write docs/suite anew: worked cases of each trial, for other engines
	$(BIN)/bedside trials suite --into docs/suite/suite.json
	$(BIN)/bedside trials suite --schema --into docs/suite/suite.schema.json

bench: $(VENV)/dev.stamp $(VENV)-bench/stamp ## measure speed and memory, side by side with other bots
	$(BIN)/python -m benchmarks $(ARGS)

soak: $(VENV)/dev.stamp ## the tests that take long
	$(BIN)/pytest -m soak $(ARGS)

mutants: $(VENV)/mutants.stamp ## change the core in small ways and list what no test notices
	$(BIN)/mutmut run $(ARGS)
	$(BIN)/mutmut results

engines: $(VENV)-engines/stamp ## install fhirpathpy, another FHIRPath engine, for the tests that use it

sekmet: $(VENV)-sekmet/stamp ## install SEKMET, a FHIR server that is not ours, for the tests that use it

# tests/lforms/package-lock.json leaves out what LHC-Forms was built from: its bundle needs none of that.
node: ## install two FHIRPath engines and NLM's LHC-Forms for the tests that use them (needs Node and npm)
	@command -v npm >/dev/null || { echo 'npm is missing: install Node 20 or newer' >&2; exit 1; }
	cd tests/node && $(LIMIT) npm ci --ignore-scripts --no-audit --no-fund
	cd tests/lforms && $(LIMIT) npm ci --ignore-scripts --no-audit --no-fund

# build.txt is what .venv needs to install the project, run.txt what the program needs, dev.txt both and the tools.
lock: $(VENV)-lock/stamp ## bring requirements/ in line with pyproject.toml (UPGRADE=--upgrade: newest versions)
	$(LOCK) --group lock -o requirements/lock.txt
	$(LOCK) --group build -o requirements/build.txt
	$(LOCK) pyproject.toml -c requirements/build.txt -o requirements/run.txt
	$(LOCK) pyproject.toml --extra exports -c requirements/build.txt -c requirements/run.txt -o requirements/exports.txt
	$(LOCK) pyproject.toml --extra exports --group dev -c requirements/build.txt -c requirements/exports.txt -o requirements/dev.txt
	$(LOCK) --group bench -o requirements/bench.txt
	$(LOCK) --group engines -o requirements/engines.txt
	$(LOCK) --group sekmet -o requirements/sekmet.txt
	$(LOCK) --group mutants -c requirements/dev.txt -o requirements/mutants.txt

wheel: $(VENV)/dev.stamp ## build what is published, into dist/
	$(BIN)/python -m build --no-isolation

tag: ## tag the version in bot/__init__.py, if everything is committed and CHANGELOG.md has a section for it
	@git diff --quiet HEAD || { echo 'There are changes that are not committed.' >&2; exit 1; }
	@grep -q '^## $(VERSION) ' CHANGELOG.md || { echo 'CHANGELOG.md has no section "## $(VERSION) (day)".' >&2; exit 1; }
	git tag --annotate v$(VERSION) --message 'Bedside $(VERSION)'

clean: ## remove all that was made, .venv too
	rm -rf $(VENV) $(VENV)-bench $(VENV)-engines $(VENV)-sekmet $(VENV)-lock tests/*/node_modules build dist mutants .coverage.json \
	    .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find benchmarks bot criteria tests -name __pycache__ -prune -exec rm -rf {} +

# Debian and Ubuntu keep ensurepip in a package of its own. Without it uv fills .venv, or the Python's own pip.
$(BIN)/python:
	@for python in $(PYTHON) python3.13 python3.12 python3.11 python3.14 none; do \
	    $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; \
	done; \
	if [ $$python = none ]; then \
	    echo 'Bedside needs Python 3.11 or newer. If you have one, name it: make PYTHON=/path/to/python3' >&2; exit 1; \
	fi; \
	echo "Making $(VENV) with $$($$python --version)"; \
	if $$python -c 'import ensurepip' 2>/dev/null; then $$python -m venv --clear $(VENV); \
	elif [ -n "$(UV)" ]; then $$python -m venv --clear --without-pip $(VENV); \
	elif $$python -m pip --version >/dev/null 2>&1; then \
	    $$python -m venv --clear --without-pip $(VENV) && \
	    $$python -m pip --quiet --disable-pip-version-check --python $(BIN)/python install \
	        --require-hashes -r requirements/build.txt; \
	else echo 'This Python has neither venv nor pip. On Debian and Ubuntu: sudo apt install python3-venv' >&2; exit 1; fi

# Each level holds the one before it. `make chat` needs the smallest, so that the first question comes soon.
PROJECT := $(BIN)/python pyproject.toml bot/__init__.py

$(VENV)/run.stamp: $(PROJECT) requirements/build.txt requirements/run.txt
	@echo 'Installing what Bedside needs ...'
	@$(call install,$(BIN)/python,requirements/build.txt requirements/run.txt)
	@$(EDITABLE)
	@$(call reached,run)

$(VENV)/exports.stamp: $(PROJECT) requirements/build.txt requirements/exports.txt
	@echo 'Installing what Bedside needs, and what files and pictures are made with ...'
	@$(call install,$(BIN)/python,requirements/build.txt requirements/exports.txt)
	@$(EDITABLE)
	@$(call reached,run exports)

$(VENV)/dev.stamp: $(PROJECT) requirements/dev.txt
	@echo 'Installing what Bedside needs, and the tools for development ...'
	@$(call install,$(BIN)/python,requirements/dev.txt)
	@$(EDITABLE)
	@$(call reached,run exports dev)

$(VENV)/mutants.stamp: $(PROJECT) requirements/dev.txt requirements/mutants.txt
	@$(call install,$(BIN)/python,requirements/dev.txt requirements/mutants.txt)
	@$(EDITABLE)
	@$(call reached,run exports dev mutants)

# The bots that Bedside is compared with have an environment of their own, as their versions clash, and so have
# fhirpathpy, SEKMET, and uv, for `make lock`: it must be of one version.
$(VENV)-bench/stamp $(VENV)-engines/stamp $(VENV)-sekmet/stamp $(VENV)-lock/stamp: $(VENV)-%/stamp: requirements/%.txt $(BIN)/python
	@rm -rf $(@D)
	@$(BIN)/python -m venv --without-pip $(@D)
	@$(call install,$(@D)/bin/python,$<)
	@touch $@
