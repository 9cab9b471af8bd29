"""Texts on the terminal, in the terminal's language."""

import os
from collections.abc import Iterable

from bot.language.catalogues import catalogue, language_for, listed
from core.site import Problem


def terminal_language() -> str:
    """The terminal's language if we have it, otherwise English."""
    named = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return language_for(named.partition(".")[0]) or "en"


def translate(msgid: str, /, **facts: object) -> str:
    """A text in the terminal's language, in plain text."""
    return catalogue(terminal_language()).gettext(msgid).format_map(facts)


def join_translated(parts: Iterable[str], *, phrases: bool = False) -> str:
    """Several items in one line, separated as in the terminal's language; ``phrases`` may contain commas."""
    return listed(terminal_language(), parts, phrases=phrases)


def site_problem(problem: Problem) -> str:
    """The sentence for a mistake in the site file."""
    facts = problem.facts
    low, high = facts.get("min_length", "0"), facts.get("max_length", "")
    allowed = join_translated(facts.get("allowed", "").split(", "))
    sentences = {
        "unreadable": translate("cannot be read: {reason}", reason=facts.get("reason", "")),
        "not_utf8": translate("is not UTF-8 text"),
        "not_toml": translate("this is not TOML: {reason}", reason=facts.get("reason", "")),
        "unknown": translate("there is no such key; allowed here: {allowed}", allowed=allowed),
        "missing": translate("must be given"),
        "whole_number": translate(
            "must be a whole number from {low} to {high}", low=facts.get("ge", ""), high=facts.get("le", "")
        ),
        "text": translate("must be a text of {low} to {high} characters", low=low, high=high),
        "pattern": translate(
            "must be capital letters only, matching {pattern}", pattern=facts.get("pattern", "")
        ),
        "one_of": translate("must be one of {allowed}", allowed=allowed),
        "time": translate('must be a time of day, such as "09:00"'),
        "date": translate("must be a day, such as 2026-12-31"),
        "boolean": translate("must be true or false"),
        "table": translate("must be a table of keys"),
        "tables": translate("must be {low} to {high} tables of keys", low=low, high=high),
        "zone": translate('must be a time zone of the IANA list, such as "Asia/Shanghai"'),
        "closes_after_opens": translate("closes must be later than opens"),
        "whole_slots": translate("the hours from opens to closes must hold whole slots of slot_minutes"),
        "horizon_after_notice": translate("horizon_days must not be less than notice_days"),
        "country": translate(
            'must be a country with a list of public holidays, such as "CN", or "" for none'
        ),
        "rest_within_staff": translate("weekday_rest must not be more than consultants"),
        "withheld_below_staff": translate("withheld must be less than all consultants together"),
    }
    sentence = sentences.get(problem.kind, problem.kind)
    return translate("{key}: {problem}", key=problem.key, problem=sentence) if problem.key else sentence
