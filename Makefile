# make demo: open Corridor on this machine.  make test: everything that CI runs.  The rest is for those who build it.
.DEFAULT_GOAL := demo
PY := .venv/bin/python
PORT ?= 8000
export PORT

.PHONY: demo test test-spark check bench prove docs format lock clean

.venv/app: requirements/app.txt pyproject.toml
	test -x $(PY) || python3 -m venv .venv
	$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements/app.txt
	$(PY) -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch .venv/app

.venv/dev: .venv/app requirements/dev.txt
	$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	touch .venv/dev

demo: .venv/app
	@exec .venv/bin/corridor demo

test: .venv/dev
	$(PY) -m tools.testing

# The indicators on Apache Spark beside DuckDB; it needs Java 17.
.venv/spark: .venv/dev requirements/spark.txt
	$(PY) -m pip install -q --disable-pip-version-check --require-hashes --no-deps --upgrade --target .venv/spark -r requirements/spark.txt
	touch .venv/spark

test-spark: .venv/spark
	PYTHONPATH=.venv/spark $(PY) -m pytest -rs corridor/figures/tests/test_on_spark.py

check: .venv/dev
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/corridor reference check
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) -m pytest tests/test_architecture.py tests/test_docs.py

# Measurements, beside what an analyst would use instead: pandas and polars, and Spark where there is Java 17.
.venv/peers: .venv/dev requirements/bench.txt
	$(PY) -m pip install -q --disable-pip-version-check --require-hashes --no-deps --upgrade --target .venv/peers -r requirements/bench.txt
	touch .venv/peers

bench: .venv/peers .venv/spark
	PYTHONPATH=.venv/peers:.venv/spark $(PY) -m bench

# The proof (docs/proof.md). TEST=T8 for one test, DATABASE=SQLite, SHORT=yes, AGAIN=yes for what is done already.
prove: .venv/dev
	$(PY) -m proof

docs: .venv/dev
	$(PY) -m tools.docs

format: .venv/dev
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

# Write the pinned requirements anew: with hashes, and without the address of any index.
lock: .venv/dev
	cd requirements && for name in app dev postgres spark bench; do ../.venv/bin/uv pip compile -q --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header $$name.in -o $$name.txt; done

clean:
	rm -rf .venv var
