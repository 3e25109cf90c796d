"""Labels may be set anew, also in a job that has ended: its manifest is then written once more."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0011_proposals"),
    ]

    operations = [
        migrations.AddField(
            model_name="labelingjob",
            name="relabeled",
            field=models.PositiveIntegerField(default=0, help_text="Labels that were set anew or taken back."),
        ),
        migrations.AlterField(
            model_name="labelingjob",
            name="exported_done",
            field=models.PositiveIntegerField(default=0, help_text="`changes` in that manifest."),
        ),
    ]
