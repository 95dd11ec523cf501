# Two commands matter: `make book` builds the book, `make test` proves it. `make help` lists the rest.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.synced
PY := $(BIN)/python
RUN := $(PY) -m egov
PYTEST := $(PY) -m pytest -p egov.book.pytest_plugin

# The same everywhere: found without being installed, UTF-8, one thread a process (pytest and the notebook runner
# use a process a core). The hash seed is left alone on purpose: no result may depend on it.
export PYTHONPATH := $(CURDIR)
export PYTHONUTF8 := 1
export OMP_NUM_THREADS := 1
export OPENBLAS_NUM_THREADS := 1
export MKL_NUM_THREADS := 1
export TZ := UTC
# compiled once, not anew in each of the processes that a run starts
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help
help: ## list the commands
	@echo "make <command>, where <command> is:"
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  \1|\2/' | \
	  while IFS='|' read -r name text; do printf '  %-12s %s\n' "$$name" "$$text"; done

.PHONY: book
book: $(STAMP) ## execute the notebooks whose inputs changed, build the HTML in book/_build/html
	@$(RUN) book

.PHONY: pdf
pdf: $(STAMP) ## the whole book as one PDF in book/_build/pdf (needs Chromium)
	@$(RUN) book
	@$(RUN) pdf

.PHONY: test
test: $(STAMP) ## tests, doctests and strict nbval over every notebook (under two minutes)
	@$(PYTEST) tests egov notebooks --nbval -m "not browser and not slow" -n 2 --dist loadscope --no-loadscope-reorder
	@echo "Next: make book (opens at book/_build/html/index.html), make test-slow (browser, simulations)"

.PHONY: test-slow
test-slow: $(STAMP) ## what needs a browser over the built book, and long simulations
	@$(RUN) book
	@$(PYTEST) tests -m "browser or slow" -n 2 --dist loadscope --no-loadscope-reorder -rs
	@echo "Next: make book (opens at book/_build/html/index.html)"

.PHONY: check
check: $(STAMP) ## all tables and notebooks in seconds: what is wrong, and what to do
	@$(RUN) check

.PHONY: tidy
tidy: $(STAMP) ## put in order what an editor left: rows and line ends of tables, metadata of notebooks
	@$(RUN) tidy

.PHONY: lint
lint: $(STAMP) ## style, spelling, the one-way imports between the wings, tables and notebooks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/codespell
	$(BIN)/lint-imports
	$(RUN) check

.PHONY: format
format: $(STAMP) ## rewrite the code in the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: lab
lab: $(STAMP) ## open the notebooks in JupyterLab
	$(BIN)/jupyter lab --notebook-dir=.

.PHONY: execute
execute: $(STAMP) ## execute the notebooks whose inputs changed; they write data/derived
	@$(RUN) execute

.PHONY: translate
translate: $(STAMP) ## bring the catalogues of the Chinese edition up to date; page by page, what is left to translate
	@$(RUN) translate

.PHONY: package
package: $(STAMP) ## describe every table anew in data/datapackage.json
	@$(RUN) package

.PHONY: data
data: $(STAMP) ## every table as SQLite, Parquet, Excel workbook and zip, in book/_build/data
	@$(RUN) data

.PHONY: changes
changes: $(STAMP) ## list every cell that differs from a commit, and write book/changes.md: make changes SINCE=REF
	@test -n "$(SINCE)" || { echo "Name a commit, branch or tag: make changes SINCE=main~5" >&2; exit 2; }
	@$(RUN) changes "$(SINCE)"

.PHONY: extract
extract: $(STAMP) ## write data/published from the documents: make extract SOURCES=folder
	@test -n "$(SOURCES)" || { echo "Name the folder with the documents' text: make extract SOURCES=folder" >&2; exit 2; }
	@$(RUN) extract "$(SOURCES)"

.PHONY: verify
verify: $(STAMP) ## find every printed figure where it says it stands: make verify SOURCES=folder
	@test -n "$(SOURCES)" || { echo "Name the folder with the documents' text: make verify SOURCES=folder" >&2; exit 2; }
	@$(RUN) verify "$(SOURCES)"

.PHONY: lock
lock: $(STAMP) ## resolve requirements.in into requirements.txt (upgrades with: make lock UPGRADE=--upgrade)
	$(BIN)/uv pip compile --system-certs requirements.in --universal --python-version 3.11 --generate-hashes $(UPGRADE) \
	  --no-annotate --custom-compile-command "make lock" --output-file requirements.txt

.PHONY: clean
clean: ## remove what was built and remembered; the environment stays
	rm -rf book/_build book/_generated book/tables book/tables.md book/units book/units.md .cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .benchmarks
	find egov tests notebooks -name __pycache__ -prune -exec rm -rf {} +
	find notebooks -name .ipynb_checkpoints -prune -exec rm -rf {} +

.PHONY: clean-all
clean-all: clean ## remove the environment too
	rm -rf $(VENV)

# The environment: pip, checking hashes, installs uv; uv, checking hashes, installs the lock with its byte code.
# A changed lock brings it up to date at the next command.
$(STAMP): requirements.txt .jupyter/jupyter_config.py
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Python 3.11 or newer is needed; '$(PYTHON)' is: $$($(PYTHON) --version 2>&1)." >&2; \
	  echo "Name another one with: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@test -x $(PY) && $(PY) -m pip --version >/dev/null 2>&1 || { \
	  echo "Making the environment in $(VENV) ..."; \
	  $(PYTHON) -m venv --clear $(VENV) || { \
	    echo "python3 -m venv failed. On Debian or Ubuntu: apt-get install python3-venv" >&2; \
	    rm -rf $(VENV); exit 1; }; }
	@awk '/^uv==/ {on=1} on {print} on && !/\\$$/ {exit}' requirements.txt > $(VENV)/uv.txt
	@test -s $(VENV)/uv.txt || { echo "requirements.txt pins no uv; make lock writes it" >&2; exit 1; }
	@echo "Installing uv, then the locked packages (about a minute the first time) ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r $(VENV)/uv.txt
	@$(BIN)/uv pip sync --quiet --system-certs --python $(PY) --require-hashes --compile-bytecode requirements.txt || { \
	  echo "uv could not install the lock; trying pip with the same hashes ..." >&2; \
	  $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.txt; }
	@$(PY) -c 'import pathlib, sysconfig; \
	  pathlib.Path(sysconfig.get_path("purelib"), "egov-compendium.pth").write_text("$(CURDIR)\n", encoding="utf-8")'
	@mkdir -p $(VENV)/etc/jupyter && cp .jupyter/jupyter_config.py $(VENV)/etc/jupyter/
	@touch $@
	@echo "Environment ready: $(VENV)"
