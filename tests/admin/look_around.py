import os, sys, threading, time

os.environ["DEBUG"] = "yes"
from playwright.sync_api import sync_playwright
from tests.jobs.play import answer, take
from tests.cast import PASSWORD
from tenants import scope
from tenants.models import *
from jobs import dispatch, actions
from jobs.models import *
from consolidation.consolidating import consolidate_next
from consolidation.finishing import finish_if_done
from workforce import invitations
from workforce.models import Worker

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def look(url, email, pages, prefix, scheme="light"):
    outside, errors = [], []
    out = []

    def go():
        with sync_playwright() as p:
            b = p.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
            for name, size in (("wide", (1280, 800)), ("phone", (390, 844))):
                c = b.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
                c.on("request", lambda r: outside.append(r.url) if not r.url.startswith((url, "data:")) else None)
                pg = c.new_page()
                pg.on("console", lambda m: errors.append((pg.url, m.text)) if m.type in ("error", "warning") else None)
                pg.on("response", lambda r: errors.append((r.status, r.url)) if r.status >= 400 else None)
                pg.goto(url + "/admin/")
                pg.fill("input[type=email], input[name=email]", email)
                pg.fill("input[type=password]", PASSWORD)
                pg.click("button[type=submit]")
                pg.wait_for_url("**/admin/")
                for page in pages:
                    pg.goto(url + "/admin/" + page)
                    pg.wait_for_timeout(500)
                    slug = (page.replace("/", "_").replace("?", "-") or "index")[:50]
                    pg.screenshot(path=f"/tmp/look/{prefix}{slug}-{name}.png", full_page=True)
                    w = pg.evaluate("document.documentElement.scrollWidth")
                    if w > size[0]:
                        out.append(("overflow", name, page, w))
                c.close()
            b.close()

    t = threading.Thread(target=go)
    t.start()
    t.join()
    print("OUTSIDE", set(outside))
    print("ERRORS", set(map(str, errors)))
    print(out)


def test_look(site, alice, charlie):
    with scope.tenant(charlie.tenant.pk):
        pass
    look(site.url, charlie.owner.email, [""], "new-")
    ws = [alice.worker(f"{n}@example.org") for n in ("ann", "ben", "cleo", "dora")]
    alice.team("radiology")
    job = alice.text_job("spam-mails-november", 400, NumberOfHumanWorkersPerDataObject=3)
    small = alice.text_job("pilot", 6)
    img = alice.job(alice.image_request("digits-2026", [f"{i}.png" for i in range(12)]))
    with scope.tenant(alice.tenant.pk):
        from tenants.keys import create_key

        create_key("nightly import", actor=alice.actor)
        k, _ = create_key("old laptop", role="reviewer", actor=alice.actor)
        from tenants.keys import revoke_key

        revoke_key(k.access_key_id, actor=alice.actor)
        Member(user=User.objects.make("rita@example.org", PASSWORD), role="reviewer").save()
        Member(tenant_id=alice.tenant.pk, user=User.objects.make("max@example.org", PASSWORD), role="manager").save()
        invitations.invite("eve@example.org", alice.team(), actor=alice.actor)
        for w in ws[:3]:
            for _ in range(60):
                answer(job, w.pk)
        while consolidate_next(job):
            pass
        for w in ws[:1]:
            for _ in range(30):
                answer(job, w.pk)
        for w in ws[:2]:
            for _ in range(3):
                answer(small, w.pk)
        while consolidate_next(small):
            pass
        finish_if_done(small)
        small.refresh_from_db()
        print("small", small.stage)
        for _ in range(4):
            t = take(img, ws[0].pk)
            dispatch.submit(t.assignment_id, ws[0].pk, {"crowd-image-classifier": {"label": "dark"}})
        objs = DataObject.objects.filter(job=img, state=1)[:0]
        from jobs import rows

        n = rows.run(
            "UPDATE jobs_dataobject SET state=4, free=0, closed=true, failure_reason='The image could not be read: HTTP 404 from the object store.' WHERE job_id=%(j)s AND line_no IN (7,9)",
            {"j": img.pk},
        )
        rows.run("UPDATE jobs_labelingjob SET failed=failed+2 WHERE id=%(j)s", {"j": img.pk})
        while consolidate_next(img):
            pass
        actions.stop_job(alice.text_job("wrong-labels", 3), actor=alice.actor)
        team = alice.team().pk
    # second tenant for alice
    with scope.tenant(charlie.tenant.pk):
        Member(user=alice.owner, role="manager").save()
    pages = [
        "",
        "jobs/labelingjob/",
        f"jobs/labelingjob/{job.pk}/",
        f"jobs/labelingjob/{img.pk}/",
        f"jobs/labelingjob/{img.pk}/stop/",
        "jobs/labelingjob/add/",
        "workforce/workteam/",
        f"workforce/workteam/{team}/",
        f"workforce/workteam/{team}/invite/",
        "workforce/worker/",
        "workforce/invitation/",
        "tenants/member/",
        "tenants/apikey/",
        "tenants/apikey/add/",
        "tenants/bucket/",
        "tenants/auditentry/",
        "jobs/labelingjob/999999/",
        "password_change/",
    ]
    look(site.url, alice.owner.email, pages, "")
    look(site.url, alice.owner.email, pages[:3], "dark-", "dark")
