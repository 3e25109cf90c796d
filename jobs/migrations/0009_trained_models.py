"""What machines knew in the end."""

import django.db.models.deletion
from django.db import migrations, models

from tenants.row_security import protect


class Migration(migrations.Migration):

    dependencies = [
        ('jobs', '0008_machines_decide'),
        ('tenants', '0002_row_security'),
    ]

    operations = [
        migrations.CreateModel(
            name='TrainedModel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('media', models.CharField(help_text='Of what kind its objects were.', max_length=16)),
                ('labels', models.JSONField(help_text='Label names; the index is the class number.')),
                ('learned', models.CharField(help_text='What it learned from (autolabel/learners/candidates.py).', max_length=40)),
                ('backbone', models.CharField(max_length=200)),
                ('backbone_version', models.CharField(max_length=100)),
                ('folder', models.TextField(help_text='Where model.safetensors and features.safetensors lie.')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('job', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='trained_model', to='jobs.labelingjob')),
                ('tenant', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenants.tenant')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('tenant', 'name'), name='model_name_in_tenant')],
            },
        ),
        protect("jobs_trainedmodel"),
    ]
