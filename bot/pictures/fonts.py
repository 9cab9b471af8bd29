"""Fonts of this machine for pictures. One for Latin letters is always there; Chinese needs an installed font."""

from functools import cache

from matplotlib import font_manager
from matplotlib.font_manager import FontProperties, fontManager

LATIN = "DejaVu Sans"  # comes with matplotlib
_BOTH_SCRIPTS = ("WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Droid Sans Fallback", "Arial Unicode MS")
_SIMPLIFIED = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "SimHei",
)
_TRADITIONAL = (
    "Noto Sans CJK TC",
    "Noto Sans CJK HK",
    "Noto Sans TC",
    "Source Han Sans TC",
    "Source Han Sans TW",
    "PingFang TC",
    "Microsoft JhengHei",
)
# Fonts for the reader's own script come first.
CHINESE = {
    "zh_Hans": (*_SIMPLIFIED, *_BOTH_SCRIPTS, *_TRADITIONAL),
    "zh_Hant": (*_TRADITIONAL, *_BOTH_SCRIPTS, *_SIMPLIFIED),
}


def families(language: str) -> list[str]:
    """The fonts for a picture in a language, in order of preference."""
    chinese = _chinese(language if language in CHINESE else "zh_Hans")
    if chinese is None:
        return [LATIN]
    return [chinese, LATIN] if language in CHINESE else [LATIN, chinese]


def can_render(fonts: list[str], text: str) -> bool:
    """Whether every character of a text is in one of the fonts."""
    return all(any(ord(char) in _glyphs(font) for font in fonts) for char in text)


def chinese() -> str | None:
    """The font used for Chinese; None if this machine has none."""
    return _chinese("zh_Hans")


@cache
def _chinese(language: str) -> str | None:
    return _installed(CHINESE[language]) or _installed_since(CHINESE[language])


def _installed(names: tuple[str, ...]) -> str | None:
    known = {font.name for font in fontManager.ttflist}
    return next((name for name in names if name in known), None)


def _installed_since(names: tuple[str, ...]) -> str | None:
    """Find a font that was installed after matplotlib cached its list of fonts."""
    known = {font.fname for font in fontManager.ttflist}
    for path in font_manager.findSystemFonts():
        if path not in known:
            try:
                fontManager.addfont(path)
            except (OSError, RuntimeError, UnicodeError):
                continue  # A font that matplotlib cannot use, such as a bitmap font.
    return _installed(names)


@cache
def _glyphs(font: str) -> frozenset[int]:
    path = fontManager.findfont(FontProperties(family=font), fallback_to_default=False)
    return frozenset(font_manager.get_font(path).get_charmap())
