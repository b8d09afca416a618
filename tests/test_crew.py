"""Items go to processes and come back in order, whatever happens to the processes."""

import math
import os
import signal
import subprocess
import sys
import time
from functools import partial
from itertools import count
from operator import itemgetter

import pytest

from eligibility import EligibilityError
from eligibility.crew import cores, in_order

ROOTS = partial(itemgetter(0), (math.sqrt,))
ENDING = partial(itemgetter(0), (os._exit,))


@pytest.mark.parametrize("workers", [1, 3])
@pytest.mark.parametrize("size", [0, 1, 2, 100])
def test_results_come_in_the_order_of_the_items(workers, size):
    items = list(range(size))
    assert list(in_order(ROOTS, iter(items), workers, advice="")) == [math.sqrt(item) for item in items]


def test_items_are_read_as_they_are_needed():
    results = in_order(ROOTS, count(), 2, advice="")
    assert [next(results) for _ in range(20)] == [math.sqrt(item) for item in range(20)]
    results.close()


def test_what_fails_in_a_worker_is_told():
    with pytest.raises(EligibilityError, match=r"a worker failed: ValueError: ") as told:
        list(in_order(ROOTS, iter([4.0, -1.0]), 2, advice=""))
    assert told.value.code == "worker-failed"


def test_a_worker_that_ends_is_told_with_advice():
    with pytest.raises(EligibilityError, match=r"exit code 9; .*: buy memory") as told:
        list(in_order(ENDING, iter([9, 9, 9]), 2, advice="buy memory"))
    assert told.value.code == "worker-ended"


ENDLESS = """
from functools import partial
from itertools import repeat
from operator import itemgetter
from eligibility.crew import in_order
if __name__ == "__main__":
    print("begun", flush=True)
    for _ in in_order(partial(itemgetter(0), (abs, bytes(10**7))), repeat(1), 2, advice=""):
        pass
"""


@pytest.mark.parametrize("seconds", [0.3, 0.8, 3])
def test_ctrl_c_is_heard_while_large_work_is_handed_over(seconds, tmp_path):
    script = tmp_path / "endless.py"
    script.write_text(ENDLESS, "utf8")
    running = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, start_new_session=True)
    assert running.stdout.readline()
    time.sleep(seconds)
    os.killpg(running.pid, signal.SIGINT)
    running.communicate(timeout=8)
    assert running.returncode != 0


def test_there_is_a_core():
    assert cores() >= 1
