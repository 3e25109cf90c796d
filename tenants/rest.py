"""What every room's REST views share: who calls, what was asked and given, and that a handler says who may call it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any, cast

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.request import Request
from rest_framework.serializers import ChoiceField, Serializer
from rest_framework.views import APIView

from tenants.actor import Actor
from tenants.errors import Fault, RequestInvalid
from tenants.rest_bodies import JsonObjectParser
from tenants.rest_doors import BearerKeyAuthentication, MemberSessionAuthentication, actor_of
from tenants.rest_schema import Door
from tenants.rest_strict import NoQuery
from tenants.shapes import MOST_FAULTS, cut, short

_WANTED = {"required": "a value", "null": "a value", "blank": "text that is not empty"}


class TenantView(APIView):
    """Parent of every REST view. Each handler is decorated with `rest_schema.serves`; without that it is not served.

    `self.actor` is who calls, `self.asked` the checked query parameters, `self.given()` the checked body.
    """

    parser_classes = (JsonObjectParser,)
    metadata_class = None  # OPTIONS tells nothing
    asked: Mapping[str, Any]
    door: Door

    @property
    def actor(self) -> Actor:
        actor = actor_of(self.request)
        assert actor is not None  # InTenant let the request in
        return actor

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Who calls, whether their role is enough, and what they ask, in this order."""
        super().initial(request, *args, **kwargs)
        handler = getattr(self, (request.method or "").lower(), None)
        door: Door | None = getattr(handler, "door", None)
        if door is None:
            raise MethodNotAllowed(str(request.method))
        self.door = door
        self.actor.demand(door.role)
        self.asked = checked((door.query or NoQuery)(data=request.query_params.dict()))

    def filters(self) -> dict[str, Any]:
        """What was asked of a list, without the two words that lead through its pages."""
        return {name: value for name, value in self.asked.items() if name not in ("cursor", "page_size")}

    def given(self) -> dict[str, Any]:
        """The body as the handler's declared serializer takes it; raises `RequestInvalid` with every fault."""
        assert self.door.body is not None
        return checked(self.door.body(data=self.sent))

    @property
    def sent(self) -> dict[str, Any]:
        """The body as it was sent; `{}` when there was none."""
        return cast("dict[str, Any]", self.request.data)


def checked(serializer: Serializer[Any]) -> dict[str, Any]:
    """The serializer's data, or `RequestInvalid` with field, value given and value wanted, at most `MOST_FAULTS` of them."""
    if serializer.is_valid():
        return dict(serializer.validated_data)
    sent = serializer.initial_data if isinstance(serializer.initial_data, Mapping) else {}
    raise RequestInvalid(
        [
            Fault(
                cut(field),
                short(sent[field]) if field in sent else "nothing",
                " ".join(_wanted(serializer.fields.get(field), message) for message in messages),
            )
            for field, messages in islice(serializer.errors.items(), MOST_FAULTS)
        ]
    )


def _wanted(field: Any, message: object) -> str:
    """What would do: DRF says what is wrong instead."""
    code = getattr(message, "code", "")
    if code == "invalid_choice" and isinstance(field, ChoiceField):
        return "one of " + ", ".join(map(str, field.choices))
    return _WANTED.get(code, str(message))


class BearerKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # its registration is untyped
    """How the OpenAPI schema names the key."""

    target_class = BearerKeyAuthentication
    name = "accessKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "<access key id>:<secret>"}


class MemberSessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # its registration is untyped
    """How the OpenAPI schema names the session of a signed-in member."""

    target_class = MemberSessionAuthentication
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}
