# The checks that CI runs, one by one.
lint:
    ruff check . && ruff format --check . && mypy && lint-imports

test:
    python -m pytest

prompts:
    summarise prompts check
