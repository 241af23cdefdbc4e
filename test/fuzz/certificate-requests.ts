import { spawnSync } from "node:child_process";
import { createHash, createPublicKey, sign, X509Certificate } from "node:crypto";
import type { Dice } from "../../bench/made-cases.ts";
import { whyUnusable } from "../../src/issuance/certificates/request-words.ts";
import { rootPlan } from "../../src/pki/certificates/authority-profile.ts";
import {
  type Authority,
  newSerial,
  prepareCertificate,
  prepareSelfSigned,
  signCertificate,
} from "../../src/pki/certificates/certificate.ts";
import { type CertificateRequest, readCertificateRequest } from "../../src/pki/certificates/certificate-request.ts";
import * as der from "../../src/pki/der/der.ts";
import { oids } from "../../src/pki/der/oids.ts";
import { PkiError } from "../../src/pki/der/pki-error.ts";
import { magnitude, readRsaKey } from "../../src/pki/keys/rsa-key.ts";
import { softwareSigner } from "../../src/pki/keys/software-signer.ts";
import { holderPlanOf, later, publishedAt } from "../kit/pki-world.ts";
import { fixedKey } from "./fixed-key.ts";
import type { FuzzPart } from "./fuzz-part.ts";

/** Far above what any takes: it is a reader that never ends that is looked for. */
const longestMs = 3_000;
const noise = (dice: Dice, most: number): Buffer =>
  Buffer.from(Array.from({ length: dice.upTo(most) }, () => dice.upTo(256)));

/** One element in a form that says the same, or nearly: what BER allows and DER does not, and what neither does. */
function rewritten(dice: Dice, { tag, content }: der.Element): Uint8Array {
  const size = (figures: number): number[] =>
    Array.from({ length: figures }, (_, at) => (content.length >> (8 * (figures - 1 - at))) & 0xff);
  return dice.one([
    () => Buffer.concat([Buffer.of(tag, 0x84, ...size(4)), content]),
    () => Buffer.concat([Buffer.of(tag, 0x80), content, Buffer.alloc(2)]),
    () => Buffer.concat([Buffer.of(tag | 0x20, 0x82, ...size(2)), content]),
    () => der.tlv(tag, Buffer.alloc(1 + dice.upTo(4)), content),
    () => der.tlv(tag, content.subarray(1)),
    () => der.tlv(tag, content, noise(dice, 8)),
    () => der.tlv(dice.upTo(256), content),
    () => Buffer.concat([der.tlv(tag, content), der.tlv(tag, content)]),
    () => Buffer.alloc(0),
  ])();
}

/** What was rewritten before may be no tree any more. */
function readable(bytes: Uint8Array): der.Element[] {
  try {
    return der.elements(bytes);
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}

/** The same tree with one of its elements rewritten, wherever the dice fall. */
function treeWithOneRewritten(dice: Dice, whole: Uint8Array): Uint8Array {
  const [element] = readable(whole);
  if (!element) return spoilt(dice, whole);
  const parts = (element.tag & 0x20) !== 0 ? readable(element.content) : [];
  if (parts.length === 0 || dice.roll() < 0.15) return rewritten(dice, element);
  const chosen = dice.upTo(parts.length);
  const inner = parts.map((part, at) => (at === chosen ? treeWithOneRewritten(dice, part.whole) : part.whole));
  return der.tlv(element.tag, ...inner);
}

/** Bytes exchanged, cut out, doubled or put in. */
function spoilt(dice: Dice, raw: Uint8Array): Uint8Array {
  const at = dice.upTo(raw.length);
  const [before, after] = [raw.subarray(0, at), raw.subarray(at)];
  return dice.one([
    () => Buffer.concat([before, noise(dice, 20), after]),
    () => Buffer.concat([before, after.subarray(1 + dice.upTo(30))]),
    () => raw.map((byte, where) => (where === at ? byte ^ (1 << dice.upTo(8)) : byte)),
    () => before,
    () =>
      Buffer.concat([before, Buffer.alloc(dice.upTo(9_000), dice.one([0x30, 0x31, 0x80, 0xff, 0x00, 0xa0])), after]),
  ])();
}

/** An RSAPublicKey of numbers near and far from those of the key. */
function keyNumbers(dice: Dice, modulus: bigint): Uint8Array {
  const n = dice.one([
    modulus,
    modulus,
    modulus + 2n,
    modulus * 3n,
    modulus >> 1n,
    0n,
    1n,
    (1n << 4095n) + 1n,
    (1n << 20_000n) + 1n,
  ]);
  const e = dice.one([65537n, 65537n, 65537n, 3n, 1n, 0n, 65536n, (1n << 64n) + 1n, modulus - 2n]);
  const written = (value: bigint): Uint8Array =>
    dice.one([
      () => der.integer(magnitude(value)),
      () => der.tlv(0x02, magnitude(value)),
      () => der.tlv(0x02, Buffer.alloc(2), magnitude(value)),
    ])();
  return der.sequence(written(n), written(e), ...(dice.roll() < 0.1 ? [der.integer(7)] : []));
}

/**
 * Requests for certificates, signed by their own key after they were spoilt: each is refused in words, soon, or its key is the
 * one that OpenSSL sees, in its one encoding, and a certificate made of it can be read.
 */
export const certificateRequests: FuzzPart = {
  name: "certificate-requests",
  async open() {
    const key = fixedKey();
    const signer = softwareSigner(key, "sha256");
    const { modulus } = readRsaKey(signer.publicKeyInfo);
    const common = { serial: newSerial(), validity: { notBefore: later(-1), notAfter: later(3650) } };
    const named = { ...common, commonName: "AC de Teste v1", organization: "Teste" };
    const authority: Authority = {
      signer,
      certificate: await signCertificate(prepareSelfSigned(signer, rootPlan(signer, publishedAt, named))),
    };

    const made = (dice: Dice): Uint8Array => {
      const name = der.sequence(der.set(der.sequence(der.oid(oids.commonName), der.utf8String("x"))));
      const algorithm = der.sequence(
        der.oid(dice.one([oids.rsaEncryption, oids.rsaEncryption, "2.5.8.1.1", "1.2.840.113549.1.1.10"])),
        ...dice.one([[der.nothing()], [], [der.integer(1)]]),
      );
      const info = [signer.publicKeyInfo, der.sequence(algorithm, der.bitString(keyNumbers(dice, modulus)))].map(
        (publicKeyInfo) => der.sequence(der.integer(0), name, publicKeyInfo, der.tagged(0)),
      );
      const sent = dice.one([
        () => info[1]!,
        () => treeWithOneRewritten(dice, info[0]!),
        () => treeWithOneRewritten(dice, info[1]!),
        () => spoilt(dice, info[0]!),
      ])();
      const hash = dice.one(["sha256", "sha256", "sha384", "sha512", "sha1"]);
      const hashOid = {
        sha256: oids.sha256WithRsa,
        sha384: oids.sha384WithRsa,
        sha512: oids.sha512WithRsa,
        sha1: "1.2.840.113549.1.1.5",
      }[hash]!;
      const whole = der.sequence(
        sent,
        der.sequence(der.oid(hashOid), der.nothing()),
        der.bitString(sign(hash, sent, key)),
      );
      const kind = dice.roll();
      return kind < 0.6 ? whole : kind < 0.8 ? treeWithOneRewritten(dice, whole) : spoilt(dice, whole);
    };

    return {
      async once(dice) {
        const request = made(dice);
        const hex = Buffer.from(request).toString("hex").slice(0, 4_000);
        const began = performance.now();
        let read: CertificateRequest | undefined;
        try {
          read = readCertificateRequest(request);
        } catch (error) {
          if (!(error instanceof PkiError)) return `${String(error)} for ${hex}`;
          if (/não pôde ser lido/.test(whyUnusable(error))) return `no words for ${error.message}`;
        }
        const ms = performance.now() - began;
        if (ms > longestMs) return `${Math.round(ms)} ms for ${hex}`;
        if (!read) return undefined;
        const seen = createPublicKey({ key: Buffer.from(read.publicKeyInfo), format: "der", type: "spki" });
        if (!seen.export({ format: "der", type: "spki" }).equals(Buffer.from(read.publicKeyInfo)))
          return `not the one encoding: ${hex}`;
        if (!Buffer.from(read.publicKeyInfo).equals(signer.publicKeyInfo)) return `another key than signed: ${hex}`;
        if (createHash("sha256").update(read.publicKeyInfo).digest("hex") !== read.keyHash)
          return `another hash: ${hex}`;
        const certificate = await signCertificate(
          prepareCertificate(authority, holderPlanOf(authority, read.publicKeyInfo)),
        );
        if (!new X509Certificate(certificate).publicKey.equals(seen))
          return `the certificate bears another key: ${hex}`;
        if (dice.roll() > 0.1) return undefined;
        const judge = spawnSync("openssl", ["req", "-inform", "DER", "-noout", "-verify"], { input: request });
        return /verify OK/.test(String(judge.stderr)) ? undefined : `OpenSSL refuses what was taken: ${hex}`;
      },
      close: async () => undefined,
    };
  },
};
