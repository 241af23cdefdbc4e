import assert from "node:assert/strict";
import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { creationOptions, credentialJson, isPasskeyRefusal, type PasskeyLike, requestOptions } from "./passkey-json.ts";

const rpID = "confere.example";
const origin = `https://${rpID}`;
const sha256 = (data: Buffer) => createHash("sha256").update(data).digest();

/** CBOR of what a registration holds (RFC 8949): byte strings, short texts, small numbers. */
const head = (major: number, length: number) => {
  if (length < 24) return Buffer.from([major | length]);
  return length < 256 ? Buffer.from([major | 24, length]) : Buffer.from([major | 25, length >> 8, length & 255]);
};
const cborText = (text: string) => Buffer.concat([head(0x60, text.length), Buffer.from(text)]);
const cborBytes = (bytes: Buffer) => Buffer.concat([head(0x40, bytes.length), bytes]);

/** A password manager's passkey: made and used in memory, answered with plain objects that have no `toJSON`. */
function passwordManager(shape: (bytes: Buffer) => BufferSource) {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const jwk = publicKey.export({ format: "jwk" });
  const id = randomBytes(16);
  const clientData = (type: string, challenge: BufferSource) => {
    const text = Buffer.from(challenge as Uint8Array).toString("base64url");
    return Buffer.from(JSON.stringify({ type, challenge: text, origin, crossOrigin: false }));
  };
  const start = (flags: number, count: number) =>
    Buffer.concat([sha256(Buffer.from(rpID)), Buffer.from([flags, 0, 0, 0, count])]);
  const plain = (response: object): PasskeyLike => ({
    id: id.toString("base64url"),
    rawId: shape(id),
    type: "public-key",
    response,
  });
  return {
    create(options: PublicKeyCredentialCreationOptions): PasskeyLike {
      const [x, y] = [jwk.x!, jwk.y!].map((part) => cborBytes(Buffer.from(part, "base64url")));
      const key = Buffer.concat([Buffer.from([0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21]), x!, Buffer.from([0x22]), y!]);
      const data = Buffer.concat([start(0x45, 0), Buffer.alloc(16), Buffer.from([0, id.length]), id, key]);
      const attestation = [
        Buffer.from([0xa3]),
        cborText("fmt"),
        cborText("none"),
        cborText("attStmt"),
        Buffer.from([0xa0]),
      ];
      const object = Buffer.concat([...attestation, cborText("authData"), cborBytes(data)]);
      return plain({
        clientDataJSON: shape(clientData("webauthn.create", options.challenge)),
        attestationObject: shape(object),
      });
    },
    get(options: PublicKeyCredentialRequestOptions): PasskeyLike {
      const client = clientData("webauthn.get", options.challenge);
      const data = start(0x05, 1);
      const signature = sign("sha256", Buffer.concat([data, sha256(client)]), privateKey);
      return plain({
        clientDataJSON: shape(client),
        authenticatorData: shape(data),
        signature: shape(signature),
        userHandle: null,
      });
    },
  };
}

const own = (bytes: Buffer) => Uint8Array.from(bytes);
const shapes: [string, (bytes: Buffer) => BufferSource][] = [
  ["arrays of bytes", own],
  ["array buffers", (bytes) => own(bytes).buffer],
  ["a view into something larger", (bytes) => Uint8Array.from([7, 7, ...bytes, 7]).subarray(2, bytes.length + 2)],
  [
    "buffers of another window",
    (bytes) => runInNewContext("Uint8Array.from(list).buffer", { list: [...bytes] }) as ArrayBuffer,
  ],
];
for (const [name, shape] of shapes)
  test(`a credential without toJSON registers and signs in: ${name}`, async () => {
    const manager = passwordManager(shape);
    const offer = await generateRegistrationOptions({ rpID, rpName: "Confere", userName: "ana@ar.example" });
    const sent = (json: unknown) => JSON.parse(JSON.stringify(json)) as Record<string, unknown>;
    const made = sent(credentialJson(manager.create(creationOptions(sent(offer)))));
    const expected = { expectedOrigin: origin, expectedRPID: rpID, requireUserVerification: true };
    const registration = await verifyRegistrationResponse({
      ...expected,
      response: made as never,
      expectedChallenge: offer.challenge,
    });
    assert.ok(registration.verified && registration.registrationInfo);
    const { credential } = registration.registrationInfo;
    const question = await generateAuthenticationOptions({ rpID, allowCredentials: [{ id: credential.id }] });
    const asked = requestOptions(sent(question));
    assert.equal(Buffer.from(asked.allowCredentials![0]!.id as Uint8Array).toString("base64url"), credential.id);
    const answer = await verifyAuthenticationResponse({
      ...expected,
      response: sent(credentialJson(manager.get(asked))) as never,
      expectedChallenge: question.challenge,
      credential,
    });
    assert.ok(answer.verified);
  });

test("a toJSON that throws, a getter that wants its own object: neither is in the way", () => {
  const response = {
    clientDataJSON: own(Buffer.from("{}")),
    transports: ["internal"],
    getTransports() {
      return this.transports;
    },
  };
  const broken = {
    rawId: own(Buffer.from([1, 2, 3])),
    response,
    authenticatorAttachment: null,
    toJSON: () => {
      throw new TypeError("Illegal invocation");
    },
  };
  const json = credentialJson(broken);
  assert.deepEqual(json, {
    id: "AQID",
    rawId: "AQID",
    type: "public-key",
    response: { clientDataJSON: "e30", transports: ["internal"] },
    clientExtensionResults: {},
  });
});

test("what a password manager throws is told apart from a lost connection by its name", () => {
  assert.ok(isPasskeyRefusal(new DOMException("no", "NotAllowedError")));
  assert.ok(isPasskeyRefusal(Object.assign(new Error("no"), { name: "InvalidStateError" })));
  assert.ok(!isPasskeyRefusal(new TypeError("Failed to fetch")));
  assert.ok(!isPasskeyRefusal(undefined));
});
