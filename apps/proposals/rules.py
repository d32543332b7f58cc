"""What can be changed by proposal: an operator’s rule, a space’s own, a criterion; and how it reads now."""

from dataclasses import dataclass
from typing import Self

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accountability.platform.algorithm_cards import KIND as CARD
from apps.accountability.services.disclosures import KIND as DISCLOSURE
from apps.base.errors import NotNow
from apps.documents.changes import Bodies, bodies
from apps.documents.models import Document, Version
from apps.documents.selectors import title_of
from apps.labels.models import Criterion, CriterionVersion
from apps.proposals.models import Proposal
from apps.spaces.models import Operator, Space

STATES_FACTS = (CARD, DISCLOSURE)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule and its last version."""

    operator: Operator | None
    space: Space | None
    version: Version | None
    criterion: CriterionVersion | None

    @classmethod
    def of_text(cls, operator: Operator, document: Document) -> Self:
        """The last version of a text. Raises NotNow where nobody here could change it."""
        last = document.versions.select_related("document").order_by("number").last()
        if last is None or last.imported or not operator.affiliated:
            raise NotNow(_("This text was taken over from elsewhere: nobody here can change it."))
        if document.kind in STATES_FACTS:
            raise NotNow(_("This text states facts. Propose a change to a rule."))
        return cls(operator, Space.objects.filter(reference=document.owner).first(), last, None)

    @classmethod
    def of_criterion(cls, criterion: Criterion) -> Self:
        """The last version of a criterion."""
        last = criterion.versions.select_related("criterion").order_by("number").last()
        if last is None:
            raise NotNow(_("This criterion has no version yet."))
        return cls(None, None, None, last)

    @classmethod
    def of(cls, proposal: Proposal) -> Self:
        """What a proposal would change."""
        return cls(proposal.operator, proposal.space, proposal.version, proposal.criterion)

    @property
    def is_of_other_operator(self) -> bool:
        """An operator's, and not this site's own."""
        return self.operator is not None and self.operator.slug != settings.PLATFORM_OPERATOR

    @property
    def bodies(self) -> Bodies:
        """How it reads, French first."""
        if self.version is not None:
            return bodies(self.version)
        assert self.criterion is not None  # noqa: S101 - one of the two
        return self.criterion.requirement_fr, self.criterion.requirement_en

    @property
    def number(self) -> int:
        """Of the version that would be replaced."""
        found = self.version or self.criterion
        assert found is not None  # noqa: S101 - one of the two
        return found.number

    @property
    def last_number(self) -> int:
        """Of the newest version by now."""
        if self.version is not None:
            return max(v.number for v in Version.objects.filter(document=self.version.document_id).only("number"))
        assert self.criterion is not None  # noqa: S101 - one of the two
        same = CriterionVersion.objects.filter(criterion=self.criterion.criterion_id)
        return max(v.number for v in same.only("number"))

    @property
    def title(self) -> str:
        """In the reader's language."""
        if self.version is not None:
            return title_of(self.version.document)
        assert self.criterion is not None  # noqa: S101 - one of the two
        return f"{self.criterion.criterion.code} · {self.criterion.title}"

    @property
    def owner(self) -> str:
        """Whose rule it is."""
        return self.operator.name if self.operator else _("The label")

    @property
    def path(self) -> str:
        """Its page."""
        if self.version is not None and self.operator is not None:
            return reverse("accountability:document", args=[self.operator.slug, self.version.document.slug])
        assert self.criterion is not None  # noqa: S101 - one of the two
        return reverse("labels:criterion", args=[self.criterion.criterion.code])

    @property
    def propose_path(self) -> str:
        """Where one proposes other words."""
        if self.version is not None and self.operator is not None:
            return reverse("proposals:to_text", args=[self.operator.slug, self.version.document.slug])
        assert self.criterion is not None  # noqa: S101 - one of the two
        return reverse("proposals:to_criterion", args=[self.criterion.criterion.code])
