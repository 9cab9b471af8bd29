"""Languages: complete catalogues, the reader's language, and dates."""

import ast
import string
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from bot.language.catalogues import LOCALES, NAMES, language_for, listed
from bot.language.words import Words
from bot.settings import ROOT
from core.site import Site
from demo.cast import OPERATOR
from tests.support.gestures import Play

KEYWORDS = {
    "gettext": None,
    "say": None,
    "label": None,
    "translate": None,
    "say_n": (1, 2),
    "label_n": (1, 2),
}
TRANSLATED = ("zh_Hans", "zh_Hant")


def said_in_code() -> set[str | tuple[str, ...]]:
    return {
        message
        for room in ("bot", "demo")
        for _, _, message, _, _ in extract_from_dir(ROOT / room, [("**.py", "python")], keywords=KEYWORDS)
    }


def sentences_within_sentences() -> list[str]:
    """Sentences for people inside f-strings, where pybabel does not find them."""
    spoken = KEYWORDS.keys() - {"gettext"}
    return [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for room in ("bot", "demo")
        for path in sorted((ROOT / room).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.JoinedStr)
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and _called(call) in spoken
    ]


def _called(call: ast.Call) -> str | None:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", None)


def read(path: Path, language: str | None = None) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=language)


def messages(catalog: Catalog) -> dict[str | tuple[str, ...], Message]:
    return {tuple(m.id) if isinstance(m.id, (list, tuple)) else m.id: m for m in catalog if m.id}


@pytest.fixture(params=TRANSLATED)
def translated(request: pytest.FixtureRequest) -> Catalog:
    return read(LOCALES / request.param / "LC_MESSAGES" / "messages.po", request.param)


def test_the_template_has_every_sentence_of_the_code() -> None:
    assert set(messages(read(LOCALES / "messages.pot"))) == said_in_code()


def test_no_sentence_is_inside_an_f_string() -> None:
    assert sentences_within_sentences() == []


def test_each_catalogue_is_complete_with_nothing_missing_fuzzy_or_stale(translated: Catalog) -> None:
    found = messages(translated)
    assert set(found) == said_in_code()
    assert not translated.obsolete
    for message in found.values():
        assert not message.fuzzy, message.id
        assert all(message.string if isinstance(message.string, tuple) else [message.string]), message.id


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_translations_keep_every_fact_and_every_tag(translated: Catalog) -> None:
    for msgid, message in messages(translated).items():
        source = msgid[-1] if isinstance(msgid, tuple) else msgid
        strings = message.string if isinstance(message.string, tuple) else [message.string]
        for text in map(str, strings):
            assert fields(text) == fields(source), source
            for tag in ("<b>", "</b>", "<code>", "</code>"):
                assert text.count(tag) == source.count(tag), source


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("en", "en"), ("en-GB", "en"), ("zh", "zh_Hans"), ("zh-hans", "zh_Hans"), ("zh-CN", "zh_Hans"),
        ("zh-hant", "zh_Hant"), ("zh-TW", "zh_Hant"), ("zh_HK", "zh_Hant"), ("fr", None), ("", None), (None, None),
    ],
)  # fmt: skip
def test_a_language_code_of_telegram_maps_to_ours(code: str | None, language: str | None) -> None:
    assert language_for(code) == language


def test_days_and_hours_follow_the_language(site: Site) -> None:
    moment = datetime(2026, 11, 28, 2, tzinfo=UTC)
    assert [Words(language, site).slot(moment) for language in NAMES] == [
        "Sat, Nov 28 10:00–11:00",
        "11月28日周六10:00–11:00",
        "11月28日週六10:00–11:00",
    ]
    assert Words("en", site).day(date(2026, 12, 3)) == "Thu, Dec 3"


def test_a_day_button_names_the_next_days_and_marks_the_days_off(site: Site) -> None:
    eve = datetime(2026, 9, 30, 1, tzinfo=UTC)
    own = site.holidays.model_copy(update={"ordinary": (date(2026, 10, 10),)})
    a_house = site.model_copy(update={"holidays": own})
    days = [date(2026, 9, 30), *(date(2026, 10, day) for day in (1, 2, 10, 11, 12))]
    assert {language: [Words(language, a_house, eve).day_button(day) for day in days] for language in NAMES} == {
        "en": [
            "Wed, Sep 30 · today", "Thu, Oct 1 ✦ · tomorrow", "Fri, Oct 2 ✦ · in 2 days", "Sat, Oct 10",
            "Sun, Oct 11 ✦", "Mon, Oct 12",
        ],
        "zh_Hans": [
            "今天 9月30日 周三", "明天 10月1日 周四 ✦", "后天 10月2日 周五 ✦", "10月10日 周六", "10月11日 周日 ✦",
            "10月12日 周一",
        ],
        "zh_Hant": [
            "今天 9月30日 週三", "明天 10月1日 週四 ✦", "後天 10月2日 週五 ✦", "10月10日 週六", "10月11日 週日 ✦",
            "10月12日 週一",
        ],
    }  # fmt: skip
    assert Words("en", a_house).day_button(days[0]) == "Wed, Sep 30"


def test_a_moment_of_today_has_no_date(site: Site) -> None:
    now = datetime(2026, 11, 28, 2, tzinfo=UTC)
    assert [Words(language, site, now).moment(now) for language in NAMES] == [
        "today at 10:00", "今天10:00", "今天10:00",
    ]  # fmt: skip
    assert Words("zh_Hans", site, now).moment(now + timedelta(days=1)) == "11月29日周日10:00"
    assert Words("zh_Hans", site).moment(now) == "11月28日周六10:00"


def test_facts_are_escaped_once_in_html_and_not_on_buttons(site: Site) -> None:
    words = Words("en", site)
    assert words.say("👤 {name}", name="<b>&") == "👤 &lt;b&gt;&amp;"
    assert words.label("Mr {name}", name="<b>&") == "Mr <b>&"


@pytest.mark.parametrize(
    ("code", "greeting"),
    [("zh-hans", "天悦湾"), ("zh-hant", "天悅灣"), ("en-US", "Tianyue Bay"), ("fr", "Tianyue Bay")],
)
async def test_the_greeting_is_in_the_language_of_telegram(play: Play, code: str, greeting: str) -> None:
    buyer = play.buyer(language=code)
    await buyer.open()
    assert greeting in buyer.last


async def test_a_chosen_language_overrides_the_language_of_telegram(play: Play) -> None:
    buyer = play.buyer(language="en")
    await buyer.send("/language")
    assert buyer.buttons == ["English", "简体中文", "繁體中文"]
    await buyer.tap("简体中文")
    assert "中文" in buyer.last
    await buyer.open()
    assert "天悦湾" in buyer.last
    play.stage.telegram.set_language(buyer.user_id, "en")
    await buyer.open()
    assert "天悦湾" in buyer.last


async def test_the_language_follows_telegram_until_one_is_chosen(play: Play) -> None:
    buyer = play.buyer(language="en")
    await buyer.open()
    play.stage.telegram.set_language(buyer.user_id, "zh-hans")
    await buyer.open()
    assert "天悦湾" in buyer.last


async def test_a_booking_can_be_made_in_chinese(play: Play) -> None:
    buyer = play.buyer(language="zh-hans", first="伟", last="李")
    await buyer.open()
    for said in ("好的", "王欣女士", "三位", "一位长者", "明天", "下午2点", "138 0013 8000"):
        await play.later()
        if said == "好的":
            await buyer.tap(buyer.buttons[0])
        else:
            await buyer.send(said)
    assert "王欣女士" in buyer.last
    assert "11月20日周五14:00–15:00" in buyer.last
    assert "3位（长者1位）" in buyer.last
    await buyer.tap(buyer.buttons[0])
    assert "海悦路8号" in buyer.card
    await buyer.tap("不再作答")
    english = [
        text for text in buyer.said if any(word in text for word in ("Please", "hour", "guest", "Thank"))
    ]
    assert not english


async def test_the_group_gets_the_sites_language(play: Play) -> None:
    operator = play.operator()
    await operator.send("/book")
    for said in ("Yes, please", "Mr Wang", "1", "11-21", "9:00", "I would rather not", "✓ Confirm"):
        await operator.send(said)
    assert "Wang先生" in play.group.last
    await play.in_group(OPERATOR).send("/arrived")
    assert "11月19日周四" in play.group.last


@pytest.mark.parametrize(
    ("language", "things", "phrases"),
    [("en", "a, b", "a, b; c"), ("zh_Hans", "a、b", "a、b；c"), ("zh_Hant", "a、b", "a、b；c")],
)
def test_each_language_separates_list_items_with_its_own_punctuation(
    language: str, things: str, phrases: str
) -> None:
    assert listed(language, ["a", "b"]) == things
    assert listed(language, [things, "c"], phrases=True) == phrases


@pytest.mark.parametrize("language", list(NAMES))
def test_the_seven_weekdays_have_different_short_names(site: Site, language: str) -> None:
    words = Words(language, site)
    assert len({words.weekday(date(2026, 11, 23 + n)) for n in range(7)}) == 7
