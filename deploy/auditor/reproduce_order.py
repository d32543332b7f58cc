#!/usr/bin/env python3
"""Put a published list of reviews in order again, from the published card alone, and compare with what is shown.

    python3 reproduce_order.py https://SITE /x/SUBJECT/ [--operator trustmgmt] [--order helpful] [--pages 10]

It needs Python and nothing else: it imports no code of the site. It reads the card of the algorithm `review_order`
and the list, both through the public API, forgets in which order the list came, sorts it by the figures the card
names, and says Kendall's tau between both orders. It ends with 1 when tau is under 0.95. One JSON object per order.
"""

import argparse
import ast
import hashlib
import json
import re
import sys
import urllib.parse
import urllib.request

ENOUGH = 0.95


def read(site, path, **query):
    """One answer of the public API, in English."""
    address = f"{site.rstrip('/')}/api/{path.strip('/')}/" + (f"?{urllib.parse.urlencode(query)}" if query else "")
    asked = urllib.request.Request(address, headers={"Accept": "application/json", "Accept-Language": "en"})
    with urllib.request.urlopen(asked, timeout=30) as answer:
        return json.load(answer)


def card_orders(card):
    """The orders as the card writes them: name of the order, figures, '-' from high to low."""
    written = next(figure["value"] for figure in card["figures"] if figure["name"] == "ORDERS")
    return ast.literal_eval(written)


def rows_of(page):
    """The reviews of a page of a list."""
    return page["reviews"]


def figure(row, name):
    """One published figure of a review; an imported rating is the number its words begin with."""
    value = row[name]
    if name == "original_rating":
        number = re.match(r"[+\-−]?\d+", value or "")
        return int(number[0].replace("−", "-")) if number else None
    return value


def again(rows, figures):
    """The rows in the order of the card, whatever order they come in. Without a figure, last."""
    found = sorted(rows, key=lambda row: hashlib.sha256(row["reference"].encode()).digest())
    for written in reversed(figures):
        name, down = written.removeprefix("-"), written.startswith("-")
        known = [row for row in found if figure(row, name) is not None]
        unknown = [row for row in found if figure(row, name) is None]
        found = sorted(known, key=lambda row: figure(row, name), reverse=down) + unknown
    return found


def tau(shown, computed):
    """Kendall's: pairs in the same order less pairs in the other, over all pairs."""
    place = {reference: number for number, reference in enumerate(computed)}
    ranks = [place[reference] for reference in shown]
    pairs = [(a, b) for i, a in enumerate(ranks) for b in ranks[i + 1 :]]
    return sum(1 if a < b else -1 for a, b in pairs) / len(pairs) if pairs else 1.0


def main():
    """Compare each order asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("site")
    parser.add_argument("list", help="the address of a list of reviews: /x/SUBJECT/ or /s/SPACE/")
    parser.add_argument("--operator", default="trustmgmt")
    parser.add_argument("--order", help="one of the card's orders; all of them without")
    parser.add_argument("--pages", type=int, default=10)
    options = parser.parse_args()
    orders = card_orders(read(options.site, f"o/{options.operator}/algorithms/review-order"))
    good = True
    for order in [options.order] if options.order else list(orders):
        rows = sample(options, order)
        shown = [row["reference"] for row in rows]
        computed = [row["reference"] for row in again(rows, orders[order])]
        value = round(tau(shown, computed), 4)
        good = good and value >= ENOUGH
        print(json.dumps({"order": order, "by": orders[order], "reviews": len(rows), "kendall_tau": value}))
    return 0 if good else 1


def sample(options, order):
    """The first pages of the list, as they are shown."""
    rows = []
    for number in range(1, options.pages + 1):
        page = read(options.site, options.list, order=order, page=number)
        rows += rows_of(page)
        if number >= page["numbering"]["pages"]:
            break
    return rows


if __name__ == "__main__":
    sys.exit(main())
