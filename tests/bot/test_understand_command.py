"""``yingbin understand``: one message, or a file of them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.exit_codes import Exit

NOW = "2026-11-28T10:00"


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["understand", *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_one_message_is_shown_as_one_json_object() -> None:
    said = json.loads(run("我姓王,两个人,明天十点,13900139000", "--now", NOW, "--json"))
    assert said == {
        "day": "2026-11-29", "time": "10:00", "period": None, "party": 2, "elders": None, "children": None,
        "name": "王", "honorific": None, "phone": "+8613900139000", "intent": None,
    }  # fmt: skip


def test_what_can_mean_several_things_is_in_the_guesses() -> None:
    said = json.loads(run("下午一两点", "--now", NOW, "--json"))
    assert (said["time"], said["guesses"]) == (None, {"time": ["13:00", "14:00"]})


def test_what_was_asked_gives_a_number_its_meaning() -> None:
    assert json.loads(run("3", "--asking", "party", "--json"))["party"] == 3
    assert json.loads(run("3", "--asking", "when", "--json"))["time"] == "15:00"


def test_a_moment_with_a_zone_is_taken_to_the_site() -> None:
    # Half past eleven at night in Shanghai is still the 27th; in UTC it is the afternoon.
    assert json.loads(run("明天", "--now", "2026-11-27T15:30:00+00:00", "--json"))["day"] == "2026-11-28"


def test_lines_for_people_name_only_what_is_said() -> None:
    assert run("tomorrow", "--now", NOW).split() == ["day", "2026-11-29"]


def test_a_file_of_json_lines_is_read_line_by_line(tmp_path: Path) -> None:
    file = tmp_path / "said.jsonl"
    lines = [{"text": "周六", "now": NOW}, {"text": "两位", "asking": "party"}, {"text": "hello"}]
    file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    said = [json.loads(line) for line in run("--file", str(file)).splitlines()]
    assert [(each["day"], each["party"]) for each in said] == [("2026-12-05", None), (None, 2), (None, None)]


@pytest.mark.parametrize(
    "arguments",
    [[], ["明天", "--file", "x"], ["明天", "--now", "yesterday"], ["--file", "there is none.jsonl"]],
    ids=str,
)
def test_a_wrong_call_is_explained(arguments: list[str]) -> None:
    result = CliRunner().invoke(app, ["understand", *arguments])
    assert result.exit_code == Exit.USAGE
    assert "Traceback" not in result.output


@pytest.mark.parametrize("line", ["no json", "[]", '{"now": "2026"}', '{"text": "x", "asking": "why"}'])
def test_a_line_that_cannot_be_read_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "said.jsonl"
    file.write_text('{"text": "明天"}\n' + line, encoding="utf-8")
    result = CliRunner().invoke(app, ["understand", "--file", str(file)])
    assert result.exit_code == Exit.USAGE
    assert "2" in result.output
