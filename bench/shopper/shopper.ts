import { type IncomingMessage, request } from "node:http";

export type Answer = { path: string; status: number; type: string; body: Buffer; wireBytes: number };

/** What a visitor types, by the name of the field. */
export type Typed = Record<string, string>;

export type Shopper = ReturnType<typeof createShopper>;

/** A visitor without script: one cookie jar, follows redirects, sends forms as they stand in the page. */
export function createShopper(port: number) {
  const cookies = new Map<string, string>();

  /** One request on a connection of its own; `wireBytes` is everything the server sent, heads included. */
  async function fetchOnce(path: string, encoding: string, form?: URLSearchParams): Promise<Answer & { to?: string }> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers: Record<string, string> = {
      "accept-encoding": encoding,
      accept: "text/html,*/*",
      connection: "close",
    };
    if (cookie) headers["cookie"] = cookie;
    if (form) {
      headers["content-type"] = "application/x-www-form-urlencoded";
      headers["origin"] = `http://localhost:${port}`;
      headers["host"] = `localhost:${port}`;
      headers["sec-fetch-site"] = "same-origin";
    }
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      request({ host: "127.0.0.1", port, path, method: form ? "POST" : "GET", headers, agent: false }, resolve)
        .on("error", reject)
        .end(form?.toString());
    });
    const { socket } = response;
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    for (const line of response.headers["set-cookie"] ?? []) {
      const [pair] = line.split(";");
      const [name, ...value] = pair!.split("=");
      cookies.set(name!, value.join("="));
    }
    return {
      path,
      status: response.statusCode!,
      type: response.headers["content-type"] ?? "",
      body: Buffer.concat(chunks),
      wireBytes: socket.bytesRead,
      to: response.headers.location,
    };
  }

  async function open(path: string, form?: URLSearchParams): Promise<Answer> {
    const answer = await fetchOnce(path, "identity", form);
    if (answer.status < 300 || answer.status >= 400 || answer.to === undefined) return answer;
    const target = new URL(answer.to, `http://localhost:${port}${path}`);
    return open(target.pathname + target.search);
  }

  /** Sends the first form of `page` whose action fits, with its hidden fields, its first choices, and what is typed. */
  function submit(page: Answer, typed: Typed, action = /./): Promise<Answer> {
    const html = page.body.toString();
    const forms = [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].map(([, head, inside]) => ({
      head: head!,
      inside: inside!,
    }));
    const form = forms.find(
      ({ head }) => /method="post"/i.test(head) && action.test(attribute(head, "action") ?? page.path),
    );
    if (!form) throw new Error(`${page.path} (${page.status}) has no form for ${action}.`);
    const fields = new URLSearchParams();
    for (const [tag] of form.inside.matchAll(/<(?:input|button|textarea)\b[^>]*>/gs)) {
      const name = attribute(tag, "name");
      if (name === undefined || /type="file"/.test(tag)) continue;
      const value = attribute(tag, "value") ?? "";
      if (/type="(radio|checkbox)"/.test(tag)) {
        const wanted = typed[name];
        if (/\bdisabled\b/.test(tag) || fields.has(name) || (wanted !== undefined && wanted !== value)) continue;
        fields.set(name, value);
      } else if (!fields.has(name)) fields.set(name, typed[name] ?? value);
    }
    const target = new URL(attribute(form.head, "action") ?? page.path, `http://localhost${page.path}`);
    return open(target.pathname + target.search, fields);
  }

  return { open, submit, fetchOnce, cookies: () => [...cookies] };
}

export function attribute(tag: string, name: string): string | undefined {
  const text = new RegExp(`\\s${name}="([^"]*)"`, "s").exec(tag)?.[1];
  return text?.replaceAll("&amp;", "&").replaceAll("&quot;", '"');
}
