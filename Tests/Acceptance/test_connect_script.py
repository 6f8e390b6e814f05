"""The connect script, in Node and in Chromium, with requests of the shapes that Amplify's client makes."""

import base64
import hashlib
import urllib.error
import urllib.request

import pytest

from browser import Browser
from web_pages import NODES, Node, PageServer, node_program, script_credentials

# Nothing but this machine can be reached, by whatever name.
OFFLINE = "--host-resolver-rules=MAP app.example.com 127.0.0.1, MAP app.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1"


@pytest.fixture(scope="module")
def browser():
    with Browser([OFFLINE]) as browser:
        yield browser


@pytest.fixture(scope="module")
def pages():
    server = PageServer()
    yield server
    server.close()


@pytest.fixture(scope="module")
def script(photo_sharing):
    """The script's address."""
    return f"{photo_sharing.endpoint}/_sandbox/connect.js"


@pytest.fixture(scope="module")
def script_file(script, tmp_path_factory):
    file = tmp_path_factory.mktemp("connect") / "connect.js"
    file.write_bytes(urllib.request.urlopen(script).read())
    return file


@pytest.fixture(scope="module")
def page(browser, pages, script):
    """An app's page: the script stands before the module that loads the client."""
    return browser.open(pages.add("/app.html", f"""<!doctype html><script src="{script}"></script>
        <script type="module">window.client = await import('/client.mjs');</script>"""))


@pytest.fixture(params=["chromium", "node", *NODES])
def javascript(request, tmp_path, script_file):
    if request.param != "chromium":
        return Node(tmp_path, "--import", script_file, program=node_program(request.param))
    page = request.getfixturevalue("page")
    page.wait("window.client !== undefined")
    return page


@pytest.fixture
def names(photo_sharing):
    auth = photo_sharing.outputs["auth"]
    return {"bucket": photo_sharing.bucket(), "region": auth["aws_region"], "base": photo_sharing.endpoint}


class TestAddresses:
    def test_of_the_sandbox_become_local_at_whatever_step_of_their_making(self, javascript, names):
        made = javascript.run_async("""
            const s3 = (host, path) => new URL(`https://${host}.amazonaws.com${path}`).href;
            const assigned = new URL('https://example.com/x'); assigned.href = `https://${bucket}.s3.amazonaws.com/a`;
            const host = new URL('https://example.com/a/b'); host.hostname = `${bucket}.s3.${region}.amazonaws.com`;
            return {
              object: client.objectURL(bucket, region, 'a b/ü+(1).png', { 'x-id': 'GetObject' }).href,
              list: client.listURL(bucket, region, { 'list-type': '2' }).href,
              delete: client.deleteURL(bucket, region).href,
              whole: s3(`${bucket}.s3.${region}`, '/a?b=c#d'),
              inPath: s3(`s3.${region}`, `/${bucket}/a`),
              oldForms: [s3(`${bucket}.s3`, '/a'), s3(`${bucket}.s3-${region}`, '/a'), s3('s3', `/${bucket}/a`)],
              accelerated: s3(`${bucket}.s3-accelerate`, '/a'),
              dualStack: s3(`${bucket}.s3.dualstack.${region}`, '/a'),
              relative: new URL('/a', `https://${bucket}.s3.${region}.amazonaws.com/b`).href,
              assigned: assigned.href, host: host.href,
              parsed: URL.parse?.(`https://${bucket}.s3.${region}.amazonaws.com/a`).href ?? `${base}/${bucket}/a`,
              pools: [client.poolURL('cognito-idp', region).href, client.poolURL('cognito-identity', region).href],
            };""", **names)
        home = f"{names['base']}/{names['bucket']}"
        assert made == {
            "object": f"{home}/a%20b/%C3%BC%2B%281%29.png?x-id=GetObject", "list": f"{home}?list-type=2",
            "delete": f"{home}?delete=", "whole": f"{home}/a?b=c#d", "inPath": f"{home}/a",
            "oldForms": [f"{home}/a"] * 3, "accelerated": f"{home}/a", "dualStack": f"{home}/a",
            "relative": f"{home}/a", "assigned": f"{home}/a", "host": f"{home}/a/b", "parsed": f"{home}/a",
            "pools": [f"{names['base']}/"] * 2}

    def test_of_anybody_else_stay_as_they_are(self, javascript, names):
        bucket, region = names["bucket"], names["region"]
        others = [
            f"https://other-bucket.s3.{region}.amazonaws.com/key", f"https://s3.{region}.amazonaws.com/other-bucket/key",
            f"https://s3.{region}.amazonaws.com/", f"https://x{bucket}.s3.{region}.amazonaws.com/",
            f"https://{bucket}x.s3.{region}.amazonaws.com/", f"https://{bucket}.s3.{region}.amazonaws.com.example.com/",
            f"https://{bucket}.s3-website-{region}.amazonaws.com/", f"https://s3-control.{region}.amazonaws.com/{bucket}",
            f"https://{bucket}.s3.{region}.amazonaws.com:8443/key", "https://cognito-idp.eu-north-1.amazonaws.com/",
            f"https://dynamodb.{region}.amazonaws.com/", f"https://sts.{region}.amazonaws.com/",
            f"https://example.com/{bucket}.s3.{region}.amazonaws.com/", f"http://localhost:3000/{bucket}/key",
            f"ftp://{bucket}.s3.{region}.amazonaws.com/", "file:///etc/hosts", "data:text/plain,x", "mailto:ann@example.com",
            "http://user:word@example.com:81/a/b?c=d#e"]
        assert javascript.run_async("return others.map((address) => new URL(address).href);", others=others) == others

    def test_behave_as_the_platform_s_own(self, javascript, names):
        assert javascript.run_async("""
            const moved = new URL(`https://${bucket}.s3.${region}.amazonaws.com/a?b=c`);
            moved.searchParams.set('d', 'e f');
            const back = new URL(`https://${bucket}.s3.${region}.amazonaws.com/a?b=c`);
            back.host = 'example.com';
            let refused;
            try { new URL('nonsense'); } catch (error) { refused = error instanceof TypeError; }
            class Mine extends URL {}
            return {
              search: moved.search, json: JSON.stringify({ moved }), text: `${moved}`, host: moved.host,
              back: back.href, refused, name: URL.name, canParse: URL.canParse?.('https://a') ?? true,
              instances: [moved instanceof URL, new Mine('https://a') instanceof Mine, moved instanceof Mine, ({}) instanceof URL],
              tag: Object.prototype.toString.call(moved),
              blob: typeof URL.createObjectURL,
            };""", **names) == {
                "search": "?b=c&d=e+f", "json": '{"moved":"%s/%s/a?b=c&d=e+f"}' % (names["base"], names["bucket"]),
                "text": f"{names['base']}/{names['bucket']}/a?b=c&d=e+f", "host": names["base"].removeprefix("http://"),
                "back": "https://example.com/a?b=c", "refused": True, "name": "URL", "canParse": True,
                "instances": [True, True, False, False], "tag": "[object URL]", "blob": "function"}


class TestRequests:
    def test_by_fetch_are_signed_for_where_they_go(self, javascript, names, alice):
        key = f"post-pictures/{alice.identity}/by fetch/ü+(1).txt"
        got = javascript.run_async("""
            const url = client.objectURL(bucket, region, key, { 'x-id': 'PutObject' });
            const put = await client.send({ method: 'PUT', url, region, credentials, body: 'hello', headers: { 'content-type': 'text/plain' } });
            const get = await client.send({ method: 'GET', url: client.objectURL(bucket, region, key), region, credentials });
            const list = await client.send({ method: 'GET', region, credentials,
              url: client.listURL(bucket, region, { 'list-type': '2', prefix: key }) });
            return [put.status, put.eTag, get.text, list.status, list.text.includes('<KeyCount>1</KeyCount>')];
            """, **names, key=key, credentials=script_credentials(alice))
        assert got == [200, '"5d41402abc4b2a76b9719d911017c592"', "hello", 200, True]

    def test_that_delete_many_name_their_bucket(self, javascript, names, alice):
        folder = f"post-pictures/{alice.identity}/many/"
        body = f"<Delete><Object><Key>{folder}1</Key></Object><Object><Key>{folder}2</Key></Object></Delete>"
        digest = base64.b64encode(hashlib.md5(body.encode()).digest()).decode()
        got = javascript.run_async("""
            return client.send({ method: 'POST', url: client.deleteURL(bucket, region), region, credentials, body: request,
              headers: { 'content-type': 'application/xml', 'content-md5': digest } });""",
            **names, request=body, digest=digest, credentials=script_credentials(alice))
        assert got["status"] == 200 and got["text"].count("<Deleted>") == 2

    def test_that_the_rules_refuse_are_refused(self, javascript, names, guest):
        got = javascript.run_async("""
            return client.send({ method: 'PUT', url: client.objectURL(bucket, region, 'post-pictures/x/y'), region, credentials, body: 'x' });
            """, **names, credentials=script_credentials(guest))
        assert got["status"] == 403 and "<Code>AccessDenied</Code>" in got["text"]

    def test_by_xhr_tell_their_progress(self, page, names, alice):
        page.wait("window.client !== undefined")
        got = page.run_async("""
            return client.sendByXHR({ method: 'PUT', region, credentials, body: 'x'.repeat(3_000_000),
              url: client.objectURL(bucket, region, key, { 'x-id': 'PutObject' }) });""",
            **names, key=f"post-pictures/{alice.identity}/by-xhr", credentials=script_credentials(alice))
        assert got["status"] == 200 and got["eTag"]
        assert got["progress"][-1] == [3_000_000, 3_000_000]

    def test_by_image_elements_with_presigned_addresses_show_the_picture(self, page, names, alice):
        page.wait("window.client !== undefined")
        picture = '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"><rect width="9" height="9"/></svg>'
        key = f"profile-pictures/{alice.identity}/it is me.svg"
        alice.s3.put_object(Bucket=names["bucket"], Key=key, Body=picture.encode(), ContentType="image/svg+xml")
        got = page.run_async("""
            const url = await client.presigned({ url: client.objectURL(bucket, region, key, { 'x-id': 'GetObject' }), region, credentials });
            const image = new Image();
            image.src = url;
            await image.decode();
            return [url.origin, image.naturalWidth, image.naturalHeight];""",
            **names, key=key, credentials=script_credentials(alice))
        assert got == [names["base"], 30, 20]

    def test_to_the_pools_arrive(self, javascript, names, photo_sharing):
        pool = photo_sharing.outputs["auth"]["identity_pool_id"]
        got = javascript.run_async("""
            return client.callPool({ service: 'cognito-identity', region, target: 'AWSCognitoIdentityService.GetId',
              input: { IdentityPoolId: pool, Logins: {} } });""", **names, pool=pool)
        assert got["status"] == 200 and got["body"]["IdentityId"].startswith(f"{names['region']}:")


OTHER_TOKEN = "e30.eyJpc3MiOiJodHRwczovL2NvZ25pdG8taWRwLnVzLWVhc3QtMS5hbWF6b25hd3MuY29tL3VzLWVhc3QtMV9PdGhlciJ9.x"


class TestCallsOfOtherPools:
    """An app may use further pools of the same region: what says so goes to AWS."""

    CALLS = [
        ("cognito-idp", "AWSCognitoIdentityProviderService.InitiateAuth", {"ClientId": "other", "AuthFlow": "x"}),
        ("cognito-idp", "AWSCognitoIdentityProviderService.GetUser", {"AccessToken": OTHER_TOKEN}),
        ("cognito-idp", "AWSCognitoIdentityProviderService.ListUsers", {"UserPoolId": "us-east-1_Other"}),
        ("cognito-identity", "AWSCognitoIdentityService.GetId", {"IdentityPoolId": "us-east-1:other", "Logins": {}}),
        ("cognito-identity", "AWSCognitoIdentityService.GetCredentialsForIdentity",
         {"IdentityId": "us-east-1:x", "Logins": {"cognito-idp.us-east-1.amazonaws.com/us-east-1_Other": "token"}}),
    ]

    @pytest.mark.parametrize(("service", "target", "call"), CALLS, ids=[target.split(".")[1] for _, target, _ in CALLS])
    def test_go_to_aws(self, page, names, service, target, call):
        page.wait("window.client !== undefined")
        before = len(page.requests)
        failed = page.run_async("""
            try { await client.callPool({ service, region, target, input: call }); return 'answered'; }
            catch (error) { return error.name; }""", **names, service=service, target=target, call=call)
        assert failed == "TypeError"  # there is no network
        sent = {request["url"] for request in page.requests[before:]}
        assert sent == {f"https://{service}.{names['region']}.amazonaws.com/"}

    def test_go_to_aws_as_request_objects_too(self, page, names):
        page.wait("window.client !== undefined")
        before = len(page.requests)
        page.run_async("""
            const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSCognitoIdentityService.GetId' };
            const body = JSON.stringify({ IdentityPoolId: 'us-east-1:other', Logins: {} });
            const request = new Request(client.poolURL('cognito-identity', region), { method: 'POST', headers, body });
            await fetch(request).catch(() => {});""", **names)
        assert page.requests[-1]["url"] == f"https://cognito-identity.{names['region']}.amazonaws.com/"
        assert len(page.requests) > before

    def test_leave_alone_what_is_none_of_ours(self, page):
        addresses = ["https://dynamodb.us-east-1.amazonaws.com/", "https://other.s3.us-east-1.amazonaws.com/key",
                     "https://api.example.com/v1?x=1"]
        before = len(page.requests)
        page.run_async("""
            for (const address of addresses) {
              await fetch(new URL(address), { method: 'POST', body: '{"ClientId":"other"}' }).catch(() => {});
            }""", addresses=addresses)
        assert [request["url"] for request in page.requests[before:]] == addresses
        before = len(page.requests)
        page.run_async("""
            const send = (address) => new Promise((done) => {
              const request = new XMLHttpRequest();
              request.open('GET', new URL(address));
              request.onloadend = done;
              request.send();
            });
            for (const address of addresses) {
              await send(address);
              await new Promise((done) => Object.assign(new Image(), { onerror: done, src: new URL(address).href }));
            }""", addresses=addresses)
        assert [request["url"] for request in page.requests[before:]] == [address for address in addresses for _ in range(2)]

    @pytest.mark.parametrize("version", ["node", *NODES])
    def test_leave_alone_what_is_none_of_ours_in_node(self, tmp_path, script_file, names, version):
        addresses = ["https://dynamodb.us-east-1.amazonaws.com/", "https://other.s3.us-east-1.amazonaws.com/key",
                     "https://cognito-idp.eu-north-1.amazonaws.com/", "https://api.example.com/v1?x=1"]
        connected = Node(tmp_path, "--import", script_file, program=node_program(version))
        asked = connected.run_async("""
            const dns = await import('node:dns');
            const { Agent } = await import('node:https');
            const asked = [];
            // Nothing leaves this machine: each name that is looked up is kept, and not found.
            dns.default.lookup = (host, options, done) => { asked.push(host); done(Object.assign(new Error('no'), { code: 'ENOTFOUND' })); };
            for (const address of addresses) await fetch(new URL(address), { method: 'POST', body: '{"ClientId":"other"}' }).catch(() => {});
            const other = { service: 'cognito-idp', region, target: 'AWSCognitoIdentityProviderService.GetUser', input: { ClientId: 'other' } };
            await client.callPool(other).catch(() => {});
            return asked;""", addresses=addresses, **names)
        assert asked == ["dynamodb.us-east-1.amazonaws.com", "other.s3.us-east-1.amazonaws.com", "cognito-idp.eu-north-1.amazonaws.com",
                         "api.example.com", f"cognito-idp.{names['region']}.amazonaws.com"]


PROBE = """
    const url = new URL('https://%(bucket)s.s3.us-east-1.amazonaws.com/key').href;
    const result = { active: globalThis.sandboxConnection?.active ?? false, url };
"""


class TestLoading:
    """Each place where an app's code runs."""

    def result(self, browser, pages, name, html, files=()):
        for path, text in files:
            pages.add(path, text)
        page = browser.open(pages.add(f"/{name}.html", f"<!doctype html>{html}"))
        page.wait("window.result !== undefined")
        return page

    @pytest.fixture
    def probe(self, names):
        return PROBE % names

    def check(self, page, names):
        assert page.run("result") == {"active": True, "url": f"{names['base']}/{names['bucket']}/key"}

    def test_as_a_classic_script(self, browser, pages, script, probe, names):
        page = self.result(browser, pages, "classic", f'<script src="{script}"></script><script>{probe} window.result = result;</script>')
        self.check(page, names)
        assert [line for line in page.console if "[sandbox]" in line] == [
            f"[sandbox] Amplify Auth and Storage go to {names['base']} ({names['bucket']}); sandboxConnection.disconnect() ends it"]

    def test_as_a_module_script(self, browser, pages, script, probe, names):
        page = self.result(browser, pages, "module", f"""<script type="module" src="{script}"></script>
            <script type="module">{probe} window.result = result;</script>""")
        self.check(page, names)

    def test_as_the_first_import_of_an_app(self, browser, pages, script_file, probe, names):
        page = self.result(browser, pages, "import", '<script type="module" src="/import-app.js"></script>', [
            ("/amplify_outputs.connect.js", script_file.read_text()),
            ("/import-app.js", "import './amplify_outputs.connect.js'; import './import-rest.js';"),
            ("/import-rest.js", f"{probe} window.result = result;")])
        self.check(page, names)

    def test_in_a_worker(self, browser, pages, script, probe, names):
        page = self.result(browser, pages, "worker", """<script>
            new Worker('/worker.js').onmessage = ({ data }) => { window.result = data; };</script>""",
            [("/worker.js", f"importScripts('{script}'); {probe} postMessage(result);")])
        self.check(page, names)

    def test_in_a_module_worker(self, browser, pages, script, probe, names):
        page = self.result(browser, pages, "module-worker", """<script>
            new Worker('/module-worker.js', { type: 'module' }).onmessage = ({ data }) => { window.result = data; };</script>""",
            [("/module-worker.js", f"import '{script}'; {probe} postMessage(result);")])
        self.check(page, names)

    def test_in_a_worker_made_of_a_blob(self, browser, pages, script, probe, names):
        page = self.result(browser, pages, "blob-worker", f"""<script>
            const text = `importScripts('{script}'); {probe} postMessage(result);`;
            new Worker(URL.createObjectURL(new Blob([text]))).onmessage = ({{ data }}) => {{ window.result = data; }};</script>""")
        self.check(page, names)

    def test_in_a_service_worker(self, browser, pages, script, probe, names):
        page = self.result(browser, pages, "service-worker", """<script type="module">
            await navigator.serviceWorker.register('/service-worker.js');
            const { active } = await navigator.serviceWorker.ready;
            navigator.serviceWorker.onmessage = ({ data }) => { window.result = data; };
            active.postMessage('?');</script>""", [("/service-worker.js", f"""importScripts('{script}');
            onmessage = ({{ source }}) => {{ {probe} source.postMessage(result); }};""")])
        self.check(page, names)

    def test_in_a_module_service_worker(self, browser, pages, script, probe, names):
        page = self.result(browser, pages, "module-service-worker", """<script type="module">
            const { installing, active } = await navigator.serviceWorker.register(
              '/module-service-worker.js', { type: 'module', scope: '/module-scope/' });
            const channel = new MessageChannel();
            channel.port1.onmessage = ({ data }) => { window.result = data; };
            (active ?? installing).postMessage('?', [channel.port2]);</script>""", [("/module-service-worker.js", f"""import '{script}';
            onmessage = ({{ ports }}) => {{ {probe} ports[0].postMessage(result); }};""")])
        self.check(page, names)

    def test_in_a_shared_worker(self, browser, pages, script, probe, names):
        page = self.result(browser, pages, "shared-worker", """<script>
            new SharedWorker('/shared-worker.js').port.onmessage = ({ data }) => { window.result = data; };</script>""",
            [("/shared-worker.js", f"importScripts('{script}'); onconnect = ({{ ports }}) => {{ {probe} ports[0].postMessage(result); }};")])
        self.check(page, names)

    def test_in_a_frame_without_an_address(self, browser, pages, script, probe, names):
        page = self.result(browser, pages, "frame", """<script>
            onmessage = ({ data }) => { window.result = data; };</script>
            <iframe srcdoc="<script src='%s'></script><script>%s parent.postMessage(result, '*');</script>"></iframe>""" % (
                script, probe.replace('"', "'")))
        self.check(page, names)

    @pytest.mark.parametrize("version", ["node", *NODES])
    def test_in_node_by_import_and_by_require(self, tmp_path, script_file, names, version):
        for option in ("--import", "--require"):
            node = Node(tmp_path, option, script_file, program=node_program(version))
            got = node.run_async(f"{PROBE % names} return result;")
            assert got == {"active": True, "url": f"{names['base']}/{names['bucket']}/key"}
            assert node.stderr.count("[sandbox] Amplify") == 1  # and standard output is the program's own

    @pytest.mark.parametrize("version", ["node", *NODES])
    def test_in_node_in_a_package_of_modules(self, tmp_path, script_file, names, version):
        (tmp_path / "package.json").write_text('{"type": "module"}')
        (tmp_path / "connect.js").write_text(script_file.read_text())
        assert Node(tmp_path, "--import", "./connect.js", program=node_program(version)).run_async(f"{PROBE % names} return result;")["active"]


class TestWhereItActs:
    @pytest.mark.parametrize(("host", "acts"), [
        ("localhost", True), ("127.0.0.1", True), ("app.localhost", True), ("app.test", True), ("app.example.com", False)])
    def test_only_on_local_pages(self, browser, pages, script, names, host, acts):
        pages.add("/where.html", f'<!doctype html><script src="{script}"></script>')
        page = browser.open(pages.address("/where.html", host))
        address = f"https://{names['bucket']}.s3.us-east-1.amazonaws.com/key"
        assert page.run("globalThis.sandboxConnection !== undefined") == acts
        assert (page.run(f"new URL('{address}').href") != address) == acts
        if not acts:
            assert any("app.example.com is not a local host" in line for line in page.console)

    @pytest.mark.parametrize(("host", "word", "acts"), [("app.example.com", "anywhere", True), ("localhost", "off", False)])
    def test_or_where_it_is_told(self, browser, pages, script, host, word, acts):
        pages.add(f"/{word}.html", f"<!doctype html><script>SANDBOX_CONNECT = '{word}'</script><script src='{script}'></script>")
        page = browser.open(pages.address(f"/{word}.html", host))
        assert page.run("globalThis.sandboxConnection !== undefined") == acts

    @pytest.mark.parametrize(("host", "local"), [
        ("10.1.2.3", True), ("192.168.0.9", True), ("172.16.0.1", True), ("172.32.0.1", False), ("8.8.8.8", False),
        ("[::1]", True), ("[fd12::1]", True), ("[fe80::1]", True), ("[2001:db8::1]", False), ("mac.local", True),
        ("web", True), ("10.0.0.1.example.com", False), ("localhost.example.com", False), ("test.com", False)])
    def test_hosts_are_local_or_not(self, tmp_path, script_file, host, local):
        (tmp_path / "place.cjs").write_text(
            f"globalThis.location = {{ href: 'http://{host}:3000/' }}; console.info = console.warn = () => {{}};")
        node = Node(tmp_path, "--require", tmp_path / "place.cjs", "--require", script_file)
        assert node.run_async("return globalThis.sandboxConnection !== undefined;") == local

    def test_not_in_a_production_build_on_a_server(self, tmp_path, script_file):
        body = "return globalThis.sandboxConnection !== undefined;"
        production = Node(tmp_path, "--import", script_file, NODE_ENV="production")
        assert production.run_async(body) is False
        assert "production build" in production.stderr
        assert Node(tmp_path, "--import", script_file, NODE_ENV="production", SANDBOX_CONNECT="anywhere").run_async(body)
        assert not Node(tmp_path, "--import", script_file, SANDBOX_CONNECT="off").run_async(body)


class TestServing:
    """The script names the sandbox as its reader reached it; names that could be anybody's get nothing."""

    @pytest.mark.parametrize(("host", "given"), [
        ("localhost", True), ("127.0.0.1", True), ("[::1]", True), ("192.168.1.7", True), ("sandbox", True), ("my-app_sandbox-1", True),
        ("app.localhost", True), ("sandbox.example.com", False), ("localhost.example.com", False)])
    def test_by_host(self, photo_sharing, script, host, given):
        reached = f"{host}:{photo_sharing.bound_port}"
        request = urllib.request.Request(script, headers={"host": reached})
        try:
            text = urllib.request.urlopen(request).read().decode()
        except urllib.error.HTTPError as refused:
            assert (refused.code, given) == (403, False)
        else:
            assert given and f'"endpoint": "http://{reached}"' in text


class TestLifetime:
    def test_loading_twice_changes_nothing_more(self, browser, pages, script):
        page = browser.open(pages.add("/twice.html", f"""<!doctype html><script src="{script}"></script>
            <script>window.first = URL;</script><script src="{script}"></script>"""))
        assert page.run("first === URL")
        assert len([line for line in page.console if "[sandbox]" in line]) == 1

    def test_loading_another_sandbox_s_takes_the_place_of_the_first(self, tmp_path, script_file, names):
        other = tmp_path / "other.js"
        other.write_text(script_file.read_text().replace(names["base"], "http://localhost:1"))
        node = Node(tmp_path, "--import", script_file, "--import", other)
        assert node.run_async(f"{PROBE % names} return result.url;") == f"http://localhost:1/{names['bucket']}/key"

    def test_disconnecting_puts_everything_back(self, browser, pages, script, names):
        page = browser.open(pages.add("/end.html", f"""<!doctype html>
            <script>window.own = [URL, fetch];</script><script src="{script}"></script>
            <script>window.Taken = URL; sandboxConnection.disconnect();</script>"""))
        address = f"https://{names['bucket']}.s3.us-east-1.amazonaws.com/key"
        assert page.run("own[0] === URL && own[1] === fetch && globalThis.sandboxConnection === undefined")
        assert page.run(f"new Taken('{address}').href") == address  # for a client that keeps the class

    @pytest.mark.parametrize("version", ["node", *NODES])
    def test_in_node_too(self, tmp_path, script_file, names, version):
        node = Node(tmp_path, "--require", script_file, "--import", script_file, program=node_program(version))
        address = f"https://{names['bucket']}.s3.us-east-1.amazonaws.com/key"
        local = f"{names['base']}/{names['bucket']}/key"
        assert node.run_async("""
            const Taken = URL;
            const before = [new URL(address).href, Object.keys(globalThis).includes('URL')];
            sandboxConnection.disconnect();
            return [...before, new URL(address).href, new Taken(address).href, typeof sandboxConnection, URL === Taken];""",
            address=address) == [local, False, address, address, "undefined", False]
        assert node.stderr.count("[sandbox] Amplify") == 1

    def test_disconnecting_ends_it_in_a_worker(self, browser, pages, script, names):
        pages.add("/ending-worker.js", f"""importScripts('{script}'); sandboxConnection.disconnect();
            {PROBE % names} postMessage(result);""")
        page = browser.open(pages.add("/ending.html", """<!doctype html><script>
            new Worker('/ending-worker.js').onmessage = ({ data }) => { window.result = data; };</script>"""))
        page.wait("window.result !== undefined")
        assert page.run("result") == {"active": False, "url": f"https://{names['bucket']}.s3.us-east-1.amazonaws.com/key"}

    def test_the_file_form_is_the_same_text_and_follows_the_definition(self, tmp_path, start_sandbox):
        from projects import copy_example

        project = copy_example("photo-sharing", tmp_path / "app")
        sandbox = start_sandbox(project, options=["--connect-file"])
        file = project / "amplify_outputs.connect.js"
        served = urllib.request.urlopen(f"{sandbox.endpoint}/_sandbox/connect.js").read()
        assert file.read_bytes() == served
        resource = project / "amplify" / "storage" / "resource.ts"
        resource.write_text(resource.read_text().replace("name: 'photos'", "name: 'pictures'"))
        sandbox.wait_for_generation(2)
        assert file.read_bytes() != served
        assert sandbox.bucket() in file.read_text()
