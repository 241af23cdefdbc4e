import { createHash } from "node:crypto";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { FastifyReply } from "fastify";
import type { VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import type { Failure } from "../platform/failure.ts";
import { assetUrl } from "./assets.ts";
import { isOnBorrowedDevice } from "./cookies.ts";

/** What `OwnSheets` put into the head: the first style of the document, before any text of a person. */
const ownStyle = /<style>([^<]*)<\/style>/;

/** Of every page of a borrowed device: what is open there ends with the tab. */
const borrowedScript = () => `<script type="module" src="${assetUrl("borrowed-island.js")}"></script>`;

/** Renders a whole document and sends it, compressed when the browser takes it. Its own style is let through by its hash. */
export function sendPage(reply: FastifyReply, view: VNode, status = 200): FastifyReply {
  const text = `<!doctype html>${renderToString(view)}`;
  const html = isOnBorrowedDevice(reply.request) ? text.replace("</head>", `${borrowedScript()}$&`) : text;
  const style = ownStyle.exec(html)?.[1];
  if (style !== undefined) {
    const hash = createHash("sha256").update(style).digest("base64");
    const policy = String(reply.getHeader("content-security-policy"));
    reply.header("content-security-policy", policy.replace("style-src 'self'", `$& 'sha256-${hash}'`));
  }
  reply.status(status).type("text/html; charset=utf-8").header("vary", "accept-encoding");
  const accepted = String(reply.request.headers["accept-encoding"] ?? "");
  if (/\bbr\b/.test(accepted)) {
    const params = { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT };
    return reply.header("content-encoding", "br").send(brotliCompressSync(html, { params }));
  }
  if (/\bgzip\b/.test(accepted)) return reply.header("content-encoding", "gzip").send(gzipSync(html));
  return reply.send(html);
}

/** RFC 9110 §10.2.3, for refusals that pass by themselves. */
export function sayWhenAgain(reply: FastifyReply, { details }: Failure): void {
  if (typeof details["seconds"] === "number") reply.header("retry-after", String(details["seconds"]));
}
