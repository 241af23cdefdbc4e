/** BR Code: EMV merchant-presented QR text of Pix (BACEN, Manual do BR Code 2.0). */
type BrCode = {
  /** A Pix key (static code), or the charge's address without "https://" (dynamic code). */
  account: { key: string } | { url: string };
  merchantName: string;
  merchantCity: string;
  amountCentavos?: number;
  /** Static codes only; a dynamic one carries "***" because its address tells. */
  txid?: string;
};

function field(id: string, value: string): string {
  if (value.length > 99) throw new RangeError(`BR Code field ${id} is longer than 99`);
  return `${id}${String(value.length).padStart(2, "0")}${value}`;
}

/** CRC-16/CCITT-FALSE over the text with "6304" at its end (EMVCo 4.7.3). */
function crc16(text: string): string {
  let crc = 0xffff;
  for (const byte of Buffer.from(text)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc.toString(16).toUpperCase().padStart(4, "0");
}

/** Letters the field may carry: plain ASCII, cut to length. */
function plain(text: string, length: number): string {
  const ascii = text
    .replace(/[‘’´`]/g, "'")
    .replace(/[‐‑–—]/g, "-")
    .normalize("NFKD")
    .replace(/[^\x20-\x7e]/g, "")
    .trim();
  return ascii.slice(0, length).trim();
}

export function brCodeText(code: BrCode): string {
  const dynamic = "url" in code.account;
  const account = "url" in code.account ? field("25", code.account.url) : field("01", code.account.key);
  const body = [
    field("00", "01"),
    dynamic ? field("01", "12") : "",
    field("26", field("00", "br.gov.bcb.pix") + account),
    field("52", "0000"),
    field("53", "986"),
    code.amountCentavos === undefined ? "" : field("54", (code.amountCentavos / 100).toFixed(2)),
    field("58", "BR"),
    field("59", plain(code.merchantName, 25)),
    field("60", plain(code.merchantCity, 15)),
    field("62", field("05", dynamic ? "***" : (code.txid ?? "***"))),
    "6304",
  ].join("");
  return body + crc16(body);
}
