"""The photo-sharing page in Chromium, from the first visit on. SANDBOX_SCREENSHOTS=<folder> keeps pictures of it."""

import json
import shutil
import urllib.error
import urllib.request

import pytest

from browser import Browser
from clients import PASSWORD, administrator, client, new_address, sign_up
from projects import copy_example
from sandbox_process import REPOSITORY
from web_pages import screenshot

WEB = REPOSITORY / "Examples" / "photo-sharing" / "web"


@pytest.fixture(scope="module")
def app(tmp_path_factory, start_sandbox):
    project = copy_example("photo-sharing", tmp_path_factory.mktemp("web") / "photo-sharing")
    return start_sandbox(project, options=["--serve", str(WEB)])


@pytest.fixture(scope="module")
def store(app):
    return client("s3", app, administrator(app))


@pytest.fixture(scope="module")
def browser():
    # Nothing but this machine can be reached: the page must need nothing else.
    with Browser(["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost"]) as browser:
        yield browser


@pytest.fixture
def visit(browser, app):
    """Opens the page as somebody who was never here."""
    opened = []

    def visit(width=1200, height=1000, scheme="light"):
        page = browser.open(own_storage=True)
        page.size(width, height, scheme)
        page.go(app.endpoint + "/")
        page.wait("document.body.dataset.visitor !== undefined")
        page.wait("document.querySelector('#pictures').children.length > 0")
        opened.append(page)
        return page

    yield visit
    for page in opened:
        assert page.errors == []
        assert not [request["url"] for request in page.requests
                    if not request["url"].startswith((app.endpoint, "data:", "blob:"))]


def sign_in(page, address):
    page.run("[...document.querySelectorAll('#session button')].find((b) => b.textContent === 'Sign in').click()")
    page.fill("#account-username", address)
    page.fill("#account-password", PASSWORD)
    page.run("document.querySelector('#account form').requestSubmit()")
    page.wait("document.body.dataset.visitor === 'user' && !document.querySelector('#account').open")
    page.wait("document.querySelector('#pictures').children.length > 0")


def choose_album(page, album):
    page.run(f"document.querySelector('[name=album][value={album}]').click()")


def drop_file(page, name, size, content_type="image/png"):
    """Drops a file of noise onto the page, as by hand."""
    page.run(f"""(() => {{
        const transfer = new DataTransfer();
        transfer.items.add(new File([new Uint8Array({size})], {json.dumps(name)}, {{ type: '{content_type}' }}));
        document.querySelector('#drop').dispatchEvent(new DragEvent('drop', {{ dataTransfer: transfer, bubbles: true, cancelable: true }}));
    }})()""")


def state(page, name):
    return f"[...document.querySelectorAll('.transfers li')].find((row) => row.querySelector('.name').textContent === {json.dumps(name)}).querySelector('.state').textContent"


def press(page, name, label):
    page.run(f"""[...[...document.querySelectorAll('.transfers li')].find((row) => row.querySelector('.name').textContent === {json.dumps(name)})
        .querySelectorAll('button')].find((button) => button.textContent === '{label}').click()""")


SHOWN = "document.querySelectorAll('.picture img').length === {} && [...document.querySelectorAll('.picture img')].every((i) => i.complete && i.naturalWidth > 0)"


def test_somebody_joins_by_the_code_and_shares_a_picture(visit):
    page = visit()
    assert "You are a guest" in page.text() and "No pictures here yet" in page.text()
    screenshot(page, "1-guest")
    page.run("[...document.querySelectorAll('#session button')].find((b) => b.textContent === 'Create account').click()")
    address = new_address()
    page.fill("#account-username", address)
    page.fill("#account-name", "Alice")
    page.fill("#account-password", "weak77")
    page.run("document.querySelector('#account form').requestSubmit()")
    page.wait("document.querySelector('#account .problem').textContent.includes('Password did not conform')")
    page.fill("#account-password", PASSWORD)
    page.run("document.querySelector('#account form').requestSubmit()")
    page.wait("document.querySelector('#use-code') !== null")
    screenshot(page, "2-code")
    page.click("#use-code")
    page.wait("document.body.dataset.visitor === 'user'")
    assert page.run("document.querySelector('.session .who').textContent") == "Alice"
    page.click("#sample")
    page.wait(SHOWN.format(1))
    screenshot(page, "3-posted")
    page.run("document.querySelector('.picture').scrollIntoView({ block: 'center' })")
    screenshot(page, "4-gallery")
    page.go(page.run("location.href"))  # the session outlives the page
    page.wait(SHOWN.format(1))
    page.run("[...document.querySelectorAll('.picture button')].at(0).click()")
    page.wait("document.querySelector('#pictures').innerText.includes('No pictures here yet')")
    page.run("[...document.querySelectorAll('#session button')].find((b) => b.textContent === 'Sign out').click()")
    page.wait("document.body.dataset.visitor === 'guest'")


def test_large_pictures_are_paused_resumed_and_cancelled(visit, app, store):
    page = visit()
    sign_in(page, sign_up(app))
    page.call("Network.emulateNetworkConditions", offline=False, latency=1, downloadThroughput=-1, uploadThroughput=12_000_000)
    drop_file(page, "large.png", 24_000_000)
    page.wait("document.querySelector('.transfers progress').value > 2_000_000")
    press(page, "large.png", "Pause")
    assert page.run(state(page, "large.png")) == "Paused"
    screenshot(page, "5-paused")
    begun = len(page.requests)
    page.run("new Promise((resolve) => setTimeout(resolve, 150))")  # what was under way has ended by now
    assert len(page.requests) == begun
    press(page, "large.png", "Resume")
    page.wait(f"{state(page, 'large.png')} === 'Done'")
    stored = [entry for entry in store.list_objects_v2(Bucket=app.bucket())["Contents"] if entry["Key"].endswith("/large.png")]
    assert stored[0]["Size"] == 24_000_000
    drop_file(page, "unwanted.png", 24_000_000)
    page.wait("document.querySelector('.transfers progress').value > 1_000_000")
    press(page, "unwanted.png", "Cancel")
    page.wait(f"{state(page, 'unwanted.png')} === 'Cancelled'")
    assert not store.list_multipart_uploads(Bucket=app.bucket()).get("Uploads")


def test_albums_are_open_to_those_whom_the_rules_name(visit, app):
    page = visit()
    sign_in(page, sign_up(app))
    choose_album(page, "profile-pictures")
    page.click("#sample")
    page.wait("document.querySelectorAll('.transfers .done').length === 1")
    guest = visit()
    guest.wait("document.querySelectorAll('.picture img').length >= 1")
    assert "of another user" in guest.text() and not guest.run("document.querySelector('.picture .danger') !== null")
    guest.click("#tab-post-pictures")
    guest.wait("document.querySelector('.reason') !== null")
    assert "AccessDenied" in guest.text()
    screenshot(guest, "6-guest-refused")
    guest.size(390, 844)
    screenshot(guest, "9-phone-guest")
    assert guest.run("document.documentElement.scrollWidth <= 390 && document.querySelector('.bar').offsetHeight < 80")


def test_the_table_shows_what_a_guest_the_owner_and_another_user_may(visit, app, store):
    page = visit()
    sign_in(page, sign_up(app))
    page.click("#ask")
    page.wait("document.querySelector('#answers table') !== null", 40)
    answers = page.run("""Object.fromEntries([...document.querySelectorAll('#answers tr[data-request]')].map((row) =>
        [row.dataset.request, [...row.querySelectorAll('td')].map((cell) => cell.querySelector('.yes') !== null)]))""")
    nobody, all_users, everyone, owner = [False] * 3, [False, True, True], [True] * 3, [False, True, False]
    assert answers == {
        "post-pictures list": all_users, "post-pictures view": all_users, "post-pictures upload": owner, "post-pictures delete": owner,
        "profile-pictures list": everyone, "profile-pictures view": everyone, "profile-pictures upload": owner, "profile-pictures delete": owner}
    page.run("document.querySelector('#access').scrollIntoView()")
    screenshot(page, "7-access")
    page.size(390, 844, "dark")
    page.run("scrollTo(0, 0)")
    screenshot(page, "8-phone-dark")
    assert page.run("document.documentElement.scrollWidth <= 390 && document.querySelector('.bar').offsetHeight < 80")
    assert not [entry for entry in store.list_objects_v2(Bucket=app.bucket()).get("Contents", []) if "access-check" in entry["Key"]]


def test_everything_is_reached_by_keyboard_and_named(visit, app):
    page = visit()
    sign_in(page, sign_up(app))
    nameless = page.run("""[...document.querySelectorAll('button, a, input, progress, [role=tab]')].filter((e) =>
        !(e.textContent.trim() || e.ariaLabel || e.labels?.length || e.alt || e.title || e.querySelector('img')?.alt)).map((e) => e.outerHTML)""")
    assert nameless == []
    assert page.run("document.documentElement.lang") == "en"
    page.run("document.querySelector('#tab-post-pictures').focus()")
    page.call("Input.dispatchKeyEvent", type="keyDown", key="ArrowRight", code="ArrowRight")
    assert page.run("document.activeElement.id") == "tab-profile-pictures"
    page.wait("document.querySelector('#tab-profile-pictures').ariaSelected === 'true'")


class TestServedFolder:
    def test_lies_beside_s3_on_one_port(self, app, store):
        page = urllib.request.urlopen(app.endpoint + "/")
        assert page.headers["content-type"] == "text/html; charset=utf-8" and b"Photo Sharing" in page.read()
        assert store.list_buckets()["Buckets"]
        for path, status in [(f"/{app.bucket()}/x", 403), ("/nothing.js", 404), ("/..%2f..%2fREADME.md", 404)]:
            with pytest.raises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(app.endpoint + path)
            assert refused.value.code == status

    def test_is_named_when_it_is_missing(self, app, tmp_path):
        shutil.copytree(app.project / "amplify", tmp_path / "app" / "amplify")
        done = app.run("--project", str(tmp_path / "app"), "--port", "0", "--serve", str(tmp_path / "no"), place=False)
        assert done.returncode == 3 and "cannot serve the folder" in done.stderr
