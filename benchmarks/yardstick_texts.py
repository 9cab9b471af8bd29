"""The texts of the yardsticks: the house's English texts, so that messages and keyboards have the same size."""

from datetime import date, timedelta
from functools import cache

WELCOME = (
    "Welcome to <b>Tianyue Bay</b>.\n\nWe receive by appointment only, a few guests at a time, so that the hour and "
    "a consultant are yours alone.\n\nShall I reserve an hour for you?"
)
NAME = "How may we address you?\nPlease write your name, such as “Mr Wang”."
GUESTS = "{name}, how many guests will come, including yourself?"
DAY = "Which day would suit you?"
HOUR = "{day}: which hour would suit you?"
PHONE = (
    "Which number may we reach you on if anything changes?\n"
    "Share it with one tap, write it, or leave it out: we can stay in touch here."
)
CONFIRM = (
    "Is everything as you wish?\n\n👤 {name}\n👥 {guests} guest\n🗓 <b>{day} {hour}:00–{until}:00</b>\n"
    "📱 no number given"
)
RESERVED = (
    "Thank you, {name}. Your hour is reserved.\n\n🗓 <b>{day} {hour}:00–{until}:00</b>\n👥 {guests} guest\n"
    "📍 1 Tianyue Road, opposite the east gate of the park\n🔑 Booking code <b>K7MQ4</b>\n\n"
    "A consultant and a quiet place will be waiting for you; at the gate, simply give your name or the code.\n"
    "We look forward to welcoming you. Goodbye!"
)
YES, NO = "Yes, please", "Not now"
BACK, OTHER_DAY = "‹ Back", "Another day"
SHARE, DECLINE = "📱 Share my number", "I would rather not"
VERY_WELL = "Very well."
MOVE, CANCEL = "Move", "Cancel"
CHANGES = (("Change name", "Change guests"), ("Change time", "Change phone"))
OK, OVER = "✓ Confirm", "Start over"

FIRST = date(2026, 11, 20)
DAYS = [(FIRST + timedelta(days=n)).isoformat() for n in range(14)]
HOURS = [f"{hour:02}" for hour in range(9, 18)]


@cache
def day(iso: str) -> str:
    parsed = date.fromisoformat(iso)
    return f"{parsed:%a, %b} {parsed.day}"


def facts(given: dict[str, str]) -> dict[str, str]:
    """The facts of the confirmation, from the ISO day and the hour."""
    return given | {"day": day(given["day"]), "until": str(int(given["hour"]) + 1)}
