"""What the eye takes a name for: look-alikes share a skeleton, and only one of them may exist."""

import unicodedata

# Cyrillic and Greek letters that look Latin, then Latin confusions once lower case.
_LOOK_ALIKE = str.maketrans(
    "абвгдеѕіјклмнорстухԁԛԝһαβγεικνορτυχωıłøđ0135",
    "abbrdesijkлmhopctyxdqwhaβyeiknoptyxwilodoles",
)
_LUNATE = str.maketrans("ϲϹ", "cc")  # to be read before normalisation, which takes them for a sigma
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("nn", "m"))


def skeleton(name: str) -> str:
    """NFKC, case and accents folded, separators dropped, look-alikes merged."""
    folded = unicodedata.normalize("NFKC", name.translate(_LUNATE)).casefold()
    bare = "".join(c for c in unicodedata.normalize("NFD", folded) if not unicodedata.combining(c))
    text = bare.translate(_LOOK_ALIKE)
    text = "".join(c for c in text if c.isalnum()).replace("i", "l")  # before the pairs: “ci” reads like “cl”
    for pair, single in _PAIRS:
        text = text.replace(pair, single)
    return text[:80]
