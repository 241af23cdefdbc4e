import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Address } from "../../../src/contract/address.ts";
import * as desk from "../../../src/contract/desk-addresses.ts";
import * as holder from "../../../src/contract/holder-addresses.ts";
import * as office from "../../../src/contract/office-addresses.ts";
import * as programs from "../../../src/contract/program-addresses.ts";
import { openDoor } from "../../../src/faces/door.ts";
import { routesOf } from "../../../src/faces/routes.ts";
import type { AgentPrincipal } from "../../../src/people/agent.ts";
import { agentById } from "../../../src/people/agent-reads.ts";
import { acceptInvitation } from "../../../src/people/sign-in/accept-invitation.ts";
import { openAgentLink } from "../../../src/people/sign-in/invite-agent.ts";
import { signIn } from "../../../src/people/sign-in/sign-in.ts";
import { sql } from "../../../src/platform/database.ts";
import type { Cpf } from "../../../src/platform/taxpayer-id.ts";
import { validateProofing } from "../../../src/proofing/decision/validate-proofing.ts";
import { startProofing } from "../../../src/proofing/script/start-proofing.ts";
import { maria, openShop, placedOrder, readyDraft } from "../../kit/shop.ts";
import { openSitting, person, type Sitting, walkScript } from "../../kit/sitting.ts";
import { facesOf } from "../../kit/watch-story.ts";
import { bodies, expected, last, type Role, roles } from "./route-matrix.ts";

const password = "cavalo bateria grampo";

/** Every route that the server registers × every kind of visitor: what is let in is what the table says, and nothing else. */
describe("routes and roles", () => {
  let story: Sitting;
  let app: Awaited<ReturnType<typeof openDoor>>;
  const registered = new Set<string>();
  /** "buyer": the holder's browser while it has a draft. */
  const cookies = {} as Record<Role | "buyer", Record<string, string>>;
  const params: Record<string, string> = {};

  before(async () => {
    story = await openSitting();
    const { ctx, agent, roomId, shop, ear, run, number, orderId } = story;
    const { proofingId } = await startProofing(ctx, { roomId, by: agent });
    await story.admit();
    await walkScript(story, proofingId);
    await validateProofing(ctx, { proofingId, outcome: "approved", reason: "", note: "", by: agent });
    await run();
    const staff = async (who: AgentPrincipal) => {
      const { invitationToken } = await openAgentLink(ctx, { agentId: who.id, by: "installation" });
      await acceptInvitation(ctx, { token: invitationToken, password });
      const { email } = (await agentById(ctx.db, who.id))!;
      return { confere_agente: (await signIn(ctx, { email, password, address: "192.0.2.1" })).token };
    };
    const other = await openShop(ctx, { agents: 0, verifier: false });
    const draft = await readyDraft(ctx, shop.productId, { ...maria, cpf: "04927361890" as Cpf }, ear, run);
    const foreign = await placedOrder(ctx, shop.productId, { ...maria, cpf: "11144477735" as Cpf }, ear, run);
    const ofShop = async (cpf: string, role: AgentPrincipal["roles"][number]) =>
      staff(await person(ctx, shop.raId, cpf, [role]));
    Object.assign(cookies, {
      stranger: {},
      holder: { confere_pedido: story.accessToken },
      buyer: { confere_pedido: draft.accessToken },
      foreign: { confere_pedido: foreign.accessToken },
      agent: await staff(agent),
      colleague: await ofShop("39053344705", "agent"),
      verifier: await ofShop("98765432100", "verifier"),
      manager: await ofShop("16899535009", "manager"),
      auditor: await ofShop("71428793860", "auditor"),
      otherAr: await staff(await person(ctx, other.raId, "27438961503", ["agent", "verifier", "manager", "auditor"])),
    } satisfies Record<Role | "buyer", Record<string, string>>);
    const one = async (query: string) =>
      (await sql<{ id: string }>`${sql.raw(query)}`.execute(ctx.db)).rows[0]?.id ?? "";
    Object.assign(params, {
      "/pedido/:number": number,
      "/comprar/:id": draft.orderId,
      ":number": number,
      ":roomId": roomId,
      ":proofingId": proofingId,
      ":paperId": await one("select id from papers limit 1"),
      ":messageId": await one("select id from messages limit 1"),
      ":code": "e-cpf-a1-12",
      ":slug": (await one("select slug as id from registration_authorities order by created_at limit 1")) || "ar",
      ":position": "1",
      ":step": "face",
      ":serial": "00",
      "/desk/documentos/:paperId/:file": "1.jpg",
      "/desk/capturas/:file": `${await one("select id from stills where hash is not null limit 1")}.jpg`,
      "/desk/gravacoes/:file": `${await one("select id from recordings limit 1")}.webm`,
      "/office/equipe/:id": agent.id,
      "/office/dossies/:id": orderId,
      "/office/produtos/:id": shop.productId,
    });
    const deps = facesOf(ctx, story.media);
    app = await openDoor(ctx, routesOf(deps), undefined, undefined, ({ method, url }) => {
      for (const one of [method].flat()) if (one !== "HEAD" && one !== "OPTIONS") registered.add(`${one} ${url}`);
    });
    await app.ready();
  });
  after(async () => {
    await app.close();
    await story.world.close();
  });

  /** The route's address with what is there in this world; what is not there is a name that nothing has. */
  function addressOf(url: string): string {
    return url
      .split("/")
      .map((part, i, all) => {
        if (!part.startsWith(":")) return part;
        const upTo = all.slice(0, i + 1).join("/");
        return params[upTo] ?? params[part] ?? "0199b3a0-0000-7000-8000-000000000000";
      })
      .join("/");
  }

  let asked = 0;
  /** "+" let in (what it then says of the form is the page's own), "-" refused as if it were not there or not theirs, ">" sent to come in first. */
  async function outcome(route: string, role: Role): Promise<string> {
    const [method = "", url = ""] = route.split(" ");
    asked++;
    const answer = await app.inject({
      method: method as "GET",
      url: addressOf(url),
      cookies: cookies[role === "holder" && url.startsWith("/comprar/") ? "buyer" : role],
      // Every request from another network address: what is looked at here are rights, not limits.
      remoteAddress: `10.${asked >> 16}.${(asked >> 8) & 255}.${asked & 255}`,
      ...(method === "GET"
        ? {}
        : {
            headers: { "content-type": "application/x-www-form-urlencoded" },
            payload: (bodies[route] ?? "").replace(":number", params[":number"] ?? ""),
          }),
    });
    const { statusCode, headers } = answer;
    assert.ok(statusCode < 500, `${route} as ${role}: ${statusCode} ${answer.body.slice(0, 300)}`);
    if (statusCode === 401 || /^\/(desk\/entrar|pedido)\?depois=/.test(String(headers.location ?? ""))) return ">";
    return statusCode === 403 || statusCode === 404 ? "-" : "+";
  }

  test("no route is missing in the table, and none stands there that is not", () => {
    assert.deepEqual(
      [...registered].filter((route) => !(route in expected)).sort(),
      [],
      "add the row, and think who may",
    );
    assert.deepEqual(
      Object.keys(expected).filter((route) => !registered.has(route)),
      [],
    );
  });

  test("src/contract lists every route, and nothing that no door answers", () => {
    const { apiRoot: _, ...ofPrograms } = programs;
    const listed = Object.values<Address>({ ...holder, ...desk, ...office, ...ofPrograms }).map(({ route }) => route);
    const answered = new Set([...registered].map((one) => one.split(" ")[1]!));
    assert.deepEqual(
      [...answered].filter((route) => !listed.includes(route)),
      [],
    );
    // Only what stands below it is asked for.
    const bare: string = holder.authoritySecondPath.route;
    assert.deepEqual(
      listed.filter((route) => !answered.has(route) && route !== bare),
      [],
    );
  });

  test("each answers each as the table says", async () => {
    const wrong: string[] = [];
    const all = [...registered].sort(
      (a, b) => Number(last.includes(a)) - Number(last.includes(b)) || a.localeCompare(b),
    );
    const lines: string[] = [];
    for (const route of all) {
      let seen = "";
      for (const role of roles) seen += await outcome(route, role);
      lines.push(`  "${route}": "${seen}",`);
      if (seen !== expected[route]) wrong.push(`${route}: ${seen}, not ${expected[route]}`);
    }
    if (process.env["CONFERE_PRINT_MATRIX"]) console.log(lines.join("\n"));
    assert.deepEqual(wrong, []);
  });
});
