"""The documents name files that exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
NAMED = re.compile(r"`((?:core|bot|demo|sandbox|tests|locales|benchmarks|docs)/[\w/.-]*)(?:[:*{ ][^`]*)?`")


def missing(text: str) -> list[str]:
    """The missing files and folders that a text names in backticks; ``module.function`` counts as its module."""
    named = {found.rstrip("/") for found in NAMED.findall(text)}
    return sorted(
        name
        for name in named
        if not (ROOT / name).exists() and not (ROOT / name).with_suffix("").with_suffix(".py").exists()
    )


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_file_named_in_a_document_exists(document: Path) -> None:
    assert missing(document.read_text(encoding="utf-8")) == []


def test_the_check_sees_a_missing_file() -> None:
    assert missing("`core/gone.py` and `core/desk/booking.book`, `bot/dialogs/`") == ["core/gone.py"]
