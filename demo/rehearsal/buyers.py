"""The buyers: each reads the current screen and takes one action at a time."""

from collections.abc import Callable, Generator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from demo.rehearsal import phrases
from demo.rehearsal.client import Client, Question, VisibleButton, VisibleScreen
from demo.rehearsal.profiles import NIGHT, After, Deviation, PhoneAnswer, Profile, VisitWish
from demo.rehearsal.timeline import Actions, Visit

# After so many actions a buyer is considered stuck.
MAX_GESTURES = 80


class StuckError(Exception):
    """The buyer makes no progress, whatever they do."""


class Buyer:
    """One buyer. ``on_arrival`` is called when they arrive at the gate."""

    def __init__(
        self,
        profile: Profile,
        client: Client,
        zone: ZoneInfo,
        rng: Random,
        on_arrival: Callable[[Visit], None],
    ) -> None:
        self._profile = profile
        self._client = client
        self._zone = zone
        self._rng = rng
        self._on_arrival = on_arrival
        self._wish = profile.wish
        self._deviations = list(profile.deviations)
        self._phrases = phrases.phrases_of(profile.person.language_code)
        self._pressed: list[VisibleButton] = []
        self._asked: VisitWish | None = None
        self._code = ""
        self._has_given_up = False

    def actions(self) -> Actions:
        # A buyer wants tomorrow at the earliest.
        self._wish = replace(self._wish, day=max(self._wish.day, self._today() + timedelta(days=1)))
        self._client.write("/start")
        yield self._pause()
        yield from self._book()
        if self._code:
            yield from self._answer_optional_questions()
            yield from self._change_plans()
            yield from self._visit()

    # Booking

    def _book(self) -> Actions:
        before = self._card_code()
        for _ in range(MAX_GESTURES):
            self._code = self._card_code()
            if self._code != before:
                return
            if self._client.newest_has_action("leave"):
                yield from self._wait(before)
                return
            screen = self._client.screen()
            deviation = self._next_deviation(screen.question)
            if deviation is Deviation.LEAVE or self._has_given_up:
                self._code = ""
                return
            if deviation is None or not (yield from self._deviate(deviation, screen)):
                self._answer(screen)
                yield self._pause()
        raise StuckError(self._client.user_id, [message.text for message in self._client.messages[:1]])

    def _wait(self, before: str) -> Actions:
        """Wait for a seat until the wanted slot begins; most accept an offer, some too late, some leave the list."""
        self._code = ""
        while self._client.now() < self._slot(self._wish):
            yield timedelta(minutes=self._rng.uniform(3, 50))
            choice = self._rng.choices(("accept", "leave"), (85, 15))[0]
            offered = next(self._client.action_buttons("accept"), None) is not None
            if offered or self._client.newest_has_action("wait_again"):
                yield from self._press_action(
                    choice if offered else self._rng.choice(("wait_again", "free_hours"))
                )
            if self._card_code() != before:
                self._code = self._card_code()
                return
            if not self._client.newest_has_action("leave"):
                return

    def _card_code(self) -> str:
        """The code of the newest visible booking."""
        for message, _, _ in self._client.action_buttons("cancel"):
            phone_answer = next(
                (phone_answer for phone_answer in message.text.splitlines() if phone_answer.startswith("🔑")),
                "",
            )
            if phone_answer:
                return phone_answer[-5:]
        return ""

    def _next_deviation(self, question: Question) -> Deviation | None:
        for planned in self._deviations:
            if planned[0] is question:
                self._deviations.remove(planned)
                return planned[1]
        return None

    def _deviate(self, deviation: Deviation, screen: VisibleScreen) -> Generator[timedelta, None, bool]:
        """Deviate instead of answering. Returns whether the deviation was possible."""
        match deviation:
            case Deviation.WRONG:
                self._client.write(
                    phrases.wrong(
                        screen.question, self._today(), self._profile.person.language_code, self._rng
                    )
                )
            case Deviation.BACK if "back" in screen.buttons:
                self._press(screen.buttons["back"])
            case Deviation.STALE if self._pressed:
                self._client.press(self._rng.choice(self._pressed), stale=True)
            case Deviation.TWICE:
                yield from self._answer_twice(screen)
            case Deviation.AWAY:
                yield from self._go_away()
            case Deviation.CHANGE:
                self._change(screen)
            case Deviation.DECLINE:
                yield from self._decline(screen)
            case Deviation.DOUBT | Deviation.COMPLAIN:
                yield from self._raise_doubt_or_complaint(deviation)
            case _:
                return False
        yield self._pause()
        return True

    def _raise_doubt_or_complaint(self, deviation: Deviation) -> Actions:
        if deviation is Deviation.DOUBT:
            self._client.write(self._rng.choice(self._phrases.doubts))
            return
        self._client.write("/word")
        yield self._pause()
        self._client.write(self._phrases.complaint)

    def _decline(self, screen: VisibleScreen) -> Actions:
        """Decline to book; some buyers leave a number for news."""
        if screen.question is not Question.DECLINED:
            self._say_or_press(screen, "no", self._rng.choice(self._phrases.no))
            return
        self._has_given_up = True
        choice = self._rng.choice(("lead", "bye"))
        self._press(screen.buttons[choice])
        if choice == "lead":
            yield self._pause()
            self._client.write(phrases.phone(self._profile.person.phone, self._rng))

    def _answer_twice(self, screen: VisibleScreen) -> Actions:
        before = len(self._pressed)
        self._answer(screen)
        if len(self._pressed) > before and self._pressed[-1].data:
            yield timedelta(seconds=1)
            self._client.press(self._pressed[-1], stale=True)

    def _go_away(self) -> Actions:
        """Pause for hours, and come back with a greeting, with /start, or without a word."""
        yield self._later(0.5, 15)
        word = self._rng.choice((*self._phrases.hello, "/start", "/start", ""))
        if word:
            self._client.write(word)

    def _change(self, screen: VisibleScreen) -> None:
        """Change an answer at the confirmation."""
        choice = self._rng.choice(("name", "guests", "when", "phone", "leave"))
        if choice == "when":
            self._wish = replace(self._wish, day=self._wish.day + timedelta(days=1))
        if choice == "guests":
            self._profile = replace(self._profile, party=(2, 0, 0))
        if choice in screen.buttons:
            self._press(screen.buttons[choice])

    # Answering

    def _answer(self, screen: VisibleScreen) -> None:
        match screen.question:
            case Question.DAY:
                self._choose_day(screen)
            case Question.HOUR:
                self._choose_hour(screen)
            case Question.PHONE:
                self._give_phone(screen)
            case Question.UNCLEAR:
                # No button they understand: start over.
                self._client.write("/start")
            case Question.WELCOME if self._rng.random() < self._profile.typing_share / 2:
                self._client.write(self._everything())
            case question:
                self._say_or_press(screen, *self._plain_answer(question))

    def _everything(self) -> str:
        """One sentence with all that the house asks for."""
        language, wish, rng = self._profile.person.language_code, self._wish, self._rng
        return phrases.sentence(
            language,
            rng,
            name=self._name(),
            guests=self._profile.party[0],
            day=phrases.day(wish.day, self._today(), language, rng),
            hour=phrases.hour(wish.hour, language, rng),
            phone=phrases.phone(self._profile.person.phone, rng),
        )

    def _plain_answer(self, question: Question) -> tuple[str, str]:
        """The button's choice for an answer, and the text to type; no text if buyers always tap."""
        guests, elders, children = self._profile.party
        language = self._profile.person.language_code
        yes, no = self._rng.choice(self._phrases.yes), self._rng.choice(self._phrases.no)
        company = phrases.company(elders, children, language)
        return {
            Question.WELCOME: ("yes", yes),
            Question.DECLINED: ("book", ""),
            Question.COMPLAINT: ("back", ""),
            Question.MORE: ("enough", ""),
            Question.NAME: ("profile", self._name()),
            Question.TITLE: (self._profile.title, ""),
            Question.GUESTS: (str(guests), phrases.heads(guests, language, self._rng)),
            Question.COMPANY: (f"e{elders}c{children}", company or no),
            Question.CONFIRM: ("yes", yes),
            Question.RESUME: ("on", yes) if self._rng.random() < 0.8 else ("over", no),
            Question.MOVE: ("yes", yes),
            Question.CANCEL: ("cancel", yes),
        }[question]

    def _say_or_press(self, screen: VisibleScreen, choice: str, words: str) -> None:
        button = screen.buttons.get(choice)
        if words and (button is None or self._rng.random() < self._profile.typing_share):
            self._client.write(words)
        elif button is not None:
            self._press(button)
        else:
            self._client.write("/start")

    def _name(self) -> str:
        person = self._profile.person
        chinese = person.language_code.startswith("zh")
        full = f"{person.last_name}{person.first_name}" if chinese else person.name
        titles = {"mr": "先生", "ms": "女士"} if chinese else {"mr": "Mr ", "ms": "Ms "}
        title = titles.get(self._profile.title)
        if title is None or self._rng.random() < 0.5:
            return full
        return f"{person.last_name}{title}" if chinese else f"{title}{person.last_name}"

    def _choose_day(self, screen: VisibleScreen) -> None:
        wish, choice = self._wish, f"d{self._wish.day}"
        words = phrases.day(wish.day, self._today(), self._profile.person.language_code, self._rng)
        if choice in screen.buttons:
            self._say_or_press(screen, choice, words)
        elif self._asked != wish:
            self._asked = wish
            self._client.write(words)
        else:
            self._choose_alternative(screen, screen.choices_starting("d"))

    def _choose_hour(self, screen: VisibleScreen) -> None:
        choice = f"s{self._slot(self._wish).isoformat()}"
        words = phrases.hour(self._wish.hour, self._profile.person.language_code, self._rng)
        if choice in screen.buttons:
            self._say_or_press(screen, choice, words)
        elif self._asked != self._wish:
            # The hour is not shown: type it anyway.
            self._asked = self._wish
            self._client.write(words)
        else:
            self._choose_alternative(screen, screen.choices_starting("s"))

    def _choose_alternative(self, screen: VisibleScreen, offered: list[str]) -> None:
        """The wish is not available: join the waitlist, give up, take another slot, or look at another day."""
        wait = screen.buttons.get(f"w{self._slot(self._wish).isoformat()}")
        # The "lead" button appears only for a new booking, not for a move.
        if self._profile.joins_waitlist and wait is not None and "lead" in screen.buttons:
            self._press(wait)
            return
        if self._profile.insists:
            self._has_given_up = True
            return
        if not offered or ("days" in screen.buttons and self._rng.random() < 0.3):
            self._wish = replace(self._wish, day=self._wish.day + timedelta(days=1))
            self._press(screen.buttons.get("days") or screen.buttons["back"])
            return
        choice = self._rng.choice(offered)
        if choice.startswith("d"):
            self._wish = replace(self._wish, day=date.fromisoformat(choice[1:]))
        else:
            local = datetime.fromisoformat(choice[1:]).astimezone(self._zone)
            self._wish = VisitWish(day=local.date(), hour=local.time())
        self._press(screen.buttons[choice])

    def _give_phone(self, screen: VisibleScreen) -> None:
        phone_answer = self._profile.phone_answer
        if phone_answer is PhoneAnswer.SHARE and "share" in screen.buttons:
            self._client.share_phone()
        elif phone_answer is PhoneAnswer.DECLINE:
            self._say_or_press(screen, "decline", self._rng.choice(self._phrases.no))
        else:
            self._client.write(phrases.phone(self._profile.person.phone, self._rng))

    def _press(self, button: VisibleButton) -> None:
        self._pressed.append(button)
        self._client.press(button)

    # Afterwards

    def _answer_optional_questions(self) -> Actions:
        """Answer or skip the questions after the confirmation; some buyers ignore them."""
        if self._rng.random() < 0.3:
            return
        plate = f"粤B{self._rng.randrange(10_000, 99_999)}"
        for words in ("", self._phrases.district, plate, self._phrases.wish):
            screen = self._client.screen()
            if screen.question is not Question.MORE:
                return
            if self._rng.random() >= self._profile.answers_optional:
                self._press(screen.buttons[self._rng.choice(("skip", "enough"))])
            elif words:
                self._client.write(words)
            else:
                heard = [choice for choice in screen.buttons if choice not in {"skip", "enough"}]
                self._press(screen.buttons[self._rng.choice(heard)])
            yield self._pause()

    def _change_plans(self) -> Actions:
        if self._profile.after is After.KEEP:
            return
        ahead = self._slot(self._wish) - self._client.now()
        yield min(self._later(0.2, 30), ahead / 2)
        if self._rng.random() < 0.5:
            self._client.write("/my")
            yield self._pause()
        if self._profile.after is After.MOVE:
            yield from self._move()
        else:
            yield from self._cancel()

    def _move(self) -> Actions:
        booked, hours = self._wish, self._rng.choice((1, 2, -1, 3))
        begins = datetime.combine(self._wish.day, self._wish.hour) + timedelta(hours=hours)
        self._wish = VisitWish(
            day=self._wish.day + timedelta(days=self._rng.choice((0, 1))), hour=begins.time()
        )
        yield from self._press_action("move")
        confirmed = False
        for _ in range(MAX_GESTURES):
            screen = self._client.screen()
            if self._has_given_up or screen.question not in {Question.DAY, Question.HOUR, Question.MOVE}:
                break
            self._answer(screen)
            yield self._pause()
            confirmed = screen.question is Question.MOVE
        if not confirmed:
            self._wish = booked

    def _cancel(self) -> Actions:
        yield from self._press_action("cancel")
        screen = self._client.screen()
        if screen.question is not Question.CANCEL:
            return
        self._answer(screen)
        yield self._pause()
        self._code = ""
        if self._profile.after is After.REBOOK:
            yield timedelta(minutes=self._rng.uniform(1, 90))
            yield from self._press_action("reserve")
            self._wish = replace(self._wish, day=self._wish.day + timedelta(days=1))
            yield from self._book()

    def _press_action(self, action: str) -> Actions:
        for _, _, button in self._client.action_buttons(action):
            self._press(button)
            yield self._pause()
            return

    def _visit(self) -> Actions:
        """Arrive at the gate, unless this buyer never comes."""
        if not self._code or self._profile.arrival_offset is None:
            return
        starts_at = self._slot(self._wish)
        yield max(starts_at + self._profile.arrival_offset - self._client.now(), timedelta())
        self._on_arrival(Visit(self._profile.person.last_name, self._code, starts_at, self._profile.by_code))

    # Time

    def _slot(self, wish: VisitWish) -> datetime:
        return datetime.combine(wish.day, wish.hour, self._zone).astimezone(UTC)

    def _today(self) -> date:
        return self._client.now().astimezone(self._zone).date()

    def _pause(self) -> timedelta:
        """The pause before the next action."""
        return timedelta(seconds=2 + round(self._rng.expovariate(1 / self._profile.pace)))

    def _later(self, least: float, most: float) -> timedelta:
        """A wait of so many hours, extended to the morning if it would end at night."""
        wait = timedelta(hours=self._rng.uniform(least, most))
        at = (self._client.now() + wait).astimezone(self._zone)
        return wait + timedelta(hours=NIGHT.stop - at.hour if at.hour in NIGHT else 0)
