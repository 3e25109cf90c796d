"""Customer tables go behind row-level security; keys that include the tenant; room to breathe for the hot tables."""

from django.db import migrations

from tenants.row_security import crossing, protect


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_first_tables"), ("workforce", "0002_row_security")]
    operations = [
        protect(
            "jobs_uitemplate", "jobs_labelingjob", "jobs_dataobject", "jobs_assignment", "jobs_label", "jobs_jobevent"
        ),
        migrations.RunSQL(
            # One check a row says both: this tenant, this job.
            """
            ALTER TABLE jobs_dataobject ADD CONSTRAINT data_object_job FOREIGN KEY (tenant_id, job_id)
                REFERENCES jobs_labelingjob (tenant_id, id) ON DELETE CASCADE;
            ALTER TABLE jobs_assignment ADD CONSTRAINT assignment_job FOREIGN KEY (tenant_id, job_id)
                REFERENCES jobs_labelingjob (tenant_id, id) ON DELETE CASCADE;
            """,
            "ALTER TABLE jobs_assignment DROP CONSTRAINT assignment_job;"
            "ALTER TABLE jobs_dataobject DROP CONSTRAINT data_object_job;",
        ),
        migrations.RunSQL(
            # Opened and answered lines leave dead entries at the front of the indexes that every lease walks, so the
            # hot tables are vacuumed after thousands of changes, not after a fifth of a million rows.
            """
            ALTER TABLE jobs_dataobject SET (fillfactor = 90, autovacuum_vacuum_scale_factor = 0,
                autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);
            ALTER TABLE jobs_assignment SET (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.01,
                autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);
            """,
            migrations.RunSQL.noop,
        ),
        crossing("plumbline_tenant_of_job(job uuid)", "SELECT tenant_id FROM jobs_labelingjob WHERE public_id = job"),
        crossing(
            "plumbline_tenants_with_overdue_leases()",
            "SELECT DISTINCT tenant_id FROM jobs_assignment WHERE state = 1 AND deadline < now()",
        ),
        crossing(
            "plumbline_tenants_with_active_jobs()",
            "SELECT DISTINCT tenant_id FROM jobs_labelingjob WHERE stage IN ('Initializing', 'InProgress', 'Stopping')",
        ),
    ]
