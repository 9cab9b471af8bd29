"""Short answers to what somebody says beside the booking: thanks, questions, the wish for a person."""

from bot.engine.dialog import Context
from bot.engine.replies import Show
from bot.engine.screen import Screen
from bot.language.words import Words
from bot.understanding.intent_patterns import Intent
from bot.understanding.intents import says_goodbye
from bot.understanding.sentences import Understood
from bot.understanding.topics import Topic, topic_of
from bot.wording import phrases
from core import timetable


def reply_to(context: Context, intent: Intent | None, text: str) -> str:
    """What the house says to it, in HTML; empty where it has nothing to say."""
    words, phone = context.words, context.desk.site.phone
    match intent:
        case Intent.HUMAN:
            return offer_a_person(words)
        case Intent.QUESTION:
            return answer_about(context, topic_of(text))
        case Intent.ERASE:
            return words.say(
                "Of course. Our booking centre erases what we keep about you: {phone}.", phone=phone
            )
        case Intent.COMPLAINT:
            return words.say(
                "I am sorry for the trouble. Please call {phone}, and a colleague will see to it at once.",
                phone=phone,
            )
        case Intent.THANKS if not says_goodbye(text):
            return words.say("You are most welcome.")
        case Intent.LATE:
            return words.say("Thank you for letting us know; please take your time.")
        case _:
            return words.say("Goodbye, and see you soon.") if says_goodbye(text) else ""


def beside_facts(context: Context, said: Understood, text: str) -> str:
    """What the house says to a question, or to the wish for a person, in a message that also answers; empty where it
    only answers. A question about nothing that the house knows is most often about the visit itself."""
    asks = said.intent is Intent.HUMAN or (said.intent is Intent.QUESTION and topic_of(text) is not None)
    return reply_to(context, said.intent, text) if asks else ""


def only_asks(text: str, said: Understood) -> bool:
    """Whether a text only asks about what it seems to want: «are you a human?», «will you spam me?»; or asks
    in words that no wish has."""
    topic = topic_of(text)
    if said.intent is None:
        return topic in {Topic.HOURS, Topic.DURATION, Topic.CHARGE} and not said.has_facts
    seems = {
        Topic.US: {Intent.HUMAN},
        Topic.DATA: {Intent.COMPLAINT, Intent.WHY_APPOINTMENT},
        Topic.NOTICE: {Intent.MOVE},
        Topic.CHARGE: {Intent.CANCEL, Intent.MOVE},
    }
    return topic is not None and said.intent in seems.get(topic, set())


def answer_about(context: Context, topic: Topic | None) -> str:
    """What the house knows by itself, or who will tell."""
    words = context.words
    match topic:
        case Topic.PLACE:
            return words.say(
                "You will find us at {place}. We will gladly explain the way: {phone}.",
                place=phrases.place(words),
                phone=words.site.phone,
            )
        case Topic.HOURS:
            return _hours(context)
        case Topic.NOTICE:
            return _notice(words)
        case Topic.DURATION:
            return words.say(
                "We keep {minutes} minutes for each visit, so that you can look at everything at leisure.",
                minutes=words.site.hours.slot_minutes,
            )
        case Topic.US:
            return words.say(
                "I am the automatic booking assistant of {house}. To speak with a colleague, please call {phone}.",
                house=phrases.house(words),
                phone=words.site.phone,
            )
        case None:
            return words.say(
                "Your consultant will gladly tell you on your visit. Should you like to know sooner: {phone}.",
                phone=words.site.phone,
            )
        case _:
            return _promise(words, topic)


def told_before(words: Words) -> str:
    """For a question that has just been answered."""
    return words.say(
        "More than that I should not promise from here; our colleagues will gladly tell you all about it: {phone}.",
        phone=words.site.phone,
    )


def _promise(words: Words, topic: Topic) -> str:
    """What is so in every house, or will be told on the spot."""
    return {
        Topic.DATA: words.say(
            "Your name is for greeting you at the gate, and a number only in case something changes; you are "
            "welcome to leave the number out."
        ),
        Topic.CHARGE: words.say(
            "A visit is free of charge, and so is changing or cancelling it; you are welcome to book again at any time."
        ),
        Topic.PARKING: words.say(
            "If you come by car, our colleagues at the gate will gladly tell you all about parking."
        ),
        Topic.BRING: words.say(
            "You need not bring anything for the visit; at the gate, your name or the booking code is enough."
        ),
        Topic.RECEPTION: words.say(
            "A consultant will look after you throughout, and will be ready when you arrive."
        ),
        Topic.PETS: words.say(
            "For the sake of all our guests, please ask our colleagues about your pet beforehand: {phone}.",
            phone=words.site.phone,
        ),
        Topic.GUESTS: words.say(
            "You are welcome to bring your family; up to {n} guests can come together.",
            n=words.site.booking.largest_party,
        ),
        Topic.LOAN: words.say(
            "Your consultant will look with you at down payment, loan and monthly rates, and at what suits you best."
        ),
        Topic.SOLD: words.say(
            "What is still to be had changes from day to day; your consultant will show you all of it when you come."
        ),
        Topic.PRICE: words.say(
            "Your consultant will go through prices and terms with you in person, home by home."
        ),
        Topic.HOMES: words.say(
            "Your consultant will show you what is on offer, plan by plan, and begin with what you have in mind."
        ),
    }[topic]


def _hours(context: Context) -> str:
    """When the house is open, and when the last visit begins."""
    site = context.desk.site
    slots = timetable.slots_of(site, timetable.day_of(site, context.desk.now))
    return context.words.say(
        "We receive from {opens} to {closes}, every day; the last visit begins at {last}.",
        opens=f"{site.hours.opens:%H:%M}",
        closes=f"{site.hours.closes:%H:%M}",
        last=f"{timetable.local(site, slots[-1]):%H:%M}",
    )


def _notice(words: Words) -> str:
    """How many days before a visit it must be booked."""
    days = words.site.booking.notice_days
    if not days:
        return words.say("A visit can be booked for the same day, as long as an hour is free.")
    return words.say_n(
        "Please book one day ahead, so that everything is ready for you.",
        "Please book {n} days ahead, so that everything is ready for you.",
        days,
    )


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
