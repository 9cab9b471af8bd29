"""Words as people mistype and shorten them in English."""

import re
from functools import cache, lru_cache
from string import ascii_lowercase

# fmt: off
_SHORT = {
    "wat": "what", "wht": "what", "u": "you", "w": "with", "whos": "who is", "wheres": "where is",
    "whats": "what is", "ur": "your", "r": "are", "pls": "please", "plz": "please",
    "tmrw": "tomorrow", "tommorow": "tomorrow", "tommorrow": "tomorrow", "tomoro": "tomorrow", "tomorro": "tomorrow",
    "wensday": "wednesday", "wendsday": "wednesday", "wensdays": "wednesday", "thrusday": "thursday",
    "thurday": "thursday", "satuday": "saturday", "febuary": "february",
    "tmr": "tomorrow", "tml": "tomorrow", "tmw": "tomorrow", "2moro": "tomorrow", "2morrow": "tomorrow",
    "tomo": "tomorrow",
    "mrng": "morning",
    "aft": "afternoon", "appt": "appointment", "resched": "reschedule", "cuz": "because", "wld": "would",
    "cld": "could",
    "ppl": "people", "thx": "thanks", "tks": "thanks", "tq": "thanks", "wen": "when", "bout": "about",
    "abt": "about", "wiht": "with", "wil": "will", "bro": "brother", "n": "and", "yrs": "year's",
    "weds": "wednesday", "tues": "tuesday", "js": "just", "lil": "little", "nan": "grandma",
    "gran": "grandma",
    "gf": "girlfriend",
    "bf": "boyfriend", "hubby": "husband", "skool": "school", "frnd": "friend", "wknd": "weekend",
    "msg": "message",
    "cancelled": "cancel",
    "canceled": "cancel", "lemme": "let me", "gonna": "going to", "wanna": "want to", "dun": "do not",
    "cant": "can't", "dont": "don't", "wont": "won't", "havent": "haven't", "didnt": "didn't", "isnt": "isn't",
    "doesnt": "doesn't", "wouldnt": "wouldn't", "arent": "aren't", "couldnt": "couldn't",
}
_WORDS = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february",
    "august",
    "september", "october", "november", "december", "tomorrow", "tonight", "morning", "afternoon", "evening",
    "people",
    "guests", "adults", "children", "brother", "sister", "mother", "father", "husband", "parents", "daughter",
    "friend",
    "appointment", "booking", "cancel", "reschedule", "postpone", "change", "arrived", "running", "traffic",
    "operator",
    "complain", "complaint", "weekend", "quarter", "o'clock", "delete", "please", "thanks", "parking",
    "address", "price", "correct", "confirm",
)
# Words in their own right, one letter away from one of those.
_OTHER_WORDS = frozenset({
    "mourning", "chance", "prices", "please", "pleased", "friends", "parent", "sisters", "brothers",
    "mothers", "fathers",
    "guest", "adult", "morning", "bookings", "quarters", "bother", "other", "another", "rather", "further",
    "evenings", "mornings", "changed", "changes", "charge", "cancels", "deleted", "thank", "lease", "frida",
    "daughters", "children's", "weekends", "operators", "marking", "barking", "packing", "addresses",
    "dressed", "leases",
    "cunning", "gunning", "runnings", "priced", "pride", "prize", "husbands", "fried", "cooking", "looking",
    "orange", "mondays", "tuesdays", "wednesdays", "thursdays", "fridays", "saturdays", "sundays",
    "peoples", "steeple", "arrives", "arrive", "derived", "guesses", "smoother", "changer", "channel",
    "angel", "augusto",
})
# fmt: on
# What input methods write in place of a word of the same sound, of the same length; not within other words, such as
# 晚上五点, 看方便 and 现在说.
_SLIPS = {
    "明天": r"[名铭]天|明添",
    "后天": r"[侯候]天",
    "下午": r"(?<![\u3400-\u9fff])下五(?=[一二两三四五六七八九十\d]+点)",
    "上午": r"(?<![\u3400-\u9fff])上五(?=[一二两三四五六七八九十\d]+点)",
    "星期": r"(?:新期|星其|兴期)(?=[一二三四五六日天])",
    "礼拜": r"礼败",
    "看房": r"看方(?=$|[吧呢啊吗,，。! ])|看防",
    "再": r"(?<![现正还都])在(?=考虑|想想|说(?:$|吧))",
    "预约": r"预月|予约",
    "点": r"(?<=[一二两三四五六七八九十\d])店(?=$|半|[前后左右到来过见吧,，。! ])",
}
_SLIP = re.compile("|".join(f"({wrong})" for wrong in _SLIPS.values()))
_RIGHT = tuple(_SLIPS)
_LATIN_WORD = re.compile(r"[a-z0-9][a-z']*[a-z]|\b[nurw]\b")


def spelled(word: str) -> str:
    """A lower-case word as it is spelled; the same where no correction is known. One letter may be left out, doubled,
    exchanged with the next one, or wrong."""
    return _SHORT.get(word) or _corrections().get(word, word)


@lru_cache(maxsize=32)  # a message is read for its facts and for what it wants
def correct_spelling(text: str) -> tuple[tuple[int, int, str], ...]:
    """Where a lower-case text has misspelled words (start, end), and how they are spelled."""
    words = ((match, spelled(match[0])) for match in _LATIN_WORD.finditer(text))
    return tuple((match.start(), match.end(), correct) for match, correct in words if correct != match[0])


def without_slips(text: str) -> str:
    """A folded text with the right characters where an input method has put others; of the same length."""
    return _SLIP.sub(lambda found: _RIGHT[(found.lastindex or 1) - 1], text)


def well_spelled(text: str) -> str:
    """A lower-case text with its misspelled words corrected."""
    for start, end, word in reversed(correct_spelling(text)):
        text = text[:start] + word + text[end:]
    return text


@cache
def _corrections() -> dict[str, str]:
    corrections = {
        wrong: word for word in _WORDS for wrong in _one_letter_off(word) if wrong not in _OTHER_WORDS
    }
    return {wrong: word for wrong, word in corrections.items() if wrong not in _WORDS}


def _one_letter_off(word: str) -> set[str]:
    """The misspellings of a word with the same first letter."""
    splits = [(word[:place], word[place:]) for place in range(1, len(word) + 1)]
    left_out = {before + after[1:] for before, after in splits if after}
    exchanged = {before + after[1] + after[0] + after[2:] for before, after in splits if len(after) > 1}
    wrong = {before + letter + after[1:] for before, after in splits if after for letter in ascii_lowercase}
    added = {before + letter + after for before, after in splits for letter in ascii_lowercase}
    # Short words have too many neighbours.
    return {each for each in left_out | exchanged | wrong | added if len(each) > 4} - {word}
