"""Logs: canary secrets in anything that is logged are redacted, and other text stays."""

import asyncio
import json
import logging
import re
import sys
import threading
import warnings
from collections.abc import Callable, Iterator

import pytest
import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramNetworkError
from sqlalchemy import text
from telegram.error import InvalidToken, TelegramError

from bot import logs
from bot.logs import REDACTED
from core.store.engine import make_engine

TOKEN = "7654321098:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0"  # noqa: S105 a canary
SECRET = "the-webhook's own word"  # noqa: S105 a canary
PASSWORD = "hunter2hunter2"  # noqa: S105 a canary
CLAIM = "dGhpcyBpcyBh-25lIHRpbWUgdG9rZW4x"
PHONES = (
    "13900139000",
    "139 0013 9000",
    "+86 139-0013-9000",
    "+6581234567",
    "0086 13900139000",
    "１３９００１３９０００",
)
CANARIES = (TOKEN, TOKEN.partition(":")[2], SECRET, PASSWORD, CLAIM, *PHONES)
ALL = " | ".join((TOKEN, SECRET, f"postgresql://house:{PASSWORD}@db/house", CLAIM, *PHONES))


class Canary:
    """An object that the logs have no format for."""

    def __repr__(self) -> str:
        return f"<Canary {ALL}>"


def _raise() -> None:
    nothing: dict[str, str] = {}
    try:
        nothing[ALL]
    except LookupError as error:
        problem = OSError(f"cannot reach https://api.telegram.org/bot{TOKEN}/getMe")
        problem.add_note(f"noted {ALL}")
        raise problem from error


def _traceback() -> None:
    try:
        _raise()
    except OSError:
        structlog.get_logger("bot").exception("broke")


async def _aiogram() -> None:
    """The real library fails with an address that contains the token."""
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer

    session = AiohttpSession(api=TelegramAPIServer.from_base("nowhere://127.0.0.1"))
    try:
        await Bot(TOKEN, session=session).get_me()
    except TelegramNetworkError:
        structlog.get_logger("bot").exception("unreachable")
    finally:
        await session.close()


async def _telegram() -> None:
    """The real library raises an exception that contains the refused token."""
    from telegram import Bot as PtbBot

    from sandbox.telegram import Telegram
    from sandbox.transports import TelegramRequest
    from tests.conftest import MORNING

    telegram = Telegram(lambda: MORNING, [])
    try:
        await PtbBot(TOKEN, request=TelegramRequest(telegram)).initialize()
    except InvalidToken as error:
        structlog.get_logger("bot").exception("refused", reason=str(error))
    except TelegramError:
        raise AssertionError from None


async def _sqlalchemy() -> None:
    engine = make_engine(f"postgresql+asyncpg://house:{PASSWORD}@127.0.0.1:9/house")
    try:
        async with engine.connect() as conn:
            await conn.execute(text("SELECT 1"))
    except OSError:
        logging.getLogger("sqlalchemy.pool").exception(
            "no connection with %r", engine.url.render_as_string(False)
        )


def _bad_format(logger: str) -> None:
    """A line whose arguments do not fit its format, without pytest's own handlers, which would raise."""
    record = logging.LogRecord(logger, logging.WARNING, "x.py", 1, "%d updates", (ALL,), None)
    (ours,) = (each for each in logging.getLogger().handlers if isinstance(each, logs.Handler))
    ours.handle(record)


def _library_traceback() -> None:
    try:
        _raise()
    except OSError:
        logging.getLogger("telegram.ext").exception("broke: %s", ALL)


def _thread() -> None:
    logs.log_uncaught_errors()
    thread = threading.Thread(target=_raise)
    thread.start()
    thread.join()


WAYS: dict[str, Callable[[], object]] = {
    "event": lambda: structlog.get_logger("bot").warning(f"said {ALL}"),
    "value": lambda: structlog.get_logger("bot").warning("said", words=ALL),
    "nested": lambda: structlog.get_logger("bot").warning("said", facts={"a": [{"b": (ALL, {ALL: 1})}]}),
    "object": lambda: structlog.get_logger("bot").warning("said", thing=Canary(), things=[Canary()]),
    "bytes": lambda: structlog.get_logger("bot").warning("said", body=ALL.encode()),
    "number": lambda: structlog.get_logger("bot").warning("said", number=13900139000),
    "name": lambda: structlog.get_logger("bot").warning("said", secret_token="a-short-one", phone="8123 4567"),
    "exception value": lambda: structlog.get_logger("bot").warning("said", error=OSError(ALL)),
    "traceback": _traceback,
    "group": lambda: structlog.get_logger("bot").error("broke", exc_info=ExceptionGroup(ALL, [OSError(ALL)])),
    "context": lambda: structlog.get_logger("bot").bind(bound=ALL).warning("said"),
    "httpx": lambda: logging.getLogger("httpx").warning("HTTP Request: POST %s", f"https://t/bot{TOKEN}/getMe {ALL}"),
    "aiohttp": lambda: logging.getLogger("aiohttp.client").error("to %(url)s", {"url": f"https://t/bot{TOKEN}/x"}),
    "quoted": lambda: logging.getLogger("aiohttp.access").warning("GET /bot%s", TOKEN.replace(":", "%3A")),
    "library traceback": _library_traceback,
    "bad format": lambda: _bad_format("aiogram.event"),
    "link": lambda: logging.getLogger("aiogram").error("https://t.me/house_bot?start=%s and /claim %s", CLAIM, CLAIM),
    "header": lambda: logging.getLogger("aiohttp.web").error("X-Telegram-Bot-Api-Secret-Token: %s", "some-other-word"),
    "aiogram itself": lambda: asyncio.run(_aiogram()),
    "telegram itself": lambda: asyncio.run(_telegram()),
    "sqlalchemy itself": lambda: asyncio.run(_sqlalchemy()),
    "warning": lambda: warnings.showwarning(UserWarning(ALL), UserWarning, "x.py", 1),
    "thread": _thread,
}  # fmt: skip
MORE = {
    "name": ("a-short-one", "8123 4567"),
    "header": ("some-other-word",),
    "quoted": (TOKEN.replace(":", "%3A"),),
}


@pytest.fixture(autouse=True)
def _as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Restore secrets, levels and hooks after each test."""
    root = logging.getLogger()
    level = root.level
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    monkeypatch.setattr(logs, "_secrets", set())
    yield
    root.setLevel(level)


def seen(written: str) -> list[str]:
    """The canaries in the written log, in either format."""
    plain = written.replace("\\'", "'").replace('\\"', '"')
    return [canary for canary in CANARIES if canary in plain]


@pytest.mark.parametrize("form", ["console", "json"])
@pytest.mark.parametrize("way", WAYS)
def test_no_canary_is_ever_logged(capfd: pytest.CaptureFixture[str], form: logs.Format, way: str) -> None:
    logs.set_up_logs("DEBUG", form, [TOKEN, SECRET, PASSWORD])
    WAYS[way]()
    written = capfd.readouterr().err
    assert written
    assert seen(written) == []
    for each in MORE.get(way, ()):
        assert each not in written


@pytest.mark.parametrize("form", ["console", "json"])
@pytest.mark.parametrize("way", [way for way in WAYS if way != "bad format"])
def test_without_redaction_the_canaries_are_seen(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, form: logs.Format, way: str
) -> None:
    monkeypatch.setattr(logs, "redact", lambda text: text)
    monkeypatch.setattr(logs, "_HIDDEN_KEY", re.compile("(?!)"))
    logs.set_up_logs("DEBUG", form)
    WAYS[way]()
    written = capfd.readouterr().err
    assert seen(written) or any(each in written for each in MORE.get(way, ()))


@pytest.mark.parametrize(
    "harmless",
    [
        437_001_900, 5_123_456_789, 123_456_789, -1_001_390_013_900, 1_763_773_200, 1_763_773_200_123,
        1_763_773_200_123_456, 8090, 13900, 0.13900139000, True, None,
    ],
)  # fmt: skip
def test_numbers_that_are_not_secret_are_not_redacted(harmless: object) -> None:
    assert logs.redacted(harmless) == harmless


@pytest.mark.parametrize(
    "harmless",
    [
        "user 5123456789 in chat -1001390013900", "update 437001900", "2026-11-22T13:00:00.123456+08:00",
        "at 2026-11-22 13:00:00", "UTC+8 2026-11-22 10:00", "20261122130000", "1763773200123", "K7PQ2", "TY-WX001",
        "http://127.0.0.1:13900/bot", "[Errno 111] Connect call failed ('127.0.0.1', 13900)", "took 0.13900139000 s",
        "postgresql+asyncpg://db/house", "d41d8cd98f00b204e9800998ecf8427e", "12 parties, 3 elders, 108 of 144",
        "Flood control exceeded, retry in 35 seconds", "bot.dialogs.booking.screens",
        "order 139001390001390013",
        "test_a_name_that_is_rather_long_and_has_no_capitals_1", "a token is missing", "token: missing",
    ],
)  # fmt: skip
def test_text_that_is_not_secret_is_not_redacted(harmless: str) -> None:
    logs.register_secrets(TOKEN, SECRET)
    assert logs.redact(harmless) == harmless


def test_a_json_line_is_an_object_with_the_facts(capfd: pytest.CaptureFixture[str]) -> None:
    logs.set_up_logs("INFO", "json")
    structlog.get_logger("bot.handlers.polling").info("迎宾", update=437_001_900, facts={"when": "10:00"})
    logging.getLogger("aiogram").warning("slow: %s", 7)
    ours, theirs = (json.loads(line) for line in capfd.readouterr().err.splitlines())
    assert ours.pop("timestamp").endswith("Z")
    assert ours == {
        "event": "迎宾", "level": "info", "logger": "bot.handlers.polling",
        "update": 437_001_900, "facts": {"when": "10:00"},
    }  # fmt: skip
    assert (theirs["event"], theirs["level"], theirs["logger"]) == ("slow: 7", "warning", "aiogram")


def test_libraries_log_only_warnings_and_errors(capfd: pytest.CaptureFixture[str]) -> None:
    logs.set_up_logs("INFO")
    logging.getLogger("httpx").info("HTTP Request")
    structlog.get_logger("bot").debug("detail")
    structlog.get_logger("bot").info("said")
    written = capfd.readouterr().err
    assert "said" in written
    assert "HTTP Request" not in written
    assert "detail" not in written


def test_setting_up_logs_again_does_not_repeat_lines(capfd: pytest.CaptureFixture[str]) -> None:
    for _ in range(3):
        logs.set_up_logs("INFO")
    structlog.get_logger("bot").info("once")
    assert capfd.readouterr().err.count("once") == 1


def test_a_line_that_cannot_be_formatted_does_not_show_its_contents(
    capfd: pytest.CaptureFixture[str],
) -> None:
    logs.set_up_logs("INFO")
    _bad_format("aiogram")
    assert capfd.readouterr().err == "a log line of aiogram could not be written\n"


def test_a_redacted_secret_is_replaced_by_a_mark() -> None:
    assert (
        logs.redact(f"https://api.telegram.org/bot{TOKEN}/getMe")
        == f"https://api.telegram.org/bot{REDACTED}/getMe"
    )
