"""Logs: one line for each event, to standard error, without tokens, secrets or phones. Libraries log here too."""

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
# A shorter value may be an ordinary word, which must stay in the log.
_MIN_SECRET_LENGTH = 8

_SECRET_NAME = r"(?:secret|token|passw(?:or)?d|authorization|api[_-]?key)"  # noqa: S105 a pattern
_HIDDEN_KEY = re.compile(rf"{_SECRET_NAME}|phone", re.IGNORECASE)
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    # user:password@ in a URL
    (re.compile(r"(?<=://)[^\s/@:]*:[^\s@]*(?=@)"), REDACTED),
    # a bot's token, also in a URL of the Bot API
    (re.compile(r"\d{4,}(?::|%3A)[A-Za-z0-9_-]{30,}", re.IGNORECASE), REDACTED),
    # a value whose name says that it is secret: token=…, "secret_token": "…", X-Telegram-Bot-Api-Secret-Token: …
    (
        re.compile(
            rf"({_SECRET_NAME}[\w-]*[\"']?\s*[:=]\s*(?:b?[\"']|Bearer\s+|Basic\s+)?)[^\s\"',;&)}}\]]{{8,}}",
            re.IGNORECASE,
        ),
        rf"\g<1>{REDACTED}",
    ),
    # a one-time token, in its link or its command
    (re.compile(r"((?:[?&]start=|/(?:start|claim|join)(?:@\w+)?\s+))[\w-]{16,}"), rf"\g<1>{REDACTED}"),
    # the same token alone: 32 to 64 URL-safe characters with capitals, small letters and digits
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
    """The text without tokens, secrets and phones."""
    for secret in sorted(_secrets, key=len, reverse=True):
        text = text.replace(secret, REDACTED)
    for pattern, instead in _PATTERNS:
        text = pattern.sub(instead, text)
    return text


def redacted(value: object) -> Any:
    """Redact any value of a log event. A value that is not plain data becomes text."""
    match value:
        case None | bool() | float():
            return value
        case int():
            # A phone may also be an integer; ids and times have other lengths.
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
    """Writes to the current standard error, which may be redirected."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:  # type: ignore[override]  # an attribute there, which would outlive a redirection
        return sys.stderr

    @override
    def handleError(self, record: logging.LogRecord) -> None:
        """Do not print a line that could not be formatted, as logging would: it may contain secrets."""
        self.stream.write(f"a log line of {record.name} could not be written\n")


def set_up_logs(level: str, log_format: Format = "console", secrets: Iterable[str] = ()) -> None:
    """Log everything from ``level`` on, but of libraries only warnings and errors. ``secrets`` are never logged."""
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
    """Log the errors that Python would print unredacted: those of threads and of objects being collected."""
    log = structlog.get_logger("yingbin")

    def threads(args: threading.ExceptHookArgs) -> None:
        error = args.exc_value or args.exc_type()
        log.critical("uncaught error in a thread", exc_info=(args.exc_type, error, args.exc_traceback))

    def collected(args: "sys.UnraisableHookArgs") -> None:
        error = args.exc_value or args.exc_type()
        log.error("uncaught error in a finalizer", exc_info=(args.exc_type, error, args.exc_traceback))

    threading.excepthook = threads
    sys.unraisablehook = collected
