/**
 * Secure Remote Password as Cognito's user pools speak it: SRP-6a over the 3072-bit group of RFC 3526 with SHA-256.
 * The password itself never leaves the page.
 */
import { base64, bytesOfBase64, bytesOfHex, concatenate, hex, hmac, sha256 } from './bytes.js';

const N = BigInt(
  '0x' +
    'ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404dd' +
    'ef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7ed' +
    'ee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3dc2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f' +
    '83655d23dca3ad961c62f356208552bb9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3b' +
    'e39e772c180e86039b2783a2ec07a28fb5c55df06f4c52c9de2bcbf6955817183995497cea956ae515d2261898fa0510' +
    '15728e5a8aaac42dad33170d04507a33a85521abdf1cba64ecfb850458dbef0a8aea71575d060c7db3970f85a6e1e4c7' +
    'abf5ae8cdb0933d71e8c94e04a25619dcee3d2261ad2ee6bf12ffa06d98a0864d87602733ec86a64521f2b18177b200c' +
    'bbe117577a615d6c770988c0bad946e208e24fa074e5ab3143db5bfce0fd108e4b82d120a93ad2caffffffffffffffff');
const g = 2n;

/** One sign-in: `A` goes out with its first request, `proof` answers the challenge. */
export class SecureRemotePassword {
  #secret;

  constructor(secret = numberOf(crypto.getRandomValues(new Uint8Array(128)))) {
    this.#secret = secret;
    this.publicValue = power(g, secret, N);
  }

  /** SRP_A. */
  get A() {
    return this.publicValue.toString(16);
  }

  /**
   * The answers to PASSWORD_VERIFIER that prove the knowledge of the password.
   * `parameters` are the challenge's, `now` is the time of the proof.
   */
  async proof({ poolName, password, parameters, now = new Date() }) {
    const userID = parameters.USER_ID_FOR_SRP;
    const key = await this.#key({ poolName, userID, password, parameters });
    const timestamp = timestampOf(now);
    const secretBlock = bytesOfBase64(parameters.SECRET_BLOCK);
    return {
      USERNAME: userID,
      PASSWORD_CLAIM_SECRET_BLOCK: parameters.SECRET_BLOCK,
      TIMESTAMP: timestamp,
      PASSWORD_CLAIM_SIGNATURE: base64(await hmac(key, poolName, userID, secretBlock, timestamp)),
    };
  }

  async #key({ poolName, userID, password, parameters }) {
    const B = BigInt(`0x${parameters.SRP_B}`);
    const salt = BigInt(`0x${parameters.SALT}`);
    if (B % N === 0n) throw new Error('B cannot be zero');
    const k = numberOf(await sha256(padded(N), padded(g)));
    const u = numberOf(await sha256(padded(this.publicValue), padded(B)));
    if (u === 0n) throw new Error('U cannot be zero');
    const x = numberOf(await sha256(padded(salt), await sha256(`${poolName}${userID}:${password}`)));
    const base = (((B - k * power(g, x, N)) % N) + N) % N;
    const S = power(base, this.#secret + u * x, N);
    const extracted = await hmac(padded(u), padded(S));
    return (await hmac(extracted, 'Caldera Derived Key', Uint8Array.of(1))).slice(0, 16);
  }
}

/** Whole bytes, with a zero in front where the first bit is set. */
function padded(number) {
  const digits = number.toString(16);
  const even = digits.length % 2 === 1 ? `0${digits}` : digits;
  return bytesOfHex(/^[89a-f]/.test(even) ? `00${even}` : even);
}

function numberOf(bytes) {
  return BigInt(`0x${hex(concatenate(Uint8Array.of(0), bytes))}`);
}

function power(base, exponent, modulus) {
  let result = 1n;
  let factor = base % modulus;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * factor) % modulus;
    factor = (factor * factor) % modulus;
  }
  return result;
}

/** `Sat Nov 7 05:20:59 UTC 2026` */
export function timestampOf(date) {
  const [weekday, day, month, year, time] = date.toUTCString().replace(',', '').split(' ');
  return `${weekday} ${month} ${Number(day)} ${time} UTC ${year}`;
}
