"""Short answers to what somebody says beside the booking: thanks, questions, the wish for a person."""

from bot.engine.dialog import Context
from bot.engine.replies import Show
from bot.engine.screen import Screen
from bot.language.words import Words
from bot.understanding.intent_patterns import Intent
from bot.understanding.intents import says_goodbye


def reply_to(context: Context, intent: Intent | None, text: str) -> str:
    """What the house says to it, in HTML; empty where it has nothing to say."""
    words = context.words
    match intent:
        case Intent.HUMAN:
            return offer_a_person(words)
        case Intent.QUESTION:
            return words.say("Our booking centre will gladly tell you: {phone}.", phone=words.site.phone)
        case Intent.ERASE:
            return words.say(
                "Of course. Our booking centre erases what we keep about you: {phone}.",
                phone=words.site.phone,
            )
        case Intent.THANKS:
            return words.say("You are most welcome.")
        case Intent.LATE:
            return words.say("Thank you for letting us know; please take your time.")
        case _:
            return words.say("Goodbye, and see you soon.") if says_goodbye(text) else ""


def speak(context: Context, language: str) -> Show:
    """From now on the house speaks this language."""
    words = Words(language, context.desk.site, context.desk.now)
    return Show(Screen(text=words.say("Very well, let us continue in English.")), language=language)


def is_question(intent: Intent | None) -> bool:
    """Whether it asks for something that a person of the house must answer."""
    return intent in {Intent.QUESTION, Intent.HUMAN, Intent.ERASE}


def offer_a_person(words: Words) -> str:
    """Offers a person of the house."""
    return words.say(
        "A colleague will gladly help you in person: please call {phone}.", phone=words.site.phone
    )
