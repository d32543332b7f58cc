"""Transparency reports, their editions that are never changed, and what they are counted from."""

import apps.base.models
import django.db.models.deletion
from django.db import migrations, models


REFUSE = """
CREATE TRIGGER accountability_edition_fixed BEFORE UPDATE OR DELETE ON accountability_reportedition
    FOR EACH ROW EXECUTE FUNCTION documents_refuse_change();
"""
ALLOW = "DROP TRIGGER accountability_edition_fixed ON accountability_reportedition;"


class Migration(migrations.Migration):

    dependencies = [
        ('accountability', '0005_kept_closed'),
        ('documents', '0003_clauses'),
        ('spaces', '0004_pauses_of_hosts'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReportDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=apps.base.models.new_reference, editable=False, max_length=24, unique=True)),
                ('sheets', models.JSONField(default=dict)),
                ('problems', models.JSONField(default=list)),
                ('opened_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('operator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='report_drafts', to='spaces.operator')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='TransparencyReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=apps.base.models.new_reference, editable=False, max_length=24, unique=True)),
                ('begins', models.DateField()),
                ('ends', models.DateField()),
                ('slug', models.SlugField(max_length=40)),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='transparency_report', to='documents.document')),
                ('operator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transparency_reports', to='spaces.operator')),
            ],
            options={
                'ordering': ['operator', '-ends', '-begins'],
            },
        ),
        migrations.CreateModel(
            name='ReportEdition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(choices=[('computed', 'counted here, from rows'), ('brought', 'brought by the operator')], max_length=16)),
                ('service', models.CharField(max_length=160)),
                ('files', models.JSONField()),
                ('why_fr', models.TextField(blank=True)),
                ('why_en', models.TextField(blank=True)),
                ('changes', models.JSONField(default=list)),
                ('findings', models.JSONField(default=list)),
                ('findings_sha256', models.CharField(max_length=64)),
                ('rules_version', models.CharField(max_length=16)),
                ('published_at', models.DateTimeField()),
                ('version', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='report_edition', to='documents.version')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='accountability.transparencyreport')),
            ],
            options={
                'ordering': ['report', 'version__number'],
            },
        ),
        migrations.CreateModel(
            name='AuthorityOrder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=apps.base.models.new_reference, editable=False, max_length=24, unique=True)),
                ('inform', models.BooleanField(default=False)),
                ('state', models.CharField(max_length=2)),
                ('category', models.CharField(max_length=80)),
                ('keyword', models.CharField(blank=True, max_length=80)),
                ('other', models.CharField(blank=True, max_length=160)),
                ('items', models.PositiveIntegerField(default=1)),
                ('received_at', models.DateTimeField()),
                ('told_at', models.DateTimeField(blank=True, null=True)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('recorded_at', models.DateTimeField()),
                ('operator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='authority_orders', to='spaces.operator')),
            ],
            options={
                'ordering': ['received_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('told_at', None), ('told_at__gte', models.F('received_at')), _connector='OR'), name='order_told_after_it_came'), models.CheckConstraint(condition=models.Q(('done_at', None), ('done_at__gte', models.F('received_at')), _connector='OR'), name='order_done_after_it_came'), models.CheckConstraint(condition=models.Q(('items__gte', 1)), name='order_names_an_item')],
            },
        ),
        migrations.CreateModel(
            name='OutsideDispute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=apps.base.models.new_reference, editable=False, max_length=24, unique=True)),
                ('body', models.CharField(max_length=160)),
                ('submitted_at', models.DateTimeField()),
                ('fate', models.CharField(blank=True, choices=[('Decisions upheld', 'our decision was upheld'), ('Decisions partially reversed', 'our decision was reversed in part'), ('Decisions reversed', 'our decision was reversed'), ('Decision omitted', 'closed without a decision')], max_length=40)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('implemented', models.BooleanField(default=False)),
                ('recorded_at', models.DateTimeField()),
                ('operator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outside_disputes', to='spaces.operator')),
            ],
            options={
                'ordering': ['submitted_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('decided_at', None), ('decided_at__gte', models.F('submitted_at')), _connector='OR'), name='dispute_decided_after'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('fate', '')), models.Q(('fate', ''), _negated=True), _connector='OR'), name='dispute_decided_fate')],
            },
        ),
        migrations.AddConstraint(
            model_name='transparencyreport',
            constraint=models.UniqueConstraint(fields=('operator', 'begins', 'ends'), name='report_once_per_period'),
        ),
        migrations.AddConstraint(
            model_name='transparencyreport',
            constraint=models.UniqueConstraint(fields=('operator', 'slug'), name='report_address_once'),
        ),
        migrations.AddConstraint(
            model_name='transparencyreport',
            constraint=models.CheckConstraint(condition=models.Q(('begins__lte', models.F('ends'))), name='report_begins_before_it_ends'),
        ),
        migrations.RunSQL(REFUSE, ALLOW),
    ]
