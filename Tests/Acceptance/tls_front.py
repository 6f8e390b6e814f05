"""A TLS front before a sandbox: clients behave differently over TLS, and the sandbox itself speaks plain HTTP."""

import datetime
import ipaddress
import socket
import ssl
import threading

from botocore.config import Config
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from clients import session


class TLSFront:
    """Takes TLS connections on a free port and passes their bytes on, remembering what the clients sent first."""

    def __init__(self, sandbox, folder):
        self.sandbox = sandbox
        self.certificate = folder / "certificate.pem"
        self._write_certificate()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.endpoint = f"https://localhost:{self._listener.getsockname()[1]}"
        self._received = bytearray()
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(self.certificate)

    def __enter__(self):
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._listener.close()

    @property
    def seen(self):
        """The beginning of all that clients sent."""
        return bytes(self._received[:200_000]).decode(errors="replace")

    def client(self, service, credentials):
        """A boto3 client that goes through this front."""
        return session().client(
            service, endpoint_url=self.endpoint, verify=str(self.certificate), region_name=self.sandbox.region,
            aws_access_key_id=credentials.access_key, aws_secret_access_key=credentials.secret_key,
            aws_session_token=credentials.session_token, config=Config(retries={"max_attempts": 0}))

    def _accept(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        try:
            with self._context.wrap_socket(connection, server_side=True) as client:
                with socket.create_connection(("localhost", self.sandbox.bound_port)) as server:
                    back = threading.Thread(target=self._copy, args=(server, client), daemon=True)
                    back.start()
                    self._copy(client, server, self._received)
                    back.join(10)
        except (OSError, ssl.SSLError):
            pass  # the client has left

    def _copy(self, source, target, record=None):
        try:
            while data := source.recv(65536):
                if record is not None and len(record) < 200_000:
                    record += data
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except (OSError, ssl.SSLError):
            pass  # one of the two has left

    def _write_certificate(self):
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
        today = datetime.datetime.now(datetime.timezone.utc)
        certificate = (
            x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(today - datetime.timedelta(days=1)).not_valid_after(today + datetime.timedelta(days=1))
            .add_extension(
                x509.SubjectAlternativeName(
                    [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .sign(key, hashes.SHA256()))
        form = serialization.PrivateFormat.PKCS8
        self.certificate.write_bytes(
            key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
            + certificate.public_bytes(serialization.Encoding.PEM))
