"""The table of traditional characters has those of every pattern."""

from tests.understanding import characters


def test_every_character_of_a_pattern_is_read_in_its_traditional_form() -> None:
    assert characters.MODULE.read_text(encoding="utf-8") == characters.module()
