"""The page of whole conversations is what the bots say today."""

from pathlib import Path

from demo import script


async def test_the_script_is_current(tmp_path: Path) -> None:
    played = await script.write(tmp_path)
    assert script.PAGE.read_text(encoding="utf-8") == played, "python -m demo.script writes it anew"
