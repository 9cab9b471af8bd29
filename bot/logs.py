"""Logs: one line an event to standard error, from us and from the libraries, without tokens, secrets or phones."""

import logging
import re
import sys
import threading
from collections.abc import Iterable, Mapping
from typing import Any, Literal, TextIO
from urllib.parse import quote

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger
from typing_extensions import override

Format = Literal["console", "json"]

REDACTED = "[…]"
# Shorter ones would take ordinary words out of the log.
_MIN_SECRET_LENGTH = 8

_SECRET_NAME = r"(?:secret|token|passw(?:or)?d|authorization|api[_-]?key)"  # noqa: S105 a pattern
_HIDDEN_KEY = re.compile(rf"{_SECRET_NAME}|phone", re.IGNORECASE)
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    # user:password@ in a URL
    (re.compile(r"(?<=://)[^\s/@:]*:[^\s@]*(?=@)"), REDACTED),
    # a bot's token, also as it stands in the Bot API's URLs
    (re.compile(r"\d{4,}(?::|%3A)[A-Za-z0-9_-]{30,}", re.IGNORECASE), REDACTED),
    # what a name says is secret: token=…, "secret_token": "…", X-Telegram-Bot-Api-Secret-Token: …
    (
        re.compile(
            rf"({_SECRET_NAME}[\w-]*[\"']?\s*[:=]\s*(?:b?[\"']|Bearer\s+|Basic\s+)?)[^\s\"',;&)}}\]]{{8,}}",
            re.IGNORECASE,
        ),
        rf"\g<1>{REDACTED}",
    ),
    # a one-time token, in its link or its command
    (re.compile(r"((?:[?&]start=|/(?:start|claim|join)(?:@\w+)?\s+))[\w-]{16,}"), rf"\g<1>{REDACTED}"),
    # and on its own: 32 URL-safe characters of all three kinds
    (
        re.compile(
            r"(?<![\w-])(?=[\w-]*[a-z])(?=[\w-]*[A-Z])(?=[\w-]*\d)[A-Za-z0-9_-]{32,64}(?![\w-])",
        ),
        REDACTED,
    ),
    # +86 139 0013 9000, +65-8123-4567
    (re.compile(r"(?<![A-Za-z0-9])[+＋][1-9](?:[ ().-]{0,2}\d){7,14}(?!\d)"), REDACTED),
    # a Chinese mobile number, 1xx xxxx xxxx, with or without 86; ids and times are shorter or longer
    (
        re.compile(
            r"(?<!\d)(?<!\d\.)(?:(?:00)?86[ -]?)?[1１][3-9３-９]\d[ -]?\d{4}[ -]?\d{4}(?!\d)",
        ),
        REDACTED,
    ),
)

_secrets: set[str] = set()


def register_secrets(*secrets: str) -> None:
    """Never log these values."""
    for secret in secrets:
        if len(secret) >= _MIN_SECRET_LENGTH:
            _secrets.update({secret, quote(secret, safe="")})


def redact(text: str) -> str:
    """The text without what must not be read in a log."""
    for secret in sorted(_secrets, key=len, reverse=True):
        text = text.replace(secret, REDACTED)
    for pattern, instead in _PATTERNS:
        text = pattern.sub(instead, text)
    return text


def redacted(value: object) -> Any:
    """The same for whatever an event may carry; what is no plain data becomes text."""
    match value:
        case None | bool() | float():
            return value
        case int():
            # A phone may be a number too; ids and times have other lengths.
            return value if redact(str(value)) == str(value) else REDACTED
        case str():
            return redact(value)
        case bytes():
            return redact(value.decode(errors="replace"))
        case Mapping():
            return {redact(str(key)): _redacted_item(str(key), item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            return [redacted(item) for item in value]
        case BaseException():
            return redact(repr(value))
    return redact(str(value))


def _redacted_item(key: str, value: object) -> Any:
    return REDACTED if value and _HIDDEN_KEY.search(key) else redacted(value)


def _redact_event(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    return {key: _redacted_item(key, value) for key, value in event.items()}


class Handler(logging.StreamHandler[TextIO]):
    """Writes to whatever standard error is just now."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:  # type: ignore[override]  # an attribute there, which would outlive a redirection
        return sys.stderr

    @override
    def handleError(self, record: logging.LogRecord) -> None:
        """A line that can not be made must not be printed raw, as logging would."""
        self.stream.write(f"a log line of {record.name} could not be written\n")


def set_up_logs(level: str, log_format: Format = "console", secrets: Iterable[str] = ()) -> None:
    """Everything from ``level`` on, of the libraries only what is wrong; ``secrets`` are never written."""
    register_secrets(*secrets)
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
    ]
    root = logging.getLogger()
    for handler in [each for each in root.handlers if isinstance(each, Handler)]:
        root.removeHandler(handler)
    handler = Handler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.StackInfoRenderer(),
                _redact_event,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                *_renderers(log_format),
            ],
        )
    )
    root.addHandler(handler)
    root.setLevel(level)
    logging.captureWarnings(capture=True)
    for library in (
        "httpx",
        "httpcore",
        "aiohttp",
        "aiogram",
        "telegram",
        "alembic",
        "aiosqlite",
        "sqlalchemy",
        "asyncpg",
    ):
        logging.getLogger(library).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


def _renderers(log_format: Format) -> list[Processor]:
    if log_format == "json":
        return [structlog.processors.JSONRenderer(ensure_ascii=False)]
    return [
        structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    ]


def log_uncaught_errors() -> None:
    """Send to the log what Python would print raw: the failures of threads and of what is being collected."""
    log = structlog.get_logger("yingbin")

    def threads(args: threading.ExceptHookArgs) -> None:
        error = args.exc_value or args.exc_type()
        log.critical("a thread has failed", exc_info=(args.exc_type, error, args.exc_traceback))

    def collected(args: "sys.UnraisableHookArgs") -> None:
        error = args.exc_value or args.exc_type()
        log.error("a failure nobody could be told of", exc_info=(args.exc_type, error, args.exc_traceback))

    threading.excepthook = threads
    sys.unraisablehook = collected
