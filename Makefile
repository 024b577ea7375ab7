# Needs make and Python 3.11 or newer; the rest is installed under .venv and node_modules.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null \
	&& { echo "$$p"; break; }; done)
SETUP = @$(if $(PYTHON),$(PYTHON) tools/setup.py,echo "Callboard needs Python 3.11 to 3.14 on the PATH." >&2; exit 1)

.PHONY: run setup build test lint simulate clean

run: setup ## serves the board on http://127.0.0.1:8000 (HOST, PORT)
	@.venv/bin/python tools/run.py

setup: ## installs what the board needs to run and builds its pages
	$(SETUP)

build: ## builds the front end, needed or not
	$(SETUP) --build

test: ## installs what the tests need and runs all of them (ARGS="-k board" for some)
	$(SETUP) --test
	@.venv/bin/python tools/check.py --test $(ARGS)

lint: ## the checks alone
	$(SETUP) --test
	@.venv/bin/python tools/check.py

simulate: setup ## lifelike activity on the demo board
	@.venv/bin/python -m server simulate $(ARGS)

clean: ## removes what was installed and built; the database under var/ stays
	rm -rf .venv node_modules static/dist
	rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis
