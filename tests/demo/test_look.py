"""What a simulated person sees in a frame, and how a mail is made readable."""

from __future__ import annotations

from config.demo.browser import read_frame
from config.demo.samples import LONGEST_MAIL, readable, sight_of_text
from jobs.documents import prepared

MAIL = b"""From exmh@example.com  Thu Aug 22 12:36:23 2002
Return-Path: <exmh@example.com>
Received: from localhost (localhost [127.0.0.1])
\tby mail.example.com (Postfix) with ESMTP id D03E543C36
From: Robert <r@example.com>
Subject: Re: a subject that
 goes on
Date: Thu, 22 Aug 2002 18:26:25 +0700

Hello <b>you</b> & \x00 others\xff
"""


def test_an_image_is_found_by_the_widgets_address():
    page = """<crowd-form><crowd-image-classifier name="choice" src="http://s3/b/k.png?X=1&amp;Y=2"
        categories="[&quot;0&quot;]"></crowd-image-classifier></crowd-form>"""
    shown = read_frame(prepared(page, "/static/"))
    assert (shown.widget, shown.image, shown.text) == ("choice", "http://s3/b/k.png?X=1&Y=2", "")


def test_a_text_is_read_without_the_instructions_around_it():
    page = """<crowd-classifier name="crowd-classifier"><classification-target>a &lt;b&gt; &amp; c
        d</classification-target><short-instructions>Choose.</short-instructions></crowd-classifier>"""
    shown = read_frame(page)
    assert shown.widget == "crowd-classifier"
    assert sight_of_text(shown.text) == sight_of_text("a <b> & c d")


def test_a_mail_keeps_what_its_reader_sees_and_loses_what_servers_added():
    text = readable(MAIL)
    assert "Received" not in text
    assert "mail.example.com" not in text
    assert "Subject: Re: a subject that\n goes on" in text
    assert text.endswith("Hello <b>you</b> &   others\ufffd")


def test_a_long_mail_is_cut():
    assert len(readable(b"Subject: long\n\n" + b"word " * 10_000)) <= LONGEST_MAIL
