"""`manage.py create_account <name> <owner's e-mail>`: a new customer of this installation, with its first owner.

Safe to repeat: an owner's account of that name is told of and stays as it is, and no password is set or printed again.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from tenants.actions import create_tenant, one_time_password, owned_by
from tenants.errors import RequestInvalid
from tenants.models import User

_STANDS = (
    "Account {tenant.account_id} ({tenant.name}, {tenant.region}) of {owner.email} is there already; nothing was changed. "
    "Who lost the one-time password chooses a new one by e-mail: “Forgot your password?” on the page to sign in. A second "
    "account takes another name."
)


class Command(BaseCommand):
    """Makes an account; a person who has no password yet gets one to sign in once."""

    help = "Make an account and its first owner."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="what the account is called")
        parser.add_argument("email", help="of its owner")
        parser.add_argument("--region", default="us-east-1", help="the region that stands in ARNs (default us-east-1)")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            validate_email(options["email"])
        except ValidationError as error:
            raise CommandError(f"{options['email']!r} is not an e-mail address.") from error
        owner = _person(options["email"])
        if found := owned_by(owner, options["name"]):
            self.stdout.write(_STANDS.format(tenant=found, owner=owner))
            return
        tenant = create_tenant(options["name"], owner, region=options["region"])
        self.stdout.write(f"Account {tenant.account_id} ({tenant.name}), owner {owner.email}.")
        if not owner.has_usable_password():
            self.stdout.write(f"One-time password: {one_time_password(owner)}")
        else:
            self.stdout.write("The owner signs in as before: there was a password already, and it stays.")


def _person(email: str) -> User:
    try:
        known = User.objects.select_for_update().filter(email__iexact=email).first()  # two runs: one after the other
        return known or User.objects.make(email, None)
    except RequestInvalid as error:
        raise CommandError(str(error)) from error
