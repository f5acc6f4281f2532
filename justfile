# The checks that CI runs, one by one.
lint:
    ruff check . && ruff format --check . && mypy && lint-imports

test:
    python -m pytest

prompts:
    summarise prompts check

# The pages that are made from the commands themselves.
docs:
    python tests/cli/reference.py > docs/commands.md
    python tests/cli/reference.py rules > docs/rules.md
    PYTHONPATH=tests python tests/cli/manual.py > docs/summarise.1
