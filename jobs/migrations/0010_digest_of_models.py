"""The files of a model lie where its customer may alter them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0009_trained_models"),
    ]

    operations = [
        migrations.AddField(
            model_name="trainedmodel",
            name="sha256",
            field=models.CharField(default="", help_text="Of both files, one after the other.", max_length=64),
        ),
    ]
