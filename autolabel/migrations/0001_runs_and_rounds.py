"""Runs and their rounds."""

import django.db.models.deletion
from django.db import migrations, models

from tenants.row_security import protect


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('jobs', '0008_machines_decide'),
        ('tenants', '0002_row_security'),
    ]

    operations = [
        migrations.CreateModel(
            name='Run',
            fields=[
                ('job', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='run', serialize=False, to='jobs.labelingjob')),
                ('seed', models.PositiveIntegerField(help_text='Decides every lot.')),
                ('backbone', models.CharField(max_length=200)),
                ('status', models.TextField(blank=True, help_text='What is going on, in a sentence for the requester.')),
                ('embedded', models.PositiveIntegerField(default=0, help_text='Objects that have been turned into numbers.')),
                ('unreadable', models.JSONField(default=list, help_text='The first objects that cannot be: [line, reason].')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('tenant', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('seconds', models.FloatField(help_text='What the decision took, training and all.')),
                ('why', models.TextField()),
                ('learned', models.PositiveIntegerField(help_text='Objects learned from.')),
                ('label', models.BinaryField(help_text='int32: people label these to learn from.')),
                ('validate', models.BinaryField(help_text='int32: more people label these, to look with.')),
                ('move', models.BinaryField(help_text='int32: labeled already, from now on to learn from.')),
                ('look', models.JSONField(help_text='learned, forecast and the certificate.', null=True)),
                ('look_objects', models.BinaryField(default=b'', help_text="int32: what the look's certificate is about.")),
                ('look_labels', models.BinaryField(default=b'', help_text="int64: the machine's labels of them, as in `Pool.labels`.")),
                ('look_confidences', models.BinaryField(default=b'', help_text='float32: how sure it is of each.')),
                ('accepted', models.JSONField(help_text='The certificate of what was accepted.', null=True)),
                ('done', models.BooleanField(default=False)),
                ('tenant', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenants.tenant')),
                ('run', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='rounds', to='autolabel.run')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('run', 'number'), name='round_once')],
            },
        ),
        protect("autolabel_run", "autolabel_round"),
    ]
