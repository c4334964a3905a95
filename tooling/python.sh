#!/bin/sh
# Runs its arguments with the first Python that is new enough (3.11 or later).
for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python3.14 python; do
    if command -v "$candidate" >/dev/null 2>&1 &&
        "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        exec "$candidate" "$@"
    fi
done
echo "WellArch needs Python 3.11 or later, and found none." >&2
echo "On Debian or Ubuntu: sudo apt-get install python3   (or name one: make PYTHON=/path/to/python3)" >&2
exit 1
