from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("autolabel", "0001_runs_and_rounds"),
    ]

    operations = [
        migrations.AddField(
            model_name="round",
            name="look_details",
            field=models.BinaryField(
                default=b"", help_text="safetensors: what these labels are made of, where a number does not say it all."
            ),
        ),
    ]
