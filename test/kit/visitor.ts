import assert from "node:assert/strict";
import type { FastifyInstance } from "fastify";

type Answer = { status: number; location: string; text: string; headers: Record<string, unknown> };

/** A browser without script: keeps cookies, follows redirects, sends forms as they stand in the page. */
export function visitor(app: FastifyInstance) {
  const jar = new Map<string, string>();
  let page: Answer & { path: string } = { status: 0, location: "", text: "", headers: {}, path: "/" };

  const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join("; ");

  async function request(method: "GET" | "POST", path: string, form?: Record<string, string>): Promise<Answer> {
    const answer = await app.inject({
      method,
      url: path,
      headers: {
        cookie: cookie(),
        ...(form ? { "content-type": "application/x-www-form-urlencoded" } : {}),
      },
      ...(form ? { payload: new URLSearchParams(form).toString() } : {}),
    });
    for (const { name, value } of answer.cookies) jar.set(name, value);
    const location = String(answer.headers.location ?? "");
    return { status: answer.statusCode, location, text: answer.payload, headers: answer.headers };
  }

  async function follow(method: "GET" | "POST", path: string, form?: Record<string, string>) {
    let answer = await request(method, path, form);
    let at = path;
    for (let hops = 0; answer.location && hops < 5; hops++) {
      at = answer.location;
      answer = await request("GET", at);
    }
    page = { ...answer, path: at };
    return page;
  }

  return {
    get page() {
      return page;
    },
    cookie,
    forget: () => jar.clear(),
    /** Cookies that another visit brought. */
    keep: (cookies: Record<string, string>) => {
      for (const [name, value] of Object.entries(cookies)) jar.set(name, value);
    },
    request,
    open: (path: string) => follow("GET", path),
    /** Sends the page's form with this action (or its only one to that path), with what its fields hold. */
    async send(action: string, fields: Record<string, string> = {}) {
      const form = [...page.text.matchAll(/<form[^>]*action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/g)].find(
        (match) => decode(match[1] ?? "").split("?")[0] === action,
      );
      assert.ok(form, `no form to ${action} on ${page.path}`);
      const inputs = [...(form[2] ?? "").matchAll(/<input[^>]*>/g)].map(([input]) => input);
      const sent = inputs.filter((input) => !/type="(radio|checkbox)"/.test(input) || /\schecked/.test(input));
      const part = (input: string, name: string) => decode(new RegExp(`\\s${name}="([^"]*)"`).exec(input)?.[1] ?? "");
      const kept = Object.fromEntries(sent.map((input) => [part(input, "name"), part(input, "value")]));
      return follow("POST", decode(form[1] ?? ""), { ...kept, ...fields });
    },
    heading: () => decode(/<h1[^>]*>([\s\S]*?)<\/h1>/.exec(page.text)?.[1]?.replace(/<[^>]*>/g, "") ?? ""),
    errors: () =>
      [...page.text.matchAll(/<span class="error-words"[^>]*>([\s\S]*?)<\/span>/g)].map((match) =>
        decode(match[1] ?? ""),
      ),
  };
}

function decode(html: string): string {
  return html
    .replace(/&amp;/g, "&")
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&#39;/g, "'");
}
