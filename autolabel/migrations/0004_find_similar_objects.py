from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("autolabel", "0003_labels_that_may_be_wrong"),
    ]

    operations = [
        migrations.AddField(
            model_name="run",
            name="sketches",
            field=models.TextField(
                blank=True, default="", help_text="Where the files lie by which similar objects are found."
            ),
        ),
    ]
