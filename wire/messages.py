"""Every sentence that the wire answers an error with: one table, because clients match on parts of them.

Terraform looks for "The work team" and "No workforce"; the ACK controller takes ValidationException, and only that,
for a labeling job that does not exist.
"""

from __future__ import annotations

from collections.abc import Sequence

from tenants.errors import Fault, PlumblineError, RequestInvalid

# Signatures
SIGNATURE_MISMATCH = (
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key "
    "and signing method. Consult the service documentation for details."
)
BODY_HASH_MISMATCH = "The value of the X-Amz-Content-Sha256 header is not the SHA-256 of the body."
EXPIRED = "Signature expired: {stamp} is now earlier than {limit} ({now} - {minutes} min.)"
NOT_YET = "Signature not yet current: {stamp} is still later than {limit} ({now} + {minutes} min.)"
DATE_SCOPE = (
    "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
    "'{scope}' != '{date}', from '{stamp}'."
)
DATE_FORMAT = "Date must be in ISO-8601 'basic format'. Got '{given}'. See http://en.wikipedia.org/wiki/ISO_8601"
WRONG_SERVICE = "Credential should be scoped to correct service: '{service}'."
WRONG_TERMINATOR = "Credential should be scoped with a valid terminator: 'aws4_request', not '{given}'."
NOT_SIGNED = "'{name}' must be a 'SignedHeader' in the AWS Authorization."
UNSUPPORTED_ALGORITHM = "Unsupported AWS 'algorithm': '{algorithm}'; this service takes AWS4-HMAC-SHA256."
CREDENTIAL_PARTS = (
    "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '{given}'"
)
NOT_A_PAIR = "'{part}' not a valid key=value pair (missing equal-sign) in Authorization header."
NO_SESSIONS = (
    "The security token included in the request is invalid. This service gives out no session tokens: "
    "leave AWS_SESSION_TOKEN unset."
)

# Requests
UNKNOWN_OPERATION = "There is no operation {operation} here."
UNKNOWN_ACTION = "There is no action {operation} here."
NO_SUBSCRIPTIONS = (
    "{operation} is not offered: a topic here has no subscriptions, policy or other settings. It is read by the "
    "streaming labeling jobs of this account that name it in InputConfig.DataSource.SnsDataSource."
)
NOT_A_FORM = "The body is no form of Action, Version and the members of the action: {reason}"
NOT_JSON = "The body is not JSON: {reason}"
NOT_AN_OBJECT = "The body must be one JSON object."
TOO_LARGE = "The body is longer than {most} bytes."
INTERNAL = "The request could not be served; the cause is in the log under request id {request_id}."
FOREIGN_PAGE = "The NextToken is not from this list, or the list was asked for with other filters or another order."


def of(error: PlumblineError) -> str:
    """The text of an error as AWS words it; faults are all listed."""
    return validation(error.faults) if isinstance(error, RequestInvalid) and error.faults else error.message


def validation(faults: Sequence[Fault]) -> str:
    """All faults in one ValidationException text, each with field, value given and value wanted."""
    count = f"{len(faults)} validation error{'' if len(faults) == 1 else 's'} detected: "
    return count + "; ".join(
        f"Value {fault.given} at '{member_path(fault.field)}' failed to satisfy constraint: "
        f"Member must be {fault.wanted}"
        for fault in faults
    )


def member_path(field: str) -> str:
    """A field as AWS writes it: `HumanTaskConfig.TaskKeywords[0]` is `humanTaskConfig.taskKeywords.1.member`."""
    parts = []
    for part in field.split("."):
        name, *indices = part.rstrip("]").replace("]", "").split("[")
        parts.append(name[:1].lower() + name[1:])
        parts += [f"{int(index) + 1}.member" if index.isdecimal() else index for index in indices]
    return ".".join(parts)
