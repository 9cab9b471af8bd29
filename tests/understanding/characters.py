"""Writes ``bot/understanding/characters.py`` anew, from OpenCC's table and a few more variants:
``python -m tests.understanding.characters``."""

from pathlib import Path

import opencc

BOT = Path(__file__).parents[2] / "bot"
MODULE = BOT / "understanding" / "characters.py"
# Variants that people write for a character of a pattern, and that OpenCC leaves as they are.
VARIANTS = dict(zip("俾妳甚甦甯祂著衞𡻕", "畀你什苏宁他着卫岁", strict=True))
# Where OpenCC looks for traditional characters; compatibility ideographs are normalised away before.
BLOCKS = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000))
PER_LINE = 54
HEAD = '''"""Traditional characters and the simplified ones that the patterns are written in: word lists, no logic.

Only characters that a module of the bots uses are here. `python -m tests.understanding.characters` writes it.
"""
'''


def module() -> str:
    """The text of ``characters.py`` for the patterns as they are now."""
    used = set("".join(file.read_text(encoding="utf-8") for file in BOT.rglob("*.py") if file != MODULE))
    convert = opencc.OpenCC("t2s").convert
    pairs = {chr(code): convert(chr(code)) for block in BLOCKS for code in block} | VARIANTS
    pairs = {char: simple for char, simple in pairs.items() if char != simple and simple in used}
    return (
        f"{HEAD}\nTRADITIONAL = {_literal(''.join(pairs))}\n_SIMPLE = {_literal(''.join(pairs.values()))}\n"
        "SIMPLIFIED = str.maketrans(TRADITIONAL, _SIMPLE)\n"
    )


def _literal(chars: str) -> str:
    lines = [f'    "{chars[start : start + PER_LINE]}"' for start in range(0, len(chars), PER_LINE)]
    return "\n".join(["(", *lines, ")"])


if __name__ == "__main__":
    MODULE.write_text(module(), encoding="utf-8")
