"""Every lint exception gives its reason."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDERS = ("core", "bot", "demo", "sandbox", "benchmarks", "tests")
# An exception that ends its line, so that no reason follows.
BARE = re.compile(r"# ?(?:noqa(?:: ?[A-Z]+\d+(?:, ?[A-Z]+\d+)*)?|type: ?ignore(?:\[[a-z, -]+\])?)[\s#-]*$")


def without_reason(lines: list[str]) -> list[int]:
    """The numbers of lines with an exception, but without a reason there or in a comment on the line above."""
    return [
        number
        for number, (above, line) in enumerate(zip(["", *lines], lines, strict=False), 1)
        if BARE.search(line) and not above.lstrip().startswith("#")
    ]


def test_every_lint_exception_has_a_reason() -> None:
    for path in (path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")):
        assert without_reason(path.read_text(encoding="utf-8").splitlines()) == [], path


def test_the_check_sees_an_exception_without_a_reason() -> None:
    lines = ["a = 1  # noqa: S105", "b = 2  # noqa: S105 not secret", "# Not secret.", "c = 3  # noqa: S105"]
    lines += [
        "",
        "d = 4  # type: ignore[index]",
        "e = 5  # type: ignore[index]  # never None",
        "f = 6  # noqa",
    ]
    assert without_reason(lines) == [1, 6, 8]
