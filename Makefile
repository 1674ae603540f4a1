# form4: `make demo` and `make test` set up what is missing, then run. Both are safe to repeat.
SHELL := /bin/bash
VENV := .venv
READY := $(VENV)/.ready

.PHONY: demo test lint setup clean

demo: $(READY)
	@scripts/demo.sh

test: $(READY)
	$(VENV)/bin/python -m pytest

lint: $(READY)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy

setup: $(READY)

# Installed again only when what is wanted has changed.
$(READY): pyproject.toml constraints.txt scripts/setup.sh
	@scripts/setup.sh $(VENV)
	@touch $@

clean:
	rm -rf $(VENV) out
