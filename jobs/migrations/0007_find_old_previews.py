from django.db import migrations

from tenants.row_security import crossing


class Migration(migrations.Migration):

    dependencies = [("jobs", "0006_answers_set_aside")]

    operations = [
        crossing(
            "plumbline_tenants_with_old_previews()",
            "SELECT DISTINCT tenant_id FROM jobs_preview WHERE created_at <= now() - interval '1 hour'",
        ),
    ]
