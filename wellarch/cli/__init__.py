"""The command line `wellarch`: a program of its own that speaks the REST API and nothing else.

It knows no Django and no database, so it starts fast and runs on any machine that reaches the
server. Exit codes are in failures.py.
"""

from wellarch.cli.program import main

__all__ = ["main"]
