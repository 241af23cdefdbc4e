import { type Bytes, type Element, inside } from "./der.ts";

/** Slices of a certificate exactly as its issuer encoded them: chain builders compare names byte by byte. */
type CertificateParts = { serial: Bytes; issuer: Bytes; validity: Bytes; subject: Bytes; publicKeyInfo: Bytes };

export function certificateParts(certificate: Uint8Array): CertificateParts {
  const [tbs] = inside(certificate);
  if (!tbs) throw new RangeError("DER: not a certificate");
  const fields = inside(tbs.whole);
  const body: (Element | undefined)[] = fields[0]?.tag === 0xa0 ? fields.slice(1) : fields;
  const [serial, , issuer, validity, subject, publicKeyInfo] = body;
  if (!serial || !issuer || !validity || !subject || !publicKeyInfo) throw new RangeError("DER: not a certificate");
  return {
    serial: serial.whole,
    issuer: issuer.whole,
    validity: validity.whole,
    subject: subject.whole,
    publicKeyInfo: publicKeyInfo.whole,
  };
}
