"""What machines propose to people."""

import django.db.models.deletion
from django.db import migrations, models

from tenants.row_security import protect


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0010_digest_of_models"),
        ("tenants", "0002_row_security"),
    ]

    operations = [
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "data_object",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="proposal",
                        serialize=False,
                        to="jobs.dataobject",
                    ),
                ),
                ("value", models.JSONField(help_text="As the element of the kind takes its initial value.")),
                ("confidence", models.FloatField(help_text="How sure the machine is of all of it, 0..1.")),
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
            options={
                "abstract": False,
            },
        ),
        protect("jobs_proposal"),
    ]
