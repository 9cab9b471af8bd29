"""Progress of a long test."""

import sys


def progress(words: str) -> None:
    """Write a line, which is shown only where output is not captured, as in make soak."""
    sys.stdout.write(f"  {words}\n")
    sys.stdout.flush()
