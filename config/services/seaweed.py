"""Embedded S3 store: `weed mini` (SeaweedFS), master, volume, filer and S3 gateway in one process.

Its inner servers have no passwords; signed tokens (JWT) close their HTTP doors, so that a page in a browser on this
machine cannot post to them. Its gRPC doors stay open to local programs.
"""

from __future__ import annotations

import json
import os
import signal
import urllib.request
from pathlib import Path
from typing import ClassVar

from config.services import keys, ports, programs
from config.services.folders import folder, write_private
from config.services.processes import Launch
from config.services.servers import Ports
from tenants import store_identities

REGION = "us-east-1"
_INNER = {"master.port": 9333, "volume.port": 9340, "filer.port": 8888, "admin.port": 13646}
_GRPC = 10000  # above each port; its own worker finds the admin server only there
_FIXED = {
    "ip": "127.0.0.1",
    "ip.bind": "127.0.0.1",
    "dir": ".",
    "s3.config": "identities.json",
    "s3.iam.readOnly": "false",  # customers' keys are made known to it while it runs
    "s3.autoCreateBucket": "false",
    "s3.allowDeleteBucketNotEmpty": "false",
    # Relative to `dir`, where no other user's leftover stands in the way and no path is too long for a socket.
    "s3.localSocket": "s3.sock",
    "filer.localSocket": "filer.sock",
    "s3.port.iceberg": "0",
    "s3.port.lance": "0",
    "webdav": "false",
    "admin.ui": "false",
    "master.telemetry": "false",
    "master.volumeSizeLimitMB": "1024",
    "volume.max": "10000",  # every bucket takes a volume of its own; without this the ninth bucket cannot be written
    "volume.preStopSeconds": "0",
}


class Seaweed:
    """The object store."""

    name: ClassVar[str] = "s3"
    setting: ClassVar[str] = "S3_ENDPOINT_URL"
    usual_ports: ClassVar[Ports] = {"s3": 8333, **{f"s3 {name}": port for name, port in _INNER.items()}}
    kindly: ClassVar[signal.Signals] = signal.SIGTERM

    def is_free(self, port: int) -> bool:
        """Whether it could have this port, its gRPC port, and the socket that it names after that one."""
        return ports.is_free(port) and ports.is_free(port + _GRPC) and not _is_foreign(port + _GRPC)

    def prepare(self, chosen: Ports) -> Launch:
        """Write our own identity; it cannot be changed through the server's API."""
        data = folder("s3")
        known = keys.load()
        credentials = [{"accessKey": known["S3_ACCESS_KEY_ID"], "secretKey": known["S3_SECRET_ACCESS_KEY"]}]
        rights = ["Admin", "Read", "List", "Tagging", "Write"]
        ours = {"name": "plumbline", "credentials": credentials, "actions": rights}
        write_private(data / "identities.json", json.dumps({"identities": [ours]}))
        options = _FIXED | {"s3.port": chosen["s3"]} | {name: chosen[f"s3 {name}"] for name in _INNER}
        argv = [str(programs.weed()), "mini", *(f"-{name}={value}" for name, value in options.items())]
        return Launch(argv, data, _environment(data, known["S3_INTERNAL_KEY"]))

    def is_healthy(self, chosen: Ports) -> bool:
        """Whether it lists our buckets to our signature, and its objects can be read."""
        return store_identities.knows_us(_url(chosen), *_credentials()) and _has_volumes(chosen)

    def settle(self, chosen: Ports) -> None:
        """Nothing to make."""


def urls(chosen: Ports) -> dict[str, str]:
    """How Plumbline reaches it; S3_ADMIN_URL is where `tenants.store_keys` sends customers' keys."""
    access, secret = _credentials()
    return {
        "S3_ENDPOINT_URL": _url(chosen),
        "S3_ADMIN_URL": _url(chosen),
        "S3_ACCESS_KEY_ID": access,
        "S3_SECRET_ACCESS_KEY": secret,
        "S3_REGION": REGION,
    }


def _has_volumes(chosen: Ports) -> bool:
    """Whether the volume server is known to the master; buckets are listed seconds before that when it is late."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{chosen['s3 master.port']}/dir/status", timeout=5) as answer:
            return bool(json.load(answer)["Topology"]["DataCenters"])
    except OSError:
        return False


def _url(chosen: Ports) -> str:
    return f"http://127.0.0.1:{chosen['s3']}"


def _is_foreign(port: int) -> bool:
    """Whether another user's leftover, which we may not remove, lies where `weed` wants a socket (a fixed path)."""
    found = Path("/tmp").glob(f"seaweedfs-*-grpc-{port}.sock")  # noqa: S108 - weed's choice, not ours
    return os.geteuid() != 0 and any(path.lstat().st_uid != os.geteuid() for path in found)


def _credentials() -> tuple[str, str]:
    known = keys.load()
    return known["S3_ACCESS_KEY_ID"], known["S3_SECRET_ACCESS_KEY"]


def _environment(data: Path, key: str) -> dict[str, str]:
    tokens = ("JWT_SIGNING", "JWT_SIGNING_READ", "JWT_FILER_SIGNING", "JWT_FILER_SIGNING_READ")
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": str(data),  # where it would look for configuration
        "GOMEMLIMIT": "400MiB",  # 160 would keep the garbage collector busy: a fifth of a core while idle
        "WEED_MASTER_VOLUME_GROWTH_COPY_1": "1",  # volumes made at a time for a new bucket; the default is 7
        **{f"WEED_{name}_KEY": key for name in tokens},
    }
