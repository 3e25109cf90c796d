"""Secrets at rest: encrypted with the operator's key (Fernet: AES-128-CBC and HMAC), readable again by this process."""

from __future__ import annotations

from cryptography.fernet import Fernet
from django.conf import settings


def seal(secret: str) -> bytes:
    """The secret as it is stored."""
    return Fernet(settings.ENCRYPTION_KEY).encrypt(secret.encode())


def unseal(stored: bytes | memoryview) -> str:
    """The secret back; raises `cryptography.fernet.InvalidToken` when the operator's key is another one."""
    return Fernet(settings.ENCRYPTION_KEY).decrypt(bytes(stored)).decode()
