"""`python -m bench`: loads the demo into a database of its own, measures, prints a table.

SQLite in a temporary folder, or the server named by DATABASE_URL (its tables are used and
filled: name an empty database). Absolute times depend on the machine; ratios hardly do.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path


def main() -> None:
    """Set up an installation of its own, then hand over to the measurements."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=150, help="requests of each kind")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    parser.add_argument("--workshop", action="store_true", help="only the largest lens being made")
    parser.add_argument(
        "--doors", action="store_true", help="only one answer through browser, REST and AWS"
    )
    parser.add_argument(
        "--portfolio", action="store_true", help="only the portfolio of 1,000 and 10,000 workloads"
    )
    parser.add_argument(
        "--sizes", default="1000,10000", help="workloads of the two portfolios, such as 100,1000"
    )
    options = parser.parse_args()
    small, large = (int(size) for size in options.sizes.split(","))
    with tempfile.TemporaryDirectory(prefix="wellarch-bench-") as folder:
        os.environ["WELLARCH_DATA_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
        import django  # noqa: PLC0415  settings must know the folder first

        django.setup()
        from bench.measure import run  # noqa: PLC0415

        run(
            rounds=options.rounds,
            json_file=options.json,
            workshop_only=options.workshop,
            doors_only=options.doors,
            portfolio_only=options.portfolio,
            portfolio_sizes=(small, large),
        )


if __name__ == "__main__":
    main()
