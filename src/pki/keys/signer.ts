import { type Bytes, nothing, oid, sequence } from "../der/der.ts";
import { oids } from "../der/oids.ts";

/** Whoever holds a key: software, HSM or the browser. Signs exactly the bytes given. */
export interface Signer {
  /** AlgorithmIdentifier of the signature, DER. */
  readonly algorithm: Bytes;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKeyInfo: Bytes;
  sign(content: Uint8Array): Promise<Uint8Array>;
}

/** AlgorithmIdentifier with the NULL parameters RFC 4055 §5 demands for RSA. */
export const rsaAlgorithm = (hash: "sha256" | "sha512"): Bytes =>
  sequence(oid(hash === "sha256" ? oids.sha256WithRsa : oids.sha512WithRsa), nothing());
