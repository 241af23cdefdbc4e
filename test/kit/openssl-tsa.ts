import { execFileSync } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import type { Scratch } from "./pki-world.ts";

export type OpensslTsa = {
  url: string;
  rootsFile: string;
  /** What the next answers are, instead of `openssl ts -reply`; undefined: its own. */
  answer:
    | ((genuine: Buffer) => { status?: number; location?: string; body: Uint8Array | Iterable<Uint8Array> })
    | undefined;
  asked: { authorization: string | undefined; contentType: string | undefined }[];
  /** Which version of the signing-certificate attribute it writes: RFC 3161's own SHA-1, or RFC 5816's SHA-256. */
  essDigest: "sha1" | "sha256";
  close(): void;
};

/** A time-stamping authority that nobody here wrote: `openssl ts` behind a small HTTP door, with a root of its own. */
export async function startOpensslTsa(scratch: Scratch): Promise<OpensslTsa> {
  const openssl = (...args: string[]) => execFileSync("openssl", args, { stdio: ["ignore", "pipe", "pipe"] });
  const file = scratch.path;
  const days = ["-days", "3650"];
  const newKey = ["-newkey", "rsa:2048", "-nodes"];
  openssl(
    "req",
    "-x509",
    ...newKey,
    ...days,
    "-subj",
    "/O=Outra/CN=Raiz de Fora",
    "-keyout",
    file("tsa-root.key"),
    "-out",
    file("tsa-root.pem"),
  );
  openssl(
    "req",
    "-new",
    ...newKey,
    "-subj",
    "/O=Outra/CN=ACT de Fora 1",
    "-keyout",
    file("tsa.key"),
    "-out",
    file("tsa.csr"),
  );
  const purposes = scratch.write(
    "tsa.ext",
    "keyUsage=critical,digitalSignature,nonRepudiation\nextendedKeyUsage=critical,timeStamping\n",
  );
  openssl(
    "x509",
    "-req",
    ...days,
    "-in",
    file("tsa.csr"),
    "-CA",
    file("tsa-root.pem"),
    "-CAkey",
    file("tsa-root.key"),
    "-CAcreateserial",
    "-extfile",
    purposes,
    "-out",
    file("tsa.pem"),
  );
  scratch.write("tsa-serial", "01");
  const config = (essDigest: string) =>
    scratch.write(
      "tsa.cnf",
      `[tsa]\ndefault_tsa=one\n[one]\nserial=${file("tsa-serial")}\nsigner_cert=${file("tsa.pem")}\nsigner_key=${file("tsa.key")}\ncerts=${file("tsa-root.pem")}\nsigner_digest=sha256\ndefault_policy=1.2.3.4.1\ndigests=sha256,sha512\naccuracy=secs:1\nclock_precision_digits=3\ness_cert_id_alg=${essDigest}\ness_cert_id_chain=no\n`,
    );
  const tsa: OpensslTsa = {
    url: "",
    rootsFile: file("tsa-root.pem"),
    answer: undefined,
    asked: [],
    essDigest: "sha256",
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  const server: Server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    tsa.asked.push({ authorization: request.headers.authorization, contentType: request.headers["content-type"] });
    const query = scratch.write("tsa.tsq", Buffer.concat(pieces));
    const genuine = openssl("ts", "-reply", "-config", config(tsa.essDigest), "-section", "one", "-queryfile", query);
    const { status = 200, location, body } = tsa.answer?.(genuine) ?? { body: genuine };
    response.writeHead(status, { "content-type": "application/timestamp-reply", ...(location && { location }) });
    if (body instanceof Uint8Array) return response.end(body);
    // At the reader's pace, and until the reader hangs up.
    const source = Readable.from(body);
    response.on("close", () => source.destroy());
    source.pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  tsa.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/carimbo`;
  return tsa;
}
