"""How anybody checks a badge with software that is not ours: what its page offers to copy."""

PROGRAM = """\
import json
from urllib.request import urlopen
from openvc.verify import VerificationPolicy, verify_credential

def taken_back(address):
    found = json.load(urlopen(address))
    verify_credential(found)
    return found

badge = json.load(urlopen("{address}"))
policy = VerificationPolicy(require_status_issuer_binding=True)
verify_credential(badge, policy=policy, resolve_status_list=taken_back)
print("It holds:", badge["name"])
print("Signed by:", badge["issuer"]["id"])
"""
COMMAND = """\
pip install openvc-core
python - <<'END'
{program}END"""


def command_for(address: str) -> str:
    """For a shell; it ends with an error where the badge is altered, over, taken back or not to be read."""
    return COMMAND.format(program=PROGRAM.format(address=address))
