"""The site file: its defaults, and the problems reported for an invalid one."""

from pathlib import Path

import pytest

from bot.settings import ROOT
from bot.terminal import site_problem
from core.site import LocalText, Site, SiteFileError, load_site, parse_site

LEAST = """
code = "TY"
phone = "12345"
[name]
en = "Bay"
[address]
en = "Road"
"""


def problems_of(text: str) -> dict[str, str]:
    with pytest.raises(SiteFileError) as caught:
        parse_site(text)
    return {problem.key: problem.kind for problem in caught.value.problems}


def test_the_example_file_lists_the_defaults() -> None:
    example, least = load_site(ROOT / "site.example.toml"), parse_site(LEAST)
    given = {"code", "phone", "name", "address"}
    for field in set(Site.model_fields) - given:
        assert getattr(example, field) == getattr(least, field), field


@pytest.mark.parametrize(
    ("line", "key", "kind"),
    [
        ("colour = 1", "colour", "unknown"),
        ("withheld = 1.5", "withheld", "whole_number"),
        ("withheld = -1", "withheld", "whole_number"),
        ("withheld = 16", "", "withheld_below_staff"),
        ('timezone = "Mars/Olympus"', "timezone", "zone"),
        ('language = "fr"', "language", "one_of"),
        ('phone_region = "china"', "phone_region", "pattern"),
        ("grace_minutes = 121", "grace_minutes", "whole_number"),
        ("agencies = []", "agencies", "tables"),
        ("hours = 9", "hours", "table"),
    ],
)
def test_an_invalid_key_is_reported_with_its_problem(line: str, key: str, kind: str) -> None:
    assert problems_of(line + LEAST) == {key: kind}


@pytest.mark.parametrize(
    ("table", "key", "kind"),
    [
        ('[hours]\nopens = "9"', "hours.opens", "time"),
        ('[hours]\nopens = "18:00"', "hours", "closes_after_opens"),
        ("[hours]\nslot_minutes = 50", "hours", "whole_slots"),
        ("[hours]\nslot_minutes = 10", "hours.slot_minutes", "whole_number"),
        ("[booking]\nhorizon_days = 1\nnotice_days = 2", "booking", "horizon_after_notice"),
        ("[booking]\nlargest_party = 0", "booking.largest_party", "whole_number"),
        ("[[agencies]]\nname = 'X'\nconsultants = 1", "agencies.1", "rest_within_staff"),
        ("[[agencies]]\nconsultants = 9", "agencies.1.name", "missing"),
        ("[[agencies]]\nname = 'X'\nchief = 'Y'", "agencies.1.chief", "unknown"),
    ],
)
def test_an_invalid_table_is_reported_with_its_problem(table: str, key: str, kind: str) -> None:
    assert problems_of(LEAST + table)[key] == kind


def test_all_problems_are_reported_at_once() -> None:
    assert set(problems_of("")) == {"code", "phone", "name", "address"}


def test_an_unreadable_file_is_reported(tmp_path: Path) -> None:
    assert problems_of("code = = 1") == {"": "not_toml"}
    with pytest.raises(SiteFileError) as caught:
        load_site(tmp_path / "none.toml")
    assert caught.value.problems[0].kind == "unreadable"
    latin = tmp_path / "latin.toml"
    latin.write_bytes(b'name = "\xe9"')
    with pytest.raises(SiteFileError) as caught:
        load_site(latin)
    assert caught.value.problems[0].kind == "not_utf8"


def test_a_problem_is_described_with_its_key_and_what_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    with pytest.raises(SiteFileError) as caught:
        parse_site("colour = 1" + LEAST + "[hours]\nslot_minutes = 10")
    first, second = (site_problem(problem) for problem in caught.value.problems)
    assert first == "hours.slot_minutes: must be a whole number from 15 to 240"
    assert second.startswith("colour: there is no such key; allowed here: code, name,")


def test_a_text_missing_in_one_language_falls_back_to_the_nearest() -> None:
    text = LocalText(en="Bay", zh_Hans="湾")
    assert [text.in_(language) for language in ("en", "zh_Hans", "zh_Hant")] == ["Bay", "湾", "湾"]
    assert LocalText(en="Bay").in_("zh_Hans") == "Bay"
