"""Three readers of labels and badges that we did not write. Each says whether it accepts a file, given what addresses
answer.

openvc-core and @digitalbazaar/vc check the proofs of the status lists themselves; openbadgeslib reads lists but checks
the proof only of those that are JWTs, so ours are checked for it by the other two.
"""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from apps.signatures import linked
from tests.federation.independent import BASE_DIR, install_npm, node

SOURCE = Path(__file__).parent / "node"
Answers = dict[str, Any]


def openvc(credential: dict[str, Any], answers: Answers) -> bool:
    """openvc-core: either kind of proof; revoked and suspended are refusals of its own."""
    from openvc.errors import OpenvcError
    from openvc.verify import VerificationPolicy, verify_credential

    extra = {linked.BADGES: linked.context(linked.BADGES)}

    def lists(address: str) -> dict[str, Any]:
        verify_credential(answers[address], extra_contexts=extra)
        return answers[address]

    try:
        verify_credential(
            credential,
            policy=VerificationPolicy(require_status_issuer_binding=True),
            resolve_status_list=lists,
            extra_contexts=extra,
        )
    except OpenvcError:
        return False
    return True


def openbadges(credential: dict[str, Any], answers: Answers) -> bool:
    """openbadgeslib: eddsa-rdfc-2022."""
    from openbadgeslib.errors import LibOpenBadgesException
    from openbadgeslib.ob3.ldp import OB3LdpVerifier

    def download(address: str) -> bytes:
        return json.dumps(answers[address]).encode()

    try:
        OB3LdpVerifier().verify(credential, check_status=True, download=download, verify_status_list=False)
    except LibOpenBadgesException:
        return False
    return True


@dataclass
class DigitalBazaar:
    """npm's @digitalbazaar/vc: either kind of proof. It says "verified" of a revoked label: its statusResult tells."""

    process: "subprocess.Popen[str]"

    def __call__(self, credential: dict[str, Any], answers: Answers, *, lists: int = 2) -> bool:
        """`lists`: in how many it is looked up; a badge stands in one."""
        told = self.ask(credential, answers)
        return bool(told["verified"]) and len(told["status"]) == lists and not any(told["status"].values())

    def ask(self, credential: dict[str, Any], answers: Answers) -> dict[str, Any]:
        """All it says."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"credential": credential, "answers": answers}) + "\n")
        self.process.stdin.flush()
        told: dict[str, Any] = json.loads(self.process.stdout.readline())
        return told


@contextmanager
def digital_bazaar() -> Iterator[DigitalBazaar]:
    """Started, and stopped at the end."""
    place = install_npm(SOURCE, BASE_DIR / "var" / "label-verifier")
    shutil.copy(SOURCE / "verify.mjs", place)
    context = Path(linked.__file__).parent / "contexts" / "ob-v3p0-context-3.0.3.json"
    command = [str(node() / "bin" / "node"), "verify.mjs", str(context)]
    with subprocess.Popen(command, cwd=place, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield DigitalBazaar(process)
        finally:
            process.kill()
