"""The people of the demo: two buyers, the staff, and their group."""

from core.desk import Desk
from core.desk import staff as staff_desk
from core.staff import Member, Role
from core.store import staff
from demo.stage import STAFF_BOT
from sandbox.telegram import Person, Telegram

GROUP = -1001


BUYERS = (
    Person(101, "伟", "李", language_code="zh-hans", phone="+8613800138000"),
    Person(102, "Grace", "Tan", language_code="en", phone="+6581234567"),
)


GATE = Person(201, "师傅", "吴", language_code="zh-hans")


BUTLER = Person(202, "悦", "林", language_code="zh-hans")


MANAGER = Person(203, "经理", "陈", language_code="zh-hans")


OPERATOR = Person(204, "静", "周", language_code="zh-hans")


OWNER = Person(205, "总", "何", language_code="zh-hans")


STAFF = {GATE: Role.GATE, BUTLER: Role.BUTLER, MANAGER: Role.SITE_MANAGER, OPERATOR: Role.OPERATOR}


GROUP_TITLE = "天悦湾 · 案场"


def add_people(telegram: Telegram) -> None:
    for person in (*BUYERS, *STAFF, OWNER):
        telegram.add_person(person)
    telegram.add_group(
        GROUP, GROUP_TITLE, [MANAGER.id, GATE.id, BUTLER.id, OPERATOR.id], [STAFF_BOT.username]
    )


def prepare_house(desk: Desk) -> None:
    for person, role in STAFF.items():
        member = Member(user_id=person.id, name=f"{person.last_name}{person.first_name}", role=role)
        staff.upsert_member(desk.conn, member, desk.now)
    staff_desk.set_group(desk, GROUP)
