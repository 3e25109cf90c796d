"""Objects may arrive while a job runs: the topics they are published under, and what tells that one came before."""

import django.db.models.deletion
from django.db import migrations, models

from tenants.row_security import protect


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0012_labels_set_anew"),
        ("tenants", "0002_row_security"),
    ]

    operations = [
        migrations.CreateModel(
            name="Topic",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=256)),
                ("tags", models.JSONField(default=list)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.AddField(
            model_name="dataobject",
            name="arrival",
            field=models.BinaryField(
                help_text="SHA-256 of the id that it was sent with, so that it comes once.", null=True
            ),
        ),
        migrations.AddField(
            model_name="dataobject",
            name="arrived_at",
            field=models.DateTimeField(help_text="When it was sent to a streaming job.", null=True),
        ),
        migrations.AddField(
            model_name="topic",
            name="tenant",
            field=models.ForeignKey(
                editable=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenants.tenant"
            ),
        ),
        migrations.AddField(
            model_name="labelingjob",
            name="topic",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="jobs", to="jobs.topic"
            ),
        ),
        migrations.AddConstraint(
            model_name="topic",
            constraint=models.UniqueConstraint(fields=("tenant", "name"), name="topic_name_in_tenant"),
        ),
        protect("jobs_topic"),
    ]
