# The few words of this project. Each sets up .venv on first use, and again when what it is made from changes.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
PIP    := $(BIN)/python -m pip -qq --disable-pip-version-check

FRAMEWORK := nhs.oversight_framework --facts docs/examples/oversight.yaml

.PHONY: help demo test hunt check format bench docs mutants clean

help:
	@echo 'make demo     decide the NHS Oversight Framework for a few trusts, and explain one decision'
	@echo 'make test     run the tests            (make test ARGS="-k tables")'
	@echo 'make hunt     try the laws on twenty times as many examples, none of them drawn before (takes minutes)'
	@echo 'make check    lint, formatting, types'
	@echo 'make format   put the formatting right'
	@echo 'make bench    run the benchmarks'
	@echo 'make docs     write the pages that are made, and run every command and example in the documentation'
	@echo 'make mutants  write docs/mutants.md: the faults no example notices (takes minutes)'
	@echo 'make clean    remove .venv and what tools left behind'

# Everything comes from constraints.txt, setuptools too: hence no isolated build, which would fetch its own.
$(READY): pyproject.toml constraints.txt
	@echo 'Setting up $(VENV) (once; about a minute) ...'
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install -c constraints.txt setuptools
	@$(PIP) install -c constraints.txt --no-build-isolation -e '.[dev]'
	@touch $@

# $(call show,ARGUMENTS): print the command as a reader would type it, then run it.
show = @printf '\n$$ policy %s\n\n' '$(1)'; $(BIN)/policy $(1)

demo: $(READY)
	$(call show,decide $(FRAMEWORK))
	$(call show,explain $(FRAMEWORK) --org RXG --period "Q1 2025/26")

# loadgroup: tests that share something slow to make (one built wheel) stay in one process.
test: $(READY)
	$(BIN)/python -m pytest -q -n auto --dist loadgroup $(ARGS)

LAWS := tests/laws tests/analyse/test_agree.py tests/analyse/test_brute_force.py \
	tests/mutate/test_equivalence.py tests/unreached/test_never_reached.py
hunt: $(READY)
	HUNT=20 $(BIN)/python -m pytest -q -n auto $(LAWS) $(ARGS)

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(READY)
	$(BIN)/ruff check --fix --exit-zero .
	$(BIN)/ruff format .

bench: $(READY)
	$(BIN)/python -m pytest benchmarks --benchmark-only --benchmark-sort=name --benchmark-columns=min,median,ops,rounds $(ARGS)

docs: $(READY)
	$(BIN)/python -m policy_dsl.report.regimes docs/regimes.toml docs/regimes.md
	$(BIN)/python -m tests.docs.messages docs/messages.md
	$(BIN)/python -m pytest -q tests/docs $(ARGS)

mutants: $(READY)
	$(BIN)/python -m tests.docs.mutants docs/mutants.md

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis .benchmarks
