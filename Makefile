# make demo: a first study, offline, in half a minute. make test: everything that must hold before a change lands.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo "$$p" && break; done)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.installed
DEMO := demo/breast_cancer
# One thread a process: the tests and the search bring their own parallelism. They start hundreds of processes, so that
# compiled modules are kept, whatever the shell says.
TEST_ENV := OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 PYTHONHASHSEED=0 PYTHONDONTWRITEBYTECODE=

.PHONY: install demo demo-service docs check test lint bench fuzz clean
.DEFAULT_GOAL := demo

install: $(READY)

$(READY): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer was not found; set PYTHON=/path/to/python3." >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $(READY)

demo: $(READY)
	$(BIN)/hanpan run sklearn:breast_cancer --target target --budget 30 --out $(DEMO)

# From the table to a served, watched prediction, with its model card and its plain code.
demo-service: $(READY)
	$(BIN)/python deploy/demo_service.py demo/service

# The site in both languages, in build/site; its gallery takes a minute a table, once. To read it with its search:
# python -m http.server --directory build/site
docs: $(READY)
	$(BIN)/python -m website

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

# The rooms that differ from the last commit, and what checks the house itself.
check: lint
	$(TEST_ENV) $(BIN)/python -m pytest -n 2 -q $$($(BIN)/python tests/changed.py)

test: lint
	$(TEST_ENV) $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

bench: $(READY)
	$(BIN)/python -m pytest -m slow
	@for script in benchmarks/*.py; do echo "== $$script"; $(BIN)/python "$$script"; done

fuzz: $(READY)
	$(TEST_ENV) HYPOTHESIS_PROFILE=fuzz $(BIN)/python -m pytest -m fuzz -n 2

clean:
	rm -rf $(VENV) demo studies build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
