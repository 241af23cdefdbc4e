import { type Bytes, oid, printableString, sequence, set, utf8String } from "../der/der.ts";
import { oids } from "../der/oids.ts";
import { PkiError } from "../der/pki-error.ts";

/**
 * A subject as ICP-Brasil writes it: C=BR, O, of a company ST and L, OUs in the given order, CN (DOC-ICP-04 item 7.1.4).
 * O is "ICP-Brasil" in its own certificates and in those of a test; of any other installation its own name.
 */
export type SubjectName = {
  organization: string;
  stateAndCity?: { state: string; city: string } | undefined;
  organizationalUnits: string[];
  commonName: string;
};

/** Upper bounds of RFC 5280 appendix A (64), the characters of DOC-ICP-04 item 7.1.5.2; a name of blanks names nobody. */
function held(value: string): string {
  if (!/^(?=.*[A-Za-z0-9])[A-Za-z0-9 !"#$%&'()*+,\-./:;=?@\\]{1,64}$/.test(value) || value.startsWith(":"))
    throw new PkiError("name-not-writable", value);
  return value;
}

const attribute = (type: string, value: Bytes): Bytes => set(sequence(oid(type), value));

/** C is PrintableString, the others UTF8String (RFC 5280 §4.1.2.4; the same in the real ICP-Brasil chain). */
export function distinguishedName(name: SubjectName): Bytes {
  return sequence(
    attribute(oids.countryName, printableString("BR")),
    attribute(oids.organizationName, utf8String(held(name.organization))),
    ...(name.stateAndCity
      ? [
          attribute(oids.stateOrProvinceName, utf8String(held(name.stateAndCity.state))),
          attribute(oids.localityName, utf8String(held(name.stateAndCity.city))),
        ]
      : []),
    ...name.organizationalUnits.map((unit) => attribute(oids.organizationalUnitName, utf8String(held(unit)))),
    attribute(oids.commonName, utf8String(held(name.commonName))),
  );
}
