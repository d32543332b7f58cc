# trustmgmt: `make` alone lists what one can do here.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.SUFFIXES:
MAKEFLAGS += --no-print-directory
PYTHON_BIN := .venv/bin/python

.PHONY: help
help: ## list these lines
	@awk -F ':.*## ' '/^[a-z][a-z-]*:.*## / {printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: packages ## start everything with the demo; Ctrl-C stops it (PORT=8001 names a port, HOST=0.0.0.0 opens it to others)
	@exec $(PYTHON_BIN) -m trustmgmt.launcher up

.PHONY: dev
dev: packages-dev ## the same on your own machine: debug pages, starts again whenever the code changes
	@exec $(PYTHON_BIN) -m trustmgmt.launcher dev

.PHONY: federate
federate: packages ## two sites on this machine that federate (SITES=3 for three, PORT=8101 names the first port, HOSTILE=yes lets another site lie to them); Ctrl-C stops them
	@exec $(PYTHON_BIN) -m trustmgmt.launcher federate

.PHONY: install
install: packages-dev ## put everything into .venv: the site, the tests, the benches

.PHONY: test
test: packages-dev ## all that must be green: lint, types, floors, translations, tests, browser journeys (<= 10 min)
	@exec $(PYTHON_BIN) -m tests.run

.PHONY: prove
prove: packages-dev ## the full counts the issues ask for; resumes where it stopped, ends with one JSON object
	@exec $(PYTHON_BIN) -m tests.prove

.PHONY: lint
lint: packages-dev ## repair what can be repaired by itself (format, imports), show the rest
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .
	@find templates -name '*.html' -exec .venv/bin/djade --target-version 5.2 {} + || true
	@.venv/bin/djlint --lint --quiet templates
	@.venv/bin/lint-imports --no-cache

.PHONY: messages
messages: packages-dev ## take new sentences into the French catalogues and say what is left to translate
	@$(PYTHON_BIN) -m trustmgmt.messages update
	@$(PYTHON_BIN) -m trustmgmt.messages compile

.PHONY: screenshots
screenshots: packages-dev ## photograph the pages of a fresh demo into docs/screenshots/
	@exec $(PYTHON_BIN) -m tests.screenshots

.PHONY: diagrams
diagrams: packages-dev ## draw docs/states.md from the transition tables of the code
	@$(PYTHON_BIN) -m trustmgmt.diagrams

.PHONY: demo-accounts
demo-accounts: packages ## print the demo accounts, one per audience
	@exec $(PYTHON_BIN) manage.py load_demo --accounts

.PHONY: new-app
new-app: packages ## make the rooms of a new app: make new-app NAME=plural_noun ABOVE=posts
	@exec $(PYTHON_BIN) -m trustmgmt.new_app "$(NAME)" --above "$(ABOVE)"

.PHONY: lock
lock: packages-dev ## pin every package anew from pyproject.toml (UPGRADE=yes takes the newest)
	@deploy/lock.sh $(if $(UPGRADE),--upgrade)

.PHONY: backup
backup: packages ## put database, data and secret into one file: make backup FILE=trustmgmt.backup
	@exec $(PYTHON_BIN) -m trustmgmt.launcher backup "$(or $(FILE),trustmgmt.backup)"

.PHONY: restore
restore: packages ## put a backup back: make restore FILE=trustmgmt.backup
	@exec $(PYTHON_BIN) -m trustmgmt.launcher restore "$(or $(FILE),trustmgmt.backup)"

.PHONY: clean
clean: ## forget all: packages, data, caches
	@deploy/clean.sh

.PHONY: packages packages-dev
packages:
	@deploy/install.sh run
packages-dev:
	@deploy/install.sh dev
