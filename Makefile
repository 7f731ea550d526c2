# Needs Python 3.11 or later, make and git; brings everything else along.

PYTHON ?= python3
BIN := .venv/bin
DONE := build/done
MESSAGES := $(wildcard balcao/locale/*/LC_MESSAGES/django.po)
FRONT := package.json package-lock.json vite.config.ts tsconfig.json \
	$(shell find balcao/web/static-src -type f 2>/dev/null) \
	$(shell find balcao -path '*/jinja2/*' -type f 2>/dev/null)
WITH_NODE := PATH="$(CURDIR)/$(BIN):$$PATH"
QUIET_DATA := BALCAO_DATA=build/check DATABASE_URL=

.PHONY: setup up test check messages screenshots clean
.DELETE_ON_ERROR:

setup: $(DONE)/compiled $(DONE)/front $(DONE)/messages $(DONE)/browser ## everything, tests' browser included

up: $(DONE)/compiled $(DONE)/front $(DONE)/messages ## set up, then run the demo company
	@exec $(BIN)/balcao up --demo

test: setup ## every test, offline
	$(BIN)/pytest -n auto --maxprocesses 4 --dist worksteal

check: setup ## style, types, import contracts, migrations, messages, templates
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(QUIET_DATA) $(BIN)/mypy
	$(QUIET_DATA) $(BIN)/lint-imports
	$(QUIET_DATA) $(BIN)/python -m tests.architecture.check
	$(WITH_NODE) npm run --silent check

messages: $(DONE)/package ## bring the catalogues up to the strings of the code
	$(BIN)/pybabel -q extract -F babel.cfg -k gettext_lazy -k ngettext_lazy:1,2 -k pgettext:1c,2 \
		-k pgettext_lazy:1c,2 -k npgettext:1c,2,3 --no-location --sort-output -o build/django.pot balcao
	$(BIN)/pybabel -q update -D django -d balcao/locale -l pt_BR -i build/django.pot \
		--init-missing --no-fuzzy-matching --ignore-obsolete

screenshots: setup ## pictures of the main pages, into docs/screenshots
	$(BIN)/python -m tests.browser.screenshots

clean: ## all that set-up made; the data folder stays
	rm -rf .venv build node_modules balcao/web/static/dist
	find balcao -name '*.mo' -delete

$(DONE)/python: requirements/uv.txt requirements/dev.txt
	@mkdir -p $(DONE)
	@echo "Making the virtual environment"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or later is needed; say which by PYTHON=…" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@echo "Installing Python packages"
	@$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements/dev.txt || \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

$(DONE)/package: $(DONE)/python pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation \
		--no-index --editable .
	@touch $@

$(DONE)/compiled: $(DONE)/package $(shell find balcao -name '*.py')
	@$(BIN)/python -m compileall -q balcao
	@touch $@

$(DONE)/node: $(DONE)/python requirements/node.txt
	@if node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 22 || (a === 22 && b >= 17) ? 0 : 1)' 2>/dev/null \
		&& npm --version 2>/dev/null | grep -qE '^[1-9][0-9]'; then \
		echo "Using Node $$(node --version) of this machine"; \
	else \
		echo "Installing Node"; \
		$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/node.txt || \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/node.txt; \
	fi
	@touch $@

$(DONE)/front-packages: package.json package-lock.json | $(DONE)/node
	@echo "Installing front-end packages"
	@$(WITH_NODE) npm ci --silent --no-audit --no-fund
	@touch $@

$(DONE)/front: $(DONE)/front-packages $(FRONT)
	@echo "Building the front-end"
	@$(WITH_NODE) npm run --silent build -- --logLevel warn
	@touch $@

$(DONE)/messages: $(DONE)/package $(MESSAGES)
	@test -z "$(MESSAGES)" || $(BIN)/pybabel -q compile -D django -d balcao/locale
	@touch $@

$(DONE)/browser: $(DONE)/node tests/browser/chromium/package-lock.json tests/browser/chromium/unpack.sh
	@$(WITH_NODE) tests/browser/chromium/unpack.sh
	@touch $@
