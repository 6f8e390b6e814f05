"""Unmodified AWS clients, pointed at a sandbox, and the people and guests who use them."""

import functools
import subprocess
import sys
import uuid
from dataclasses import dataclass
from pathlib import Path

import boto3
from botocore import UNSIGNED
from botocore.config import Config
from pycognito.aws_srp import AWSSRP

from sandbox_process import clean_environment

PASSWORD = "Correct-Horse-7"


@dataclass(frozen=True)
class Credentials:
    access_key: str
    secret_key: str
    session_token: str | None = None

    @classmethod
    def from_process(cls, printed):
        return cls(printed["AccessKeyId"], printed["SecretAccessKey"], printed.get("SessionToken"))

    @classmethod
    def from_identity_pool(cls, answer):
        return cls(answer["AccessKeyId"], answer["SecretKey"], answer["SessionToken"])

    def environment(self):
        names = {"AWS_ACCESS_KEY_ID": self.access_key, "AWS_SECRET_ACCESS_KEY": self.secret_key}
        return names | ({"AWS_SESSION_TOKEN": self.session_token} if self.session_token else {})


@functools.cache
def session():
    return boto3.session.Session()


def client(service, sandbox, credentials=None, **settings):
    """A boto3 client of `service`; without credentials its requests are not signed."""
    if credentials is None:
        settings["signature_version"] = UNSIGNED
    retries = settings.pop("retries", {"max_attempts": 0})
    return session().client(
        service, endpoint_url=sandbox.endpoint, region_name=sandbox.region,
        aws_access_key_id=credentials.access_key if credentials else None,
        aws_secret_access_key=credentials.secret_key if credentials else None,
        aws_session_token=credentials.session_token if credentials else None,
        config=Config(retries=retries, max_pool_connections=40, read_timeout=60, **settings))


class Visitor:
    """Someone with an identity of the identity pool: a guest, or a person who has signed in."""

    def __init__(self, sandbox, tokens=None):
        self.sandbox = sandbox
        self.tokens = tokens
        pool = sandbox.outputs["auth"]
        identities = client("cognito-identity", sandbox)
        logins = {}
        if tokens:
            provider = f"cognito-idp.{pool['aws_region']}.amazonaws.com/{pool['user_pool_id']}"
            logins = {provider: tokens["IdToken"]}
        self.identity = identities.get_id(IdentityPoolId=pool["identity_pool_id"], Logins=logins)["IdentityId"]
        answer = identities.get_credentials_for_identity(IdentityId=self.identity, Logins=logins)
        self.expiration = answer["Credentials"]["Expiration"]
        self.credentials = Credentials.from_identity_pool(answer["Credentials"])

    @functools.cached_property
    def s3(self):
        return client("s3", self.sandbox, self.credentials)


def administrator(sandbox):
    return Credentials.from_process(sandbox.credentials())


def new_address():
    return f"{uuid.uuid4().hex[:12]}@example.com"


def sign_up(sandbox, address=None, password=PASSWORD):
    """Signs somebody up and confirms them with the code from the outbox; returns the address."""
    address = address or new_address()
    pool = client("cognito-idp", sandbox)
    client_id = sandbox.outputs["auth"]["user_pool_client_id"]
    pool.sign_up(
        ClientId=client_id, Username=address, Password=password,
        UserAttributes=[{"Name": "email", "Value": address}])
    pool.confirm_sign_up(ClientId=client_id, Username=address, ConfirmationCode=sandbox.code_for(address))
    return address


def sign_in(sandbox, address, password=PASSWORD):
    """The tokens that pycognito obtains by secure remote password."""
    return secure_remote_password(sandbox, address, password).authenticate_user()["AuthenticationResult"]


def secure_remote_password(sandbox, address, password=PASSWORD):
    auth = sandbox.outputs["auth"]
    return AWSSRP(
        username=address, password=password, pool_id=auth["user_pool_id"], client_id=auth["user_pool_client_id"],
        client=client("cognito-idp", sandbox))


def new_person(sandbox, groups=()):
    """Somebody who has signed up, was put into `groups`, and has signed in."""
    address = sign_up(sandbox)
    for group in groups:
        client("cognito-idp", sandbox, administrator(sandbox)).admin_add_user_to_group(
            UserPoolId=sandbox.outputs["auth"]["user_pool_id"], Username=address, GroupName=group)
    person = Visitor(sandbox, sign_in(sandbox, address))
    person.address = address
    return person


def aws(sandbox, credentials, *arguments, **more):
    """Runs the AWS command line with the endpoint in its environment, and returns the completed process."""
    environment = clean_environment(
        AWS_ENDPOINT_URL=sandbox.endpoint, AWS_DEFAULT_REGION=sandbox.region, AWS_PAGER="", **credentials.environment())
    return subprocess.run(
        [str(Path(sys.executable).with_name("aws")), *arguments], capture_output=True, text=True, timeout=120, env=environment, **more)
