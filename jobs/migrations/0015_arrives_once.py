"""An id comes once to a job. The index is made beside the work: it reads all objects, which people label meanwhile."""

from django.db import migrations, models

_DROP = "DROP INDEX CONCURRENTLY IF EXISTS data_object_arrives_once"  # one whose making broke off is there, and no good
_MAKE = """CREATE UNIQUE INDEX CONCURRENTLY data_object_arrives_once ON jobs_dataobject (job_id, arrival)
    WHERE arrival IS NOT NULL"""


class Migration(migrations.Migration):
    atomic = False  # as CONCURRENTLY demands

    dependencies = [
        ("jobs", "0014_pre_labels"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AddConstraint(
                    model_name="dataobject",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("arrival__isnull", False)),
                        fields=("job", "arrival"),
                        name="data_object_arrives_once",
                    ),
                ),
            ],
            database_operations=[
                migrations.RunSQL(_DROP, migrations.RunSQL.noop),
                migrations.RunSQL(_MAKE, _DROP),
            ],
        ),
    ]
