"""``yingbin doctor`` on the tokens, both bots and the group."""

import socket
from collections.abc import Callable
from typing import Any

import pytest

from bot.exit_codes import Exit
from demo.cast import GROUP, GROUP_TITLE, MANAGER
from demo.stage import BUYERS_BOT, STAFF_BOT
from sandbox.methods import METHODS, Method
from tests.bot.doctor.findings import found
from tests.support.installation import Loopback, said, yingbin


@pytest.mark.usefixtures("database", "telegram")
@pytest.mark.parametrize(
    ("setting", "token", "problem", "mend"),
    [
        ("YINGBIN_STAFF_TOKEN", "", "The tokens", "Two tokens are needed"),
        ("YINGBIN_STAFF_TOKEN", "nonsense", "The tokens", "YINGBIN_STAFF_TOKEN does not look like a token"),
        ("YINGBIN_STAFF_TOKEN", BUYERS_BOT.token, "The tokens", "belong to the same bot"),
        ("YINGBIN_STAFF_TOKEN", "9:nobodys", "the token in YINGBIN_STAFF_TOKEN", "BotFather"),
        ("YINGBIN_BUYERS_TOKEN", "9:nobodys", "the token in YINGBIN_BUYERS_TOKEN", "BotFather"),
        (
            "YINGBIN_API_URL",
            "http://127.0.0.1:9",
            "Telegram does not answer at http://127.0.0.1:9",
            "network",
        ),
    ],
)
def test_a_wrong_token_and_an_unreachable_telegram_are_found(
    monkeypatch: pytest.MonkeyPatch, setting: str, token: str, problem: str, mend: str
) -> None:
    monkeypatch.setenv(setting, token)
    found(yingbin("doctor"), problem, mend)


@pytest.mark.usefixtures("database", "telegram")
def test_a_telegram_that_never_answers_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.doctor.telegram.SECONDS", 1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("YINGBIN_API_URL", f"http://127.0.0.1:{silent.getsockname()[1]}")
        result = yingbin("doctor")
    found(result, "Telegram does not answer", "network")


@pytest.mark.usefixtures("database")
def test_another_program_that_polls_is_found(telegram: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.doctor.telegram.POLL_SECONDS", 3)

    async def rival() -> None:
        offset = 0
        while True:
            asked = {"timeout": 50, "offset": offset}
            reply = await telegram.telegram.call(STAFF_BOT.token, "getUpdates", asked)
            offset = max([offset, *(update["update_id"] + 1 for update in reply.get("result", ()))])

    polling = telegram.begin(rival())
    try:
        result = yingbin("doctor")
    finally:
        polling.cancel()
    found(result, "Another program is reading the updates of @yingbin_staff_bot", "/revoke in BotFather")


def answers(monkeypatch: pytest.MonkeyPatch, name: str, answer: dict[str, Any]) -> None:
    """Have Telegram give this answer to every request of a method."""
    fields: dict[str, Callable[..., Any]] = {field: lambda *_: None for field in ("chat_id", "user_id")}
    method = Method(name, lambda *_: answer, fields)
    monkeypatch.setitem(METHODS, name.lower(), method)


USER = {"id": STAFF_BOT.id, "is_bot": True, "first_name": STAFF_BOT.name, "username": STAFF_BOT.username}
ME = USER | {"can_join_groups": True, "can_read_all_group_messages": False}
HOOK = {"url": "https://example.com/hook", "has_custom_certificate": False, "pending_update_count": 0}
MUTED = dict.fromkeys(
    ("can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
     "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
     "can_add_web_page_previews", "can_change_info", "can_invite_users", "can_pin_messages", "can_manage_topics",
     "can_edit_tag", "can_react_to_messages"), False,
)  # fmt: skip


@pytest.mark.usefixtures("database", "telegram")
@pytest.mark.parametrize(
    ("method", "answer", "problem", "mend"),
    [
        ("getChatMember", {"status": "left", "user": USER}, "is not in its group", "send /here"),
        (
            "getChatMember",
            {"status": "restricted", "user": USER, "is_member": True, "until_date": 0, **MUTED},
            "may not write in its group",
            "Please allow it to send messages",
        ),
    ],
)
def test_a_staff_bot_that_cannot_write_in_its_group_is_found(
    monkeypatch: pytest.MonkeyPatch, method: str, answer: dict[str, Any], problem: str, mend: str
) -> None:
    answers(monkeypatch, method, answer)
    found(yingbin("doctor"), problem, mend)


@pytest.mark.usefixtures("database", "telegram")
def test_a_staff_bot_that_can_write_in_its_group_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, "getChatMember", {"status": "member", "user": USER})
    result = yingbin("doctor")
    assert result.exit_code == Exit.OK, result.output
    assert f"✓ The staff bot may write in its group {GROUP_TITLE}" in result.output


@pytest.mark.usefixtures("database", "telegram")
def test_a_server_without_member_and_webhook_methods_is_not_a_problem(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for method in ("getchatmember", "getwebhookinfo"):
        monkeypatch.delitem(METHODS, method, raising=False)
    result = yingbin("doctor")
    assert result.exit_code == Exit.OK, result.output
    assert "– The staff bot knows its group; this server does not show whether" in said(result)
    assert "– @yingbin_bot: this server does not report webhooks" in said(result)


@pytest.mark.usefixtures("database")
def test_a_staff_bot_that_was_removed_from_its_group_is_found(telegram: Loopback) -> None:
    telegram.do(lambda: telegram.telegram.remove_bot(MANAGER.id, STAFF_BOT.username, GROUP))
    found(yingbin("doctor"), "cannot reach its group", "send /here")


@pytest.mark.usefixtures("database", "telegram")
def test_a_bot_with_a_webhook_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, "getWebhookInfo", HOOK)
    result = yingbin("doctor")
    assert result.exit_code == Exit.PROBLEM_FOUND
    assert "✗ @yingbin_bot has a webhook" in result.output
    assert "deleteWebhook" in result.output


@pytest.mark.usefixtures("database", "telegram")
@pytest.mark.parametrize(
    ("ability", "problem", "mend"),
    [
        ({"can_join_groups": False}, "may not be added to groups", "/setjoingroups"),
        ({"can_read_all_group_messages": True}, "reads everything said in its group", "/setprivacy"),
    ],
)
def test_wrong_botfather_settings_of_the_staff_bot_are_found(
    monkeypatch: pytest.MonkeyPatch, ability: dict[str, bool], problem: str, mend: str
) -> None:
    answers(monkeypatch, "getMe", ME | ability)
    found(yingbin("doctor"), problem, mend)
