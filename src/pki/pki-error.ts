/** Why a certificate, a request or a signature was refused: stable words for code and tests, never for a screen. */
export type PkiRefusal =
  | "malformed"
  | "key-not-allowed"
  | "proof-of-possession"
  | "algorithm-not-allowed"
  | "profile"
  | "name-not-writable"
  | "not-prepared"
  | "digest-mismatch"
  | "bad-signature"
  | "signer-certificate"
  | "untrusted"
  | "not-valid-now";

export class PkiError extends Error {
  readonly refusal: PkiRefusal;

  constructor(refusal: PkiRefusal, message: string) {
    super(`${refusal}: ${message}`);
    this.name = "PkiError";
    this.refusal = refusal;
  }
}

/** Runs a parser; whatever it throws means that the bytes are not what they should be. */
export function parsing<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof PkiError) throw error;
    throw new PkiError("malformed", `${what}: ${(error as Error).message}`);
  }
}
