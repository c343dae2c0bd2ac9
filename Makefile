# The two commands are `make run` and `make test`. Everything else in Redes is used as anyone would use it:
# activate the environment (. .venv/bin/activate), then snakemake, dvc, mlflow, redes.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup run test try ui best benchmark check format lock clean

VENV := .venv
READY := $(VENV)/.ready
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)

help: ## list these targets
	@echo "Redes: a course on neural networks as a reproducible pipeline"
	@echo
	@grep -hE '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16
	@echo
	@echo "After \`make setup\`: . $(VENV)/bin/activate, then snakemake, dvc, mlflow and redes --help"

setup: $(READY) ## make the environment: one to three minutes, once

run: $(READY) ## get the data and regenerate everything: snakemake --cores all
	snakemake --cores all
	@echo "report: reports/html/index.html    runs: make ui"

test: $(READY) ## run all tests
	pytest --numprocesses auto --maxprocesses 4 --dist loadgroup --no-loadscope-reorder

try: $(READY) ## the same plan on a small real subset, in .try, in minutes; shows its report
	python -m redes.scratch .try --limit 2000 --share
	cd .try && snakemake --cores all
	@echo "report of the trial: .try/reports/html/index.html"
	@if [ -n "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ] && command -v xdg-open >/dev/null; then \
		xdg-open .try/reports/html/index.html; fi

ui: $(READY) ## browse the runs in MLflow
	redes ui

best: $(READY) ## train the best recipes: an hour or less for each data set
	dvc repro prepare_mnist prepare_imdb train_embeddings@training
	cd best && dvc repro
	@echo "results: best/reports/metrics; \`make run\` puts them into the report"

benchmark: $(READY) ## measure this machine's seconds and memory, in four hours: trainings, engines, and against others
	PYTHONPATH=src python -m benchmarks

check: $(READY) ## formatting, lint, types and the contract between rooms
	ruff format --check .
	ruff check .
	snakefmt --check Snakefile workflow/stages.smk
	mypy
	PYTHONPATH=src lint-imports

format: $(READY) ## format the code
	ruff format .
	ruff check --fix .
	snakefmt Snakefile workflow/stages.smk

lock: $(READY) ## choose versions anew: requirements*.in -> requirements*.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --quiet --no-emit-index-url \
		--custom-compile-command "make lock" requirements.in -o requirements.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --quiet --no-emit-index-url --no-annotate \
		--custom-compile-command "make lock" -c requirements.txt requirements-benchmark.in -o requirements-benchmark.txt

clean: ## remove the environment and what the engines keep; data, models and runs stay
	rm -rf $(VENV) .try .snakemake logs .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(READY): requirements.txt workflow/setup.sh pyproject.toml
	@bash workflow/setup.sh $(VENV)
	@touch $@
