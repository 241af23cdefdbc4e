import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";

/** A small text file that a setting names; an Error that names the setting where it cannot be read. */
export function operatorFile(setting: string, path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch (error) {
    throw new Error(`${setting}: ${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`);
  }
}

/** The same of certificates (PEM): an Error where there is none in it, or one that cannot be read. */
export function operatorCertificates(setting: string, path: string): string {
  const text = operatorFile(setting, path);
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) throw new Error(`${setting}: ${path} holds no certificate (PEM)`);
  for (const [at, block] of blocks.entries())
    try {
      new X509Certificate(block);
    } catch {
      throw new Error(`${setting}: certificate ${at + 1} of ${path} cannot be read`);
    }
  return text;
}
