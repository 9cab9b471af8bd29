"""Changes a database for ``yingbin doctor``, and checks its findings."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

from typer.testing import Result

from bot.exit_codes import Exit


def change(database: Path, *statements: str) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def found(result: Result, problem: str, mend: str) -> None:
    """Check that this is the only problem found."""
    assert result.exit_code == Exit.PROBLEM_FOUND, result.output
    wrong = re.findall(r"^✗ (.*)\n    (.*)$", result.output, re.MULTILINE)
    assert len(wrong) == 1, result.output
    assert problem in wrong[0][0]
    assert mend in wrong[0][1]
    assert result.output.count("✗") == 1
