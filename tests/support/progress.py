"""How far a long test has come."""

import sys


def progress(words: str) -> None:
    """Seen where nothing is captured: in make soak."""
    sys.stdout.write(f"  {words}\n")
    sys.stdout.flush()
