"""Photos and documents with both frameworks: upload, send by file_id, edit, download."""

import io
import json
from typing import Any

import aiogram
import pytest
import telegram as ptb
from aiogram import types
from aiogram.exceptions import TelegramBadRequest, TelegramEntityTooLarge
from telegram.error import BadRequest, NetworkError
from telegram.ext import ExtBot

from sandbox.files import image_size
from sandbox.sample_media import blank_png
from sandbox.telegram import Telegram, Upload
from tests.sandbox.conftest import Api

PICTURE = blank_png(400, 300)
BOOK = b"PK\x03\x04 a workbook"
INLINE = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}


async def test_aiogram_sends_files(started: Telegram, aiogram_client: aiogram.Bot) -> None:
    photo = types.BufferedInputFile(PICTURE, "load.png")
    sent = await aiogram_client.send_photo(
        7, photo, caption="<b>Load</b> &amp; rest", reply_markup=keyboard(types)
    )
    assert (sent.caption, sent.caption_entities[0].type) == ("Load & rest", "bold")
    small, whole = sent.photo
    assert (whole.width, whole.height, whole.file_size) == (400, 300, len(PICTURE))
    assert (small.width, small.height) == (90, 68)
    assert len({small.file_id, whole.file_id, small.file_unique_id, whole.file_unique_id}) == 4

    book = types.BufferedInputFile(BOOK, "预约.xlsx")
    document = (await aiogram_client.send_document(7, book)).document
    assert (document.file_name, document.file_size) == ("预约.xlsx", len(BOOK))
    assert document.mime_type == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    shown = started.history(bot="house_bot", user_id=7)[-2:]
    assert [(each.media.kind, each.media.content) for each in shown] == [
        ("photo", PICTURE),
        ("document", BOOK),
    ]
    assert shown[0].html == "<b>Load</b> &amp; rest"
    assert shown[0].buttons[0][0]["callback_data"] == "y"


async def test_ptb_sends_files(telegram: Telegram, ptb_client: ExtBot[None]) -> None:
    telegram.open_link(7, "desk_bot")
    sent = await ptb_client.send_photo(
        7,
        PICTURE,
        caption="<i>Load</i>",
        parse_mode="HTML",
        filename="load.png",
        reply_markup=ptb.InlineKeyboardMarkup.from_button(ptb.InlineKeyboardButton("Yes", callback_data="y")),
    )
    assert (sent.caption_html, sent.photo[-1].width) == ("<i>Load</i>", 400)
    sent = await ptb_client.send_document(7, io.BytesIO(BOOK), filename="today.xlsx")
    assert (sent.document.file_name, sent.document.file_size) == ("today.xlsx", len(BOOK))
    attached = ptb.InputFile(BOOK, filename="again.xlsx", attach=True)
    assert (await ptb_client.send_document(7, attached)).document.file_name == "again.xlsx"
    with io.BytesIO(BOOK) as handle:
        lazy = ptb.InputFile(handle, filename="lazy.xlsx", read_file_handle=False)
        assert (await ptb_client.send_document(7, lazy)).document.file_size == len(BOOK)
    names = [shown.media.name for shown in telegram.history(bot="desk_bot", user_id=7)[1:]]
    assert names == ["load.png", "today.xlsx", "again.xlsx", "lazy.xlsx"]


async def test_aiogram_resends_by_file_id_and_downloads(
    started: Telegram, aiogram_client: aiogram.Bot
) -> None:
    book = (await aiogram_client.send_document(7, types.BufferedInputFile(BOOK, "a.xlsx"))).document
    again = (await aiogram_client.send_document(7, book.file_id, caption="again")).document
    assert (again.file_unique_id, again.file_id) == (book.file_unique_id, book.file_id)
    file = await aiogram_client.get_file(again.file_id)
    assert (file.file_size, file.file_path) == (len(BOOK), "documents/file_1.xlsx")
    assert (await aiogram_client.download_file(str(file.file_path))).read() == BOOK
    photo = await aiogram_client.send_photo(7, types.BufferedInputFile(PICTURE, "p.png"))
    assert (await aiogram_client.send_photo(7, photo.photo[0].file_id)).photo[-1].width == 400
    assert (await aiogram_client.download(photo.photo[-1].file_id)).read() == PICTURE


async def test_ptb_resends_by_file_id_and_downloads(telegram: Telegram, ptb_client: ExtBot[None]) -> None:
    telegram.send_media(7, "photo", bot="desk_bot", content=PICTURE, caption="the car")
    [update] = await ptb_client.get_updates()
    assert update.message.caption == "the car"
    sent = await ptb_client.send_photo(7, update.message.photo[-1])
    file = await sent.photo[-1].get_file()
    assert bytes(await file.download_as_bytearray()) == PICTURE


async def test_aiogram_raises_on_invalid_files(started: Telegram, aiogram_client: aiogram.Bot) -> None:
    with pytest.raises(TelegramBadRequest, match="failed to get HTTP URL content"):
        await aiogram_client.send_photo(7, "https://house.example/p.png")
    with pytest.raises(TelegramBadRequest, match="IMAGE_PROCESS_FAILED"):
        await aiogram_client.send_photo(7, types.BufferedInputFile(b"no picture", "p.png"))
    large = types.BufferedInputFile(bytes(50 * 1024 * 1024 + 1), "x.bin")
    with pytest.raises(TelegramEntityTooLarge, match="Request Entity Too Large"):
        await aiogram_client.send_document(7, large)


async def test_ptb_raises_on_invalid_files(telegram: Telegram, ptb_client: ExtBot[None]) -> None:
    telegram.open_link(7, "desk_bot")
    with pytest.raises(BadRequest, match="Wrong remote file identifier"):
        await ptb_client.send_document(7, "AgACAgnothing")
    with pytest.raises(BadRequest, match="Image_process_failed"):
        await ptb_client.send_photo(7, b"no picture")
    with pytest.raises(NetworkError, match=r"(?i)request entity too large"):
        await ptb_client.send_document(7, bytes(50 * 1024 * 1024 + 1))


async def test_a_file_id_is_valid_for_one_bot_only(started: Telegram, buyers: Api, staff: Api) -> None:
    started.open_link(7, "desk_bot")
    sent = await buyers("sendDocument", chat_id=7, document=Upload("a.txt", b"a"))
    file_id = sent["document"]["file_id"]
    description = await staff.refused("sendDocument", chat_id=7, document=file_id)
    assert description.startswith("Bad Request: wrong remote file identifier specified")
    assert await staff.refused("getFile", file_id=file_id) == "Bad Request: invalid file_id"
    as_photo = await buyers.refused("sendPhoto", chat_id=7, photo=file_id)
    assert as_photo == "Bad Request: can't use file of type Document as Photo"


async def test_a_file_path_is_valid_only_after_get_file_and_for_that_bot(
    started: Telegram, buyers: Api, staff: Api
) -> None:
    sent = await buyers("sendDocument", chat_id=7, document=Upload("a.txt", b"a"))
    assert started.download(buyers.account.token, "documents/file_1.txt") is None
    path = (await buyers("getFile", file_id=sent["document"]["file_id"]))["file_path"]
    assert started.download(buyers.account.token, path) == b"a"
    assert started.download(staff.account.token, path) is None
    assert started.download("1:none", path) is None


async def test_two_bots_in_a_group_get_different_file_ids(
    telegram: Telegram, group: int, buyers: Api, staff: Api
) -> None:
    telegram.add_bot(8, "house_bot", group)
    for bot in ("house_bot", "desk_bot"):
        telegram.promote(8, bot, group)
    await buyers.updates()
    await staff.updates()
    telegram.send_media(7, "document", chat_id=group, content=BOOK, name="b.xlsx")
    [first], [second] = await buyers.updates(), await staff.updates()
    first, second = first["message"]["document"], second["message"]["document"]
    assert first["file_unique_id"] == second["file_unique_id"]
    assert first["file_id"] != second["file_id"]
    assert await buyers("sendDocument", chat_id=group, document=first["file_id"])


async def test_edit_message_caption_changes_a_caption(started: Telegram, buyers: Api) -> None:
    sent = await buyers("sendPhoto", chat_id=7, photo=Upload("p.png", PICTURE), caption="one")
    which = {"chat_id": 7, "message_id": sent["message_id"]}
    edited = await buyers("editMessageCaption", **which, caption="<b>two</b>", parse_mode="HTML")
    assert (edited["caption"], edited["caption_entities"][0]["type"]) == ("two", "bold")
    same = await buyers.refused("editMessageCaption", **which, caption="<b>two</b>", parse_mode="HTML")
    assert "message is not modified" in same
    assert "caption" not in await buyers("editMessageCaption", **which, reply_markup=json.dumps(INLINE))
    text = await buyers.refused("editMessageText", **which, text="three")
    assert text == "Bad Request: there is no text in the message to edit"
    plain = await buyers("sendMessage", chat_id=7, text="x")
    which["message_id"] = plain["message_id"]
    caption = await buyers.refused("editMessageCaption", **which, caption="x")
    assert caption == "Bad Request: there is no caption in the message to edit"


async def test_aiogram_replaces_a_messages_media(started: Telegram, aiogram_client: aiogram.Bot) -> None:
    sent = await aiogram_client.send_message(7, "wait")
    new = types.InputMediaPhoto(
        media=types.BufferedInputFile(PICTURE, "p.png"), caption="<b>Load</b>", parse_mode="HTML"
    )
    edited = await aiogram_client.edit_message_media(new, chat_id=7, message_id=sent.message_id)
    assert (edited.caption, edited.photo[-1].width) == ("Load", 400)
    again = types.InputMediaDocument(media=types.BufferedInputFile(BOOK, "b.xlsx"))
    edited = await aiogram_client.edit_message_media(
        again, chat_id=7, message_id=sent.message_id, reply_markup=keyboard(types)
    )
    assert (edited.caption, edited.photo, edited.document.file_name) == (None, None, "b.xlsx")
    shown = started.history(bot="house_bot", user_id=7)[-1]
    assert (shown.message_id, shown.media.content, len(shown.buttons)) == (sent.message_id, BOOK, 1)


async def test_ptb_replaces_a_messages_media(telegram: Telegram, ptb_client: ExtBot[None]) -> None:
    telegram.open_link(7, "desk_bot")
    sent = await ptb_client.send_photo(7, PICTURE)
    new = ptb.InputMediaPhoto(blank_png(20, 10), caption="next")
    edited = await sent.edit_media(new)
    assert (edited.caption, edited.photo[-1].width) == ("next", 20)
    assert (await sent.edit_media(ptb.InputMediaPhoto(sent.photo[-1].file_id))).photo[-1].width == 400
    assert telegram.history(bot="desk_bot", user_id=7)[-1].media.content == PICTURE


@pytest.mark.parametrize(
    ("media", "reason"),
    [
        (None, "can't parse InputMedia: media type must be photo or document"),
        ([], "can't parse InputMedia: media type must be photo or document"),
        ({"type": "story"}, "can't parse InputMedia: media type must be photo or document"),
        ({"type": "photo", "medium": "x"}, 'unknown field "medium" in InputMedia'),
        ({"type": "photo", "media": 5}, 'field "media" must be of type String'),
        ({"type": "photo", "caption": 5}, 'field "caption" of InputMedia must be of type str'),
        ({"type": "photo"}, "there is no photo in the request"),
        ({"type": "photo", "media": "attach://elsewhere"}, "there is no photo in the request"),
        ({"type": "photo", "media": "{photo}"}, "message is not modified"),
    ],
)
async def test_edit_message_media_refuses_invalid_media(
    started: Telegram, buyers: Api, media: Any, reason: str
) -> None:
    sent = await buyers("sendPhoto", chat_id=7, photo=Upload("p.png", PICTURE))
    if media and "{photo}" in media.values():
        media |= {"media": sent["photo"][-1]["file_id"]}
    refused = await buyers.refused("editMessageMedia", chat_id=7, message_id=2, media=media)
    assert refused.startswith(f"Bad Request: {reason}")


async def test_an_upload_in_an_unknown_field_is_refused(started: Telegram, buyers: Api) -> None:
    refused = await buyers.refused("sendMessage", chat_id=7, text="x", photo=Upload("p.png", PICTURE))
    assert refused == 'Bad Request: unknown field "photo" of sendMessage'
    refused = await buyers.refused("sendMessage", chat_id=7, text=Upload("p.png", PICTURE))
    assert refused == 'Bad Request: field "text" must be of type String'


@pytest.mark.parametrize(
    ("content", "sides"),
    [
        (blank_png(3, 4), (3, 4)),
        (b"GIF89a\x05\x00\x06\x00", (5, 6)),
        (b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08\x00\x07\x00\x08\x03", (8, 7)),
        (b"RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0\x08\0\0\x09\0\0", (9, 10)),
        (b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\0\0\0\x0b\0\x0c\0", (11, 12)),
        (b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f\x0c\x40\x03\x00", (13, 14)),
        (b"RIFF\0\0\0\0WEBPNONE", None),
        (b"\xff\xd8\xff", None),
        (b"GIF89a", None),
        (b"%PDF-1.4", None),
        (b"", None),
    ],
)
def test_image_size_reads_each_format(content: bytes, sides: tuple[int, int] | None) -> None:
    assert image_size(content) == sides


def keyboard(framework: Any) -> Any:
    button = framework.InlineKeyboardButton(text="Yes", callback_data="y")
    return framework.InlineKeyboardMarkup(inline_keyboard=[[button]])
