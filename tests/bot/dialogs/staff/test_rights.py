"""The rights of each role and of people unknown to the house, for every command and every button."""

from datetime import timedelta

import pytest

from bot import features
from bot.features import STAFF_COMMANDS
from core.arrangements import ArrangementKind, ArrangementSpec
from core.desk import Desk, arrangements, consultants
from core.desk import staff as staff_desk
from core.staff import Member, Role
from core.store import staff
from demo.cast import OWNER
from tests.support.gestures import Play, book

# The rights of docs/rules.md, "Staff", written out again. Every member of staff may do the rest.
MANAGERS = {Role.ADMINISTRATOR, Role.SITE_MANAGER, Role.SALES_MANAGER}
MAY = {
    "arrived": set(Role),
    "today": MANAGERS,
    "capacity": MANAGERS,
    "book": MANAGERS | {Role.OPERATOR, Role.SECRETARY, Role.HEAD_BUTLER},
    "requests": MANAGERS | {Role.OPERATOR, Role.SECRETARY, Role.HEAD_BUTLER},
    "leads": MANAGERS | {Role.OPERATOR, Role.SECRETARY},
    "words": {Role.SITE_MANAGER, Role.ADMINISTRATOR},
    "close": {Role.SITE_MANAGER, Role.ADMINISTRATOR},
    "open": {Role.SITE_MANAGER, Role.ADMINISTRATOR},
    "withhold": {Role.SITE_MANAGER, Role.ADMINISTRATOR},
    "cap": {Role.SITE_MANAGER, Role.ADMINISTRATOR},
    "arranged": {Role.SITE_MANAGER, Role.ADMINISTRATOR},
    "roster": MANAGERS,
    "leave": MANAGERS,
    "consultants": MANAGERS,
    "guest": MANAGERS | {Role.OPERATOR, Role.SECRETARY, Role.HEAD_BUTLER},
    "override": {Role.SITE_MANAGER, Role.ADMINISTRATOR},
    "exception": {Role.SITE_MANAGER, Role.ADMINISTRATOR},
    "audit": {Role.SITE_MANAGER, Role.ADMINISTRATOR},
    "invite": {Role.ADMINISTRATOR},
    "staff": {Role.ADMINISTRATOR},
    "here": {Role.ADMINISTRATOR},
}
ACTIONS = {
    "arrive|1": set(Role),
    "arrive_early|1": set(Role),
    "arrivals|list": set(Role),
    "hour|2026-11-21T03:00:00+00:00": set(Role),
    "today|2026-11-21": MANAGERS,
    "capacity|2026-11-21": MANAGERS,
    "reserve|hour": MAY["book"],
    "move|1": MAY["book"],
    "cancel|1": MAY["book"],
    "accept|1": MAY["book"],
    "leave|1": MAY["book"],
    "wait_again|1": MAY["book"],
    "free_hours|1": MAY["book"],
    "withdraw|1": MAY["book"],
    "requests|list": MAY["book"],
    "request|1": MAY["book"],
    "answer|1": MAY["book"],
    "decline|1": MAY["book"],
    "leads|list": MAY["leads"],
    "lead|1": MAY["leads"],
    "lead_invited|1": MAY["leads"],
    "lead_closed|1": MAY["leads"],
    "arranged|0": MAY["close"],
    "duties|0": MANAGERS,
    "to_move|0": MAY["close"],
    # The first arrangement is a closure, the second a roster.
    "arrangement|1": MAY["close"],
    "arrangement|2": MANAGERS,
    "lifted|1": MAY["close"],
    "lifted|2": MANAGERS,
    "consultants|0": MANAGERS,
    "consultant|1": MANAGERS,
    "hire|0": MANAGERS,
    "guest|1": MAY["guest"],
    "guest_consultant|1": MAY["guest"],
    "guest_consultant|1 1": MAY["guest"],
    "guest_kind|1": MAY["close"],
    "guest_tier|1": MAY["close"],
    "guest_exempt|1": MAY["close"],
    "dismissed|1": MANAGERS,
    "audit|0": MAY["close"],
    "complaints|list": MAY["words"],
    "complaint|1": MAY["words"],
    "complaint_settled|1": MAY["words"],
    "invite|gate": {Role.ADMINISTRATOR},
    "people|0": {Role.ADMINISTRATOR},
    "member|204": {Role.ADMINISTRATOR},
    "roles|204": {Role.ADMINISTRATOR},
    "roles|204 bar": {Role.ADMINISTRATOR},
    "revoke|204": {Role.ADMINISTRATOR},
    "revoked|204": {Role.ADMINISTRATOR},
}  # fmt: skip
REFUSED = "I am not able to do this"
# Also the answer about something of another person.
UNKNOWN = "We cannot find this booking"


def test_the_table_has_every_command_and_every_action() -> None:
    assert {listed.name for listed in STAFF_COMMANDS} == set(MAY) | {"help", "language"}
    assert {action.partition("|")[0] for action in ACTIONS} | {"language"} == set(features.staff().actions)
    assert set(features.staff().commands) == set(MAY) | {"help", "language", "start", "join"}


def something_arranged(desk: Desk, by: Member) -> None:
    start = desk.now + timedelta(days=3)
    end, agency = start + timedelta(days=1), desk.site.agencies[0].name
    arrangements.arrange(
        desk, [ArrangementSpec(what=ArrangementKind.CLOSED, starts_at=start, ends_at=end)], by
    )
    cut = ArrangementSpec(
        what=ArrangementKind.HEADCOUNT, starts_at=start, ends_at=end, number=7, agency=agency
    )
    arrangements.arrange(desk, [cut], by)
    consultants.hire(desk, "王芳", agency, by)


@pytest.mark.machine
@pytest.mark.parametrize("role", [*Role, None], ids=lambda role: role.value if role else "outsider")
async def test_each_command_and_action_is_allowed_only_to_its_roles(play: Play, role: Role | None) -> None:
    await book(play.buyer())
    someone, last = play.outsider(), Member(user_id=OWNER.id, name="何总", role=Role.ADMINISTRATOR)
    await play.stage.house.run(lambda desk: staff_desk.add_or_update(desk, last))
    if role is not None:
        one = Member(user_id=someone.user_id, name="Someone", role=role)
        await play.stage.house.run(lambda desk: staff_desk.add_or_update(desk, one))
    await play.stage.house.run(lambda desk: something_arranged(desk, last))
    for command, holders in MAY.items():
        await someone.send(f"/{command}")
        assert (REFUSED in someone.last) is (role not in holders), command
    await someone.send("/language")
    message = someone.shown[-1].message_id
    for action, holders in ACTIONS.items():
        name, _, subject = action.partition("|")
        before = len(someone.toasts)
        await play.forge(someone, message, f"a|{name}|0|{subject}")
        refused = any(REFUSED in toast or UNKNOWN in toast for toast in someone.toasts[before:])
        assert refused is (role not in holders), action
    kept = await play.look(lambda desk: staff.find(desk.conn, 204))
    assert (kept is None) is (role is Role.ADMINISTRATOR)
    in_force = [each.what for each in await play.look(arrangements.in_force)]
    left = [] if role in MANAGERS else [ArrangementKind.HEADCOUNT]
    assert in_force == ([] if role in MAY["close"] else [ArrangementKind.CLOSED, *left])
    assert (await play.look(consultants.list_active) == []) is (role in MANAGERS)
