"""What these modules refuse."""


class SignatureRefused(ValueError):
    """A text, key, proof or commitment that does not hold; the message says which and why."""


class NotCanonical(SignatureRefused):
    """A text that two readers could read differently, or that has no canonical form."""


class BadKey(SignatureRefused):
    """Not an Ed25519 key in the form asked for."""


class BadProof(SignatureRefused):
    """A proof that does not prove this document."""
