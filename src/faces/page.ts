import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { FastifyReply } from "fastify";
import type { VNode } from "preact";
import { renderToString } from "preact-render-to-string";

/** Renders a whole document and sends it, compressed when the browser takes it. */
export function sendPage(reply: FastifyReply, view: VNode, status = 200): FastifyReply {
  const html = `<!doctype html>${renderToString(view)}`;
  reply.status(status).type("text/html; charset=utf-8").header("vary", "accept-encoding");
  const accepted = String(reply.request.headers["accept-encoding"] ?? "");
  if (/\bbr\b/.test(accepted)) {
    const params = { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT };
    return reply.header("content-encoding", "br").send(brotliCompressSync(html, { params }));
  }
  if (/\bgzip\b/.test(accepted)) return reply.header("content-encoding", "gzip").send(gzipSync(html));
  return reply.send(html);
}
