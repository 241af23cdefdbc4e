import { request as plainRequest } from "node:http";
import { request } from "node:https";
import { publicLookup } from "../platform/public-address.ts";
import type { Context } from "../platform/settings/context.ts";

const patienceMs = 10_000;

type PushCall = { endpoint: URL; headers: Record<string, string>; body: Buffer };

/**
 * Hands one push to the browser's push service (RFC 8030 §5) and gives its status. The address is a stranger's: only public
 * addresses are called, no redirect is followed, the answer is not read. 0 where nobody answers within ten seconds.
 */
export function callPushService(ctx: Pick<Context, "log">, { endpoint, headers, body }: PushCall): Promise<number> {
  // parseEndpoint lets "http:" through for the loopback of tests only.
  const call = endpoint.protocol === "http:" ? plainRequest : request;
  const lookup = endpoint.protocol === "http:" ? {} : { lookup: publicLookup };
  return new Promise((resolve) => {
    const asking = call(endpoint, { method: "POST", headers, ...lookup }, (answer) => {
      resolve(answer.statusCode ?? 0);
      asking.destroy();
    });
    const timer = setTimeout(() => asking.destroy(new Error("too slow")), patienceMs);
    asking.on("close", () => clearTimeout(timer));
    asking.on("error", ({ message }) => {
      ctx.log.info({ reason: message }, "a push service did not answer"); // its address is a secret
      resolve(0);
    });
    asking.end(body);
  });
}
