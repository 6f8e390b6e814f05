"""What CDK code after `defineBackend` changes, as clients see it."""

import itertools

import pytest

from clients import Visitor, administrator, client, new_person
from errors import denied
from projects import save, write_project
from signing import Connection
from waiting import wait_until

RULES = {"files": {"own/*": ["allow.authenticated.to(['read'])"]}}

BACKEND = """\
import {{ defineBackend }} from '@aws-amplify/backend';
import {{ Duration }} from 'aws-cdk-lib';
import {{ Effect, Policy, PolicyStatement }} from 'aws-cdk-lib/aws-iam';
import {{ auth }} from './auth/resource';
import {{ files }} from './storage/resource';

const backend = defineBackend({{ auth, files }});
const {{ bucket, cfnResources: {{ cfnBucket }} }} = backend.files.resources;
const {{ authenticatedUserIamRole, unauthenticatedUserIamRole, groups }} = backend.auth.resources;
{code}
"""


@pytest.fixture
def start_with(tmp_path, start_sandbox):
    """Starts a sandbox on a project whose backend ends with the given code."""
    serial = itertools.count()

    def start(code, auth=None):
        place = tmp_path / str(next(serial))
        project = write_project(place / "app", RULES)
        if auth:
            save(project / "amplify/auth/resource.ts", auth)
        change(project, code)
        return start_sandbox(project, place / "data")

    return start


def change(project, code):
    save(project / "amplify/backend.ts", BACKEND.format(code=code))


def admin(sandbox):
    return client("s3", sandbox, administrator(sandbox))


def put(sandbox, *keys):
    for key in keys:
        admin(sandbox).put_object(Bucket=sandbox.bucket(), Key=key, Body=key.encode())


@pytest.mark.parametrize(
    "code",
    [
        "bucket.grantRead(authenticatedUserIamRole, 'granted/*');",
        """authenticatedUserIamRole.addToPrincipalPolicy(new PolicyStatement({
             actions: ['s3:GetObject'], resources: [`${bucket.bucketArn}/granted/*`] }));""",
        """authenticatedUserIamRole.attachInlinePolicy(new Policy(backend.stack, 'More', { statements: [
             new PolicyStatement({ actions: ['s3:Get*'], resources: [bucket.arnForObjects('granted/*')] })] }));""",
    ],
    ids=["grant", "statement", "policy"])
def test_a_role_may_do_what_it_was_granted_beside_the_rules(start_with, code):
    sandbox = start_with(code)
    person, guest = new_person(sandbox), Visitor(sandbox)
    put(sandbox, "own/a", "granted/a", "other/a")
    for key in ("own/a", "granted/a"):
        assert person.s3.get_object(Bucket=sandbox.bucket(), Key=key)["Body"].read() == key.encode()
    with denied():
        person.s3.get_object(Bucket=sandbox.bucket(), Key="other/a")
    with denied():
        person.s3.put_object(Bucket=sandbox.bucket(), Key="granted/b", Body=b"")
    with denied():
        guest.s3.get_object(Bucket=sandbox.bucket(), Key="granted/a")


def test_a_denying_statement_wins_over_the_rules(start_with):
    sandbox = start_with(
        """authenticatedUserIamRole.addToPrincipalPolicy(new PolicyStatement({
             effect: Effect.DENY, actions: ['s3:GetObject'], resources: [bucket.bucketArn + '/own/secret/*'] }));""")
    person = new_person(sandbox)
    put(sandbox, "own/a", "own/secret/a")
    assert person.s3.get_object(Bucket=sandbox.bucket(), Key="own/a")["Body"].read() == b"own/a"
    with denied():
        person.s3.get_object(Bucket=sandbox.bucket(), Key="own/secret/a")


def test_a_group_gets_back_what_its_role_lacks(start_with):
    auth = """\
import { defineAuth } from '@aws-amplify/backend';

export const auth = defineAuth({ loginWith: { email: true }, groups: ['editors'] });
"""
    code = "bucket.grantReadWrite(groups['editors'].role, 'own/*');"
    sandbox = start_with(code, auth)
    editor = new_person(sandbox, ["editors"])
    put(sandbox, "own/a")
    assert editor.s3.get_object(Bucket=sandbox.bucket(), Key="own/a")["Body"].read() == b"own/a"
    editor.s3.put_object(Bucket=sandbox.bucket(), Key="own/b", Body=b"b")
    with denied():
        editor.s3.put_object(Bucket=sandbox.bucket(), Key="else/b", Body=b"b")


def test_a_grant_that_is_taken_out_again_is_refused_from_then_on(start_with):
    sandbox = start_with("bucket.grantRead(unauthenticatedUserIamRole);")
    guest = Visitor(sandbox)
    put(sandbox, "any/a")
    assert guest.s3.get_object(Bucket=sandbox.bucket(), Key="any/a")["Body"].read() == b"any/a"
    assert guest.s3.list_objects_v2(Bucket=sandbox.bucket())["KeyCount"] == 1
    generation = sandbox.generation
    change(sandbox.project, "")
    sandbox.wait_for_generation(generation + 1)
    with denied():
        guest.s3.get_object(Bucket=sandbox.bucket(), Key="any/a")


@pytest.mark.parametrize(
    "code", ["cfnBucket.bucketName = 'team-photos';", "cfnBucket.addPropertyOverride('BucketName', 'team-photos');"])
def test_a_fixed_name_is_the_bucket_s_name(start_with, code):
    sandbox = start_with(code)
    assert [bucket["Name"] for bucket in admin(sandbox).list_buckets()["Buckets"]] == ["team-photos"]
    person = new_person(sandbox)
    admin(sandbox).put_object(Bucket="team-photos", Key="own/a", Body=b"a")
    assert person.s3.get_object(Bucket="team-photos", Key="own/a")["Body"].read() == b"a"


@pytest.mark.parametrize(
    "code",
    [
        "cfnBucket.versioningConfiguration = { status: 'Enabled' };",
        "cfnBucket.addPropertyOverride('VersioningConfiguration.Status', 'Enabled');",
    ])
def test_versioning_keeps_what_is_overwritten(start_with, code):
    sandbox = start_with(code)
    bucket = sandbox.bucket()
    assert admin(sandbox).get_bucket_versioning(Bucket=bucket)["Status"] == "Enabled"
    first = admin(sandbox).put_object(Bucket=bucket, Key="own/a", Body=b"1")["VersionId"]
    admin(sandbox).put_object(Bucket=bucket, Key="own/a", Body=b"2")
    assert admin(sandbox).get_object(Bucket=bucket, Key="own/a", VersionId=first)["Body"].read() == b"1"


def preflight(sandbox, origin, method="GET"):
    connection = Connection(sandbox, administrator(sandbox))
    answer = connection.send(
        "OPTIONS", f"/{sandbox.bucket()}/own/a",
        headers={"origin": origin, "access-control-request-method": method})
    connection.close()
    return answer


def test_other_origins_may_do_what_the_template_says(start_with):
    sandbox = start_with(
        """cfnBucket.corsConfiguration = { corsRules: [{
             allowedMethods: ['GET'], allowedOrigins: ['https://app.example'], exposedHeaders: ['x-amz-meta-a'] }] };""")
    allowed = preflight(sandbox, "https://app.example")
    assert allowed.status == 200
    assert allowed.headers["access-control-allow-origin"] == "https://app.example"
    assert preflight(sandbox, "https://evil.example").status == 403
    assert preflight(sandbox, "https://app.example", "PUT").status == 403

    change(sandbox.project, "")
    wait_until(lambda: preflight(sandbox, "https://evil.example").status == 200, "the usual CORS rules")


def test_lifecycle_rules_of_the_definition_are_the_bucket_s(start_with):
    sandbox = start_with(
        """bucket.addLifecycleRule({ id: 'tmp', prefix: 'tmp/', expiration: Duration.days(7) });
           bucket.addLifecycleRule({ id: 'parts', abortIncompleteMultipartUploadAfter: Duration.days(1) });""")
    rules = admin(sandbox).get_bucket_lifecycle_configuration(Bucket=sandbox.bucket())["Rules"]
    assert [(rule["ID"], rule["Status"]) for rule in rules] == [("tmp", "Enabled"), ("parts", "Enabled")]
    assert rules[0]["Filter"]["Prefix"] == "tmp/" and rules[0]["Expiration"]["Days"] == 7
    assert rules[1]["AbortIncompleteMultipartUpload"]["DaysAfterInitiation"] == 1
    put(sandbox, "tmp/a")
    assert 'rule-id="tmp"' in admin(sandbox).head_object(Bucket=sandbox.bucket(), Key="tmp/a")["Expiration"]


def test_what_is_not_emulated_is_named_with_its_place(start_with):
    sandbox = start_with("cfnBucket.accelerateConfiguration = { accelerationStatus: 'Enabled' };")
    wait_until(lambda: "accelerateConfiguration" in sandbox.printed(), "the warning")
    assert "amplify/backend.ts:10" in sandbox.printed()
