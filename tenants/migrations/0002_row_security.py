"""Customer tables go behind row-level security; sign-in gets its two narrow look-ups across tenants."""

from django.db import migrations

from tenants.row_security import crossing, protect


class Migration(migrations.Migration):
    dependencies = [("tenants", "0001_first_tables")]
    operations = [
        protect("tenants_member", "tenants_apikey", "tenants_bucket", "tenants_auditentry"),
        crossing(
            "plumbline_tenant_of_access_key(key text)",
            "SELECT tenant_id FROM tenants_apikey WHERE access_key_id = key",
        ),
        crossing(
            "plumbline_tenants_of_member(person bigint)",
            "SELECT tenant_id FROM tenants_member WHERE user_id = person ORDER BY id",
        ),
        crossing("plumbline_tenant_of_bucket(bucket text)", "SELECT tenant_id FROM tenants_bucket WHERE name = bucket"),
    ]
