"""What jobs learn of their workers."""

import django.db.models.deletion
from django.db import migrations, models

from tenants.row_security import protect


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('jobs', '0007_find_old_previews'),
        ('tenants', '0002_row_security'),
        ('workforce', '0002_row_security'),
    ]

    operations = [
        migrations.CreateModel(
            name='WorkerStanding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answers', models.PositiveIntegerField(default=0)),
                ('quality', models.FloatField(default=0)),
                ('learned', models.JSONField(default=dict, help_text='functions/standing.py, by question.')),
                ('job', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='standings', to='jobs.labelingjob')),
                ('tenant', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenants.tenant')),
                ('worker', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='standings', to='workforce.worker')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('job', 'worker'), name='standing_once')],
            },
        ),
        migrations.CreateModel(
            name='CrowdStanding',
            fields=[
                ('job', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='crowd_standing', serialize=False, to='jobs.labelingjob')),
                ('learned', models.JSONField(default=dict)),
                ('tenant', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
            },
        ),
        protect("consolidation_workerstanding", "consolidation_crowdstanding"),
    ]
