"""Customer tables go behind row-level security; the worker's job list gets its look-up across tenants."""

from django.db import migrations

from tenants.row_security import crossing, protect


class Migration(migrations.Migration):
    dependencies = [("workforce", "0001_first_tables"), ("tenants", "0002_row_security")]
    operations = [
        protect(
            "workforce_workforce", "workforce_workteam", "workforce_worker", "workforce_membership",
            "workforce_invitation",
        ),
        crossing(
            "plumbline_tenants_of_worker(person bigint)",
            "SELECT tenant_id FROM workforce_worker WHERE user_id = person AND active ORDER BY id",
        ),
    ]  # fmt: skip
