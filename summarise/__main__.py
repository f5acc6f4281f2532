"""`python -m summarise`: the command line, where its script is not on the path."""

from summarise.cli import main

main()
