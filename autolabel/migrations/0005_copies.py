"""Objects that are there several times."""

import django.db.models.deletion
from django.db import migrations, models

from tenants.row_security import protect


class Migration(migrations.Migration):
    dependencies = [
        ("autolabel", "0004_find_similar_objects"),
        ("jobs", "0012_labels_set_anew"),
        ("tenants", "0002_row_security"),
    ]

    operations = [
        migrations.CreateModel(
            name="Copies",
            fields=[
                ("job", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="copies", serialize=False, to="jobs.labelingjob")),
                ("leaders", models.BinaryField(help_text="int32: the line that each line is a copy of, its own where it is none.")),
                ("count", models.PositiveIntegerField(help_text="Objects that are copies.")),
                ("waiting", models.BooleanField(default=False, help_text="They wait for what people say of their leaders.")),
                ("tenant", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenants.tenant")),
            ],
            options={
                "abstract": False,
            },
        ),
        protect("autolabel_copies"),
    ]
