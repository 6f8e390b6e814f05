"""The client module with aws-amplify's names, in Node, as code written for aws-amplify uses it."""

import base64
import hashlib
import json
import pathlib
import time
import zlib

import pytest

from clients import new_address, sign_up, PASSWORD
from sandbox_process import REPOSITORY
from web_pages import Node

MODULE = REPOSITORY / "Sources" / "WebResources" / "Resources" / "amplify.js"


@pytest.fixture
def amplify(tmp_path, photo_sharing):
    """Runs the body of an async function with everything of the module in scope, configured by the outputs."""
    node = Node(tmp_path, SANDBOX_ENDPOINT=photo_sharing.endpoint)

    def run(body, **arguments):
        return node.run_async(f"""
            const amplify = await import({json.dumps(MODULE.as_uri())});
            const {{ Amplify, Hub, signUp, confirmSignUp, signIn, confirmSignIn, signOut, autoSignIn, getCurrentUser, fetchAuthSession,
              fetchUserAttributes, updateUserAttributes, resetPassword, confirmResetPassword, updatePassword, deleteUser,
              uploadData, downloadData, getUrl, getProperties, list, remove, copy, isCancelError }} = amplify;
            Amplify.configure(outputs);
            const nameOf = async (work) => {{ try {{ await work(); return 'nothing'; }} catch (error) {{ return error.name; }} }};
            {body}""", outputs=photo_sharing.outputs, password=PASSWORD, **arguments)

    return run


@pytest.fixture(scope="module")
def address(photo_sharing):
    """Somebody's."""
    return sign_up(photo_sharing)


class TestSigningIn:
    def test_a_new_user_is_led_through_every_step(self, amplify, photo_sharing):
        username = new_address()
        first = amplify("""
            const events = [];
            Hub.listen('auth', ({ payload }) => events.push(payload.event));
            const signedUp = await signUp({ username, password, options: { userAttributes: { email: username }, autoSignIn: true } });
            const early = await signIn({ username, password });
            return { signedUp, early, events };""", username=username)
        assert not first["signedUp"]["isSignUpComplete"] and first["signedUp"]["userId"]
        assert first["signedUp"]["nextStep"]["signUpStep"] == "CONFIRM_SIGN_UP"
        assert first["signedUp"]["nextStep"]["codeDeliveryDetails"]["deliveryMedium"] == "EMAIL"
        assert first["early"] == {"isSignedIn": False, "nextStep": {"signInStep": "CONFIRM_SIGN_UP"}}
        second = amplify("""
            const wrong = await nameOf(() => confirmSignUp({ username, confirmationCode: code === '000000' ? '111111' : '000000' }));
            const confirmed = await confirmSignUp({ username, confirmationCode: code });
            const events = [];
            Hub.listen('auth', ({ payload }) => events.push(payload.event));
            const signedIn = await signIn({ username, password });
            const user = await getCurrentUser();
            const session = await fetchAuthSession();
            const again = await nameOf(() => signIn({ username, password }));
            const attributes = await fetchUserAttributes();
            await signOut();
            return { wrong, confirmed, signedIn, user, again, attributes, events, identity: session.identityId,
              sub: session.userSub, key: session.credentials.accessKeyId, after: await nameOf(getCurrentUser) };
            """, username=username, code=photo_sharing.code_for(username))
        assert second["wrong"] == "CodeMismatchException"
        assert second["confirmed"] == {"isSignUpComplete": True, "nextStep": {"signUpStep": "DONE"}}
        assert second["signedIn"] == {"isSignedIn": True, "nextStep": {"signInStep": "DONE"}}
        assert second["user"]["signInDetails"] == {"loginId": username, "authFlowType": "USER_SRP_AUTH"}
        assert second["user"]["userId"] == second["sub"] == first["signedUp"]["userId"]
        assert second["attributes"]["email"] == username and second["attributes"]["email_verified"] == "true"
        assert second["identity"].startswith("us-east-1:") and second["key"].startswith("ASIA")
        assert second["again"] == "UserAlreadyAuthenticatedException"
        assert second["events"] == ["signedIn", "signedOut"]
        assert second["after"] == "UserUnAuthenticatedException"

    @pytest.mark.parametrize(("body", "name"), [
        ("await signIn({ username, password: 'Wrong-Horse-7' });", "NotAuthorizedException"),
        ("await signIn({ username: 'nobody@example.com', password });", "NotAuthorizedException"),
        ("await signIn({ username: '', password });", "EmptySignInUsername"),
        ("await signIn({ username });", "EmptySignInPassword"),
        ("await signUp({ username, password, options: { userAttributes: { email: username } } });", "UsernameExistsException"),
        ("await signUp({ username: 'weak@example.com', password: 'weak' });", "InvalidPasswordException"),
        ("await confirmSignIn({ challengeResponse: '123456' });", "SignInException"),
        ("await autoSignIn();", "AutoSignInException"),
        ("await fetchUserAttributes();", "UserUnAuthenticatedException"),
        ("Amplify.configure({}); await signIn({ username, password });", "AuthUserPoolException"),
    ])
    def test_what_goes_wrong_has_its_name(self, amplify, address, body, name):
        assert amplify(f"return nameOf(async () => {{ {body} }});", username=address) == name

    def test_passwords_are_changed_and_reset(self, amplify, photo_sharing):
        username = sign_up(photo_sharing)
        assert amplify("""
            await signIn({ username, password });
            await updatePassword({ oldPassword: password, newPassword: 'Second-Horse-8' });
            await signOut();
            await signIn({ username, password: 'Second-Horse-8' });
            await signOut();
            return (await resetPassword({ username })).nextStep.resetPasswordStep;
            """, username=username) == "CONFIRM_RESET_PASSWORD_WITH_CODE"
        assert amplify("""
            await confirmResetPassword({ username, confirmationCode: code, newPassword: 'Third-Horse-9' });
            const { isSignedIn } = await signIn({ username, password: 'Third-Horse-9' });
            await deleteUser();
            return [isSignedIn, await nameOf(() => signIn({ username, password: 'Third-Horse-9' }))];
            """, username=username, code=photo_sharing.code_for(username)) == [True, "NotAuthorizedException"]

    def test_tokens_and_credentials_are_renewed(self, amplify, address):
        got = amplify("""
            await signIn({ username, password });
            const first = await fetchAuthSession();
            const same = await fetchAuthSession();
            const renewed = await fetchAuthSession({ forceRefresh: true });
            return { sameToken: `${first.tokens.accessToken}` === `${same.tokens.accessToken}`,
              sameKey: first.credentials.accessKeyId === same.credentials.accessKeyId,
              newToken: `${first.tokens.accessToken}` !== `${renewed.tokens.accessToken}`,
              newKey: first.credentials.accessKeyId !== renewed.credentials.accessKeyId,
              sameIdentity: first.identityId === renewed.identityId,
              payload: renewed.tokens.idToken.payload.email };""", username=address)
        assert got == {"sameToken": True, "sameKey": True, "newToken": True, "newKey": True, "sameIdentity": True,
                       "payload": address}

    def test_a_guest_s_identity_becomes_the_user_s(self, amplify, photo_sharing):
        username = sign_up(photo_sharing)
        guest, user, after = amplify("""
            const guest = (await fetchAuthSession()).identityId;
            await signIn({ username, password });
            const user = (await fetchAuthSession()).identityId;
            await signOut();
            return [guest, user, (await fetchAuthSession()).identityId];""", username=username)
        assert guest == user != after


class TestFiles:
    @pytest.fixture
    def files(self, amplify, address):
        """As `amplify`, signed in, with a folder of one's own in `folder`."""
        def run(body, **arguments):
            return amplify(f"""
                await signIn({{ username, password }});
                const {{ identityId }} = await fetchAuthSession();
                const folder = `post-pictures/${{identityId}}/{time.monotonic_ns()}/`;
                {body}""", username=address, **arguments)
        return run

    def test_a_file_goes_up_and_comes_down(self, files):
        got = files("""
            const path = ({ identityId }) => `post-pictures/${identityId}/sub folder/ü+(1)%41.txt`;
            const up = await uploadData({ path, data: 'hello', options: { metadata: { Colour: 'red' }, contentDisposition: { type: 'attachment', filename: 'x.txt' } } }).result;
            const down = await downloadData({ path }).result;
            const part = await downloadData({ path, options: { bytesRange: { start: 1, end: 3 } } }).result;
            const properties = await getProperties({ path });
            return { up, path: path({ identityId }), text: await down.body.text(), part: await part.body.text(), partSize: part.size, properties, type: down.contentType };
            """)
        assert got["up"]["path"] == got["path"] == got["properties"]["path"]
        assert got["up"]["eTag"] == got["properties"]["eTag"] == '"5d41402abc4b2a76b9719d911017c592"'
        assert (got["text"], got["part"], got["partSize"], got["type"]) == ("hello", "ell", 3, "text/plain")
        assert got["properties"]["metadata"] == {"colour": "red"} and got["properties"]["size"] == 5

    @pytest.mark.parametrize("data", [
        "'text'", "new Blob(['blob'])", "new Uint8Array([1, 2, 3])", "new Uint8Array([9, 1, 2, 3, 9]).subarray(1, 4)",
        "new Uint8Array([1, 2]).buffer", "''"])
    def test_data_of_every_kind_goes_up(self, files, data):
        sent, got = files(f"""
            const path = `${{folder}}data`;
            const data = {data};
            await uploadData({{ path, data }}).result;
            const {{ body }} = await downloadData({{ path }}).result;
            return [await new Response(data).text(), await body.text()];""")
        assert sent == got

    def test_large_files_go_in_parts(self, files, photo_sharing, admin):
        got = files("""
            const data = new Uint8Array(12_000_001).map((_, place) => place * 31 + (place >> 8));
            const progress = [];
            const task = uploadData({ path: `${folder}large.bin`, data, options: { onProgress: ({ transferredBytes, totalBytes }) => progress.push([transferredBytes, totalBytes]) } });
            const result = await task.result;
            const { body } = await downloadData({ path: result.path }).result;
            const back = new Uint8Array(await (await body.blob()).arrayBuffer());
            return { result, state: task.state, same: back.length === data.length && back.every((byte, place) => byte === data[place]), last: progress.at(-1) };
            """)
        assert got["same"] and got["state"] == "SUCCESS" and got["last"] == [12_000_001] * 2
        assert got["result"]["eTag"].endswith('-3"') and got["result"]["size"] == 12_000_001

    def test_checksums_are_sent_and_checked(self, files, photo_sharing, admin):
        path, size = files("""
            const data = new Uint8Array(6_000_000).fill(7);
            await uploadData({ path: `${folder}small`, data: 'hello', options: { checksumAlgorithm: 'crc-32' } }).result;
            const { path, size } = await uploadData({ path: `${folder}large`, data, options: { checksumAlgorithm: 'crc-32' } }).result;
            return [path, size];""")
        head = admin.head_object(Bucket=photo_sharing.bucket(), Key=path, ChecksumMode="ENABLED")
        expected = base64.b64encode(zlib.crc32(b"\x07" * size).to_bytes(4, "big")).decode()
        assert head["ChecksumCRC32"] == expected and head["ChecksumType"] == "FULL_OBJECT"
        small = admin.head_object(Bucket=photo_sharing.bucket(), Key=path.replace("large", "small"), ChecksumMode="ENABLED")
        assert small["ChecksumCRC32"] == base64.b64encode(zlib.crc32(b"hello").to_bytes(4, "big")).decode()

    def test_uploads_are_paused_resumed_and_cancelled(self, files, photo_sharing, admin):
        got = files("""
            const data = new Uint8Array(40_000_000);
            const path = `${folder}stopped`;
            let first;
            const begun = new Promise((resolve) => { first = resolve; });
            const task = uploadData({ path, data, options: { onProgress: first } });
            await begun;
            task.pause();
            const paused = task.state;
            task.resume();
            task.pause();
            task.resume();
            const size = (await task.result).size;
            let second;
            const begunToo = new Promise((resolve) => { second = resolve; });
            const cancelled = uploadData({ path: `${folder}cancelled`, data, options: { onProgress: second } });
            await begunToo;
            cancelled.cancel();
            const error = await cancelled.result.catch((error) => error);
            const small = uploadData({ path: `${folder}small`, data: 'x' });
            small.cancel();
            const smallError = await small.result.catch((error) => error);
            return { paused, size, state: task.state, cancelled: [cancelled.state, isCancelError(error), isCancelError(smallError)], there: (await list({ path: folder })).items.length };
            """)
        assert got == {"paused": "PAUSED", "size": 40_000_000, "state": "SUCCESS", "cancelled": ["CANCELED", True, True], "there": 1}
        assert not admin.list_multipart_uploads(Bucket=photo_sharing.bucket()).get("Uploads")

    def test_lists_are_paged_cut_and_complete(self, files):
        got = files("""
            const names = ['a', 'b', 'c', 'd+e f', 'sub/1', 'sub/2', 'z&<>'];
            for (const name of names) await uploadData({ path: folder + name, data: name }).result;
            const cut = (page) => page.items.map(({ path }) => path.slice(folder.length));
            const first = await list({ path: folder, options: { pageSize: 3 } });
            const second = await list({ path: folder, options: { pageSize: 3, nextToken: first.nextToken } });
            const all = await list({ path: folder, options: { listAll: true } });
            const flat = await list({ path: folder, options: { subpathStrategy: { strategy: 'exclude' } } });
            return { first: cut(first), second: cut(second), all: cut(all), more: [typeof first.nextToken, typeof all.nextToken],
              flat: cut(flat), sub: flat.excludedSubpaths.map((path) => path.slice(folder.length)), item: all.items[0] };""")
        names = ["a", "b", "c", "d+e f", "sub/1", "sub/2", "z&<>"]
        assert got["all"] == names and got["first"] == names[:3] and got["second"] == names[3:6]
        assert got["more"] == ["string", "undefined"]
        assert got["flat"] == ["a", "b", "c", "d+e f", "z&<>"] and got["sub"] == ["sub/"]
        assert got["item"]["size"] == 1 and got["item"]["eTag"] == f'"{hashlib.md5(b"a").hexdigest()}"'

    def test_files_and_folders_are_removed_and_copied(self, files):
        got = files("""
            for (const name of ['one', 'two', 'sub/1', 'sub/2&']) await uploadData({ path: folder + name, data: name }).result;
            const copied = await copy({ source: { path: `${folder}sub/2&` }, destination: { path: `${folder}ü copy` } });
            const text = await (await downloadData({ path: copied.path }).result).body.text();
            await remove({ path: `${folder}one` });
            await remove({ path: `${folder}sub` });
            await remove({ path: `${folder}none` });
            const left = (await list({ path: folder })).items.map(({ path }) => path.slice(folder.length));
            return { text, left, root: await nameOf(() => remove({ path: '' })) };""")
        assert got == {"text": "sub/2&", "left": ["two", "ü copy"], "root": "Error"}

    def test_addresses_are_presigned(self, files):
        got = files("""
            const path = `${folder}shared.txt`;
            await uploadData({ path, data: 'shared' }).result;
            const { url, expiresAt } = await getUrl({ path, options: { expiresIn: 60, contentType: 'text/x-test' } });
            const answer = await fetch(url);
            const broken = new URL(url);
            broken.pathname += 'x';
            const put = await getUrl({ path: `${folder}put`, options: { method: 'PUT', contentType: 'text/plain' } });
            const putAnswer = await fetch(put.url, { method: 'PUT', body: 'by address' });
            return { text: await answer.text(), type: answer.headers.get('content-type'), seconds: Math.round((expiresAt - Date.now()) / 1000), broken: (await fetch(broken)).status, put: putAnswer.status,
              missing: await nameOf(() => getUrl({ path: `${folder}missing`, options: { validateObjectExistence: true } })) };""")
        assert got["text"] == "shared" and got["type"] == "text/x-test" and 55 <= got["seconds"] <= 60
        assert got["broken"] == 403 and got["put"] == 200 and got["missing"] in ("403", "NotFound")

    @pytest.mark.parametrize(("body", "name"), [
        ("await uploadData({ path: '/x', data: 'x' }).result;", "InvalidStoragePathInput"),
        ("await uploadData({ path: 'x', key: 'x', data: 'x' }).result;", "InvalidStorageOperationInput"),
        ("await uploadData({ data: 'x' }).result;", "InvalidStorageOperationInput"),
        ("await uploadData({ path: 'x', data: 7 }).result;", "InvalidUploadSource"),
        ("await downloadData({ path: `${folder}../x` }).result;", "Unknown"),
        ("await list({ path: '', options: { bucket: 'nowhere' } });", "InvalidStorageBucket"),
        ("await list({ path: 'nowhere/' });", "AccessDenied"),
        ("await uploadData({ path: 'post-pictures/someone/x', data: 'x' }).result;", "AccessDenied"),
        ("await getProperties({ path: 'nowhere' });", "403"),
        ("await uploadData({ path: `${folder}x`, data: 'x' }).result; await uploadData({ path: `${folder}x`, data: 'y', options: { preventOverwrite: true } }).result;", "PreconditionFailed"),
        ("await downloadData({ path: `${folder}x`, options: { bytesRange: { start: 9, end: 10 } } }).result;", ("NoSuchKey", "AccessDenied")),
        ("await copy({ source: { path: 'a', bucket: 'photos' }, destination: { path: 'b' } });", "InvalidCopyOperationStorageBucket"),
    ])
    def test_what_goes_wrong_has_its_name(self, files, body, name):
        got = files(f"return nameOf(async () => {{ {body} }});")
        assert got == name or got in name

    def test_legacy_keys_have_the_prefix_of_their_level(self, amplify, start_project, address):
        # Levels are folders by convention: the example has none of them, and says so.
        got = amplify("""
            const names = {};
            for (const accessLevel of ['guest', 'protected', 'private']) {
              const { url } = await getUrl({ key: 'a b.txt', options: { accessLevel } });
              names[accessLevel] = decodeURIComponent(url.pathname.split('/').slice(2).join('/'));
            }
            const { identityId } = await fetchAuthSession();
            const { url } = await getUrl({ key: 'x', options: { accessLevel: 'protected', targetIdentityId: 'other' } });
            return { names, identityId, target: url.pathname.split('/').slice(2).join('/') };""")
        identity = got["identityId"]
        assert got["names"] == {
            "guest": "public/a b.txt", "protected": f"protected/{identity}/a b.txt", "private": f"private/{identity}/a b.txt"}
        assert got["target"] == "protected/other/x"

    def test_a_guest_reads_what_is_open_and_no_more(self, amplify, alice, photo_sharing):
        alice.s3.put_object(Bucket=photo_sharing.bucket(), Key=f"profile-pictures/{alice.identity}/me", Body=b"me")
        got = amplify("""
            const down = await downloadData({ path: `profile-pictures/${owner}/me` }).result;
            return [await down.body.text(), await nameOf(() => downloadData({ path: `post-pictures/${owner}/me` }).result)];
            """, owner=alice.identity)
        assert got == ["me", "AccessDenied"]


class TestConfiguration:
    def test_older_and_other_forms_are_understood(self, amplify):
        got = amplify("""
            const forms = {};
            forms.outputs = Amplify.getConfig();
            Amplify.configure({ aws_project_region: 'us-east-1', aws_user_pools_id: 'us-east-1_A', aws_user_pools_web_client_id: 'c',
              aws_cognito_identity_pool_id: 'us-east-1:x', aws_user_files_s3_bucket: 'b', aws_user_files_s3_bucket_region: 'us-east-1' });
            forms.exports = Amplify.getConfig();
            Amplify.configure({ Storage: { S3: { bucket: 'b', region: 'r' } } });
            forms.resources = Amplify.getConfig();
            return forms;""")
        assert got["outputs"]["Storage"]["S3"]["buckets"]["photos"]["bucketName"] == got["outputs"]["Storage"]["S3"]["bucket"]
        assert got["outputs"]["Auth"]["Cognito"]["allowGuestAccess"] is True
        assert got["exports"]["Auth"]["Cognito"]["userPoolId"] == "us-east-1_A"
        assert got["resources"] == {"Storage": {"S3": {"bucket": "b", "region": "r"}}}
