"""How a job's labels stand beside its gold answers, and what their confidences were before these said what they mean."""

import django.db.models.deletion
from django.db import migrations, models

from tenants.row_security import protect


class Migration(migrations.Migration):
    dependencies = [
        ("consolidation", "0002_what_requesters_see"),
        ("jobs", "0010_digest_of_models"),
        ("tenants", "0002_row_security"),
    ]

    operations = [
        migrations.CreateModel(
            name="GoldStanding",
            fields=[
                (
                    "job",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="gold_standing",
                        serialize=False,
                        to="jobs.labelingjob",
                    ),
                ),
                ("objects_compared", models.PositiveIntegerField(default=0)),
                ("quality", models.FloatField(default=0)),
                ("squares", models.FloatField(default=0)),
                ("claims", models.JSONField(default=list)),
                ("meaning", models.JSONField(default=list)),
                ("recalibrated", models.JSONField(default=list)),
                ("settled", models.BooleanField(default=False)),
                (
                    "tenant",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tenants.tenant",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "data_object",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="jobs.dataobject",
                    ),
                ),
                ("line_no", models.PositiveIntegerField()),
                ("said", models.JSONField()),
                ("made_at", models.DateTimeField()),
                (
                    "job",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="jobs.labelingjob",
                    ),
                ),
                (
                    "tenant",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tenants.tenant",
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["job", "line_no"], name="claim_by_line")]},
        ),
        protect("consolidation_goldstanding", "consolidation_claim"),
    ]
