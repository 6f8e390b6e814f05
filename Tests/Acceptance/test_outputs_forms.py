"""The outputs in every version and form: valid, the same with and without a server, and known for local ones."""

import json
import re
import subprocess

import jsonschema
import pytest

from outputs_schemas import VERSIONS, schema_of
from projects import save, write_project
from sandbox_process import Sandbox, clean_environment
from web_pages import Node

RULES = {
    "photos": {
        "public/*": ["allow.guest.to(['read'])", "allow.authenticated.to(['read', 'write'])", "allow.groups(['admins']).to(['read', 'delete'])"],
        "own/{entity_id}/*": ["allow.entity('identity').to(['read', 'write', 'delete'])"]},
    "archive": {"old/*": ["allow.groups(['admins', 'staff']).to(['get', 'list'])"]},
}
AUTH = """\
import { defineAuth, secret } from '@aws-amplify/backend';

export const auth = defineAuth({
  loginWith: {
    email: { otpLogin: true },
    phone: true,
    externalProviders: {
      google: { clientId: secret('ID'), clientSecret: secret('SECRET') },
      callbackUrls: ['http://localhost:3000/in', 'https://example.com/in'],
      logoutUrls: ['http://localhost:3000/out'],
    },
  },
  groups: ['admins', 'staff'],
  multifactor: { mode: 'OPTIONAL', email: true, sms: true, totp: true },
  senders: { email: { fromEmail: 'noreply@example.com' } },
  userAttributes: { nickname: { required: true } },
});
"""
FORMS = {"json": "amplify_outputs.json", "dart": "amplify_outputs.dart", "aws-exports": "aws-exports.js",
         "amplifyconfiguration": "amplifyconfiguration.json", "resources-config": "amplify_outputs.resources.json"}
LEGACY_FORMS = {"json": "amplifyconfiguration.json", "ts": "amplifyconfiguration.ts", "mjs": "amplifyconfiguration.mjs",
                "dart": "amplifyconfiguration.dart", "aws-exports": "aws-exports.js", "resources-config": "amplify_outputs.resources.json"}
CASES = [(version, FORMS) for version in VERSIONS] + [("0", LEGACY_FORMS), ("0", {"json-mobile": "amplifyconfiguration.json"})]


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = write_project(tmp_path_factory.mktemp("forms") / "app", RULES)
    save(folder / "amplify/auth/resource.ts", AUTH)
    backend = folder / "amplify/backend.ts"
    save(backend, backend.read_text().replace("defineBackend(", "const backend = defineBackend(")
         + "backend.addOutput({ version: '1', custom: { help: 'https://example.com/help' } });\n")
    return folder


def options(forms, version):
    return [word for form in forms for word in ("--outputs-format", form)] + ["--outputs-version", version]


def generate(project, folder, version="1.5", forms=("json",), **more):
    """Writes outputs without a server; the sandbox is one that was never started."""
    done = Sandbox(project, folder / "data").run(
        "generate", "outputs", *options(forms, version), "--outputs-out-dir", str(folder), **more)
    assert done.returncode == 0, done.stderr
    return folder


def texts(folder, forms):
    return {name: (folder / name).read_text() for name in forms.values()}


class TestVersions:
    @pytest.mark.parametrize("version", VERSIONS)
    def test_are_valid_and_in_upstream_s_order(self, project, tmp_path, version):
        outputs = json.loads((generate(project, tmp_path, version) / "amplify_outputs.json").read_text())
        jsonschema.Draft202012Validator(schema_of(version)).validate(outputs)
        later = {"1": ["groups", "passwordless"], "1.1": ["groups", "passwordless"], "1.2": ["groups", "passwordless"],
                 "1.3": ["passwordless"]}.get(version, [])
        order = ["user_pool_id", "aws_region", "user_pool_client_id", "identity_pool_id", "mfa_methods",
                 "standard_required_attributes", "username_attributes", "user_verification_types", "groups", "mfa_configuration",
                 "password_policy", "oauth", "unauthenticated_identities_enabled", "passwordless"]
        assert list(outputs) == ["auth", "storage", "version", "custom"]
        assert list(outputs["auth"]) == [key for key in order if key not in later]
        assert list(outputs["storage"]) == ["aws_region", "bucket_name"] + ([] if version == "1" else ["buckets"])

    def test_are_told_apart_by_their_schemas(self, project, tmp_path):
        outputs = json.loads((generate(project, tmp_path) / "amplify_outputs.json").read_text())
        for version in VERSIONS[:-2]:
            with pytest.raises(jsonschema.ValidationError):
                jsonschema.Draft202012Validator(schema_of(version)).validate(outputs | {"version": version})


class TestForms:
    @pytest.mark.parametrize(("version", "forms"), CASES, ids=[f"{version}-{len(forms)}" for version, forms in CASES])
    def test_are_the_same_bytes_with_and_without_a_server(self, project, tmp_path, start_sandbox, version, forms):
        served, generated, other = tmp_path / "served", tmp_path / "generated", tmp_path / "other"
        sandbox = start_sandbox(project, tmp_path / "data", options=[*options(forms, version), "--outputs-out-dir", str(served)])
        written = texts(served, forms)
        assert {file.name for file in served.iterdir()} == set(forms.values())
        generating = ["generate", "outputs", *options(forms, version), "--outputs-out-dir"]
        assert sandbox.run(*generating, str(generated)).returncode == 0
        assert texts(generated, forms) == written
        sandbox.stop()
        assert sandbox.run(*generating, str(other), "--port", str(sandbox.bound_port)).returncode == 0
        assert texts(other, forms) == written

    def test_are_what_their_readers_take(self, project, tmp_path):
        generate(project, tmp_path, "0", LEGACY_FORMS)
        (tmp_path / "package.json").write_text('{"type": "module"}')
        (tmp_path / "copy.mjs").write_text((tmp_path / "amplifyconfiguration.ts").read_text())
        read = Node(tmp_path).run_async("""
            const names = ['aws-exports.js', 'amplifyconfiguration.mjs', 'copy.mjs'];
            return Promise.all(names.map(async (name) => (await import(`${process.cwd()}/${name}`)).default));""")
        plain = json.loads((tmp_path / "amplifyconfiguration.json").read_text())
        flag = {"aws_user_files_s3_dangerously_connect_to_http_endpoint_for_testing": True}
        assert read[1] == read[2] == plain and not flag.keys() & plain.keys()
        assert read[0] == plain | flag and read[0]["aws_user_pools_id"].startswith("us-east-1_")
        assert "passwordless" not in json.dumps(plain) and "groups" not in json.dumps(plain)
        dart = re.fullmatch(r"const amplifyConfig = r'''(.*)''';\n\nconst amplifyconfig = amplifyConfig;",
                            (tmp_path / "amplifyconfiguration.dart").read_text(), re.DOTALL)
        assert list(json.loads(dart[1])) == ["UserAgent", "Version", "auth", "storage"]

    def test_resources_name_the_pools_addresses(self, project, tmp_path):
        generate(project, tmp_path, forms=["resources-config"])
        configuration = json.loads((tmp_path / "amplify_outputs.resources.json").read_text())
        cognito = configuration["Auth"]["Cognito"]
        assert cognito["userPoolEndpoint"] == cognito["identityPoolEndpoint"] == "http://localhost:20005/"
        assert configuration["Storage"]["S3"]["buckets"]["archive"]["paths"] == {
            "old/*": {"groupsadmins": ["get", "list"], "groupsstaff": ["get", "list"]}}
        assert "version" not in configuration and not [key for key in configuration if key.startswith("aws_")]

    def test_are_named_as_for_ampx_too(self, project, tmp_path):
        done = Sandbox(project, tmp_path / "data").run(
            "generate", "outputs", "--format", "dart", "--out-dir", str(tmp_path / "lib"), cwd=tmp_path)
        assert done.stdout == "File written: lib/amplify_outputs.dart\n"

    @pytest.mark.parametrize(("arguments", "words"), [
        (["--outputs-format", "ts"], "version 1.5 has no form `ts`"),
        (["--outputs-format", "yaml"], "`yaml` is none of the formats json,"),
        (["--outputs-version", "2"], "`2` is none of the versions 0, 1,"),
        (["--outputs-version", "0", "--outputs-format", "json", "--outputs-format", "json-mobile"],
         "`json` and `json-mobile` are both written to `amplifyconfiguration.json`")])
    def test_that_do_not_exist_are_refused_by_name(self, project, tmp_path, arguments, words):
        for command in (["generate", "outputs"], ["--once"]):
            done = Sandbox(project, tmp_path / "data").run(*command, *arguments)
            assert done.returncode == 2 and words in done.stderr

    def test_of_the_first_generation_warn_of_another_port(self, project, tmp_path, start_sandbox):
        sandbox = start_sandbox(project, tmp_path / "data", options=["--outputs-format", "aws-exports", "--outputs-out-dir", str(tmp_path / "out")])
        sandbox.wait_for_message("store at port 20005, which is built into them; this sandbox answers at \\d+")


REAL = {"auth": {"user_pool_id": "us-east-1_AbCdEf123", "aws_region": "us-east-1", "user_pool_client_id": "1example23456789abcdefghij"},
        "storage": {"aws_region": "us-east-1", "bucket_name": "amplify-myapp-alice-sandbox-testnamebucketb4152ad5-0a1b2c3d4e5f"},
        "version": "1.5"}


class TestRelease:
    """`sandbox check --release`, as CI runs it."""

    @pytest.fixture
    def app(self, project, tmp_path):
        folder = write_project(tmp_path / "release", RULES)
        save(folder / "amplify/auth/resource.ts", AUTH)
        return folder

    def check(self, app, *more):
        return Sandbox(app, app / "data").run("check", str(app), "--release", *more, place=False)

    @pytest.mark.parametrize(("version", "form", "place"), [
        ("1.5", "json", "."), ("1", "json", "src"), ("1.5", "dart", "lib"), ("0", "json", "src"), ("0", "ts", "packages/web/src"),
        ("0", "mjs", "."), ("0", "json-mobile", "android/app/src/main/res/raw"), ("0", "dart", "lib"), ("1.5", "aws-exports", "src"),
        ("1.5", "amplifyconfiguration", "ios"), ("1.5", "resources-config", "src")])
    def test_fails_on_every_form_wherever_it_lies(self, app, version, form, place):
        folder = generate(app, app / place, version, [form])
        name = {**FORMS, **LEGACY_FORMS, "json-mobile": "amplifyconfiguration.json"}[form] if version == "0" else FORMS[form]
        path = name if place == "." else f"{place}/{name}"
        done = self.check(app)
        assert done.returncode == 1 and done.stderr.count("error:") == 1
        assert f"error: `{path}` is a sandbox's" in done.stderr and "npx ampx generate outputs --app-id" in done.stderr
        (folder / name).unlink()
        assert self.check(app).returncode == 0

    def test_fails_on_what_was_built_with_them(self, app, tmp_path):
        outputs = json.loads((generate(app, tmp_path / "elsewhere") / "amplify_outputs.json").read_text())
        (app / "dist/assets").mkdir(parents=True)
        (app / "dist/assets/index-x1.js").write_text("const a=" + json.dumps(outputs, separators=(",", ":")) + ";export{a}")
        (app / "index.html").write_text('<!doctype html>\n<script src="http://localhost:20005/_sandbox/connect.js"></script>\n')
        (app / "amplify_outputs.connect.js").write_text("// generated\n")
        found = json.loads(self.check(app, "--format", "json").stdout)["diagnostics"]
        assert [(entry["code"], entry["file"], entry["line"]) for entry in found] == [
            ("local-connect-script", "amplify_outputs.connect.js", 1), ("local-outputs", "dist/assets/index-x1.js", 1),
            ("local-connect-script", "index.html", 2)]

    def test_passes_with_real_ones_and_without_any(self, app):
        assert self.check(app).returncode == 0
        (app / "amplify_outputs.json").write_text(json.dumps(REAL, indent=2))
        (app / "node_modules/some").mkdir(parents=True)
        generate(app, app / "node_modules/some")
        done = self.check(app)
        assert done.returncode == 0 and done.stderr == ""

    def test_looks_into_further_folders(self, app, tmp_path):
        other = generate(app, tmp_path / "mobile")
        assert self.check(app).returncode == 0
        done = self.check(app, "--outputs-out-dir", str(other))
        assert done.returncode == 1 and str(other / "amplify_outputs.json") in done.stderr

    def test_is_told_to_code_scanners(self, app):
        generate(app, app)
        results = json.loads(self.check(app, "--format", "sarif").stdout)["runs"][0]["results"]
        assert [entry["ruleId"] for entry in results] == ["local-outputs"]

    def test_is_not_part_of_an_ordinary_check(self, app):
        generate(app, app)
        assert Sandbox(app, app / "data").run("check", str(app), place=False).returncode == 0

    def test_what_stays_after_a_stop_is_told(self, app, start_sandbox, tmp_path):
        sandbox = start_sandbox(app, tmp_path / "data", options=["--connect-file"])
        assert sandbox.stop() == 0
        printed = sandbox.printed()
        assert "amplify_outputs.json" in printed and "amplify_outputs.connect.js stay, so that the app still builds" in printed
        assert "`sandbox check --release` fails on them" in printed
        assert sandbox.outputs_file.exists() and not sandbox.ready_file.exists()
        names = [file.name for file in app.iterdir()]
        assert not [name for name in names if name.endswith(".tmp")]
        imported = subprocess.run(["node", str(app / "amplify_outputs.connect.js")], capture_output=True, text=True, env=clean_environment())
        assert imported.returncode == 0  # what imports it still builds and runs
