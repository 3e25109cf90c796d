from django.db import migrations, models


class Migration(migrations.Migration):
    """Words only: the columns stay as they are."""

    dependencies = [
        ("autolabel", "0006_waves"),
    ]

    operations = [
        migrations.AlterField(
            model_name="round",
            name="look_confidences",
            field=models.BinaryField(default=b"", help_text="float64: how sure it is of each."),
        ),
        migrations.AlterField(
            model_name="suspect",
            name="before",
            field=models.JSONField(help_text="What was corrected, or asked about again.", null=True),
        ),
    ]
