# The commands of the house. `make start` is for a newcomer, `make test` for a developer.

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
  $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null \
  && { echo $$p; break; }; done)
BIN := .venv/bin
SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c
PIP := $(BIN)/python -m pip install --disable-pip-version-check --progress-bar off
# pip's many lines, as one that counts.
COUNTED := | awk '/^(Collecting|Processing)/ { printf "\r  %d packages", ++n; fflush() } /^Installing/ { printf ", installing them"; fflush() } END { if (n) print "" }'
CLASS ?= demo-class

.PHONY: start setup test lint prove bench lock clean

start: setup
	@$(BIN)/coderlib lab $(CLASS)

setup: .venv/.runtime
	@$(BIN)/coderlib codes compile
	@$(BIN)/coderlib class demo $(CLASS)

test: .venv/.dev
	@$(BIN)/coderlib codes compile
	@$(BIN)/python -m pytest

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/coderlib case lint

# What the tests look at in samples, whole: fifty cases of every scenario, and the re-coder on them.
prove: .venv/.dev
	@$(BIN)/coderlib codes compile
	$(BIN)/coderlib case coverage
	$(BIN)/coderlib case lint --all --seeds 50
	$(BIN)/coderlib case recode --seeds 50
	CODERLIB_SEEDS=50 $(BIN)/python -m pytest -q tests/content

# Figures, as medians and as ratios to the rival in the same run; see bench.json afterwards.
bench: .venv/.dev
	@$(BIN)/coderlib codes compile
	@$(BIN)/python -m tests.bench

# The locked versions hold for every Python from 3.11 to 3.13.
.venv/.runtime: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is not on the PATH. HINT: install one, or run make with PYTHON=/path/to/python3"; exit 1; }
	@echo "Making the environment in .venv with $(PYTHON) (about a minute, once) ..."
	@test -x $(BIN)/pip || $(PYTHON) -m venv .venv || { echo "The environment could not be made. HINT: on Debian and Ubuntu, apt install python3-venv"; exit 1; }
	@$(PIP) --require-hashes -r requirements.lock $(COUNTED)
	@$(PIP) -q --no-deps -e .
	@touch $@

.venv/.dev: .venv/.runtime requirements-dev.lock
	@echo "Adding what the tests need ..."
	@$(PIP) --require-hashes -r requirements-dev.lock $(COUNTED)
	@touch $@

lock:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf .venv demo-class dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
