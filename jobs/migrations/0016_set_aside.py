"""Answers that were set aside are found by themselves. The index is made beside the work: it reads all answers."""

from django.db import migrations, models

_DROP = "DROP INDEX CONCURRENTLY IF EXISTS assignment_set_aside"  # one whose making broke off is there, and no good
_MAKE = "CREATE INDEX CONCURRENTLY assignment_set_aside ON jobs_assignment (job_id) WHERE state = 6"


class Migration(migrations.Migration):
    atomic = False  # as CONCURRENTLY demands

    dependencies = [
        ("jobs", "0015_arrives_once"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AddIndex(
                    model_name="assignment",
                    index=models.Index(condition=models.Q(("state", 6)), fields=["job"], name="assignment_set_aside"),
                ),
            ],
            database_operations=[
                migrations.RunSQL(_DROP, migrations.RunSQL.noop),
                migrations.RunSQL(_MAKE, _DROP),
            ],
        ),
    ]
