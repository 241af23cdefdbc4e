/**
 * What may be issued is dated data, never code: Res. CG ICP-Brasil 211/2024 ends types and begins others.
 * Days are ISO dates, `until` excluded.
 */
export type CertificateType = {
  code: string;
  person: "natural" | "legal";
  /** Where the holder's key is made. */
  keyOrigin: "software" | "device";
  policy: string;
  /** Words for the DN, e.g. "Certificado PF A1"; empty where the norm of the day has no such unit. */
  unit: string;
  longestMonths: number;
  from: string;
  until?: string;
};

/** The type that rules on `day`, or undefined where none does. */
export function certificateTypeOn(
  types: readonly CertificateType[],
  code: string,
  person: CertificateType["person"],
  day: string,
): CertificateType | undefined {
  return types.find(
    (type) =>
      type.code === code &&
      type.person === person &&
      type.from <= day &&
      (type.until === undefined || day < type.until),
  );
}
