"""`python -m kaoka` is `kaoka`."""

from kaoka.cli import main

main()
