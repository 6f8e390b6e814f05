"""What `sandbox connect` prints, pasted as it is into the tools that it is for."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys

import pytest

from browser import Browser
from sandbox_process import PROGRAM, clean_environment
from web_pages import Node, PageServer, script_credentials

TOOLS = ["vite", "next", "webpack", "node", "playwright", "cypress", "boto3", "awscli", "rclone", "browser"]


@pytest.fixture
def snippet(photo_sharing):
    return lambda tool, *options: photo_sharing.read("connect", tool, *options)


def paste(text, folder, **environment):
    """Runs lines in a shell whose home is an empty folder."""
    programs = os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]])
    done = subprocess.run(
        ["bash", "-eu"], input=text, capture_output=True, text=True, timeout=60, cwd=folder,
        env=clean_environment(HOME=str(folder), PATH=programs, **environment) | {
            "AWS_CONFIG_FILE": str(folder / "config"), "AWS_SHARED_CREDENTIALS_FILE": str(folder / "credentials")})
    assert done.returncode == 0, done.stderr
    return done.stdout


class TestServices:
    def test_boto3(self, snippet, photo_sharing, tmp_path):
        (tmp_path / "pasted.py").write_text(snippet("boto3"))
        assert paste("python3 pasted.py", tmp_path) == f"['{photo_sharing.bucket()}']\n"

    def test_aws_command_line(self, snippet, photo_sharing, tmp_path):
        assert photo_sharing.bucket() in paste(snippet("awscli"), tmp_path)
        more = "echo hello | aws --profile sandbox s3 cp - s3://{0}/x; aws --profile sandbox s3 cp s3://{0}/x -"
        assert paste(more.format(photo_sharing.bucket()), tmp_path) == "hello\n"
        assert paste(snippet("awscli"), tmp_path)  # and again over itself

    def test_rclone(self, snippet, photo_sharing, tmp_path):
        if shutil.which("rclone") is None:
            pytest.fail("rclone is not installed")
        printed = paste(snippet("rclone") + "\necho hello | rclone rcat sandbox:{0}/dir/file\nrclone cat sandbox:{0}/dir/file\n".format(
            photo_sharing.bucket()), tmp_path)
        assert photo_sharing.bucket() in printed and printed.endswith("hello\n")

    def test_paths_with_spaces_are_quoted(self, start_sandbox, tmp_path):
        from projects import copy_example

        sandbox = start_sandbox(copy_example("photo-sharing", tmp_path / "Ann's app"), tmp_path / "my data")
        assert sandbox.bucket() in paste(sandbox.read("connect", "awscli"), tmp_path)


class TestPrograms:
    def test_node(self, snippet, photo_sharing, tmp_path):
        (tmp_path / "app.mjs").write_text("console.log(new URL('https://%s.s3.us-east-1.amazonaws.com/x').href)" % photo_sharing.bucket())
        printed = paste(snippet("node") + "\nnode app.mjs\n", tmp_path)
        assert printed == f"{photo_sharing.endpoint}/{photo_sharing.bucket()}/x\n" * 2

    def test_vite_s_plugin_puts_the_script_first_while_developing(self, snippet, photo_sharing, tmp_path):
        got = Node(tmp_path).run_async(f"""
            {snippet('vite')}
            const plugin = amplifySandbox();
            return [plugin.apply, plugin.transformIndexHtml()];""")
        assert got == ["serve", [{"tag": "script", "attrs": {"src": f"{photo_sharing.endpoint}/_sandbox/connect.js"}, "injectTo": "head-prepend"}]]

    def test_webpack_s_entry_has_the_file_in_development_only(self, snippet, tmp_path):
        (tmp_path / "webpack.config.js").write_text(snippet("webpack"))
        got = Node(tmp_path).run_async("""
            const { createRequire } = await import('node:module');
            const make = createRequire(`${process.cwd()}/x.js`)('./webpack.config.js');
            return ['development', 'production'].map((mode) => make({}, { mode }).entry);""")
        assert got == [["./amplify_outputs.connect.js", "./src/index.js"], ["./src/index.js"]]

    def test_next_s_script_comes_before_the_app_s(self, snippet, photo_sharing, tmp_path):
        text = snippet("next")
        # Without its element, which is no JavaScript, the expression is one, and the import a statement.
        statement, expression = re.search("^import .*$", text, re.MULTILINE)[0], re.search(r"^\{(process.*?)^\)\}", text, re.MULTILINE | re.DOTALL)[1]
        page = f"{statement}\nexport default ({re.sub('<Script[^>]*/>', 'Script', expression)}));\n"
        (tmp_path / "page.mjs").write_text(page)
        assert subprocess.run(["node", "--check", str(tmp_path / "page.mjs")]).returncode == 0, page
        assert f'<Script src="{photo_sharing.endpoint}/_sandbox/connect.js" strategy="beforeInteractive" />' in text
        assert "process.env.NODE_ENV === 'development'" in text

    def test_playwright_s_fixture_gives_the_script_to_every_page(self, snippet, photo_sharing, tmp_path):
        package = tmp_path / "node_modules" / "@playwright" / "test"
        package.mkdir(parents=True)
        (package / "package.json").write_text('{"name": "@playwright/test", "type": "module", "exports": "./index.js"}')
        (package / "index.js").write_text("export const test = { extend: (fixtures) => fixtures }; export const expect = 1;")
        (tmp_path / "fixtures.mjs").write_text(snippet("playwright"))
        got = Node(tmp_path).run_async("""
            const { test } = await import(`${process.cwd()}/fixtures.mjs`);
            const order = [];
            await test.context({ context: { addInitScript: async (script) => order.push(script) } }, async () => order.push('used'));
            return [order.length, order[0].includes(bucket), order[1]];""", bucket=photo_sharing.bucket())
        assert got == [2, True, "used"]

    def test_cypress_s_lines_run_the_script_in_the_app_s_window(self, snippet, photo_sharing, tmp_path):
        (tmp_path / "e2e.mjs").write_text(snippet("cypress"))
        got = Node(tmp_path).run_async("""
            const hooks = {}; const ran = [];
            globalThis.before = (hook) => hook();
            globalThis.cy = { request: (address) => ({ then: (take) => take({ body: `script of ${address}` }) }) };
            globalThis.Cypress = { on: (event, hook) => { hooks[event] = hook; } };
            await import(`${process.cwd()}/e2e.mjs`);
            hooks['window:before:load']({ eval: (text) => ran.push(text) });
            return ran;""")
        assert got == [f"script of {photo_sharing.endpoint}/_sandbox/connect.js"]


class TestCommand:
    @pytest.mark.parametrize("tool", TOOLS)
    def test_every_tool_has_lines(self, snippet, tool):
        assert snippet(tool).strip()

    def test_other_tools_are_refused_with_the_list(self, photo_sharing):
        done = photo_sharing.run("connect", "emacs")
        assert done.returncode == 2 and "vite, next" in done.stderr
        assert photo_sharing.run("connect", "vite", "--open").returncode == 2

    def test_it_needs_no_running_sandbox(self, photo_sharing, tmp_path):
        done = photo_sharing.run(
            "connect", "boto3", "--project", str(photo_sharing.project), "--data-dir", str(tmp_path), place=False)
        assert done.returncode == 0 and '"http://localhost:20005"' in done.stdout


@pytest.fixture(scope="module")
def pages():
    server = PageServer()
    server.add("/plain.html", """<!doctype html><script type="module">window.client = await import('/client.mjs');</script>""")
    yield server
    server.close()


@pytest.fixture(scope="module")
def options(photo_sharing):
    """What the printed command gives to Chromium."""
    words = shlex.split(photo_sharing.read("connect", "browser").replace("\\\n", " "), comments=True)
    assert words[0] == "chromium"
    return words[1:]


@pytest.fixture(scope="module")
def page(options, pages):
    # Not in the profile, which another test's browser has.
    with Browser([option for option in options if "user-data-dir" not in option]) as browser:
        page = browser.open(pages.address("/plain.html"))
        page.wait("window.client !== undefined")
        yield page


class TestBrowser:
    """An app that is not changed at all, with the standard addresses, over TLS."""

    def test_reaches_the_sandbox_under_the_real_names(self, page, photo_sharing, alice):
        bucket, region = photo_sharing.bucket(), photo_sharing.region
        key = f"post-pictures/{alice.identity}/over TLS.svg"
        picture = '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"/>'
        got = page.run_async("""
            const url = (query) => client.objectURL(bucket, region, key, query);
            const put = await client.sendByXHR({ method: 'PUT', url: url({ 'x-id': 'PutObject' }), region, credentials, body: picture, headers: { 'content-type': 'image/svg+xml' } });
            const get = await client.send({ method: 'GET', url: url({}), region, credentials });
            const list = await client.send({ method: 'GET', url: client.listURL(bucket, region, { 'list-type': '2', prefix: key }), region, credentials });
            const image = new Image();
            image.src = await client.presigned({ url: url({}), region, credentials });
            await image.decode();
            const pool = await client.callPool({ service: 'cognito-identity', region, target: 'AWSCognitoIdentityService.GetId', input: { IdentityPoolId: identityPool, Logins: {} } });
            return [url({}).host, put.status, put.progress.length > 0, get.text, list.status, image.naturalWidth, pool.status];""",
            bucket=bucket, region=region, key=key, picture=picture, credentials=script_credentials(alice),
            identityPool=photo_sharing.outputs["auth"]["identity_pool_id"])
        assert got == [f"{bucket}.s3.{region}.amazonaws.com", 200, True, picture, 200, 30, 200]

    def test_is_opened_on_a_page_that_knows_nothing_of_it(self, pages, photo_sharing, admin, tmp_path):
        """As `--open` starts it, but without a window: a guest of the page sees what the rules give to guests."""
        bucket, region = photo_sharing.bucket(), photo_sharing.region
        admin.put_object(Bucket=bucket, Key="profile-pictures/ann/me.txt", Body=b"it is me")
        wrapper = tmp_path / "bin" / "chromium"
        wrapper.parent.mkdir()
        wrapper.write_text(f'#!/bin/sh\nexec {shutil.which("chromium")} --headless --disable-gpu --disable-dev-shm-usage "$@"\n')
        wrapper.chmod(0o755)
        address = pages.add("/own.html", """<!doctype html><script type="module">
            import * as client from '/client.mjs';
            const names = %s;
            const pool = async (operation, input) => (await client.callPool({
              service: 'cognito-identity', region: names.region, target: `AWSCognitoIdentityService.${operation}`, input })).body;
            let result;
            try {
              const { IdentityId } = await pool('GetId', { IdentityPoolId: names.pool, Logins: {} });
              const { Credentials: { AccessKeyId, SecretKey, SessionToken } } = await pool('GetCredentialsForIdentity', { IdentityId });
              const credentials = { key: AccessKeyId, secret: SecretKey, token: SessionToken };
              const send = (method, key) => client.send({
                method, url: client.objectURL(names.bucket, names.region, key), region: names.region, credentials });
              const [may, mayNot] = [await send('GET', 'profile-pictures/ann/me.txt'), await send('GET', 'post-pictures/ann/me.txt')];
              result = [may.status, may.text, mayNot.status, typeof sandboxConnection];
            } catch (error) { result = String(error); }
            await fetch('/result', { method: 'POST', body: JSON.stringify(result) });</script>""" % json.dumps(
                {"bucket": bucket, "region": region, "pool": photo_sharing.outputs["auth"]["identity_pool_id"]}))
        opened = subprocess.Popen(
            [PROGRAM, "connect", "browser", "--open", "--page", address, "--project", str(photo_sharing.project),
             "--data-dir", str(photo_sharing.data), "--identifier", photo_sharing.identifier],
            env=clean_environment(PATH=f"{wrapper.parent}{os.pathsep}{os.environ['PATH']}", HOME=str(tmp_path)),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            assert pages.posted.get(timeout=30) == [200, "it is me", 403, "undefined"]
            assert opened.poll() is None  # the browser stands in the command's place
        finally:
            opened.terminate()
            opened.wait(20)

    def test_moves_much_data_both_ways(self, page, photo_sharing, alice):
        got = page.run_async("""
            const body = new Uint8Array(20_000_000).map((_, place) => place * 7 + (place >> 9));
            const url = client.objectURL(bucket, region, key, { 'x-id': 'PutObject' });
            const put = await client.sendByXHR({ method: 'PUT', url, region, credentials, body });
            const headers = await client.signed({ method: 'GET', url: client.objectURL(bucket, region, key), region, credentials });
            const back = new Uint8Array(await (await fetch(client.objectURL(bucket, region, key), { headers })).arrayBuffer());
            return [put.status, back.length === body.length && back.every((byte, place) => byte === body[place])];""",
            bucket=photo_sharing.bucket(), region=photo_sharing.region, key=f"post-pictures/{alice.identity}/much",
            credentials=script_credentials(alice))
        assert got == [200, True]

    def test_maps_no_other_name(self, options, photo_sharing):
        rules = next(option for option in options if option.startswith("--host-resolver-rules="))
        names = re.findall(r"MAP (\S+) 127\.0\.0\.1:\d+", rules)
        bucket, region = photo_sharing.bucket(), photo_sharing.region
        assert sorted(names) == sorted([
            f"{bucket}.s3.{region}.amazonaws.com", f"{bucket}.s3.amazonaws.com", f"cognito-idp.{region}.amazonaws.com",
            f"cognito-identity.{region}.amazonaws.com"])

    def test_is_refused_by_a_browser_without_the_pin(self, options, pages, photo_sharing):
        with Browser([option for option in options if "spki" not in option and "user-data" not in option]) as browser:
            page = browser.open(pages.address("/plain.html"))
            page.wait("window.client !== undefined")
            assert page.run_async("return fetch(client.poolURL('cognito-identity', region), { method: 'POST' }).then(() => 'answered', () => 'refused');",
                                  region=photo_sharing.region) == "refused"


class TestCertificates:
    def test_verify_against_the_authority_and_keep_their_pin_over_a_restart(self, start_project):
        sandbox = start_project({"files": {"public/*": ["allow.guest.to(['read'])"]}})
        authority = sandbox.folder / "keys" / "certificate-authority.pem"
        pin = re.search("spki-list=(.{44})", sandbox.read("connect", "browser"))[1]

        def fetch(host):
            name = f"https://{host}:{sandbox.bound_port}/_sandbox/status"
            return subprocess.run(
                ["curl", "-sS", "--cacert", str(authority), "--pinnedpubkey", f"sha256//{pin}",
                 "--connect-to", f"::127.0.0.1:{sandbox.bound_port}", name], capture_output=True, text=True).returncode

        verified = {host: fetch(host) == 0 for host in [
            "localhost", "127.0.0.1", f"{sandbox.bucket()}.s3.us-east-1.amazonaws.com", "cognito-idp.us-east-1.amazonaws.com",
            "www.example.com", "dynamodb.us-east-1.amazonaws.com"]}
        assert list(verified.values()) == [True, True, True, True, False, False]
        first = authority.read_bytes()
        sandbox.stop()
        sandbox.start()
        assert fetch("localhost") == 0 and authority.read_bytes() == first

    def test_private_keys_are_readable_by_their_owner_only(self, start_project):
        sandbox = start_project({"files": {"public/*": ["allow.guest.to(['read'])"]}})
        sandbox.read("connect", "browser")
        for name in ["certificate-authority-key.pem", "server-key.pem"]:
            assert (sandbox.folder / "keys" / name).stat().st_mode & 0o777 == 0o600

    def test_trust_is_told(self, photo_sharing):
        done = photo_sharing.run("trust", "status", "--format", "json")
        status = json.loads(done.stdout)
        assert status["authority"].endswith("certificate-authority.pem") and status["system"] == "not installed"
        assert len(status["fingerprint"]) == 64 and done.returncode == 1
