"""`python -m coderlib` is the program `coderlib`."""

from coderlib.cli import main

main()
