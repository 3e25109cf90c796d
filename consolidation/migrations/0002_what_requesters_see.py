"""How many answers a worker gave and how far their quality scatters; the hardest objects of a job."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consolidation", "0001_worker_standings"),
    ]

    operations = [
        migrations.AddField(
            model_name="crowdstanding",
            name="hardest",
            field=models.JSONField(default=list, help_text="[confidence, line_no], the lowest first."),
        ),
        migrations.AddField(
            model_name="workerstanding",
            name="given",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="workerstanding",
            name="squares",
            field=models.FloatField(default=0),
        ),
    ]
