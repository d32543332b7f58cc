"""What is kept closed: the keys of representatives, and the proofs that people entrust to a voice."""

from django.db import models
from django.db.models import Q

from apps.base.models import Referenced
from apps.spaces.models import Representative


class RepresentativeKey(models.Model):
    """The key with which one representative signs. Its private half is closed here, and destroyed with the mandate."""

    representative = models.ForeignKey(Representative, on_delete=models.PROTECT, related_name="signing_keys")
    number = models.PositiveIntegerField()
    public = models.CharField(max_length=80)  # Multikey: z6Mk…
    private = models.BinaryField(blank=True, default=b"")  # closed under the site's secret; empty once destroyed
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    sha256 = models.CharField(max_length=64)  # of the statement that the public log holds
    signature = models.JSONField()  # of the site, over that statement

    class Meta:
        ordering = ["representative", "number"]
        constraints = [
            models.UniqueConstraint(fields=["representative", "number"], name="representative_key_number_once"),
            models.UniqueConstraint(
                fields=["representative"], condition=Q(ended_at=None), name="representative_key_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(private=b""), name="representative_key_ended_is_gone"
            ),
        ]


class Proof(Referenced):
    """What somebody shows for what they say: for people with a mandate and without a link to the operator alone.

    The voice's filing commits to it under a key that is kept here: erased, nothing tells what it was.
    """

    voice = models.OneToOneField("accountability.Voice", on_delete=models.CASCADE, related_name="proof")
    words = models.BinaryField(blank=True, default=b"")  # closed under the site's secret, like the file
    file = models.BinaryField(blank=True, default=b"")
    file_name = models.CharField(max_length=80, blank=True)
    file_type = models.CharField(max_length=40, blank=True)
    file_size = models.PositiveIntegerField(default=0)
    commitment = models.CharField(max_length=64)
    key = models.BinaryField(max_length=32)
    given_at = models.DateTimeField()
    times_read = models.PositiveIntegerField(default=0)
    last_read_at = models.DateTimeField(null=True, blank=True)
