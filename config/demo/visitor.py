"""A person at the keyboard may label too: their invitation is opened for them, so that they only have to sign in."""

from __future__ import annotations

import asyncio

import urllib3

from config.demo.browser import Browser
from config.demo.crew import invitations
from config.demo.door import Door


def join(door: Door, team: str) -> None:
    """Make the visitor a worker of the team, by the form of the invitation; nothing to do from the second run on."""
    email, password = str(door.account["visitor"]), door.account["visitor_password"]
    link = invitations(door, team, [email] if password else []).get(email)
    if link:
        browser = Browser(door.site, urllib3.PoolManager(timeout=30.0))
        asyncio.run(browser.submit_form(link, {"name": "You", "password": password}))
