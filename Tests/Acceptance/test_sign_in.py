"""Sign-up, sign-in and tokens, as boto3, pycognito and PyJWT see them."""

import time
from concurrent.futures import ThreadPoolExecutor

import jwt
import pytest
from pycognito import Cognito
from pycognito.exceptions import ForceChangePasswordException

from clients import (PASSWORD, Visitor, administrator, client, new_address, new_person, secure_remote_password, sign_in,
                     sign_up)
from errors import refused
from waiting import wait_until


@pytest.fixture(scope="module")
def pool(photo_sharing):
    return client("cognito-idp", photo_sharing)


@pytest.fixture(scope="module")
def pool_admin(photo_sharing):
    return client("cognito-idp", photo_sharing, administrator(photo_sharing))


@pytest.fixture(scope="module")
def ids(photo_sharing):
    return photo_sharing.outputs["auth"]


def verified(sandbox, token, **more):
    """The claims of a token, its signature checked against the published keys."""
    keys = jwt.PyJWKClient(f"{sandbox.endpoint}/{sandbox.outputs['auth']['user_pool_id']}/.well-known/jwks.json")
    return jwt.decode(token, keys.get_signing_key_from_jwt(token).key, algorithms=["RS256"], **more)


def test_signing_up_delivers_a_code_that_confirms(photo_sharing, pool, ids):
    address = new_address()
    answer = pool.sign_up(
        ClientId=ids["user_pool_client_id"], Username=address, Password=PASSWORD,
        UserAttributes=[{"Name": "email", "Value": address}])
    assert answer["UserConfirmed"] is False
    assert answer["CodeDeliveryDetails"]["DeliveryMedium"] == "EMAIL"
    assert address not in answer["CodeDeliveryDetails"]["Destination"]

    with refused("UserNotConfirmedException"):
        sign_in(photo_sharing, address)

    message = photo_sharing.outbox()[-1]
    assert message["recipient"] == address
    assert message["code"] in message["text"]
    wait_until(lambda: message["code"] in photo_sharing.printed(), "the code in the terminal")

    wrong = "000000" if message["code"] != "000000" else "111111"
    with refused("CodeMismatchException"):
        pool.confirm_sign_up(ClientId=ids["user_pool_client_id"], Username=address, ConfirmationCode=wrong)
    pool.confirm_sign_up(ClientId=ids["user_pool_client_id"], Username=address, ConfirmationCode=message["code"])
    assert sign_in(photo_sharing, address)["TokenType"] == "Bearer"


def test_tokens_verify_against_the_published_keys(photo_sharing, ids):
    address = sign_up(photo_sharing)
    tokens = sign_in(photo_sharing, address)
    identity = verified(photo_sharing, tokens["IdToken"], audience=ids["user_pool_client_id"])
    access = verified(photo_sharing, tokens["AccessToken"])
    assert identity["token_use"] == "id" and access["token_use"] == "access"
    assert identity["email"] == address and identity["email_verified"] is True
    assert identity["sub"] == access["sub"] == identity["cognito:username"] == access["username"]
    assert identity["iss"].endswith("/" + ids["user_pool_id"]) and access["iss"] == identity["iss"]
    assert access["client_id"] == ids["user_pool_client_id"]
    assert access["origin_jti"] == identity["origin_jti"]
    assert identity["exp"] - identity["iat"] == tokens["ExpiresIn"] == 3600


def test_an_altered_token_buys_nothing(photo_sharing, ids, alice):
    head, claims, signature = alice.tokens["IdToken"].split(".")
    spoilt = ".".join([head, claims, signature[:-8] + ("A" * 8 if signature[-8:] != "A" * 8 else "B" * 8)])
    with refused("NotAuthorizedException"):
        Visitor(photo_sharing, {"IdToken": spoilt})


@pytest.mark.parametrize("password", ["Wrong-Horse-7", "", "correct-horse-7", PASSWORD + " "])
def test_a_wrong_password_is_refused(photo_sharing, alice, password):
    with refused("NotAuthorizedException") as caught:
        sign_in(photo_sharing, alice.address, password)
    assert caught.value.response["Error"]["Message"] == "Incorrect username or password."


def test_an_unknown_user_looks_like_a_wrong_password(photo_sharing, ids):
    nobody = new_address()
    salts = []
    for _ in range(2):
        with refused("NotAuthorizedException") as caught:
            sign_in(photo_sharing, nobody)
        assert caught.value.response["Error"]["Message"] == "Incorrect username or password."
        parameters = secure_remote_password(photo_sharing, nobody).get_auth_params()
        challenge = client("cognito-idp", photo_sharing).initiate_auth(
            AuthFlow="USER_SRP_AUTH", AuthParameters=parameters, ClientId=ids["user_pool_client_id"])
        salts.append(challenge["ChallengeParameters"]["SALT"])
    assert salts[0] == salts[1]


@pytest.mark.parametrize(
    ("password", "code"),
    [("short-A1", None), ("Ab-1", "InvalidPasswordException"), ("alllowercase-1", "InvalidPasswordException"),
     ("NoDigits-Here", "InvalidPasswordException"), ("NoSymbols123", "InvalidPasswordException")])
def test_passwords_follow_the_policy_of_the_pool(pool, ids, password, code):
    def attempt():
        address = new_address()
        pool.sign_up(
            ClientId=ids["user_pool_client_id"], Username=address, Password=password,
            UserAttributes=[{"Name": "email", "Value": address}])

    if code is None:
        attempt()
    else:
        with refused(code, 400):
            attempt()


def test_an_address_signs_up_once(pool, ids, alice):
    with refused("UsernameExistsException", 400):
        pool.sign_up(
            ClientId=ids["user_pool_client_id"], Username=alice.address, Password=PASSWORD,
            UserAttributes=[{"Name": "email", "Value": alice.address}])


def test_refresh_tokens_work_in_both_forms(photo_sharing, pool, ids):
    tokens = sign_in(photo_sharing, sign_up(photo_sharing))
    old = pool.initiate_auth(
        AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters={"REFRESH_TOKEN": tokens["RefreshToken"]},
        ClientId=ids["user_pool_client_id"])["AuthenticationResult"]
    new = pool.get_tokens_from_refresh_token(
        ClientId=ids["user_pool_client_id"], RefreshToken=tokens["RefreshToken"])["AuthenticationResult"]
    subjects = {verified(photo_sharing, result["AccessToken"])["sub"] for result in (tokens, old, new)}
    assert len(subjects) == 1
    with refused("NotAuthorizedException"):
        pool.initiate_auth(
            AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters={"REFRESH_TOKEN": "not-a-token"},
            ClientId=ids["user_pool_client_id"])


def test_the_user_sees_their_own_attributes(pool, alice):
    user = pool.get_user(AccessToken=alice.tokens["AccessToken"])
    attributes = {attribute["Name"]: attribute["Value"] for attribute in user["UserAttributes"]}
    assert attributes["email"] == alice.address
    assert attributes["sub"] == user["Username"]
    with refused("NotAuthorizedException"):
        pool.get_user(AccessToken=alice.tokens["IdToken"])


def test_pycognito_goes_all_the_way_by_itself(photo_sharing, ids, monkeypatch):
    address = new_address()
    user = Cognito(
        ids["user_pool_id"], ids["user_pool_client_id"], username=address, access_key="unused", secret_key="unused",
        boto3_client_kwargs={"endpoint_url": photo_sharing.endpoint})
    user.set_base_attributes(email=address)
    user.register(address, PASSWORD)
    user.confirm_sign_up(photo_sharing.code_for(address), username=address)

    # pycognito expects the issuer under the endpoint that it talks to; the sandbox signs as the cloud does.
    user.pool_jwk = user.get_keys()
    issuer = jwt.decode(sign_in(photo_sharing, address)["IdToken"], options={"verify_signature": False})["iss"]
    user.pool_domain_url = issuer.rsplit("/", 1)[0]
    user.authenticate(PASSWORD)
    assert user.id_claims["email"] == address
    first = user.access_token
    user.renew_access_token()
    assert user.access_token and user.access_claims["username"] == user.id_claims["cognito:username"]
    assert first


def test_an_administrator_creates_a_user_who_then_chooses_a_password(photo_sharing, pool_admin, ids):
    address = new_address()
    pool_admin.admin_create_user(
        UserPoolId=ids["user_pool_id"], Username=address, TemporaryPassword="Temporary-1", MessageAction="SUPPRESS",
        UserAttributes=[{"Name": "email", "Value": address}, {"Name": "email_verified", "Value": "true"}])
    with pytest.raises(ForceChangePasswordException):
        sign_in(photo_sharing, address, "Temporary-1")
    answer = secure_remote_password(photo_sharing, address, "Temporary-1").set_new_password_challenge(PASSWORD)
    assert answer["AuthenticationResult"]["AccessToken"]
    assert sign_in(photo_sharing, address)["AccessToken"]


def test_an_administrator_confirms_users_and_sets_passwords(photo_sharing, pool, pool_admin, ids):
    address = new_address()
    pool.sign_up(
        ClientId=ids["user_pool_client_id"], Username=address, Password=PASSWORD,
        UserAttributes=[{"Name": "email", "Value": address}])
    pool_admin.admin_confirm_sign_up(UserPoolId=ids["user_pool_id"], Username=address)
    pool_admin.admin_set_user_password(
        UserPoolId=ids["user_pool_id"], Username=address, Password="Another-Horse-8", Permanent=True)
    with refused("NotAuthorizedException"):
        sign_in(photo_sharing, address)
    assert sign_in(photo_sharing, address, "Another-Horse-8")["AccessToken"]


@pytest.mark.parametrize("who", ["nobody", "alice"])
def test_only_administrators_administer(photo_sharing, ids, alice, who):
    users = client("cognito-idp", photo_sharing, alice.credentials if who == "alice" else None)
    expected = "AccessDeniedException" if who == "alice" else "MissingAuthenticationTokenException"
    with refused(expected, 400):
        users.admin_create_user(UserPoolId=ids["user_pool_id"], Username=new_address())


def test_identities_are_stable_and_guests_are_somebody_else(photo_sharing, alice, guest):
    again = Visitor(photo_sharing, sign_in(photo_sharing, alice.address))
    assert again.identity == alice.identity
    assert guest.identity != alice.identity
    assert Visitor(photo_sharing).identity != guest.identity
    assert alice.identity.startswith(photo_sharing.region + ":")


def test_credentials_last_about_an_hour(alice):
    left = alice.expiration.timestamp() - time.time()
    assert 3300 < left <= 3660


def test_credentials_look_like_temporary_ones(alice):
    assert alice.credentials.access_key.startswith("ASIA")
    assert alice.credentials.session_token


def test_a_guest_gets_no_credentials_for_the_identity_of_a_user(photo_sharing, alice):
    with refused("NotAuthorizedException"):
        client("cognito-identity", photo_sharing).get_credentials_for_identity(IdentityId=alice.identity)


def test_a_new_user_takes_over_the_identity_they_had_as_a_guest(photo_sharing):
    visitor = Visitor(photo_sharing)
    address = sign_up(photo_sharing)
    auth = photo_sharing.outputs["auth"]
    provider = f"cognito-idp.{auth['aws_region']}.amazonaws.com/{auth['user_pool_id']}"
    answer = client("cognito-identity", photo_sharing).get_credentials_for_identity(
        IdentityId=visitor.identity, Logins={provider: sign_in(photo_sharing, address)["IdToken"]})
    assert answer["IdentityId"] == visitor.identity
    assert Visitor(photo_sharing, sign_in(photo_sharing, address)).identity == visitor.identity


def test_many_sign_ins_at_once_all_succeed(photo_sharing):
    address = new_person(photo_sharing).address
    with ThreadPoolExecutor(16) as threads:
        results = list(threads.map(lambda _: sign_in(photo_sharing, address), range(48)))
    assert len({result["AccessToken"] for result in results}) == 48
