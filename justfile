# One command checks everything: just check

python := "python"

# format, lint, types, layers, tests
check: format lint types layers test

format:
    ruff format --check .

lint:
    ruff check .

types:
    mypy

layers:
    lint-imports

test:
    {{python}} -m pytest

# mend what can be mended
fix:
    ruff format .
    ruff check --fix .

# compile the gettext catalogues after a .po was edited
words:
    {{python}} hatch_build.py

# the notes of the next edition, as they stand
changelog:
    towncrier build --draft --version next
