"""Looks for labels that may be wrong, and what they found."""

import django.db.models.deletion
from django.db import migrations, models

from tenants.row_security import protect


class Migration(migrations.Migration):
    dependencies = [
        ("autolabel", "0002_details_of_labels"),
        ("jobs", "0012_labels_set_anew"),
        ("tenants", "0002_row_security"),
    ]

    operations = [
        migrations.CreateModel(
            name="LabelCheck",
            fields=[
                ("job", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="label_check", serialize=False, to="jobs.labelingjob")),
                ("status", models.TextField(help_text="What is going on, or came of it, in a sentence for the requester.")),
                ("done", models.BooleanField(default=False)),
                ("compared", models.PositiveIntegerField(default=0, help_text="People's labels that were compared.")),
                ("moved_at", models.DateTimeField(help_text="When the last step was taken.")),
                ("tenant", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenants.tenant")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Suspect",
            fields=[
                ("data_object", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="suspect", serialize=False, to="jobs.dataobject")),
                ("score", models.FloatField(help_text="How much surer the machine is of what it says than of people's label, 0..1.")),
                ("chance", models.FloatField(help_text="How sure it is of what it says.")),
                ("people", models.BigIntegerField(help_text="People's label when it was compared.")),
                ("machine", models.BigIntegerField(help_text="What the machine says instead.")),
                ("decision", models.PositiveSmallIntegerField(choices=[(0, "Open"), (1, "Kept"), (2, "Corrected"), (3, "Asked")], default=0)),
                ("decided_by", models.CharField(blank=True, max_length=254)),
                ("decided_at", models.DateTimeField(null=True)),
                ("before", models.JSONField(help_text="The label that was corrected.", null=True)),
                ("job", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="jobs.labelingjob")),
                ("tenant", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenants.tenant")),
            ],
            options={
                "indexes": [models.Index(fields=["job", "decision", "score"], name="suspect_by_score")],
            },
        ),
        protect("autolabel_labelcheck", "autolabel_suspect"),
    ]
