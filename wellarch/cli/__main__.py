"""`python -m wellarch.cli`, where the console script is not installed."""

from wellarch.cli.program import main

if __name__ == "__main__":
    main()
