import assert from "node:assert/strict";
import { test } from "node:test";
import { type MailPart, mayBeOrnament, type PartRole, type Pixels, roleOf } from "./mail-part.ts";

const jpeg = Buffer.from("\xff\xd8\xff\xdb", "latin1");
const part = (over: Partial<MailPart>): MailPart => ({
  contentType: "application/octet-stream",
  name: "",
  content: Buffer.from("x"),
  isInline: false,
  isShown: false,
  ...over,
});
const inline = { isInline: true, isShown: true, contentType: "image/jpeg", content: jpeg };
const small = { width: 180, height: 60 };
const large = { width: 640, height: 400 };

const cases: [PartRole, Partial<MailPart>, Pixels?][] = [
  ["envelope", { contentType: "application/x-pkcs7-signature", name: "smime.p7s" }],
  ["envelope", { name: "smime.p7s" }],
  ["envelope", { contentType: "application/pkcs7-mime" }],
  ["envelope", { name: "smime.p7m" }],
  ["envelope", { name: "rg.pdf.p7s" }],
  ["winmail", { contentType: "application/ms-tnef", name: "winmail.dat" }],
  ["winmail", { contentType: "application/vnd.ms-tnef" }],
  ["winmail", { name: "att.dat", content: Buffer.from("789f3e220100", "hex") }],
  ["technical", { contentType: "application/pgp-signature", name: "signature.asc" }],
  ["technical", { contentType: "application/pgp-keys", name: "OpenPGP_0x1F.asc" }],
  ["technical", { contentType: "text/vcard", name: "maria.vcf" }],
  ["technical", { contentType: "text/x-vcard", name: "cartão" }],
  ["technical", { content: Buffer.from("BEGIN:VCARD\r\n"), name: "maria" }],
  ["technical", { contentType: "application/applefile", name: "rg.pdf" }],
  ["technical", { contentType: "message/delivery-status" }],
  ["technical", { content: Buffer.alloc(0) }],
  ["text", { contentType: "text/plain", name: "ATT00001.txt" }],
  ["text", { contentType: "text/html", name: "ATT00002.htm" }],
  ["text", { contentType: "text/plain" }],
  ["calendar", { contentType: "text/calendar" }],
  ["calendar", { contentType: "application/ics", name: "invite.ics" }],
  ["calendar", { content: Buffer.from("\ufeffBEGIN:VCALENDAR\r\n"), name: "convite" }],
  ["mail", { contentType: "message/rfc822" }],
  ["mail", { name: "encaminhado.EML" }],
  ["paper", { contentType: "application/x-pkcs7-signature", name: "smime.p7s", content: Buffer.from("%PDF-1.7") }],
  ["paper", { contentType: "text/plain", name: "ATT00001.txt", content: Buffer.from("\ufeff%PDF-1.7") }],
  ["paper", { contentType: "text/plain", name: "leia.txt" }],
  ["paper", { contentType: "application/zip", name: "docs.zip" }],
  ["paper", { contentType: "application/pdf", name: "vazio.pdf", content: Buffer.alloc(0) }],
  ["paper", { ...inline, name: "rg-frente.jpg" }, small],
  ["paper", { ...inline, name: "Identidade.png" }, { width: 1, height: 1 }],
  ["paper", { ...inline, name: "" }, large],
  ["paper", { ...inline, name: "image001.png" }, large],
  ["paper", { ...inline, name: "image001.png" }],
  ["paper", { contentType: "image/png", content: jpeg, name: "image.png" }, small],
  ["technical", { ...inline, name: "image001.png" }, small],
  ["technical", { ...inline, name: "" }, { width: 1, height: 1 }],
  ["technical", { ...inline, name: "Logo AR.png" }, small],
  ["technical", { ...inline, name: "image003.gif", content: Buffer.from("GIF89a") }],
];
for (const [role, over, pixels] of cases)
  test(`${over.contentType ?? "octet-stream"} "${over.name ?? ""}" of ${pixels?.width ?? "no"} pixels is ${role}`, () => {
    assert.equal(roleOf(part(over), pixels), role);
  });

test("a picture is measured only where its size decides", () => {
  assert.ok(mayBeOrnament(part({ ...inline, name: "image001.png" })));
  assert.ok(!mayBeOrnament(part({ ...inline, name: "rg-frente.jpg" })));
  assert.ok(!mayBeOrnament(part({ contentType: "application/pdf", content: Buffer.from("%PDF-") })));
});
