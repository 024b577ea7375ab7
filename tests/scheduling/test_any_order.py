"""Whatever people do to two calendars, in any order: see tests/scheduling/machine.py."""

import asyncio

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from server.db import Database
from tests.cast import Cast
from tests.scheduling.machine import Calendars
from tests.scheduling.world import Moment

EXAMPLES = {"sqlite": 30, "postgresql": 12}
LIFE = settings(
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
)


async def test_calendars_hold_in_any_order(db: Database, cast: Cast, moment: Moment) -> None:
    surroundings = {"db": db, "cast": cast, "moment": moment, "loop": asyncio.get_running_loop()}
    here = type("Here", (Calendars,), surroundings)
    # The machine is driven by a thread; the application stays on this loop.
    lives = settings(LIFE, max_examples=EXAMPLES[db.engine])
    await asyncio.to_thread(run_state_machine_as_test, here, settings=lives)
