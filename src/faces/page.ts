import { createHash } from "node:crypto";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { FastifyReply } from "fastify";
import type { VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import type { Failure } from "../platform/failures/failure.ts";
import { assetUrl } from "./assets.ts";
import { isOnBorrowedDevice } from "./cookies.ts";

/** What `OwnSheets` put into the head: the first style of the document, before any text of a person. */
const ownStyle = /<style>([^<]*)<\/style>/;

/** Of every page of a borrowed device: what is open there ends with the tab. */
const borrowedScript = () => `<script type="module" src="${assetUrl("borrowed-island.js")}"></script>`;

/**
 * Thrown by a guard of the faces: whoever opens this page is led to another. A request that only acts or asks for data
 * gets `instead`; where that is not given, it is led to the other page too.
 */
export class Elsewhere extends Error {
  readonly address: string;
  readonly instead: Failure | undefined;

  constructor(address: string, instead?: Failure) {
    super(instead?.code ?? "led to another page");
    this.address = address;
    this.instead = instead;
  }
}

type Encoding = "br" | "gzip" | "plain";

/** A document as it goes over the wire: its style's hash for the policy, and its bytes for each encoding, once asked for. */
type Drawn = { html: string; styleHash: string | undefined; packed: Map<Encoding, Buffer | string> };

/** Renders a whole document and sends it, compressed when the browser takes it. Its own style is let through by its hash. */
export function sendPage(reply: FastifyReply, view: VNode, status = 200): FastifyReply {
  const text = `<!doctype html>${renderToString(view)}`;
  return send(
    reply,
    draw(isOnBorrowedDevice(reply.request) ? text.replace("</head>", `${borrowedScript()}$&`) : text),
    status,
  );
}

const mostKept = 200;
const kept = new Map<string, Drawn>();

/**
 * A page that is the same for everybody under this `key`: drawn and compressed once. Whoever is sent away for being one of
 * too many must cost less than whoever is served.
 */
export function sendKeptPage(reply: FastifyReply, key: string, view: () => VNode, status: number): FastifyReply {
  let drawn = kept.get(key);
  if (!drawn) {
    if (kept.size >= mostKept) kept.clear();
    drawn = draw(`<!doctype html>${renderToString(view())}`);
    kept.set(key, drawn);
  }
  return send(reply, drawn, status);
}

function draw(html: string): Drawn {
  const style = ownStyle.exec(html)?.[1];
  const styleHash = style === undefined ? undefined : createHash("sha256").update(style).digest("base64");
  return { html, styleHash, packed: new Map() };
}

function send(reply: FastifyReply, drawn: Drawn, status: number): FastifyReply {
  if (drawn.styleHash !== undefined) {
    const policy = String(reply.getHeader("content-security-policy"));
    reply.header("content-security-policy", policy.replace("style-src 'self'", `$& 'sha256-${drawn.styleHash}'`));
  }
  reply.status(status).type("text/html; charset=utf-8").header("vary", "accept-encoding");
  const encoding = encodingOf(String(reply.request.headers["accept-encoding"] ?? ""));
  if (encoding !== "plain") reply.header("content-encoding", encoding);
  let bytes = drawn.packed.get(encoding);
  if (bytes === undefined) drawn.packed.set(encoding, (bytes = pack(drawn.html, encoding)));
  return reply.send(bytes);
}

function encodingOf(accepted: string): Encoding {
  if (/\bbr\b/.test(accepted)) return "br";
  return /\bgzip\b/.test(accepted) ? "gzip" : "plain";
}

function pack(html: string, encoding: Encoding): Buffer | string {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT };
  if (encoding === "br") return brotliCompressSync(html, { params });
  return encoding === "gzip" ? gzipSync(html) : html;
}

/** RFC 9110 §10.2.3, for refusals that pass by themselves. */
export function sayWhenAgain(reply: FastifyReply, { details }: Failure): void {
  if (typeof details["seconds"] === "number") reply.header("retry-after", String(details["seconds"]));
}
