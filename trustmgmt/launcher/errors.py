"""Why something did not start, as one sentence for the person at the terminal."""


class LaunchError(Exception):
    """Printed alone, without a traceback; the command then ends with 1."""


def sentence_for(doing: str, output: str, log: str = "") -> str:
    """Turn what a program wrote before it died into one sentence."""
    if "No space left on device" in output:
        return f"The disk is full: {doing} found no space left. Free some and run the command again."
    last = next((line.strip() for line in reversed(output.splitlines()) if line.strip()), "no message")
    return f"{doing} failed: {last.rstrip('.')}." + (f" The whole story is in {log}." if log else "")
