/**
 * Triple DES in CBC (FIPS 46-3, SP 800-67), which WebCrypto does not have: only to write the "compatible" PKCS#12
 * that old Windows, macOS and Java still need. Bit by bit, for a few kilobytes; not for anything else.
 */
type Bits = number[];

const numbers = (text: string): number[] => text.split(" ").map(Number);
const initial: number[] = [];
for (const row of [57, 59, 61, 63, 56, 58, 60, 62]) for (let bit = row; bit >= 0; bit -= 8) initial.push(bit);
const final = initial.map((_, place) => initial.indexOf(place));
const round = numbers("15 6 19 20 28 11 27 16 0 14 22 25 4 17 30 9 1 7 23 13 31 26 2 8 18 12 29 5 21 10 3 24");
const expansion = Array.from({ length: 48 }, (_, i) => (Math.floor(i / 6) * 4 + (i % 6) + 31) % 32);
const keyChoice = numbers(
  "56 48 40 32 24 16 8 0 57 49 41 33 25 17 9 1 58 50 42 34 26 18 10 2 59 51 43 35 62 54 46 38 30 22 14 6 61 53 45 37 29 21 13 5 60 52 44 36 28 20 12 4 27 19 11 3",
);
const roundKeyChoice = numbers(
  "13 16 10 23 0 4 2 27 14 5 20 9 22 18 11 3 25 7 15 6 26 19 12 1 40 51 30 36 46 54 29 39 50 44 32 47 43 48 38 55 33 52 45 41 49 35 28 31",
);
const shifts = "1122222212222221";
/** Eight S-boxes, four rows of sixteen hexadecimal figures each. */
const boxes = [
  "e4d12fb83a6c59070f74e2d1a6cb953841e8d62bfc973a50fc8249175b3ea06d",
  "f18e6b34972dc05a3d47f28ec01a69b50e7ba4d158c6932fd8a13f42b67c05e9",
  "a09e63f51dc7b428d709346a285ecbf1d6498f30b12c5ae71ad069874fe3b52c",
  "7de3069a1285bc4fd8b56f03472c1ae9a690cb7df13e52843f06a1d8945bc72e",
  "2c417ab6853fd0e9eb2c47d150fa3986421bad78f9c5630eb8c71e2d6f09a453",
  "c1af92680d34e75baf427c9561de0b389ef528c3704a1db6432c95fabe17608d",
  "4b2ef08d3c975a61d0b7491ae35c2f8614bdc37eaf6805926bd814a7950fe23c",
  "d2846fb1a93e50c71fd8a374c56b0e927b419ce206adf35821e74a8dfc90356b",
].map((box) => [...box].map((figure) => Number.parseInt(figure, 16)));

const bitsOf = (bytes: Uint8Array): Bits =>
  [...bytes].flatMap((byte) => [7, 6, 5, 4, 3, 2, 1, 0].map((at) => (byte >> at) & 1));
const pick = (bits: Bits, choice: number[]): Bits => choice.map((at) => bits[at]!);

function bytesOf(bits: Bits): Uint8Array {
  return Uint8Array.from({ length: bits.length / 8 }, (_, i) =>
    bits.slice(i * 8, i * 8 + 8).reduce((sum, bit) => sum * 2 + bit, 0),
  );
}

function roundKeys(key: Uint8Array): Bits[] {
  const chosen = pick(bitsOf(key), keyChoice);
  let left = chosen.slice(0, 28);
  let right = chosen.slice(28);
  return [...shifts].map((shift) => {
    const n = Number(shift);
    left = [...left.slice(n), ...left.slice(0, n)];
    right = [...right.slice(n), ...right.slice(0, n)];
    return pick([...left, ...right], roundKeyChoice);
  });
}

function des(block: Bits, keys: Bits[]): Bits {
  const mixed = pick(block, initial);
  let left = mixed.slice(0, 32);
  let right = mixed.slice(32);
  for (const key of keys) {
    const wide = expansion.map((at, i) => right[at]! ^ key[i]!);
    const narrow = boxes.flatMap((box, i) => {
      const [a, b, c, d, e, f] = wide.slice(i * 6) as [number, number, number, number, number, number];
      const figure = box[(a * 2 + f) * 16 + b * 8 + c * 4 + d * 2 + e]!;
      return [figure >> 3, (figure >> 2) & 1, (figure >> 1) & 1, figure & 1];
    });
    const turned = pick(narrow, round);
    [left, right] = [right, left.map((bit, i) => bit ^ turned[i]!)];
  }
  return pick([...right, ...left], final);
}

type Pass = (block: Bits) => Bits;

function passes(key: Uint8Array): { forth: Pass; back: Pass } {
  const [first, second, third] = [0, 8, 16].map((at) => roundKeys(key.subarray(at, at + 8))) as [
    Bits[],
    Bits[],
    Bits[],
  ];
  const reversed = (keys: Bits[]): Bits[] => [...keys].reverse();
  return {
    forth: (block) => des(des(des(block, first), reversed(second)), third),
    back: (block) => des(des(des(block, reversed(third)), second), reversed(first)),
  };
}

/** Encrypts with PKCS#7 padding. `key`: 24 octets, `iv`: 8. */
export function tripleDesEncrypt(key: Uint8Array, iv: Uint8Array, plain: Uint8Array): Uint8Array {
  const { forth } = passes(key);
  const padding = 8 - (plain.length % 8);
  const padded = new Uint8Array(plain.length + padding).fill(padding);
  padded.set(plain);
  let last = bitsOf(iv);
  for (let at = 0; at < padded.length; at += 8) {
    const block = bitsOf(padded.subarray(at, at + 8));
    last = forth(block.map((bit, i) => bit ^ last[i]!));
    padded.set(bytesOf(last), at);
  }
  return padded;
}

/** Decrypts and takes the padding off; RangeError where the padding is none (wrong key). */
export function tripleDesDecrypt(key: Uint8Array, iv: Uint8Array, secret: Uint8Array): Uint8Array {
  const { back } = passes(key);
  const plain = new Uint8Array(secret.length);
  let last = bitsOf(iv);
  for (let at = 0; at < secret.length; at += 8) {
    const block = bitsOf(secret.subarray(at, at + 8));
    plain.set(bytesOf(back(block).map((bit, i) => bit ^ last[i]!)), at);
    last = block;
  }
  const padding = plain.at(-1) ?? 0;
  if (padding < 1 || padding > 8) throw new RangeError("padding");
  return plain.subarray(0, -padding);
}
