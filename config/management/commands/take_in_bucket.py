"""`manage.py take_in_bucket <account id> <bucket>`: give a bucket that exists at the object store to an account.

Only the operator may: whoever gets a bucket can read everything in it.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tenants import scope, storage
from tenants.actor import SYSTEM
from tenants.errors import PlumblineError
from tenants.models import Tenant


class Command(BaseCommand):
    """Hands an existing bucket to an account."""

    help = "Give a bucket that exists at the object store to an account."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("account_id", help="the 12 digits of the account")
        parser.add_argument("bucket")

    def handle(self, *args: Any, **options: Any) -> None:
        tenant = Tenant.objects.filter(account_id=options["account_id"]).first()
        if tenant is None:
            raise CommandError(f"There is no account {options['account_id']}.")
        try:
            with scope.tenant(tenant.pk):
                storage.take_in_bucket(options["bucket"], actor=SYSTEM)
        except PlumblineError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{options['bucket']} belongs to {tenant.name} now.")
