"""`python -m coderlib` is the program `coderlib`."""

from coderlib.cli import main

if __name__ == "__main__":
    main()
