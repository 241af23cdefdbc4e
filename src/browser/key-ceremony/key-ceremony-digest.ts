/**
 * SHA-1 and SHA-256 (FIPS 180-4) that answer at once. PKCS#12 derives keys by hashing a hash a hundred thousand times,
 * and WebCrypto, which answers each one later, takes minutes for that on a busy phone. For that derivation only.
 */
export type Digest = (bytes: Uint8Array) => Uint8Array;

const turnLeft = (word: number, by: number): number => (word << by) | (word >>> (32 - by));
const primes: number[] = [];
for (let n = 2; primes.length < 64; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
const fraction = (value: number): number => ((value - Math.floor(value)) * 2 ** 32) | 0;
const constants = primes.map((prime) => fraction(Math.cbrt(prime)));
const start256 = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
const start1 = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];

/** Message with its padding, as big-endian words in blocks of sixteen. */
function padded(bytes: Uint8Array): Int32Array {
  const words = new Int32Array(((bytes.length + 72) >> 6) * 16);
  for (let i = 0; i < bytes.length; i++) words[i >> 2]! |= bytes[i]! << (24 - (i % 4) * 8);
  words[bytes.length >> 2]! |= 0x80 << (24 - (bytes.length % 4) * 8);
  words[words.length - 1] = bytes.length * 8;
  return words;
}

function asBytes(state: Int32Array): Uint8Array {
  return Uint8Array.from({ length: state.length * 4 }, (_, i) => state[i >> 2]! >>> (24 - (i % 4) * 8));
}

export const sha1: Digest = (bytes) => {
  const state = Int32Array.from(start1);
  const message = padded(bytes);
  const w = new Int32Array(80);
  for (let at = 0; at < message.length; at += 16) {
    for (let i = 0; i < 80; i++)
      w[i] = i < 16 ? message[at + i]! : turnLeft(w[i - 3]! ^ w[i - 8]! ^ w[i - 14]! ^ w[i - 16]!, 1);
    let [a, b, c, d, e] = state as unknown as [number, number, number, number, number];
    for (let i = 0; i < 80; i++) {
      const [f, k] =
        i < 20
          ? [(b & c) | (~b & d), 0x5a827999]
          : i < 40
            ? [b ^ c ^ d, 0x6ed9eba1]
            : i < 60
              ? [(b & c) | (b & d) | (c & d), 0x8f1bbcdc]
              : [b ^ c ^ d, 0xca62c1d6];
      const next = (turnLeft(a, 5) + f + e + k + w[i]!) | 0;
      [e, d, c, b, a] = [d, c, turnLeft(b, 30), a, next];
    }
    for (const [i, word] of [a, b, c, d, e].entries()) state[i]! += word;
  }
  return asBytes(state);
};

export const sha256: Digest = (bytes) => {
  const state = Int32Array.from(start256);
  const message = padded(bytes);
  const w = new Int32Array(64);
  for (let at = 0; at < message.length; at += 16) {
    for (let i = 0; i < 64; i++) {
      if (i < 16) w[i] = message[at + i]!;
      else {
        const x = w[i - 15]!;
        const y = w[i - 2]!;
        const low = turnLeft(x, 25) ^ turnLeft(x, 14) ^ (x >>> 3);
        const high = turnLeft(y, 15) ^ turnLeft(y, 13) ^ (y >>> 10);
        w[i] = w[i - 16]! + low + w[i - 7]! + high;
      }
    }
    let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number];
    for (let i = 0; i < 64; i++) {
      const mixed = turnLeft(e, 26) ^ turnLeft(e, 21) ^ turnLeft(e, 7);
      const first = (h + mixed + ((e & f) ^ (~e & g)) + constants[i]! + w[i]!) | 0;
      const second = ((turnLeft(a, 30) ^ turnLeft(a, 19) ^ turnLeft(a, 10)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + first) | 0;
      d = c;
      c = b;
      b = a;
      a = (first + second) | 0;
    }
    for (const [i, word] of [a, b, c, d, e, f, g, h].entries()) state[i]! += word;
  }
  return asBytes(state);
};
