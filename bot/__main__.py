"""``python -m bot`` and the ``yingbin`` command."""

import io
import sys

import structlog

from bot import logs
from bot.cli import app
from bot.exit_codes import Exit


def main() -> None:
    # The terminal may lack a character: print a replacement instead of failing.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    logs.set_up_logs("WARNING")
    logs.log_uncaught_errors()
    try:
        app()
    except Exception:
        structlog.get_logger("yingbin").critical("internal error; please report it", exc_info=True)
        sys.exit(Exit.INTERNAL_ERROR)


if __name__ == "__main__":
    main()
