"""What can be changed by proposal: an operator’s rule, a space’s own, a criterion; and how it reads now."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field

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


class Rule(ABC):
    """One rule and its last version: a text, or a criterion."""

    __slots__ = ()

    @staticmethod
    def of_text(operator: Operator, document: Document) -> "TextRule":
        """The last version of a text. Raises NotNow where nobody here could change it."""
        last = document.versions.select_related("document").order_by("number").last()
        if last is None or last.imported or not operator.affiliated:
            raise NotNow(_("This text was taken over from elsewhere: nobody here can change it."))
        if document.kind in STATES_FACTS:
            raise NotNow(_("This text states facts. Propose a change to a rule."))
        return TextRule(operator, last, Space.objects.filter(reference=document.owner).first())

    @staticmethod
    def of_criterion(criterion: Criterion) -> "CriterionRule":
        """The last version of a criterion."""
        last = criterion.versions.select_related("criterion").order_by("number").last()
        if last is None:
            raise NotNow(_("This criterion has no version yet."))
        return CriterionRule(last)

    @staticmethod
    def of(proposal: Proposal) -> "Rule":
        """What a proposal would change."""
        if proposal.criterion is not None:
            return CriterionRule(proposal.criterion)
        assert proposal.operator is not None and proposal.version is not None  # noqa: S101, PT018 - the database says so
        return TextRule(proposal.operator, proposal.version, proposal.space)

    @property
    def operator(self) -> Operator | None:
        """Whose text it is."""
        return None

    @property
    def space(self) -> Space | None:
        """Whose own rule it is, where it binds one space alone."""
        return None

    @property
    def version(self) -> Version | None:
        """Of a text."""
        return None

    @property
    def criterion(self) -> CriterionVersion | None:
        """Of a criterion."""
        return None

    @property
    def is_of_other_operator(self) -> bool:
        """An operator's, and not this site's own."""
        return self.operator is not None and self.operator.slug != settings.PLATFORM_OPERATOR

    @property
    @abstractmethod
    def bodies(self) -> Bodies:
        """How it reads, French first."""

    @property
    @abstractmethod
    def number(self) -> int:
        """Of the version that would be replaced."""

    @property
    @abstractmethod
    def last_number(self) -> int:
        """Of the newest version by now."""

    @property
    @abstractmethod
    def title(self) -> str:
        """In the reader's language."""

    @property
    @abstractmethod
    def owner(self) -> str:
        """Whose rule it is."""

    @property
    @abstractmethod
    def path(self) -> str:
        """Its page."""

    @property
    @abstractmethod
    def propose_path(self) -> str:
        """Where one proposes other words."""


@dataclass(frozen=True, slots=True)
class TextRule(Rule):
    """A text of an operator, or of one of its spaces."""

    operator: Operator = field()  # never a default: that of the class above would be taken for one
    version: Version = field()
    space: Space | None = field()

    @property
    def bodies(self) -> Bodies:
        return bodies(self.version)

    @property
    def number(self) -> int:
        return self.version.number

    @property
    def last_number(self) -> int:
        return max(v.number for v in Version.objects.filter(document=self.version.document_id).only("number"))

    @property
    def title(self) -> str:
        return title_of(self.version.document)

    @property
    def owner(self) -> str:
        return self.operator.name

    @property
    def path(self) -> str:
        return reverse("accountability:document", args=[self.operator.slug, self.version.document.slug])

    @property
    def propose_path(self) -> str:
        return reverse("proposals:to_text", args=[self.operator.slug, self.version.document.slug])


@dataclass(frozen=True, slots=True)
class CriterionRule(Rule):
    """A criterion of the label."""

    criterion: CriterionVersion = field()

    @property
    def bodies(self) -> Bodies:
        return self.criterion.requirement_fr, self.criterion.requirement_en

    @property
    def number(self) -> int:
        return self.criterion.number

    @property
    def last_number(self) -> int:
        same = CriterionVersion.objects.filter(criterion=self.criterion.criterion_id)
        return max(v.number for v in same.only("number"))

    @property
    def title(self) -> str:
        return f"{self.criterion.criterion.code} · {self.criterion.title}"

    @property
    def owner(self) -> str:
        return _("The label")

    @property
    def path(self) -> str:
        return reverse("labels:criterion", args=[self.criterion.criterion.code])

    @property
    def propose_path(self) -> str:
        return reverse("proposals:to_criterion", args=[self.criterion.criterion.code])
