from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0013_streams"),
    ]

    operations = [
        migrations.AddField(
            model_name="labelingjob",
            name="pre_labels_until",
            field=models.DateTimeField(
                help_text="People wait no longer for what an earlier model says; null where they do not at all.",
                null=True,
            ),
        ),
    ]
