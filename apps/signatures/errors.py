"""What these modules refuse."""

from enum import StrEnum


class SignatureRefused(ValueError):
    """A text, key, proof or commitment that does not hold; the message says which and why."""


class Unclear(StrEnum):
    """Why a text could be read in two ways: a code for rows and counts."""

    FORM = "not_json"
    TWICE = "name_twice"
    NUMBER = "number"
    DEEP = "too_deep"
    LETTERS = "broken_text"


class NotCanonical(SignatureRefused):
    """A text that two readers could read differently, or that has no canonical form; `unclear` is the code."""

    def __init__(self, sentence: str, unclear: Unclear = Unclear.FORM) -> None:
        super().__init__(sentence)
        self.unclear = unclear


class BadKey(SignatureRefused):
    """Not an Ed25519 key in the form asked for."""


class BadProof(SignatureRefused):
    """A proof that does not prove this document."""


class Flaw(StrEnum):
    """What is wrong with the signature of a request: a code for rows and counts."""

    MISSING = "missing"
    MALFORMED = "malformed"
    COVERAGE = "coverage"
    STALE = "stale"
    FUTURE = "future"
    EXPIRED = "expired"
    HOST = "host"
    DIGEST = "digest"
    ALGORITHM = "algorithm"
    KEY = "key"
    WRONG = "wrong"
    REPLAYED = "replayed"


class BadRequestSignature(SignatureRefused):
    """A request that its signature does not hold; `flaw` is the code."""

    def __init__(self, flaw: Flaw, detail: str = "") -> None:
        super().__init__(f"{flaw}: {detail}" if detail else str(flaw))
        self.flaw = flaw
