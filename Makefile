# Quidit: `make dataset` builds the dataset, `make test` runs every test, `make label-studio` is where one annotates.
# Each sets up all it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready

.PHONY: dataset test mutants check format rules label-studio clean

dataset: $(READY)
	$(BIN)/quidit generate --check
	$(BIN)/quidit validate
	$(BIN)/quidit build

test: check
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest --numprocesses logical --no-loadscope-reorder
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

mutants: $(READY)
	$(BIN)/python benchmarks/mutants.py

label-studio: $(READY)
	$(BIN)/quidit annotate

check: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY)
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

rules: $(READY)
	$(BIN)/quidit rules --format markdown > docs/rules.md
	$(BIN)/quidit diff --rules > docs/versions.md

# The environment is made anew whenever what it is made from changes.
$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Quidit needs Python 3.11 or later: make $(MAKECMDGOALS) PYTHON=python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[all]' --group dev
	touch $@

clean:
	rm -rf $(VENV) build
