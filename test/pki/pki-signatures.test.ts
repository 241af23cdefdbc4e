import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { prepareCertificate, signCertificate } from "../../src/pki/certificates/certificate.ts";
import { toPem } from "../../src/pki/der/pem.ts";
import { PkiError } from "../../src/pki/der/pki-error.ts";
import type { Signer } from "../../src/pki/keys/signer.ts";
import { newRsaKey, openRsaKey, softwareSigner } from "../../src/pki/keys/software-signer.ts";
import { signCades } from "../../src/pki/signatures/cades.ts";
import {
  issueTimestamp,
  readTimestampRequest,
  timestampResponse,
  verifyTimestamp,
} from "../../src/pki/signatures/timestamp.ts";
import { verifyCades } from "../../src/pki/signatures/verify-cades.ts";
import { type Hierarchy, holderPlanOf, judge, newHierarchy, newScratch, now } from "../kit/pki-world.ts";

const scratch = newScratch();
const content = Buffer.from('{"order":"CERTI0001234"}');
const digest = createHash("sha256").update(content).digest();
const at = String(now.getTime() / 1000 + 60);
let pki: Hierarchy;
let signer: Signer;
let certificates: [Uint8Array, ...Uint8Array[]];
let trust: { intermediates: Uint8Array[]; roots: Uint8Array[] };

before(async () => {
  pki = await newHierarchy();
  const key = openRsaKey(await newRsaKey(2048));
  signer = softwareSigner(key, "sha256");
  const leaf = await signCertificate(prepareCertificate(pki.issuing, holderPlanOf(pki.issuing, signer.publicKeyInfo)));
  certificates = [leaf, ...pki.chain];
  trust = { intermediates: [pki.issuing.certificate], roots: [pki.root.certificate] };
  scratch.write("root.pem", toPem("CERTIFICATE", pki.root.certificate));
  scratch.write("leaf.pem", toPem("CERTIFICATE", leaf));
  scratch.write("leaf.key", key.export({ type: "pkcs8", format: "pem" }));
  scratch.write("issuing.pem", toPem("CERTIFICATE", pki.issuing.certificate));
  scratch.write("content", content);
});
after(() => scratch.remove());

const stamp = (imprint: Uint8Array) => issueTimestamp(pki.unit, { imprint }, now);
const refused = (refusal: string) => (error: unknown) => error instanceof PkiError && error.refusal === refusal;

test("a detached CAdES-T is accepted by openssl cms -cades and by our own check", async () => {
  const message = await signCades({ digest, certificates, signer, signingTime: now, timestamp: stamp });
  const file = scratch.write("seal.p7s", message);
  assert.match(
    judge(
      "openssl",
      "cms",
      "-verify",
      "-cades",
      "-binary",
      "-inform",
      "DER",
      "-in",
      file,
      "-content",
      scratch.path("content"),
      "-CAfile",
      scratch.path("root.pem"),
      "-attime",
      at,
      "-out",
      scratch.path("out"),
    ),
    /CAdES Verification successful/,
  );
  const signed = verifyCades(message, content);
  assert.deepEqual(signed.signedAt, now);
  assert.ok(signed.timestampToken);
  assert.deepEqual(verifyTimestamp(signed.timestampToken, signed.signatureHash, trust).at, now);
});

test("openssl refuses our signature over another content, and so do we", async () => {
  const message = await signCades({ digest, certificates, signer, signingTime: now });
  const file = scratch.write("bad.p7s", message);
  const other = scratch.write("other", "something else");
  assert.throws(() =>
    judge(
      "openssl",
      "cms",
      "-verify",
      "-cades",
      "-binary",
      "-inform",
      "DER",
      "-in",
      file,
      "-content",
      other,
      "-CAfile",
      scratch.path("root.pem"),
      "-attime",
      at,
    ),
  );
  assert.throws(() => verifyCades(message, Buffer.from("something else")), refused("digest-mismatch"));
});

test("we accept a CAdES signature that OpenSSL made, and refuse one without signing-certificate", () => {
  const sign = (...flags: string[]) => {
    judge(
      "openssl",
      "cms",
      "-sign",
      "-binary",
      "-md",
      "sha256",
      ...flags,
      "-in",
      scratch.path("content"),
      "-signer",
      scratch.path("leaf.pem"),
      "-inkey",
      scratch.path("leaf.key"),
      "-outform",
      "DER",
      "-out",
      scratch.path("theirs.p7s"),
    );
    return readFileSync(scratch.path("theirs.p7s"));
  };
  assert.ok(verifyCades(sign("-cades"), content).signedAt);
  assert.throws(() => verifyCades(sign(), content), refused("signer-certificate"));
});

test("every single byte of the signed attributes and of the signature counts", async () => {
  const message = await signCades({ digest, certificates, signer, signingTime: now });
  const signerInfo = message.length - 420;
  for (let i = signerInfo; i < message.length; i += 7) {
    const changed = Uint8Array.from(message);
    changed[i]! ^= 0x01;
    assert.throws(() => verifyCades(changed, content), PkiError, `byte ${i}`);
  }
});

test("a message cut short anywhere is refused as such, never an unexpected error", async () => {
  const message = await signCades({ digest, content, certificates, signer, signingTime: now });
  for (let end = 0; end < message.length; end += 37)
    assert.throws(() => verifyCades(message.subarray(0, end)), PkiError);
});

test("a signature made with another's certificate in mind is refused", async () => {
  const message = await signCades({ digest, certificates, signer: pki.unit.signer, signingTime: now });
  assert.throws(() => verifyCades(message, content), refused("bad-signature"));
});

test("the TSA answers openssl ts -query so that openssl ts -verify accepts", async () => {
  judge("openssl", "ts", "-query", "-data", scratch.path("content"), "-sha256", "-cert", "-out", scratch.path("q.tsq"));
  const request = readTimestampRequest(readFileSync(scratch.path("q.tsq")));
  assert.ok(request.nonce);
  scratch.write("r.tsr", timestampResponse(await issueTimestamp(pki.unit, request, now)));
  const words = judge(
    "openssl",
    "ts",
    "-verify",
    "-queryfile",
    scratch.path("q.tsq"),
    "-in",
    scratch.path("r.tsr"),
    "-CAfile",
    scratch.path("root.pem"),
    "-attime",
    at,
  );
  assert.match(words, /Verification: OK/);
});

test("a token for another imprint, or by a certificate that is no time-stamping one, is refused", async () => {
  const token = await stamp(digest);
  assert.throws(() => verifyTimestamp(token, Buffer.alloc(32), trust), refused("digest-mismatch"));
  const impostor = { ...pki.unit, certificates, signer };
  const forged = await issueTimestamp(impostor, { imprint: digest }, now);
  assert.throws(() => verifyTimestamp(forged, digest, trust), refused("untrusted"));
});

test("a time-stamp request over SHA-1 is refused", () => {
  judge("openssl", "ts", "-query", "-data", scratch.path("content"), "-sha1", "-out", scratch.path("sha1.tsq"));
  assert.throws(() => readTimestampRequest(readFileSync(scratch.path("sha1.tsq"))), refused("algorithm-not-allowed"));
});
