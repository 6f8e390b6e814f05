"""The identity pool and STS: who gets which role, and who gets none."""

import base64
import json

import jwt
import pytest

from clients import Credentials, Visitor, administrator, aws, client, new_person, sign_in, sign_up
from errors import refused
from projects import save, write_project

AUTH = """\
import { defineAuth } from '@aws-amplify/backend';

export const auth = defineAuth({ loginWith: { email: true }, groups: ['admins', 'editors'] });
"""


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory, start_sandbox):
    project = write_project(
        tmp_path_factory.mktemp("identities") / "app", {"files": {"public/*": ["allow.guest.to(['read'])"]}})
    save(project / "amplify/auth/resource.ts", AUTH)
    return start_sandbox(project)


@pytest.fixture
def identities(sandbox):
    return client("cognito-identity", sandbox)


@pytest.fixture
def provider(sandbox):
    auth = sandbox.outputs["auth"]
    return f"cognito-idp.{auth['aws_region']}.amazonaws.com/{auth['user_pool_id']}"


def role_of(sandbox, credentials):
    """The name of the role that STS sees."""
    return client("sts", sandbox, credentials).get_caller_identity()["Arn"].split("/")[1]


def test_the_group_of_lowest_precedence_gives_the_role(sandbox):
    roles = {groups: role_of(sandbox, new_person(sandbox, groups).credentials)
             for groups in [(), ("admins",), ("editors",), ("editors", "admins")]}
    roles["guest"] = role_of(sandbox, Visitor(sandbox).credentials)
    assert roles[("editors", "admins")] == roles[("admins",)]
    assert len(set(roles.values())) == 4


def test_a_role_of_the_token_may_be_asked_for(sandbox, identities, provider):
    person = new_person(sandbox, ("editors", "admins"))
    claims = jwt.decode(person.tokens["IdToken"], options={"verify_signature": False})
    other = next(arn for arn in claims["cognito:roles"] if arn != claims["cognito:preferred_role"])
    request = dict(IdentityId=person.identity, Logins={provider: person.tokens["IdToken"]})
    answer = identities.get_credentials_for_identity(**request, CustomRoleArn=other)["Credentials"]
    assert role_of(sandbox, Credentials.from_identity_pool(answer)) == other.split("/")[-1]
    with refused("NotAuthorizedException", 400):
        identities.get_credentials_for_identity(**request, CustomRoleArn=other + "x")


def test_precedences_may_tie(sandbox, identities, provider):
    users = client("cognito-idp", sandbox, administrator(sandbox))
    pool = sandbox.outputs["auth"]["user_pool_id"]
    plain = role_of(sandbox, new_person(sandbox).credentials)
    users.update_group(UserPoolId=pool, GroupName="editors", Precedence=0)
    try:
        person = new_person(sandbox, ("editors", "admins"))
        claims = jwt.decode(person.tokens["IdToken"], options={"verify_signature": False})
        assert "cognito:preferred_role" not in claims and len(claims["cognito:roles"]) == 2
        assert role_of(sandbox, person.credentials) == plain
    finally:
        users.update_group(UserPoolId=pool, GroupName="editors", Precedence=1)


def test_the_endpoint_is_an_issuer_too(sandbox, identities):
    person = new_person(sandbox)
    key = f"{sandbox.endpoint.split('//')[1]}/{sandbox.outputs['auth']['user_pool_id']}"
    answer = identities.get_id(
        IdentityPoolId=sandbox.outputs["auth"]["identity_pool_id"], Logins={key: person.tokens["IdToken"]})
    assert answer["IdentityId"] == person.identity


def test_web_identities_get_the_role_that_trusts_them(sandbox, identities, provider):
    person = new_person(sandbox)
    arn = client("sts", sandbox, person.credentials).get_caller_identity()["Arn"]
    role = f"arn:aws:iam::{arn.split(':')[4]}:role/{arn.split('/')[1]}"
    token = identities.get_open_id_token(
        IdentityId=person.identity, Logins={provider: person.tokens["IdToken"]})["Token"]
    sts = client("sts", sandbox)
    answer = sts.assume_role_with_web_identity(
        RoleArn=role, RoleSessionName="session", WebIdentityToken=token, DurationSeconds=900)
    assert answer["SubjectFromWebIdentityToken"] == person.identity
    assert role_of(sandbox, Credentials.from_process(answer["Credentials"])) == arn.split("/")[1]
    guest = Visitor(sandbox)
    guests_token = identities.get_open_id_token(IdentityId=guest.identity)["Token"]
    with refused("AccessDenied", 403):
        sts.assume_role_with_web_identity(RoleArn=role, RoleSessionName="session", WebIdentityToken=guests_token)
    with refused("InvalidIdentityToken", 400):
        sts.assume_role_with_web_identity(
            RoleArn=role, RoleSessionName="session", WebIdentityToken=person.tokens["IdToken"])


def forged(token, **header):
    """The token with another header, and no signature or the old one."""
    _, claims, signature = token.split(".")
    head = base64.urlsafe_b64encode(json.dumps(header).encode()).rstrip(b"=").decode()
    return f"{head}.{claims}." + ("" if header["alg"] == "none" else signature)


@pytest.mark.parametrize("algorithm", ["none", "HS256", "RS256"])
def test_forged_tokens_buy_nothing(sandbox, identities, provider, algorithm):
    token = sign_in(sandbox, sign_up(sandbox))["IdToken"]
    pool = sandbox.outputs["auth"]["identity_pool_id"]
    with refused("NotAuthorizedException", 400):
        identities.get_id(IdentityPoolId=pool, Logins={provider: forged(token, alg=algorithm, kid="x")})


def test_tokens_of_another_sandbox_buy_nothing(sandbox, identities, provider, photo_sharing):
    foreign = sign_in(photo_sharing, sign_up(photo_sharing))
    with refused("NotAuthorizedException", 400):
        identities.get_id(
            IdentityPoolId=sandbox.outputs["auth"]["identity_pool_id"], Logins={provider: foreign["IdToken"]})
    with refused("NotAuthorizedException", 400):
        client("cognito-idp", sandbox).get_user(AccessToken=foreign["AccessToken"])


def test_signing_out_ends_the_way_to_credentials(sandbox, identities, provider):
    person = new_person(sandbox)
    client("cognito-idp", sandbox).global_sign_out(AccessToken=person.tokens["AccessToken"])
    with refused("NotAuthorizedException", 400):
        identities.get_credentials_for_identity(
            IdentityId=person.identity, Logins={provider: person.tokens["IdToken"]})


def test_administrators_see_identities(sandbox, identities):
    person = new_person(sandbox)
    pool = sandbox.outputs["auth"]["identity_pool_id"]
    described = client("cognito-identity", sandbox, administrator(sandbox)).describe_identity(IdentityId=person.identity)
    assert len(described["Logins"]) == 1
    with refused("MissingAuthenticationTokenException", 400):
        identities.describe_identity(IdentityId=person.identity)
    with refused("AccessDeniedException", 400):
        client("cognito-identity", sandbox, person.credentials).list_identities(IdentityPoolId=pool, MaxResults=5)


def test_the_command_line_knows_who_it_is(sandbox):
    done = aws(sandbox, administrator(sandbox), "sts", "get-caller-identity")
    assert done.returncode == 0 and json.loads(done.stdout)["Arn"].endswith(":user/admin")
    wrong = Credentials(administrator(sandbox).access_key, "x" * 40)
    refusal = aws(sandbox, wrong, "sts", "get-caller-identity")
    assert refusal.returncode != 0 and "SignatureDoesNotMatch" in refusal.stderr
    unknown = aws(sandbox, Credentials("AKIAAAAAAAAAAAAAAAAA", "x" * 40), "cognito-idp", "list-user-pools", "--max-results", "1")
    assert "UnrecognizedClientException" in unknown.stderr
