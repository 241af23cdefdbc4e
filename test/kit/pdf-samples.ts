import { deflateSync } from "node:zlib";

/** Small PDFs made here: good ones for journeys, hostile ones for the gate. */
type Objects = Record<number, string | Buffer>;

function pdf(objects: Objects): Buffer {
  const parts: Buffer[] = [Buffer.from("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "latin1")];
  const offsets: Record<number, number> = {};
  let length = parts[0]!.length;
  const push = (part: Buffer) => {
    parts.push(part);
    length += part.length;
  };
  const numbers = Object.keys(objects).map(Number);
  for (const number of numbers) {
    offsets[number] = length;
    const body = objects[number]!;
    push(Buffer.from(`${number} 0 obj\n`));
    push(typeof body === "string" ? Buffer.from(body, "latin1") : body);
    push(Buffer.from("\nendobj\n"));
  }
  const size = Math.max(...numbers) + 1;
  const table = Array.from(
    { length: size - 1 },
    (_, at) => `${String(offsets[at + 1] ?? 0).padStart(10, "0")} 00000 n \n`,
  );
  const start = length;
  push(Buffer.from(`xref\n0 ${size}\n0000000000 65535 f \n${table.join("")}`));
  push(Buffer.from(`trailer << /Size ${size} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`));
  return Buffer.concat(parts);
}

function stream(data: Buffer, extra = ""): Buffer {
  return Buffer.concat([
    Buffer.from(`<< /Length ${data.length} ${extra}>>\nstream\n`),
    data,
    Buffer.from("\nendstream"),
  ]);
}

function onePage(text: string): Objects {
  return {
    1: "<< /Type /Catalog /Pages 2 0 R >>",
    2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    3: "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    4: stream(deflateSync(Buffer.from(`BT /F1 24 Tf 60 760 Td (${text}) Tj ET`, "latin1")), "/Filter /FlateDecode "),
    5: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  };
}

/** A good one-page document; another `text` gives other bytes. ASCII without parentheses. */
export function goodPdf(text = "RG 12.345.678-9"): Buffer {
  return pdf(onePage(text));
}

export function pdfWithPages(count: number): Buffer {
  const kids = Array.from({ length: count }, () => "3 0 R").join(" ");
  return pdf({ ...onePage("pagina"), 2: `<< /Type /Pages /Kids [${kids}] /Count ${count} >>` });
}

export function pdfWithScript(): Buffer {
  return pdf({
    ...onePage("script"),
    1: "<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (while\\(1\\){}) >> >>",
  });
}

/** A few kilobytes that inflate to `megabytes` of blanks in the page's content. */
export function flateBomb(megabytes: number): Buffer {
  const inner = deflateSync(Buffer.alloc(megabytes * 1_000_000, 32), { level: 9 });
  const twice = deflateSync(inner, { level: 9 });
  return pdf({ ...onePage("bomba"), 4: stream(twice, "/Filter [/FlateDecode /FlateDecode] ") });
}

/** Each form draws the next ten times: 10^20 drawings of one rectangle. */
export function formBomb(): Buffer {
  const objects: Objects = { ...onePage("formas"), 4: stream(Buffer.from("/A Do")) };
  objects[3] =
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /A 6 0 R >> >> >>";
  for (let k = 0; k < 20; k++) {
    const next = k < 19 ? `/Resources << /XObject << /A ${7 + k} 0 R >> >> ` : "";
    const body = k < 19 ? "/A Do ".repeat(10) : "0 0 1 1 re f";
    objects[6 + k] = stream(Buffer.from(body), `/Type /XObject /Subtype /Form /BBox [0 0 9 9] ${next}`);
  }
  return pdf(objects);
}

/** A few kilobytes that a reader draws for a minute: two hundred times the same star of four thousand points. */
export function slowPdf(n: number): Buffer {
  let star = "0 0 m";
  for (let k = 0; k < 4_000; k++) star += ` ${(k * 7919) % 595} ${(k * 104_729) % 842} l`;
  const form = "/Type /XObject /Subtype /Form /BBox [0 0 600 900] /Filter /FlateDecode ";
  return pdf({
    ...onePage(`lento ${n}`),
    3: "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /A 6 0 R >> >> >>",
    4: stream(Buffer.from(`% ${n}\n${"/A Do ".repeat(200)}`)),
    6: stream(deflateSync(Buffer.from(`${star} f*`)), form),
  });
}

/** A 20 000 x 20 000 picture in 400 kB: 1.6 GB once drawn in colour. */
export function pictureBomb(): Buffer {
  const data = deflateSync(Buffer.alloc(400_000_000, 255), { level: 9 });
  const picture =
    "/Type /XObject /Subtype /Image /Width 20000 /Height 20000 /BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /FlateDecode ";
  return pdf({
    ...onePage("imagem"),
    3: "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /I 6 0 R >> >> >>",
    4: stream(Buffer.from("q 500 0 0 500 0 0 cm /I Do Q")),
    6: stream(data, picture),
  });
}

export function hugeBox(): Buffer {
  return pdf({
    ...onePage("grande"),
    3: "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 2000000 2000000] /Contents 4 0 R /Resources << >> >>",
  });
}

export function loopingPages(): Buffer {
  return pdf({ ...onePage("laco"), 2: "<< /Type /Pages /Kids [2 0 R] /Count 1 >>" });
}

/** Asks for the password "abc" (AES-256, made by qpdf). */
export const lockedPdf = Buffer.from(
  `JVBERi0xLjcKJb/3ov4KMSAwIG9iago8PCAvRXh0ZW5zaW9ucyA8PCAvQURCRSA8PCAvQmFzZVZlcnNpb24gLzEuNyAvRXh0ZW5zaW9uTGV2ZWwgOCA+Pi
A+PiAvUGFnZXMgMiAwIFIgL1R5cGUgL0NhdGFsb2cgPj4KZW5kb2JqCjIgMCBvYmoKPDwgL0NvdW50IDEgL0tpZHMgWyAzIDAgUiBdIC9UeXBlIC9QYWdl
cyA+PgplbmRvYmoKMyAwIG9iago8PCAvQ29udGVudHMgNCAwIFIgL01lZGlhQm94IFsgMCAwIDU5NSA4NDIgXSAvUGFyZW50IDIgMCBSIC9SZXNvdXJjZX
MgPDwgL0ZvbnQgPDwgL0YxIDUgMCBSID4+ID4+IC9UeXBlIC9QYWdlID4+CmVuZG9iago0IDAgb2JqCjw8IC9GaWx0ZXIgL0ZsYXRlRGVjb2RlIC9MZW5n
dGggODAgPj4Kc3RyZWFtCogJyxaiZWkHk3TMBbojQCHGi3vDObXyIp1p/sjdlmfOpvaDzzsskvN7hF1CVjgrLM/mI4ysR9e3E3chTVQxVwVfk1IsaWtvH5
tpKpfkuMT/ZW5kc3RyZWFtCmVuZG9iago1IDAgb2JqCjw8IC9CYXNlRm9udCAvSGVsdmV0aWNhIC9TdWJ0eXBlIC9UeXBlMSAvVHlwZSAvRm9udCA+Pgpl
bmRvYmoKNiAwIG9iago8PCAvQ0YgPDwgL1N0ZENGIDw8IC9BdXRoRXZlbnQgL0RvY09wZW4gL0NGTSAvQUVTVjMgL0xlbmd0aCAzMiA+PiA+PiAvRmlsdG
VyIC9TdGFuZGFyZCAvTGVuZ3RoIDI1NiAvTyA8ZTAxOTEyNzM1OGUzYWNlNGIzNzViM2YwNzRjZGJlZDc1Y2NjNmMyMTUxNjNhNGZhNzU4NzBlMTQwMmRi
ZWVkM2QyMDYxOGRlOTkzYmQ5N2M4NzUyNGQ0NjhmMzlhYTVlPiAvT0UgPDcyMzBiYTgwOWI3NGFlOTE1YjNmNGUxNDYyYzNkNGZmZWIwNTJkYTFkOTMwNW
QyMzAyZjQwNmNkYzk5OTc0NzU+IC9QIC00IC9QZXJtcyA8ZjlhMDNlYjdkMTg0N2I3NTFhNzk4Nzg2ZWUxNGE0YmQ+IC9SIDYgL1N0bUYgL1N0ZENGIC9T
dHJGIC9TdGRDRiAvVSA8ZWI1NmFiZThjYzM4YTRmYWVmOWEyMzI0MDE3OTg2MTY0MTRkOGM5MWUyYjM2ZmMzYjViOWI0MTQwYjFiZDgzMjM2YWU0ZmQ3ZT
cyNGNmOWQ2ODg2NDA2NzJhNmI0NGM5PiAvVUUgPGUwNGZjYTUwMzMzZWZhNDJmODYyZTg3YzAzYjUyMTE0YTJkNzE1YzEwOTg1ODAyM2NkMjQyOGQxMzBj
ZDZjZDE+IC9WIDUgPj4KZW5kb2JqCnhyZWYKMCA3CjAwMDAwMDAwMDAgNjU1MzUgZiAKMDAwMDAwMDAxNSAwMDAwMCBuIAowMDAwMDAwMTMwIDAwMDAwIG
4gCjAwMDAwMDAxODkgMDAwMDAgbiAKMDAwMDAwMDMxNyAwMDAwMCBuIAowMDAwMDAwNDY3IDAwMDAwIG4gCjAwMDAwMDA1MzcgMDAwMDAgbiAKdHJhaWxl
ciA8PCAvUm9vdCAxIDAgUiAvU2l6ZSA3IC9JRCBbPDEzZTZkZTlhMjFmZTI5OTViNzJmYmUzODZjOTk0NTA0PjwxM2U2ZGU5YTIxZmUyOTk1YjcyZmJlMz
g2Yzk5NDUwND5dIC9FbmNyeXB0IDYgMCBSID4+CnN0YXJ0eHJlZgoxMDg0CiUlRU9GCg==`,
  "base64",
);

/** Opens without a password; only editing is locked (AES-256, made by qpdf). */
export const ownerLockedPdf = Buffer.from(
  `JVBERi0xLjcKJb/3ov4KMSAwIG9iago8PCAvRXh0ZW5zaW9ucyA8PCAvQURCRSA8PCAvQmFzZVZlcnNpb24gLzEuNyAvRXh0ZW5zaW9uTGV2ZWwgOCA+Pi
A+PiAvUGFnZXMgMiAwIFIgL1R5cGUgL0NhdGFsb2cgPj4KZW5kb2JqCjIgMCBvYmoKPDwgL0NvdW50IDEgL0tpZHMgWyAzIDAgUiBdIC9UeXBlIC9QYWdl
cyA+PgplbmRvYmoKMyAwIG9iago8PCAvQ29udGVudHMgNCAwIFIgL01lZGlhQm94IFsgMCAwIDU5NSA4NDIgXSAvUGFyZW50IDIgMCBSIC9SZXNvdXJjZX
MgPDwgL0ZvbnQgPDwgL0YxIDUgMCBSID4+ID4+IC9UeXBlIC9QYWdlID4+CmVuZG9iago0IDAgb2JqCjw8IC9GaWx0ZXIgL0ZsYXRlRGVjb2RlIC9MZW5n
dGggODAgPj4Kc3RyZWFtCnX2q2Yp19aPSazHgZhpihItQpE45L1K/1Nq8ZmSxwvU2d3YWaFXdNFWjUHewGInxK5kHcPKalDuiMz1YXWCaZoNFQ3jnw0vW7
Owh5S5qFxEZW5kc3RyZWFtCmVuZG9iago1IDAgb2JqCjw8IC9CYXNlRm9udCAvSGVsdmV0aWNhIC9TdWJ0eXBlIC9UeXBlMSAvVHlwZSAvRm9udCA+Pgpl
bmRvYmoKNiAwIG9iago8PCAvQ0YgPDwgL1N0ZENGIDw8IC9BdXRoRXZlbnQgL0RvY09wZW4gL0NGTSAvQUVTVjMgL0xlbmd0aCAzMiA+PiA+PiAvRmlsdG
VyIC9TdGFuZGFyZCAvTGVuZ3RoIDI1NiAvTyA8NTNjZjgzNTFlZGM1YjkwYTQ5YjgzY2VlMGFiNmEwZTJmNTY5OWZjYWEzMDZjODNjNTE5MzEwNzkwZmJm
YWRhNTk4ZjllMGU2NjRjZmJlY2E0MzhkZmFmY2ZjOGQ5NmQ0PiAvT0UgPDMwNWNhMzJkZDE4MDBkOGY1YmQ0MDIzNjk5MThkMDM1ZDRiNjYzZjk2ODliMT
IzMjE0NmE3MzAwZTA5NzE5YTE+IC9QIC00IC9QZXJtcyA8MjBlM2U1MzI0MDE5MDBiMDNkNTU4MTdjMDk1YTc3ZWU+IC9SIDYgL1N0bUYgL1N0ZENGIC9T
dHJGIC9TdGRDRiAvVSA8MGQwZTgyYzI4MGVjOWRlNDZkZjQ3MWFlZWFhM2I4ZDIzY2M3NGVkMGRmYzAxZjRlYmVmNTExYjM3NjQ3ZjIyNjZlOWQwYzQ2Nz
Q4ZTk0ZDg0Y2U5ZGVjM2Y3NzEzYzkyPiAvVUUgPDllNTgwNWFjZjk4NDk1OTgwZDIxMDYyNjhmN2Y0MDViOTkyYmNkOWYxZTQ3YmQ1MzY0NTY1ODQ0NTNl
OWQ5MDI+IC9WIDUgPj4KZW5kb2JqCnhyZWYKMCA3CjAwMDAwMDAwMDAgNjU1MzUgZiAKMDAwMDAwMDAxNSAwMDAwMCBuIAowMDAwMDAwMTMwIDAwMDAwIG
4gCjAwMDAwMDAxODkgMDAwMDAgbiAKMDAwMDAwMDMxNyAwMDAwMCBuIAowMDAwMDAwNDY3IDAwMDAwIG4gCjAwMDAwMDA1MzcgMDAwMDAgbiAKdHJhaWxl
ciA8PCAvUm9vdCAxIDAgUiAvU2l6ZSA3IC9JRCBbPDRkOTgxODBjNzI2NjNjMWU5OWM3NTdlNGFhZTgyMzgxPjw0ZDk4MTgwYzcyNjYzYzFlOTljNzU3ZT
RhYWU4MjM4MT5dIC9FbmNyeXB0IDYgMCBSID4+CnN0YXJ0eHJlZgoxMDg0CiUlRU9GCg==`,
  "base64",
);
