"""Every rule of booking at once: whatever people do, in whatever order, the laws hold."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.machine.house import House
from tests.machine.stand import Stand

RUNS = 75


@pytest.fixture(scope="module")
def stand(template: Path) -> Iterator[Stand]:
    stand = Stand(template)
    yield stand
    stand.close()


def play(stand: Stand, runs: int, number: int, machine: type[House] = House, steps: int = 20) -> None:
    factory = seed(number)(lambda: machine(stand))
    run_state_machine_as_test(
        factory,
        settings=settings(
            max_examples=runs, stateful_step_count=steps, deadline=None, database=None, print_blob=True
        ),
    )


@pytest.mark.parametrize("number", range(4))
def test_the_laws_hold_whatever_is_done(stand: Stand, number: int) -> None:
    play(stand, RUNS, number)
