"""Streams are labeled in waves. Runs from before learn their size, and their only wave, when they are taken up again."""

import django.db.models.deletion
from django.db import migrations, models

from tenants.row_security import protect


class Migration(migrations.Migration):
    dependencies = [
        ("autolabel", "0005_copies"),
        ("tenants", "0002_row_security"),
    ]

    operations = [
        migrations.AddField(
            model_name="round",
            name="wave",
            field=models.PositiveIntegerField(default=1, help_text="The number of its wave."),
        ),
        migrations.AddField(
            model_name="run",
            name="size",
            field=models.PositiveIntegerField(default=0, help_text="Objects that it knows of: lines before this one."),
        ),
        migrations.CreateModel(
            name="Wave",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("first", models.PositiveIntegerField()),
                ("size", models.PositiveIntegerField()),
                ("began_at", models.DateTimeField(auto_now_add=True)),
                ("done_at", models.DateTimeField(help_text="When the machine was through; people may label the rest yet.", null=True)),
                ("why", models.TextField(blank=True, help_text="What ended it.")),
                ("people", models.PositiveIntegerField(default=0, help_text="How often people were asked about an object, again where its answers were set aside.")),
                ("machine", models.PositiveIntegerField(default=0, help_text="Objects that the machine labeled.")),
                ("measured", models.PositiveIntegerField(default=0, help_text="Objects that the machine was measured by.")),
                ("accepted", models.JSONField(help_text="The certificate of what was accepted.", null=True)),
                ("run", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="waves", to="autolabel.run")),
                ("tenant", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenants.tenant")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("run", "number"), name="wave_once")],
            },
        ),
        protect("autolabel_wave"),
    ]
