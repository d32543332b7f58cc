"""A 'no' is a sentence for the person who hears it, and it carries the HTTP status it deserves."""

from django.utils.functional import Promise


class Refusal(Exception):
    """What was asked is not done; `sentence` says why and what one can do. Shown as it is."""

    status = 409

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


class NotYours(Refusal):
    """The person may not do this."""

    status = 403


class NotFound(Refusal):
    """Missing, or not for this person: the two answers are the same."""

    status = 404


class NotNow(Refusal):
    """The thing is no longer, or not yet, in the state this needs."""

    status = 409


class TooMany(Refusal):
    """A limit that refuses before publication; `seconds` until one may come back."""

    status = 429

    def __init__(self, sentence: str | Promise, seconds: int) -> None:
        super().__init__(sentence)
        self.seconds = seconds


class BadInput(Refusal):
    """Something typed cannot be taken; `errors` maps each field to its sentence."""

    status = 422

    def __init__(self, errors: dict[str, str | Promise]) -> None:
        super().__init__(next(iter(errors.values())))
        self.errors = errors
