/**
 * A passkey's options and answers between JSON and bytes (WebAuthn §5.1.9, §5.1.10), written out here: password managers
 * stand in for the browser and give plain objects without `toJSON`, with arrays of another window, or with one that throws.
 */

type Json = Record<string, unknown>;

/** What `navigator.credentials` gives, whoever gives it. */
export type PasskeyLike = {
  id?: string;
  rawId: BufferSource;
  type?: string;
  authenticatorAttachment?: string | null;
  response: object;
  getClientExtensionResults?: () => object;
};

function base64url(source: BufferSource): string {
  const bytes = ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function bytesOf(text: unknown): Uint8Array<ArrayBuffer> {
  const plain = atob(String(text).replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

const described = (list: unknown) =>
  Array.isArray(list) ? list.map((one: Json) => ({ ...one, id: bytesOf(one["id"]) })) : [];

/** For `navigator.credentials.create`. */
export function creationOptions(json: Json): PublicKeyCredentialCreationOptions {
  const user = json["user"] as Json;
  return {
    ...json,
    challenge: bytesOf(json["challenge"]),
    user: { ...user, id: bytesOf(user["id"]) },
    excludeCredentials: described(json["excludeCredentials"]),
  } as unknown as PublicKeyCredentialCreationOptions;
}

/** For `navigator.credentials.get`. */
export function requestOptions(json: Json): PublicKeyCredentialRequestOptions {
  return {
    ...json,
    challenge: bytesOf(json["challenge"]),
    allowCredentials: described(json["allowCredentials"]),
  } as unknown as PublicKeyCredentialRequestOptions;
}

/** Bytes that an answer may have, of a registration or of a sign-in; the rest can be read from these. */
const responseParts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];

/** The answer as the server reads it (RegistrationResponseJSON, AuthenticationResponseJSON). */
export function credentialJson(credential: PasskeyLike): Json {
  const answer = credential.response as Record<string, BufferSource | null | undefined>;
  const response: Json = {};
  for (const part of responseParts) if (answer[part]) response[part] = base64url(answer[part]);
  const { getTransports } = credential.response as { getTransports?: () => string[] };
  if (getTransports) response["transports"] = getTransports.call(credential.response);
  const rawId = base64url(credential.rawId);
  return {
    id: credential.id || rawId,
    rawId,
    type: credential.type ?? "public-key",
    response,
    clientExtensionResults: credential.getClientExtensionResults?.() ?? {},
    ...(credential.authenticatorAttachment ? { authenticatorAttachment: credential.authenticatorAttachment } : {}),
  };
}

/** Names of what a browser or a password manager throws for a passkey; theirs are not always DOMExceptions of this window. */
export function isPasskeyRefusal(error: unknown): error is { name: string } {
  const name = typeof error === "object" && error !== null && "name" in error ? String(error.name) : "";
  return /^(NotAllowed|InvalidState|Abort|Timeout|Security|Constraint|NotSupported|Unknown|Data|Encoding)Error$/.test(
    name,
  );
}
