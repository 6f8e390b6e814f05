"""`sandbox trust` on this machine's real stores, seen from a mount of our own, and in a browser of an empty home."""

import json
import os
import pathlib
import shlex
import subprocess

import pytest

from browser import Browser
from sandbox_process import PROGRAM, clean_environment

# The machine's own folders are covered by copies: what is done to them is gone with the process.
COVERED = """
for folder in /etc/ssl/certs /usr/local/share/ca-certificates; do
  mkdir -p "$0$folder" && cp -a "$folder/." "$0$folder" && mount --bind "$0$folder" "$folder"
done
snapshot() { (cd / && find etc/ssl/certs usr/local/share/ca-certificates -printf '%p %l\\n' | sort; sha256sum /etc/ssl/certs/ca-certificates.crt); }
"""


@pytest.fixture(autouse=True, scope="module")
def mounts():
    done = subprocess.run(["unshare", "--map-root-user", "--mount", "true"], capture_output=True, text=True)
    if done.returncode != 0:
        pytest.skip(f"this machine allows no mounts of one's own: {done.stderr.strip()}")


@pytest.fixture
def place(photo_sharing):
    return ["--project", str(photo_sharing.project), "--data-dir", str(photo_sharing.data), "--identifier", photo_sharing.identifier]


def test_the_system_trusts_the_sandbox_until_it_is_told_otherwise(photo_sharing, place, tmp_path):
    trust = lambda action: shlex.join([PROGRAM, "trust", action, *place])
    address = f"https://localhost:{photo_sharing.bound_port}/_sandbox/status"
    script = COVERED + f"""
        update-ca-certificates >/dev/null 2>&1 # what waited for it on this machine
        snapshot >"$0/before"
        curl -sS -o /dev/null {address} && exit 11
        {trust('install')} >"$0/installed" || exit 12
        curl -fsS -o /dev/null {address} || exit 13
        {trust('install')} >"$0/again" || exit 14
        {trust('status')} || exit 15
        {trust('remove')} >"$0/removed" || exit 16
        curl -sS -o /dev/null {address} && exit 17
        snapshot >"$0/after"
        diff "$0/before" "$0/after" || exit 18
        ! grep -aq amplify-sandbox /etc/ssl/certs/java/cacerts 2>/dev/null || exit 21
        {trust('status')} && exit 19
        {trust('remove')} || exit 20
        exit 0"""
    done = subprocess.run(
        ["unshare", "--map-root-user", "--mount", "bash", "-c", script, str(tmp_path)], capture_output=True, text=True,
        env=clean_environment(HOME=str(tmp_path), PATH=os.environ["PATH"] + ":/usr/sbin"), timeout=120)
    assert done.returncode == 0, f"{done.returncode}: {done.stdout}{done.stderr}"
    assert (tmp_path / "installed").read_text().startswith("system: installed as /usr/local/share/ca-certificates/amplify-sandbox-")
    assert (tmp_path / "removed").read_text().startswith("system: removed /usr/local/share/ca-certificates/amplify-sandbox-")
    assert (tmp_path / "again").read_text() == "system: installed already\n"


@pytest.fixture
def home(tmp_path):
    """A home in which a browser has been before."""
    database = tmp_path / "home" / ".pki" / "nssdb"
    database.mkdir(parents=True)
    subprocess.run(["certutil", "-N", "-d", f"sql:{database}", "--empty-password"], check=True)
    return tmp_path / "home"


def test_a_browser_trusts_the_sandbox_until_it_is_told_otherwise(photo_sharing, place, home):
    address = f"https://localhost:{photo_sharing.bound_port}/_sandbox/status"

    def trust(action):
        script = COVERED + shlex.join([PROGRAM, "trust", action, *place, *(["--format", "json"] if action == "status" else [])])
        return subprocess.run(
            ["unshare", "--map-root-user", "--mount", "bash", "-c", script, str(home.parent)], capture_output=True, text=True,
            env=clean_environment(HOME=str(home)), timeout=60)

    def names():
        return subprocess.run(["certutil", "-L", "-d", f"sql:{home}/.pki/nssdb"], capture_output=True, text=True).stdout

    def answers():
        with Browser(HOME=str(home)) as browser:
            page = browser.open()
            return page.call("Page.navigate", url=address).get("errorText", "answered")

    assert answers() == "net::ERR_CERT_AUTHORITY_INVALID"
    before = names()
    assert "browsers: installed as" in trust("install").stdout and "amplify-sandbox-" in names()
    assert answers() == "answered"
    assert json.loads(trust("status").stdout)["browsers"] == "installed"
    assert "browsers: removed" in trust("remove").stdout
    assert names() == before
    assert answers() == "net::ERR_CERT_AUTHORITY_INVALID"


def test_without_the_right_to_do_so_nothing_is_changed_and_sudo_is_named(photo_sharing, place, tmp_path):
    folder = pathlib.Path("/usr/local/share/ca-certificates")
    script = f'mount --bind -o ro "$0" {folder} && mount -o remount,bind,ro {folder} && exec ' + shlex.join([PROGRAM, "trust", "install", *place])
    done = subprocess.run(
        ["unshare", "--map-root-user", "--mount", "bash", "-c", script, str(tmp_path)], capture_output=True, text=True,
        env=clean_environment(HOME=str(tmp_path)), timeout=60)
    assert done.returncode == 1 and "with sudo" in done.stderr, done.stderr
    assert list(tmp_path.iterdir()) == []
