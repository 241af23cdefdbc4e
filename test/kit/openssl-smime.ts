import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** S/MIME made by OpenSSL, a program nobody here wrote, with a key made for it. */
export function opensslSmime() {
  const folder = mkdtempSync(join(tmpdir(), "smime-"));
  const [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
  const openssl = (args: string[], input?: Buffer | string) =>
    execFileSync("openssl", args, { input, stdio: ["pipe", "pipe", "pipe"], maxBuffer: 50_000_000 });
  const subject = ["-subj", "/CN=Maria", "-days", "30"];
  openssl(["req", "-x509", "-newkey", "rsa:2048", "-nodes", ...subject, "-keyout", key, "-out", certificate]);
  const cms = (args: string[], form: string, input: Buffer | string) =>
    openssl(["cms", ...args, "-outform", form], input);
  const signing = ["-sign", "-nodetach", "-binary", "-signer", certificate, "-inkey", key];
  return {
    /** Head lines and body of an opaque mail; streamed: of indefinite lengths. */
    signed: (mail: string, isStreamed = false) =>
      cms([...signing, ...(isStreamed ? ["-stream"] : ["-nosmimecap"])], "SMIME", mail).toString("latin1"),
    encrypted: (mail: string) => cms(["-encrypt", "-aes256", "-recip", certificate], "SMIME", mail).toString("latin1"),
    /** A file in an envelope, as a signing program leaves it on a disk. */
    signedFile: (content: Buffer) => cms(signing, "DER", content),
    remove: () => rmSync(folder, { recursive: true }),
  };
}
