"""Limits of files, taps, commands, chats, messages and updates."""

from sandbox.telegram import Upload
from tests.sandbox.limit_cases import EDITED, MIB, NOWHERE, PICTURE, Limit, commands, keys, photo, sides

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)

LIMITS = [
    # Files
    Limit(
        "photo at most 10 MB",
        "sendPhoto",
        {"photo": photo(PICTURE.ljust(10 * MIB + 1, b"\0"))},
        f"file of size {10 * MIB + 1} bytes is too big for a photo; the maximum size is {10 * MIB} bytes",
        {"photo": photo(PICTURE.ljust(10 * MIB, b"\0"))},
    ),
    Limit(
        "document at most 50 MB",
        "sendDocument",
        {"document": Upload("x.bin", bytes(50 * MIB + 1))},
        "Request Entity Too Large",
        {"document": Upload("x.bin", bytes(50 * MIB))},
        code=413,
    ),
    Limit(
        "file not empty",
        "sendDocument",
        {"document": Upload("x.txt", b"")},
        "file must be non-empty",
        {"document": Upload("x.txt", b"x")},
    ),
    Limit(
        "photo required",
        "sendPhoto",
        {"caption": "x"},
        "there is no photo in the request",
        {"photo": photo(PICTURE)},
    ),
    Limit(
        "document required",
        "sendDocument",
        {"document": "attach://elsewhere"},
        "there is no document in the request",
        {"document": "attach://here", "here": Upload("x.txt", b"x")},
    ),
    Limit(
        "photo a picture",
        "sendPhoto",
        {"photo": photo(b"%PDF")},
        "IMAGE_PROCESS_FAILED",
        {"photo": photo(PICTURE)},
    ),
    Limit(
        "sides together at most 10000",
        "sendPhoto",
        {"photo": sides(5001, 5000)},
        "PHOTO_INVALID_DIMENSIONS",
        {"photo": sides(5000, 5000)},
    ),
    Limit(
        "one side at most 20 times the other",
        "sendPhoto",
        {"photo": sides(2001, 100)},
        "PHOTO_INVALID_DIMENSIONS",
        {"photo": sides(2000, 100)},
    ),
    Limit(
        "file_id known",
        "getFile",
        {"file_id": "AgACAgAAAA"},
        "invalid file_id",
        {"file_id": "{photo}"},
        to=NOWHERE,
    ),
    Limit(
        "file_id of the right kind",
        "sendDocument",
        {"document": "{photo}"},
        "can't use file of type Photo as Document",
        {"document": Upload("x.txt", b"x")},
    ),
    # Taps
    Limit(
        "answer at most 200",
        "answerCallbackQuery",
        {"callback_query_id": "{query}", "text": "x" * 201},
        "MESSAGE_TOO_LONG",
        {"callback_query_id": "{query}", "text": "x" * 200},
        to=NOWHERE,
    ),
    Limit(
        "tap waiting",
        "answerCallbackQuery",
        {"callback_query_id": "1"},
        TOO_OLD,
        {"callback_query_id": "{query}"},
        to=NOWHERE,
    ),
    # Commands
    *(
        Limit(name, "setMyCommands", over, reason, within, to=NOWHERE)
        for name, over, reason, within in (
            ("100 commands", commands(101), "BOT_COMMANDS_TOO_MUCH", commands(100)),
            (
                "command at most 32",
                commands(command="x" * 33),
                "command length must not exceed 32",
                commands(command="x" * 32),
            ),
            ("command at least 1", commands(command=""), "command must be non-empty", commands(command="x")),
            (
                "command of a-z, 0-9 and _",
                commands(command="Today"),
                "BOT_COMMAND_INVALID",
                commands(command="to_day1"),
            ),
            (
                "description at most 256",
                commands(description="x" * 257),
                "command description length must not exceed 256",
                commands(description="x" * 256),
            ),
            (
                "description at least 1",
                commands(description=""),
                "command description must be non-empty",
                commands(description="x"),
            ),
            (
                "language of two letters",
                commands() | {"language_code": "zh-hans"},
                "invalid language code specified",
                commands() | {"language_code": "zh"},
            ),
        )
    ),
    # Chats and messages
    Limit(
        "chat known",
        "sendMessage",
        {"text": "x", "chat_id": 99},
        "chat not found",
        {"text": "x", "chat_id": 7},
        to=NOWHERE,
    ),
    Limit(
        "chat required", "sendMessage", {"text": "x"}, "chat_id is empty", {"text": "x", "chat_id": 7}, to={}
    ),
    Limit(
        "chat begun by the person",
        "sendMessage",
        {"text": "x", "chat_id": 8},
        "bot can't initiate conversation with a user",
        {"text": "x", "chat_id": 7},
        code=403,
        to=NOWHERE,
    ),
    Limit(
        "message there to edit",
        "editMessageText",
        {"text": "y", "message_id": 99},
        "message to edit not found",
        {"text": "y", "message_id": 2},
    ),
    Limit(
        "message of one's own to edit",
        "editMessageText",
        {"text": "y", "message_id": 1},
        "message can't be edited",
        {"text": "y", "message_id": 2},
    ),
    Limit(
        "message named to edit",
        "editMessageText",
        {"text": "y"},
        "message identifier is not specified",
        {"text": "y", "message_id": 2},
    ),
    Limit(
        "edit changes something",
        "editMessageText",
        {"text": "Sure?", **keys(1)},
        NOT_MODIFIED,
        {"text": "Sure!", **keys(1)},
        to=EDITED,
    ),
    Limit(
        "message there to delete",
        "deleteMessage",
        {"message_id": 99},
        "message to delete not found",
        {"message_id": 2},
    ),
    Limit(
        "message there to reply to",
        "sendMessage",
        {"text": "x", "reply_parameters": {"message_id": 99}},
        "message to be replied not found",
        {"text": "x", "reply_parameters": {"message_id": 1}},
    ),
    Limit(
        "message there to pin",
        "pinChatMessage",
        {"message_id": 99},
        "message to pin not found",
        {"message_id": 2},
    ),
    Limit(
        "action known",
        "sendChatAction",
        {"action": "dancing"},
        "wrong parameter action in request",
        {"action": "upload_photo"},
    ),
    # Updates
    Limit(
        "at most 100 updates",
        "getUpdates",
        {"limit": 101},
        "limit must be between 1 and 100",
        {"limit": 100},
        to=NOWHERE,
    ),
    Limit(
        "kinds of update known",
        "getUpdates",
        {"allowed_updates": ["mesage"]},
        "unknown kind of update: mesage",
        {"allowed_updates": ["message"]},
        to=NOWHERE,
    ),
    Limit(
        "secret at most 256",
        "setWebhook",
        {"url": "https://house.cn", "secret_token": "x" * 257},
        "secret token is too long",
        {"url": "https://house.cn", "secret_token": "x" * 256},
        to=NOWHERE,
    ),
    Limit(
        "connections at most 100",
        "setWebhook",
        {"url": "https://house.cn", "max_connections": 101},
        "max_connections must be between 1 and 100",
        {"url": "https://house.cn", "max_connections": 100},
        to=NOWHERE,
    ),
]
