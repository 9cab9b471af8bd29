"""Checks of Telegram: reachable, accepts both tokens, lets both bots poll and the staff bot write in its group."""

import asyncio
from collections.abc import AsyncIterator

from telegram import Bot, ChatMember, ChatMemberRestricted, User
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)
from telegram.request import HTTPXRequest

from bot import startup_errors, tokens
from bot.doctor.database import HouseState
from bot.doctor.finding import Finding, ok, problem, unknown
from bot.settings import Settings
from bot.terminal import translate
from bot.tokens import BUYERS_SETTING, STAFF_SETTING

SECONDS = 5
# Long enough for another poller, which our poll interrupts, to poll again.
POLL_SECONDS = 4
# No bot has this token: a server that answers so is Telegram.
_UNKNOWN_TOKEN = "1:nobody"  # noqa: S105 not a real token
# What Telegram answers to a request that it refuses.
REFUSALS = (InvalidToken, BadRequest, Forbidden, Conflict, RetryAfter)


async def check(settings: Settings, state: HouseState) -> AsyncIterator[Finding]:
    request = HTTPXRequest(connect_timeout=SECONDS, read_timeout=SECONDS)
    try:
        async for finding in _check_all(settings, state, request):
            yield finding
    finally:
        await request.shutdown()


async def _check_all(settings: Settings, state: HouseState, request: HTTPXRequest) -> AsyncIterator[Finding]:
    def bot_of(token: str) -> Bot:
        return Bot(token, base_url=f"{settings.api_url}/bot", request=request, get_updates_request=request)

    server = await _check_server(settings.api_url, bot_of(_UNKNOWN_TOKEN))
    yield server
    try:
        pair = tokens.read(settings)
    except tokens.TokensError as error:
        yield problem(translate("The tokens"), startup_errors.sentence(error))
        return
    if server.fix:
        yield unknown(translate("The bots, their webhooks and the group were not checked"))
        return
    bots = [bot_of(token) for token in pair]
    users: dict[Bot, User] = {}
    for bot, setting in zip(bots, (BUYERS_SETTING, STAFF_SETTING), strict=True):
        user, finding = await _check_token(bot, setting)
        yield finding
        if user is not None:
            users[bot] = user
            yield await _check_webhook(bot, user)
    for finding in await _check_other_pollers(users, state):
        yield finding
    if bots[1] in users:
        async for finding in _check_staff_bot(bots[1], users[bots[1]], state):
            yield finding


async def _check_server(url: str, unknown_bot: Bot) -> Finding:
    fix = translate("Please check the network, any proxy or firewall, and YINGBIN_API_URL.")
    try:
        await unknown_bot.get_me()
    except REFUSALS:
        pass
    except TelegramError:
        return problem(translate("Telegram does not answer at {url}", url=url), fix)
    return ok(translate("Telegram answers at {url}", url=url))


async def _check_token(bot: Bot, setting: str) -> tuple[User | None, Finding]:
    try:
        user = await bot.get_me()
    except InvalidToken:
        return None, problem(
            translate("Telegram does not recognise the token in {setting}", setting=setting),
            translate("Please compare it with the token from BotFather; /token there shows it."),
        )
    except TelegramError as error:
        return None, _no_answer(error)
    return user, ok(translate("{setting} is the token of @{name}", setting=setting, name=user.username))


async def _check_webhook(bot: Bot, user: User) -> Finding:
    facts = {"name": user.username}
    try:
        info = await bot.get_webhook_info()
    except InvalidToken:  # what python-telegram-bot raises for a method that is not found
        return unknown(translate("@{name}: this server does not report webhooks", **facts))
    except TelegramError as error:
        return _no_answer(error)
    if info.url:
        return problem(
            translate("@{name} has a webhook, so it cannot be polled", **facts),
            translate("To remove it, open …/bot<its token>/deleteWebhook of the Bot API once in a browser."),
        )
    return ok(translate("@{name} has no webhook set", **facts))


async def _check_other_pollers(users: dict[Bot, User], state: HouseState) -> list[Finding]:
    """Check for other pollers; only while the house is closed, because the check would disturb its polls."""
    if state.is_open:
        return [
            unknown(
                translate(
                    "The running sales centre's log shows whether another program reads the bots' updates"
                )
            )
        ]
    return list(await asyncio.gather(*(_check_other_poller(bot, user) for bot, user in users.items())))


async def _check_other_poller(bot: Bot, user: User) -> Finding:
    # Without an offset no update is confirmed, so none is lost.
    facts = {"name": user.username}
    try:
        updates = await bot.get_updates(limit=1, timeout=POLL_SECONDS)
    except Conflict:
        return problem(
            translate("Another program is reading the updates of @{name}", **facts),
            translate(
                "Please stop it, or give this sales centre a new token: /revoke in BotFather shuts the "
                "other program out."
            ),
        )
    except TelegramError as error:
        return _no_answer(error)
    if updates:
        return unknown(
            translate(
                "@{name} has updates waiting; we cannot tell whether another program reads them", **facts
            )
        )
    return ok(translate("No other program is reading the updates of @{name}", **facts))


async def _check_staff_bot(bot: Bot, user: User, state: HouseState) -> AsyncIterator[Finding]:
    if not user.can_join_groups:
        yield problem(
            translate("The staff bot may not be added to groups"),
            translate("Please allow it in BotFather: /setjoingroups, Enable."),
        )
    if user.can_read_all_group_messages:
        yield problem(
            translate("The staff bot reads everything said in its group"),
            translate("It only needs to read commands; in BotFather: /setprivacy, Enable."),
        )
    if state.group is not None:
        yield await _check_group(bot, user, state.group)


async def _check_group(bot: Bot, user: User, group: int) -> Finding:
    fix = translate("Add the staff bot to the group again and send /here there.")
    try:
        title = (chat := await bot.get_chat(group)).title
        member = await bot.get_chat_member(group, user.id)
    except InvalidToken:  # what python-telegram-bot raises for a method that is not found
        return unknown(
            translate("The staff bot knows its group; this server does not show whether it may write there")
        )
    except (BadRequest, Forbidden):
        return problem(translate("The staff bot cannot reach its group"), fix)
    except TelegramError as error:
        return _no_answer(error)
    if member.status in {ChatMember.LEFT, ChatMember.BANNED}:
        return problem(translate("The staff bot is not in its group {title}", title=title), fix)
    muted = chat.permissions is not None and chat.permissions.can_send_messages is False
    if isinstance(member, ChatMemberRestricted):
        muted = not member.can_send_messages
    if muted and member.status != ChatMember.ADMINISTRATOR:
        return problem(
            translate("The staff bot may not write in its group {title}", title=title),
            translate(
                "Please allow it to send messages in the group's permissions, or make it an "
                "administrator there."
            ),
        )
    return ok(translate("The staff bot may write in its group {title}", title=title))


def _no_answer(error: TelegramError) -> Finding:
    return unknown(translate("Telegram did not answer this: {reason}", reason=error))
