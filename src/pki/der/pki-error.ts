/** Why a certificate, a request or a signature was refused: stable words for code and tests, never for a screen. */
export type PkiRefusal =
  | "malformed"
  /** Readable, but not in the one encoding that is signed and hashed (X.690 §10). */
  | "not-der"
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

/** What of a key is not allowed. */
export type KeyFault = "kind" | "size" | "exponent" | "small-factor" | "close-factors" | "roca" | "known";

export class PkiError extends Error {
  readonly refusal: PkiRefusal;
  /** Of "key-not-allowed". */
  readonly keyFault: KeyFault | undefined;

  constructor(refusal: PkiRefusal, message: string, keyFault?: KeyFault) {
    super(`${refusal}: ${message}`);
    this.name = "PkiError";
    this.refusal = refusal;
    this.keyFault = keyFault;
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
