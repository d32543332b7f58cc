"""Each rule in words: what is wrong, and what to do about it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SAYS: dict[str, tuple[Promise, Promise]] = {  # rule → what is wrong, what to do
    # what cannot be read
    "not_utf8": (_("“%(file)s” is not written in UTF-8."), _("Save it again as “CSV UTF-8”.")),
    "not_csv": (_("“%(file)s” is no CSV file."), _("Bring the eleven parts as CSV, alone or in one zip.")),
    "empty_file": (_("“%(file)s” is empty."), _("Bring the part again, with its rows.")),
    "too_large": (_("“%(file)s” is larger than %(max)s MB."), _("A part fits well within that: check the file.")),
    "too_many_rows": (
        _("“%(file)s” has more than %(max)s rows."),
        _("A part has a few hundred: check that the file is the right one."),
    ),
    "too_many_files": (_("More than %(max)s files."), _("A report has eleven parts: bring those only.")),
    "encrypted": (_("“%(file)s” is protected by a password."), _("Bring it without one.")),
    "broken_parcel": (_("“%(file)s” cannot be unpacked."), _("Make the zip again, or bring the CSV files alone.")),
    "unknown_part": (
        _("“%(file)s” is none of the eleven parts: its header fits none."),
        _("Keep the first line of the template as it is."),
    ),
    "part_twice": (_("“%(file)s” is the same part a second time."), _("Bring each part once.")),
    "missing_column": (_("This column is missing."), _("Put it back, with the name the template gives it.")),
    "formula": (
        _("This cell begins like a formula of a spreadsheet."),
        _("Write a word before the sign: others will open this file."),
    ),
    "column_unknown": (
        _("The act knows no column “%(said)s”: it was left out."),
        _("Put its figures under a column of the template, or its words into a column of context."),
    ),
    "separator": (
        _("“%(file)s” separates its cells with semicolons. We read it; the act asks for commas."),
        _("Save it with commas."),
    ),
    # what is not there
    "part_missing": (_("This part is missing."), _("Bring it. Where nothing applies, bring it with empty values.")),
    "row_missing": (_("This row is missing."), _("Add it; write 0 where there was nothing.")),
    "row_twice": (_("This row stands there twice."), _("Keep one of the two.")),
    "row_unknown": (
        _("The act knows no such row: “%(said)s”."),
        _("Take the name from the template; a category of your own goes under KEYWORD_OTHER, described."),
    ),
    "left_blank": (
        _("Nothing stands here, though it applies to every provider."),
        _("Write the figure, or 0 if there was nothing."),
    ),
    # what a cell says
    "not_a_number": (
        _("“%(said)s” is no number as the act wants it."),
        _("Write digits only, with a point for decimals: 1234, 0.95. Words go into the context."),
    ),
    "not_whole": (_("%(said)s is counted, and so a whole number."), _("Write the number without decimals.")),
    "negative": (_("%(said)s is less than nothing."), _("Write the number that was counted.")),
    "out_of_range": (
        _("%(said)s is not between 0 and 1."),
        _("Write a share as 0.95, neither as 95 nor as 95%%."),
    ),
    "not_a_date": (_("“%(said)s” is no date as the act wants it."), _("Write YYYY-MM-DD, like 2026-12-31.")),
    "long_median": (
        _("%(said)s hours are longer than the period and the two months after it."),
        _("Check the unit: the act asks for hours, neither minutes nor seconds."),
    ),
    # dates
    "period_reversed": (_("The period ends before it begins."), _("Correct the two dates.")),
    "published_before_end": (
        _("Published on %(said)s, before the period ended on %(end)s."),
        _("A report tells of a period that is over: correct the dates."),
    ),
    "published_late": (
        _("Published on %(said)s: more than two months after the period ended, %(end)s."),
        _("Nothing can mend this now; the next report is due within two months."),
    ),
    "previous_after": (
        _("The report before this one would be of %(said)s, not before this one."),
        _("Write the date on which the report before this one was published."),
    ),
    "period_differs": (
        _("“%(said)s” is not the period of part 1, %(wanted)s."),
        _("Write the same period in all parts."),
    ),
    "service_differs": (
        _("“%(said)s” is another service than “%(wanted)s”."),
        _("One report tells of one service: write its name the same way everywhere."),
    ),
    # sums
    "sum_subcategories": (
        _("Its sub-categories add up to %(sum)s, not to %(said)s."),
        _("Correct the row or its sub-categories: the act wants them equal."),
    ),
    "sum_categories": (
        _("The categories add up to %(sum)s, not to %(said)s."),
        _("Correct the total or the categories."),
    ),
    "sum_states": (
        _("The Member States add up to %(sum)s, not to %(said)s."),
        _("Correct the total or the rows of the States."),
    ),
    "part_of_more": (
        _("%(said)s is more than %(whole)s, of which it is a part (“%(of)s”)."),
        _("Correct the part or the whole."),
    ),
    "items_fewer": (
        _("%(said)s items in %(whole)s notices or orders: each names one at least."),
        _("Count the items that were pointed out, not the notices."),
    ),
    "median_of_nothing": (
        _("%(said)s hours, though nothing was counted (“%(of)s” is 0)."),
        _("Leave the time blank, or correct the count."),
    ),
    "median_missing": (
        _("%(whole)s counted under “%(of)s”, and no time says how long it took."),
        _("Write the median in hours."),
    ),
    "restrictions_fewer": (
        _("The restrictions add up to %(sum)s, fewer than the %(said)s measures."),
        _("Each measure restricts something: say what under one of the columns."),
    ),
    # complaints
    "outcomes_more": (
        _("The outcomes add up to %(sum)s, more than the %(said)s that were submitted."),
        _("Correct the total or the outcomes."),
    ),
    "outcomes_fewer": (
        _("The outcomes add up to %(sum)s of the %(said)s that were submitted; nothing says what became of the rest."),
        _("Say in the context of the total how many still waited."),
    ),
    "bases_more": (
        _("What the complaints were about adds up to %(sum)s, more than the %(said)s complaints."),
        _("Count each complaint under one basis."),
    ),
    "share_of_nothing": (
        _("A share of outcomes is implemented, though no decision was reversed."),
        _("Leave it blank, or correct the reversed decisions."),
    ),
    # machines
    "automation_inverted": (
        _(
            "Part 8 says %(solely)s measures by machines alone and %(not)s not; parts 5 and 6 say it the other way "
            "round: %(detected)s found by machines."
        ),
        _("One of the two is inverted: exchange the figures."),
    ),
    "automation_more": (
        _("Machines alone took %(said)s measures, but found only %(whole)s (parts 5 and 6)."),
        _("A measure taken by a machine was found by one: correct part 8, or parts 5 and 6."),
    ),
    "automation_flipped": (
        _("Found by machines: %(said)s of 100, after %(before)s of 100 in the report before."),
        _("Check that the figure is not inverted; say in the context what changed."),
    ),
    "automation_sum": (
        _("By machines alone and not: together %(sum)s, but there were %(said)s (%(of)s)."),
        _("Correct part 8, or the part it comes from; say in the context what is neither."),
    ),
    "accuracy_missing": (
        _("%(whole)s measures by machines alone, and not one figure says how often they err."),
        _("Give accuracy, precision or recall, and say in the context how they were counted."),
    ),
    # words
    "other_undescribed": (
        _("%(said)s under “other”, and nothing says what it is."),
        _("Describe the sub-category."),
    ),
    "other_twice": (
        _("“%(said)s” describes two sub-categories of one category."),
        _("Give each its own description, or add them up."),
    ),
    "prose_missing": (_("Nothing is written here."), _("Write it: the act asks every provider for it.")),
    "prose_generic": (
        _("“%(said)s” says nothing about this service."),
        _("Write what is done here: by whom, with what means, how often, how well."),
    ),
    "prose_repeated": (
        _("The same words stand under “%(said)s”."),
        _("Answer each question for itself."),
    ),
    "prose_long": (_("%(said)s characters; the act allows %(max)s."), _("Shorten it.")),
}
