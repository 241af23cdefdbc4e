/**
 * winmail.dat (application/ms-tnef): what Outlook puts a mail's files in. Read as [MS-OXTNEF] §2.1 says: a row of
 * attributes, and in those of an attachment a row of MAPI properties. The RTF body is passed over: it is no paper.
 */
type WinmailFile = {
  name: string;
  contentType: string;
  content: Uint8Array;
  /** It has a place in the text, as a signature's logo has. */
  isInline: boolean;
};

type Winmail = {
  files: WinmailFile[];
  /** Subjects and plain words, those of mails inside too. */
  texts: string[];
  /** false: it is cut short, nests too deep, or holds what is no file (a linked object). */
  isWhole: boolean;
};

const signature = 0x223e9f78;
/** Mails within mails within it. */
const deepest = 4;
const mostFiles = 200;

const attribute = {
  subject: 0x00018004,
  body: 0x0002800c,
  renderData: 0x00069002,
  mapi: 0x00069005,
  codePage: 0x00069007,
  title: 0x00018010,
  data: 0x0006800f,
} as const;

const property = {
  displayName: 0x3001,
  data: 0x3701,
  fileName: 0x3704,
  longFileName: 0x3707,
  mimeType: 0x370e,
  contentId: 0x3712,
} as const;

export function isWinmail(bytes: Uint8Array): boolean {
  return bytes.length >= 6 && viewOf(bytes).getUint32(0, true) === signature;
}

export function openWinmail(bytes: Uint8Array): Winmail {
  const found: Winmail = { files: [], texts: [], isWhole: true };
  collect(bytes, found, 0);
  return found;
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** As far as it is whole, an attachment after another. */
function collect(bytes: Uint8Array, found: Winmail, depth: number): void {
  if (depth > deepest || !isWinmail(bytes)) return void (found.isWhole = false);
  let words = decoderOf(1252);
  let file: Attachment | undefined;
  const end = () => {
    if (file) keep(file, found, depth);
    file = undefined;
  };
  for (const { id, data } of attributesOf(bytes, found)) {
    if (id === attribute.codePage && data.length >= 4) words = decoderOf(viewOf(data).getUint32(0, true));
    else if (id === attribute.subject || id === attribute.body) found.texts.push(cString(data, words));
    else if (id === attribute.renderData) {
      end();
      if (found.files.length >= mostFiles) return void (found.isWhole = false);
      file = { title: "", content: undefined, hasPlace: hasPlace(data), properties: new Map() };
    } else if (file && id === attribute.title) file.title = cString(data, words);
    else if (file && id === attribute.data) file.content = data;
    else if (file && id === attribute.mapi) readProperties(data, words, file.properties, found);
  }
  end();
}

type Attachment = {
  title: string;
  content: Uint8Array | undefined;
  hasPlace: boolean;
  properties: Map<number, string | Uint8Array>;
};

/** Level, name, length, content, checksum (§2.1.3.2): the bytes of a mail came over a wire that checks them itself. */
function* attributesOf(bytes: Uint8Array, found: Winmail): Generator<{ id: number; data: Uint8Array }> {
  const view = viewOf(bytes);
  let at = 6;
  while (at + 9 <= bytes.length) {
    const id = view.getUint32(at + 1, true);
    const start = at + 9;
    const next = start + view.getUint32(at + 5, true);
    if (next > bytes.length) break;
    yield { id, data: bytes.subarray(start, next) };
    at = next + 2;
  }
  if (bytes.subarray(at).some((byte) => byte > 0x20)) found.isWhole = false;
}

/** attAttachRendData (§2.1.3.3.15): where in the text it stands; all ones: nowhere. */
const hasPlace = (data: Uint8Array) => data.length >= 6 && viewOf(data).getUint32(2, true) !== 0xffffffff;

/** Sizes of values of a fixed type (§2.1.3.4), in bytes, without what fills them up to four. */
const fixedSizes: Record<number, number> = { 2: 2, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 2, 20: 8, 64: 8, 72: 16 };
const [text, wideText, object, binary] = [0x1e, 0x1f, 0x0d, 0x102];

/** Texts and bytes among the properties of an attachment (§2.1.3.4); the others are passed over. */
function readProperties(data: Uint8Array, words: TextDecoder, into: Attachment["properties"], found: Winmail): void {
  const reader = readerOf(data);
  try {
    for (let left = reader.figure(); left > 0; left--) {
      const tag = reader.figure();
      const [type, id] = [tag & 0xfff, tag >>> 16];
      if (id >= 0x8000) reader.skipName();
      const size = fixedSizes[type];
      const values = size === undefined || (tag & 0x1000) !== 0 ? reader.figure() : 1;
      for (let value = 0; value < values; value++) {
        const bytes = reader.take(size ?? reader.figure());
        if (type === text) into.set(id, cString(bytes, words));
        else if (type === wideText) into.set(id, cString(bytes, wide));
        else if (type === object || type === binary) into.set(id, bytes);
        else if (size === undefined) throw new RangeError("TNEF: unknown type of property");
      }
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    found.isWhole = false;
  }
}

function readerOf(data: Uint8Array) {
  const view = viewOf(data);
  let at = 0;
  const take = (size: number) => {
    if (at + size > data.length) throw new RangeError("TNEF: property cut short");
    const bytes = data.subarray(at, at + size);
    at += Math.ceil(size / 4) * 4;
    return bytes;
  };
  const figure = () => {
    const value = view.getUint32(at, true);
    at += 4;
    return value;
  };
  /** A property with a name of its own: a set's number, then a figure or a text. */
  const skipName = () => {
    take(16);
    if (figure() === 0) figure();
    else take(figure());
  };
  return { take, figure, skipName };
}

/** The 16 bytes before an embedded mail say that it is one (IID_IMessage). */
const messageMark = "0703020000000000c000000000000046";

function keep({ title, content, hasPlace, properties }: Attachment, found: Winmail, depth: number): void {
  const said = (id: number) => {
    const value = properties.get(id);
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const inside = properties.get(property.data);
  if (inside instanceof Uint8Array && Buffer.from(inside.subarray(0, 16)).toString("hex") === messageMark)
    return void collect(inside.subarray(16), found, depth + 1);
  if (!content) content = inside instanceof Uint8Array ? inside : undefined;
  if (!content) return void (found.isWhole = false);
  const name = said(property.longFileName) ?? said(property.fileName) ?? (title || said(property.displayName));
  found.files.push({
    name: name ?? "",
    contentType: (said(property.mimeType) ?? "application/octet-stream").toLowerCase(),
    content,
    isInline: hasPlace || said(property.contentId) !== undefined,
  });
}

const wide = new TextDecoder("utf-16le");
const cString = (bytes: Uint8Array, words: TextDecoder) => words.decode(bytes).replace(/\0[\s\S]*$/, "");

/** A code page as Windows numbers it; one that nobody knows is read as Western. */
function decoderOf(page: number): TextDecoder {
  const names: Record<number, string> = { 65001: "utf-8", 932: "shift_jis", 936: "gbk", 949: "euc-kr", 950: "big5" };
  const iso = page > 28590 && page < 28606 ? `iso-8859-${page - 28590}` : undefined;
  const single = page >= 1250 && page <= 1258 ? `windows-${page}` : undefined;
  return new TextDecoder(names[page] ?? iso ?? single ?? "windows-1252");
}
