import json
import subprocess
import sys

import pytest

pytestmark = pytest.mark.prove


def test_a_copy_is_made_checked_and_brought_to_another_account():
    ran = subprocess.run([sys.executable, "-m", "bench.export", "40"], capture_output=True, text=True, check=True)

    told = json.loads(ran.stdout.splitlines()[-1])
    assert told["verified"]
    assert told["brought"] == 41
    assert told["seconds"] < 60
