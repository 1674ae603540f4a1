# form4: `make demo` and `make test` set up what is missing, then run. Both are safe to repeat.
SHELL := /bin/bash
VENV := .venv
READY := $(VENV)/.ready

.PHONY: demo test torture bench bench-quick perf perf-peers fit lint setup clean

demo: $(READY)
	@scripts/demo.sh

test: $(READY) $(VENV)/.testing
	$(VENV)/bin/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder

$(VENV)/.testing: $(READY)
	@scripts/setup.sh $(VENV) test
	@touch $@

# Every bad input alone and within its limits, much fuzzing, growth of time, a large batch killed twice: an hour.
torture: $(READY)
	FORM4_FUZZ=500 $(VENV)/bin/python -m pytest -m "torture or not torture" tests/test_badinputs.py tests/test_fuzz.py tests/test_batch_large.py

MEASURING := $(VENV)/.measuring

$(MEASURING): $(READY)
	$(VENV)/bin/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[synth,fit,bench]'
	@touch $@

# The accuracy page, on documents nothing was tuned on: under an hour on two cores, the quick one minutes.
bench: $(MEASURING)
	$(VENV)/bin/python -m extractor bench

bench-quick: $(MEASURING)
	$(VENV)/bin/python -m extractor bench --quick

# Speed and memory (docs/performance.md), best on a machine with nothing else to do: some ten minutes.
perf: $(MEASURING)
	$(VENV)/bin/python -m extractor.bench.perf

# The same beside programs that ask for other packages than ours, in an environment of their own, and with a long run.
perf-peers: $(MEASURING)
	test -x $(VENV)/peers/bin/ocrmypdf || { python3 -m venv $(VENV)/peers && $(VENV)/peers/bin/pip install -q ocrmypdf img2table; }
	$(VENV)/bin/python -m extractor.bench.perf --peers $(VENV)/peers --many 10000

# Confusions, confidence and limits of review, learnt from the tuning documents.
fit: $(MEASURING)
	$(VENV)/bin/python -m extractor fit

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
