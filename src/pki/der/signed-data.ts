import { type Bytes, type Element, elements, inside, oid } from "./der.ts";
import { oids } from "./oids.ts";
import { PkiError, parsing } from "./pki-error.ts";

export type SignedData = {
  contentType: Bytes;
  content: Bytes | undefined;
  /** Byte-exact, as embedded. */
  certificates: Bytes[];
  signer: {
    issuer: Bytes;
    serial: Bytes;
    digestAlgorithm: Bytes;
    /** As signed: a SET OF. */
    attributes: Bytes;
    signatureAlgorithm: Bytes;
    signature: Bytes;
    unsignedAttributes: Element[];
  };
};

export const sameBytes = (a: Uint8Array | undefined, b: Uint8Array): boolean =>
  a !== undefined && Buffer.compare(a, b) === 0;

/** Reads DER SignedData with exactly one signer, named by issuer and serial (RFC 5652 §5.1, §5.3). */
export function readSignedData(message: Uint8Array): SignedData {
  return parsing("SignedData", () => {
    const [type, wrapped] = inside(message);
    if (!wrapped || !sameBytes(type?.whole, oid(oids.signedData))) throw new RangeError("not SignedData");
    const [, , encapsulated, ...rest] = inside(wrapped.content);
    const [contentType, content] = elements(encapsulated!.content);
    const certificates = rest.find((field) => field.tag === 0xa0);
    const signers = elements(rest.find((field) => field.tag === 0x31)!.content);
    if (signers.length !== 1) throw new PkiError("malformed", "exactly one signer expected");
    const [, identifier, digestAlgorithm, attributes, signatureAlgorithm, signature, unsigned] = elements(
      signers[0]!.content,
    );
    if (attributes?.tag !== 0xa0) throw new PkiError("malformed", "signed attributes are missing");
    const [issuer, serial] = elements(identifier!.content);
    const asSigned = Uint8Array.from(attributes.whole);
    asSigned[0] = 0x31;
    return {
      contentType: contentType!.whole,
      content: content && inside(content.whole)[0]!.content,
      certificates: certificates ? elements(certificates.content).map((one) => one.whole) : [],
      signer: {
        issuer: issuer!.whole,
        serial: serial!.whole,
        digestAlgorithm: elements(digestAlgorithm!.content)[0]!.whole,
        attributes: asSigned,
        signatureAlgorithm: elements(signatureAlgorithm!.content)[0]!.whole,
        signature: signature!.content,
        unsignedAttributes: unsigned ? elements(unsigned.content) : [],
      },
    };
  });
}

/** The single value of one attribute of a SET OF Attribute, or undefined; two of a kind are malformed (RFC 5652 §11). */
export function attributeValue(attributes: Element[], type: string): Element | undefined {
  const values = attributes
    .map((attribute) => elements(attribute.content))
    .filter(([id]) => sameBytes(id?.whole, oid(type)))
    .flatMap(([, value]) => elements(value!.content));
  if (values.length > 1) throw new PkiError("malformed", `attribute ${type} more than once`);
  return values[0];
}
