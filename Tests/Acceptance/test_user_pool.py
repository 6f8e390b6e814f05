"""The user pool in breadth: every operation that clients and seed scripts use, and the names of its refusals."""

import base64
import hashlib
import hmac
import json
import struct
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from pycognito.exceptions import SoftwareTokenMFAChallengeException

from clients import PASSWORD, administrator, client, new_address, secure_remote_password, sign_in, sign_up
from errors import refused
from projects import save, write_project
from waiting import wait_until

AUTH = """\
import { defineAuth } from '@aws-amplify/backend';

export const auth = defineAuth({
  loginWith: { email: { otpLogin: true, verificationEmailSubject: 'Hello', verificationEmailBody: (code) => `Code: ${code()}` } },
  multifactor: { mode: 'OPTIONAL', totp: true },
  userAttributes: { 'custom:plan': { dataType: 'String', minLen: 2, maxLen: 8 }, nickname: { mutable: true } },
  groups: ['admins', 'editors'],
});
"""


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory, start_sandbox):
    project = write_project(tmp_path_factory.mktemp("pool") / "app", {"files": {"public/*": ["allow.guest.to(['read'])"]}})
    save(project / "amplify/auth/resource.ts", AUTH)
    return start_sandbox(project)


@pytest.fixture
def pool(sandbox):
    return client("cognito-idp", sandbox)


@pytest.fixture
def admin(sandbox):
    """Calls an operation of the pool as its administrator: `admin("list_users", Limit=1)`."""
    users = client("cognito-idp", sandbox, administrator(sandbox))
    pool_id = sandbox.outputs["auth"]["user_pool_id"]
    return lambda operation, **more: getattr(users, operation)(UserPoolId=pool_id, **more)


@pytest.fixture
def client_id(sandbox):
    return sandbox.outputs["auth"]["user_pool_client_id"]


def authenticator_code(secret, at=None):
    """Six digits (RFC 6238)."""
    counter = struct.pack(">Q", int(at or time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret + "=" * (-len(secret) % 8)), counter, hashlib.sha1).digest()
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place:place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def other(code):
    return "000000" if code != "000000" else "111111"


def test_the_texts_of_the_definition_are_used(sandbox):
    address = sign_up(sandbox)
    message = next(message for message in sandbox.outbox() if message["recipient"] == address)
    assert message["text"] == f"Code: {message['code']}" and message["kind"] == "sign-up"


def test_a_forgotten_password_is_replaced(sandbox, pool, client_id):
    address = sign_up(sandbox)
    place = pool.forgot_password(ClientId=client_id, Username=address)["CodeDeliveryDetails"]
    assert place["AttributeName"] == "email" and "***@" in place["Destination"]
    code = sandbox.code_for(address)
    again = dict(ClientId=client_id, Username=address, Password="Another-Horse-8")
    with refused("CodeMismatchException", 400):
        pool.confirm_forgot_password(ConfirmationCode=other(code), **again)
    with refused("InvalidPasswordException", 400):
        pool.confirm_forgot_password(ConfirmationCode=code, **again | {"Password": "weak"})
    pool.confirm_forgot_password(ConfirmationCode=code, **again)
    with refused("ExpiredCodeException", 400):
        pool.confirm_forgot_password(ConfirmationCode=code, **again)
    tokens = sign_in(sandbox, address, "Another-Horse-8")
    pool.change_password(AccessToken=tokens["AccessToken"], PreviousPassword="Another-Horse-8", ProposedPassword=PASSWORD)
    assert sign_in(sandbox, address)["AccessToken"]


def test_attributes_change_and_addresses_need_their_code(sandbox, pool):
    address, new = sign_up(sandbox), new_address()
    token = sign_in(sandbox, address)["AccessToken"]

    def attributes():
        return {pair["Name"]: pair["Value"] for pair in pool.get_user(AccessToken=token)["UserAttributes"]}

    def update(**values):
        pairs = [{"Name": name.replace("__", ":"), "Value": value} for name, value in values.items()]
        return pool.update_user_attributes(AccessToken=token, UserAttributes=pairs)["CodeDeliveryDetailsList"]

    assert update(nickname="N", custom__plan="gold") == []
    assert [place["AttributeName"] for place in update(email=new)] == ["email"]
    assert attributes()["email"] == address and attributes()["custom:plan"] == "gold"
    pool.get_user_attribute_verification_code(AccessToken=token, AttributeName="email")
    pool.verify_user_attribute(AccessToken=token, AttributeName="email", Code=sandbox.code_for(new))
    assert attributes()["email"] == new and sign_in(sandbox, new)["AccessToken"]
    pool.delete_user_attributes(AccessToken=token, UserAttributeNames=["nickname"])
    assert "nickname" not in attributes()
    with refused("InvalidParameterException", 400):
        update(custom__plan="far too long")
    with refused("InvalidParameterException", 400):
        update(custom__none="x")
    with refused("NotAuthorizedException", 400):
        update(email_verified="true")
    with refused("AliasExistsException", 400):
        update(email=sign_up(sandbox))


def test_an_authenticator_is_asked_for_once_set_up(sandbox, pool):
    address = sign_up(sandbox)
    token = sign_in(sandbox, address)["AccessToken"]
    secret = pool.associate_software_token(AccessToken=token)["SecretCode"]
    with refused("EnableSoftwareTokenMFAException", 400):
        pool.verify_software_token(AccessToken=token, UserCode=authenticator_code(secret, time.time() - 3600))
    # The code of the step before serves, so that the current one is still unused at the sign-in.
    assert pool.verify_software_token(
        AccessToken=token, UserCode=authenticator_code(secret, time.time() - 30))["Status"] == "SUCCESS"
    pool.set_user_mfa_preference(AccessToken=token, SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True})
    assert pool.get_user(AccessToken=token)["PreferredMfaSetting"] == "SOFTWARE_TOKEN_MFA"
    remote = secure_remote_password(sandbox, address)
    with pytest.raises(SoftwareTokenMFAChallengeException) as challenge:
        remote.authenticate_user()
    tokens = challenge.value.get_tokens()
    answer = dict(
        ClientId=sandbox.outputs["auth"]["user_pool_client_id"], ChallengeName="SOFTWARE_TOKEN_MFA",
        Session=tokens["Session"])
    with refused("CodeMismatchException", 400):
        pool.respond_to_auth_challenge(
            **answer, ChallengeResponses={"USERNAME": address, "SOFTWARE_TOKEN_MFA_CODE": "000"})
    done = pool.respond_to_auth_challenge(
        **answer,
        ChallengeResponses={"USERNAME": address, "SOFTWARE_TOKEN_MFA_CODE": authenticator_code(secret, time.time() + 30)})
    assert done["AuthenticationResult"]["AccessToken"]
    with refused("NotAuthorizedException", 400):
        pool.respond_to_auth_challenge(
            **answer, ChallengeResponses={"USERNAME": address, "SOFTWARE_TOKEN_MFA_CODE": authenticator_code(secret)})


def test_a_code_by_mail_signs_in(sandbox, pool, client_id):
    address = sign_up(sandbox)
    offer = pool.initiate_auth(ClientId=client_id, AuthFlow="USER_AUTH", AuthParameters={"USERNAME": address})
    assert offer["ChallengeName"] == "SELECT_CHALLENGE" and "EMAIL_OTP" in offer["AvailableChallenges"]
    asked = pool.respond_to_auth_challenge(
        ClientId=client_id, ChallengeName="SELECT_CHALLENGE", Session=offer["Session"],
        ChallengeResponses={"USERNAME": address, "ANSWER": "EMAIL_OTP"})
    assert asked["ChallengeParameters"]["CODE_DELIVERY_DELIVERY_MEDIUM"] == "EMAIL"
    done = pool.respond_to_auth_challenge(
        ClientId=client_id, ChallengeName="EMAIL_OTP", Session=asked["Session"],
        ChallengeResponses={"USERNAME": address, "EMAIL_OTP_CODE": sandbox.code_for(address)})
    assert done["AuthenticationResult"]["IdToken"]


def test_signing_out_ends_tokens(sandbox, pool, client_id):
    address = sign_up(sandbox)
    first, second = sign_in(sandbox, address), sign_in(sandbox, address)
    pool.revoke_token(ClientId=client_id, Token=first["RefreshToken"])
    with refused("NotAuthorizedException", 400):
        pool.get_user(AccessToken=first["AccessToken"])
    with refused("NotAuthorizedException", 400):
        pool.get_tokens_from_refresh_token(ClientId=client_id, RefreshToken=first["RefreshToken"])
    pool.global_sign_out(AccessToken=second["AccessToken"])
    with refused("NotAuthorizedException", 400):
        pool.get_user(AccessToken=second["AccessToken"])
    with refused("UnsupportedTokenTypeException", 400):
        pool.revoke_token(ClientId=client_id, Token=second["AccessToken"])
    token = sign_in(sandbox, address)["AccessToken"]
    pool.delete_user(AccessToken=token)
    with refused("UserNotFoundException", 400):
        pool.get_user(AccessToken=token)


def test_administrators_look_after_users(sandbox, pool, admin):
    address = new_address()
    created = admin(
        "admin_create_user", Username=address, MessageAction="SUPPRESS",
        UserAttributes=[{"Name": "email_verified", "Value": "true"}, {"Name": "custom:plan", "Value": "gold"}])["User"]
    assert created["UserStatus"] == "FORCE_CHANGE_PASSWORD" and created["Enabled"]
    assert admin("list_users", Filter=f'email = "{address}"')["Users"][0]["Username"] == created["Username"]
    admin("admin_set_user_password", Username=address, Password=PASSWORD, Permanent=True)
    tokens = sign_in(sandbox, address)
    admin("admin_update_user_attributes", Username=address, UserAttributes=[{"Name": "nickname", "Value": "N"}])
    admin("admin_delete_user_attributes", Username=address, UserAttributeNames=["custom:plan"])
    found = admin("admin_get_user", Username=address)
    assert {"Name": "nickname", "Value": "N"} in found["UserAttributes"] and found["UserStatus"] == "CONFIRMED"
    admin("admin_user_global_sign_out", Username=address)
    with refused("NotAuthorizedException", 400):
        pool.get_user(AccessToken=tokens["AccessToken"])
    admin("admin_disable_user", Username=address)
    with refused("NotAuthorizedException", 400):
        sign_in(sandbox, address)
    admin("admin_enable_user", Username=address)
    admin("admin_reset_user_password", Username=address)
    with refused("PasswordResetRequiredException", 400):
        sign_in(sandbox, address)
    assert admin("admin_list_devices", Username=address)["Devices"] == []
    admin("admin_delete_user", Username=address)
    with refused("UserNotFoundException", 400):
        admin("admin_get_user", Username=address)


def test_groups_of_the_definition_and_others(sandbox, admin):
    address = sign_up(sandbox)
    names = [group["GroupName"] for group in admin("list_groups")["Groups"]]
    assert {"admins", "editors"} <= set(names)
    group = new_address()
    admin("create_group", GroupName=group, Precedence=7)
    with refused("GroupExistsException", 400):
        admin("create_group", GroupName=group)
    assert admin("update_group", GroupName=group, Description="d")["Group"]["Precedence"] == 7
    for name in (group, "editors"):
        admin("admin_add_user_to_group", Username=address, GroupName=name)
    member_of = admin("admin_list_groups_for_user", Username=address)["Groups"]
    assert [group["GroupName"] for group in member_of] == ["editors", group]
    assert len(admin("list_users_in_group", GroupName=group)["Users"]) == 1
    admin("admin_remove_user_from_group", Username=address, GroupName=group)
    admin("delete_group", GroupName=group)
    with refused("ResourceNotFoundException", 400):
        admin("get_group", GroupName=group)


def test_lists_come_in_pages(sandbox, admin):
    sign_up(sandbox), sign_up(sandbox), sign_up(sandbox)
    users = client("cognito-idp", sandbox, administrator(sandbox))
    pages = users.get_paginator("list_users").paginate(
        UserPoolId=sandbox.outputs["auth"]["user_pool_id"], PaginationConfig={"PageSize": 2})
    names = [user["Username"] for page in pages for user in page["Users"]]
    assert len(names) == len(set(names)) >= 3


def test_the_pool_describes_itself(admin, client_id):
    described = admin("describe_user_pool")["UserPool"]
    assert described["UsernameAttributes"] == ["email"] and described["MfaConfiguration"] == "OPTIONAL"
    assert any(attribute["Name"] == "custom:plan" for attribute in described["SchemaAttributes"])
    flows = admin("describe_user_pool_client", ClientId=client_id)["UserPoolClient"]["ExplicitAuthFlows"]
    assert {"ALLOW_USER_SRP_AUTH", "ALLOW_USER_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"} <= set(flows)
    assert admin("get_user_pool_mfa_config")["SoftwareTokenMfaConfiguration"]["Enabled"]


@pytest.mark.parametrize(
    ("operation", "parameters", "code"),
    [("initiate_auth", dict(AuthFlow="USER_PASSWORD_AUTH", AuthParameters={}), "InvalidParameterException"),
     ("initiate_auth", dict(AuthFlow="CUSTOM_AUTH", AuthParameters={}), "UnsupportedOperationException"),
     ("respond_to_auth_challenge", dict(ChallengeName="SMS_MFA", Session="x" * 30, ChallengeResponses={}),
      "NotAuthorizedException"),
     ("respond_to_auth_challenge", dict(ChallengeName="WEB_AUTHN", ChallengeResponses={}), "WebAuthnNotEnabledException"),
     ("sign_up", dict(Username="plain", Password=PASSWORD), "InvalidParameterException"),
     ("confirm_sign_up", dict(Username="nobody@example.com", ConfirmationCode="123456"), "ExpiredCodeException"),
     ("get_tokens_from_refresh_token", dict(RefreshToken="x"), "NotAuthorizedException")])
def test_refusals_have_their_names(pool, client_id, operation, parameters, code):
    with refused(code, 400):
        getattr(pool, operation)(ClientId=client_id, **parameters)


def test_what_is_not_emulated_says_so(sandbox, pool, admin):
    token = sign_in(sandbox, sign_up(sandbox))["AccessToken"]
    assert pool.list_devices(AccessToken=token)["Devices"] == []
    with refused("ResourceNotFoundException", 400):
        pool.forget_device(AccessToken=token, DeviceKey="us-east-1_00000000-0000-4000-8000-000000000000")
    with refused("WebAuthnNotEnabledException", 400):
        pool.start_web_authn_registration(AccessToken=token)
    with refused("UnsupportedOperationException", 400) as caught:
        admin("describe_risk_configuration")
    assert "not emulated" in caught.value.response["Error"]["Message"]


def test_wrong_passwords_lock_for_a_while(sandbox):
    address = sign_up(sandbox)
    messages = []
    for _ in range(6):
        with refused("NotAuthorizedException", 400) as caught:
            sign_in(sandbox, address, "Wrong-Horse-7")
        messages.append(caught.value.response["Error"]["Message"])
    assert messages[:5] == ["Incorrect username or password."] * 5 and messages[5] == "Password attempts exceeded"
    wait_until(lambda: succeeds(lambda: sign_in(sandbox, address)), "the end of the lock")


def succeeds(action):
    try:
        return action()
    except Exception as error:
        if getattr(error, "response", {}).get("Error", {}).get("Code") == "NotAuthorizedException":
            return None
        raise


def test_a_proof_serves_once(sandbox, pool, client_id):
    address = sign_up(sandbox)
    remote = secure_remote_password(sandbox, address)
    challenge = pool.initiate_auth(
        AuthFlow="USER_SRP_AUTH", AuthParameters=remote.get_auth_params(), ClientId=client_id)
    answer = dict(
        ClientId=client_id, ChallengeName="PASSWORD_VERIFIER",
        ChallengeResponses=remote.process_challenge(challenge["ChallengeParameters"], remote.get_auth_params()))
    assert pool.respond_to_auth_challenge(**answer)["AuthenticationResult"]
    with refused("NotAuthorizedException", 400):
        pool.respond_to_auth_challenge(**answer)


def test_two_hundred_sign_ins_at_once_all_succeed(sandbox):
    addresses = [sign_up(sandbox) for _ in range(4)]
    with ThreadPoolExecutor(40) as threads:
        results = list(threads.map(lambda number: sign_in(sandbox, addresses[number % 4]), range(200)))
    assert len({result["AccessToken"] for result in results}) == 200


def test_the_definition_changes_the_pool_while_it_runs(sandbox, admin):
    address = sign_up(sandbox)
    admin("admin_add_user_to_group", Username=address, GroupName="editors")

    def groups():
        return {group["GroupName"] for group in admin("list_groups")["Groups"]}

    generation = sandbox.generation
    file = sandbox.project / "amplify/auth/resource.ts"
    save(file, AUTH.replace("'admins', 'editors'", "'admins', 'writers'"))
    sandbox.wait_for_generation(generation + 1)
    assert "writers" in groups() and "editors" not in groups()
    assert admin("admin_list_groups_for_user", Username=address)["Groups"] == []
    generation = sandbox.generation
    save(file, AUTH)
    sandbox.wait_for_generation(generation + 1)
    assert [group["GroupName"] for group in admin("admin_list_groups_for_user", Username=address)["Groups"]] == ["editors"]


def test_a_restart_between_two_steps_loses_nothing(sandbox, client_id):
    address = new_address()
    client("cognito-idp", sandbox).sign_up(ClientId=client_id, Username=address, Password=PASSWORD)
    sandbox.kill()
    sandbox.start()
    pool = client("cognito-idp", sandbox)
    pool.confirm_sign_up(ClientId=client_id, Username=address, ConfirmationCode=sandbox.code_for(address))
    remote = secure_remote_password(sandbox, address)
    challenge = pool.initiate_auth(
        AuthFlow="USER_SRP_AUTH", AuthParameters=remote.get_auth_params(), ClientId=client_id)
    sandbox.stop()
    sandbox.start()
    pool = client("cognito-idp", sandbox)
    done = pool.respond_to_auth_challenge(
        ClientId=client_id, ChallengeName="PASSWORD_VERIFIER",
        ChallengeResponses=remote.process_challenge(challenge["ChallengeParameters"], remote.get_auth_params()))
    token = done["AuthenticationResult"]["RefreshToken"]
    sandbox.kill()
    sandbox.start()
    pool = client("cognito-idp", sandbox)
    fresh = pool.get_tokens_from_refresh_token(ClientId=client_id, RefreshToken=token)["AuthenticationResult"]
    assert pool.get_user(AccessToken=fresh["AccessToken"])["Username"]


def test_people_are_looked_after_from_the_command_line(sandbox):
    address = new_address()
    added = sandbox.read("users", "add", address, "--password", PASSWORD, "--group", "admins", "--attribute", "nickname=N")
    assert address in added
    sign_in(sandbox, address)
    printed = json.loads(sandbox.read("users", "signin", address, "--format", "json"))
    listed = [json.loads(line) for line in sandbox.read("users", "list", "--format", "json").splitlines()]
    user = next(user for user in listed if user["user"] == address)
    assert user["groups"] == "admins" and user["identityId"] == printed["IdentityId"]
    assert client("cognito-idp", sandbox).get_user(AccessToken=printed["AccessToken"])["Username"] == user["sub"]
    assert "no group" in sandbox.read("users", "group", address, "--remove", "admins")
    sandbox.read("users", "password", address, "Another-Horse-8")
    assert sign_in(sandbox, address, "Another-Horse-8")["AccessToken"]
    sandbox.read("users", "remove", address)
    refusal = sandbox.run("users", "remove", address)
    assert refusal.returncode == 1 and "User does not exist" in refusal.stderr
    assert "credential_process = " in sandbox.read("credentials", "--profile", "box")
