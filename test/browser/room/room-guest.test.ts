import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { cleanup } from "node-datachannel";
import type { Browser } from "playwright-core";
import WebSocket from "ws";
import { acceptInvitation } from "../../../src/people/sign-in/accept-invitation.ts";
import { openAgentLink } from "../../../src/people/sign-in/invite-agent.ts";
import { signIn } from "../../../src/people/sign-in/sign-in.ts";
import { createAgent } from "../../../src/people/team/create-agent.ts";
import type { Cpf } from "../../../src/platform/taxpayer-id.ts";
import { recordingsOf } from "../../../src/rooms/recordings/recording-reads.ts";
import { linesOf } from "../../../src/rooms/rooms-reads.ts";
import { decideAdmission } from "../../../src/rooms/sitting/decide-admission.ts";
import { enterLobby } from "../../../src/rooms/sitting/enter-lobby.ts";
import { RoomClient } from "../../kit/room/room-client.ts";
import { createRoomStory, type RoomStory } from "../../kit/room/room-story.ts";
import { launchChromium, until } from "../kit/chromium.ts";
import { answerDevices, gateDevices } from "../kit/device-gate.ts";
import { faultsOf, press, takePictures } from "../kit/room-faults.ts";

describe("guests and supervisors of a room", () => {
  let story: RoomStory;
  let browser: Browser;
  const clients: RoomClient[] = [];
  let talking: NodeJS.Timeout;

  before(async () => {
    [browser, story] = await Promise.all([launchChromium(), createRoomStory()]);
  });
  after(async () => {
    clearInterval(talking);
    await browser?.close();
    for (const client of clients) client.close();
    await story?.close();
    cleanup();
  });

  const asAgent = () => ({ cookie: `confere_agente=${story.cookies.confere_agente}` });
  const invite = (headers: Record<string, string>, body: unknown = { name: "Íris Libras" }) =>
    fetch(`${story.url}/api/v1/rooms/${story.room.id}/interpreter-pass`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: story.url, ...headers },
      body: JSON.stringify(body),
    });

  async function statusOf(as: string, cookie: string): Promise<number> {
    const url = `${story.url.replace("http", "ws")}/api/v1/rooms/${story.room.id}/socket?as=${as}`;
    const socket = new WebSocket(url, { headers: { cookie } });
    return new Promise((resolve) => {
      socket.on("unexpected-response", (_request, response) => resolve(response.statusCode ?? 0));
      socket.on("open", () => resolve(101));
      socket.on("error", () => {});
    }).finally(() => socket.terminate()) as Promise<number>;
  }

  /** The holder and the agent talk, by clients without a browser. */
  async function callRuns(): Promise<void> {
    for (const [seat, member] of (["agent", "applicant"] as const).entries()) {
      const client = new RoomClient(member);
      clients.push(client);
      await client.join((offer) => story.media.join(story.room.id, member, offer, 1, { seat }));
    }
    talking = setInterval(() => {
      for (const client of clients) client.tick(performance.now());
    }, 5);
  }

  test("an interpreter comes by a pass, is in the media only while the holder is, is recorded and writes", async () => {
    const { ctx, room, agent, url } = story;
    const roomId = room.id;
    assert.equal((await invite({})).status, 401);
    assert.equal((await invite(asAgent(), { name: "" })).status, 422);
    const { url: link } = (await (await invite(asAgent())).json()) as { url: string };
    const path = new URL(link).pathname;
    const context = await browser.newContext({ bypassCSP: true, viewport: { width: 360, height: 740 } });
    await context.grantPermissions(["camera", "microphone"], { origin: url });
    const page = await context.newPage();
    for (const method of ["GET", "HEAD"])
      assert.equal((await fetch(url + path, { method })).status, 200, "a previewer");
    await page.goto(url + path);
    assert.deepEqual(await faultsOf(page), []);
    let letScript = () => {};
    const script = new Promise<void>((resolve) => (letScript = resolve));
    await page.route("**/guest-island*", (route) => script.then(() => route.continue()));
    await page.getByRole("button", { name: "Entrar como intérprete" }).click({ noWaitAfter: true });
    const goIn = page.getByRole("button", { name: "Ingressar agora" });
    await goIn.waitFor();
    assert.ok(await goIn.isDisabled(), "a press that nothing would answer yet is not taken");
    letScript();
    assert.equal(new URL(page.url()).pathname, `/sala/${roomId}/interprete`);
    assert.equal((await fetch(url + path)).status, 404, "a pass opens once");
    assert.deepEqual(await faultsOf(page), []);
    await goIn.click();
    await page.getByText("Esperando o agente admitir o titular.").waitFor();
    assert.deepEqual(await faultsOf(page), []);

    const orderId = room.orderId;
    await enterLobby(ctx, { roomId, orderId, name: "Maria", deviceTest: {} });
    await decideAdmission(ctx, { roomId, agent, outcome: "admitted" });
    await callRuns();
    await page.getByText("Todos veem e ouvem você.").waitFor();
    const heard = () =>
      page.evaluate(() =>
        ["convidado-agente", "convidado-titular"].map(
          (id) => ((document.getElementById(id) as HTMLVideoElement).srcObject as MediaStream | null)?.active ?? false,
        ),
      );
    await until("both lanes", async () => (await heard()).every(Boolean));
    await page.getByLabel("Escreva para os dois").fill("Ela entendeu a pergunta.");
    await page.getByRole("button", { name: "Enviar" }).click();
    await until("the line", async () => (await linesOf(ctx.db, roomId)).some((line) => line.author === "interpreter"));
    await until("three recordings", async () =>
      (await recordingsOf(ctx.db, roomId)).some((piece) => piece.member === "interpreter" && piece.chunks > 2),
    );
    assert.deepEqual(await faultsOf(page), []);
    await takePictures(page, "guest");
    await decideAdmission(ctx, { roomId, agent, outcome: "put-back" });
    await page.getByText("Esperando o agente admitir o titular.").waitFor();
    await context.close();
  });

  test("help that did not come, or comes late, holds nobody up: it is said, the same button helps, and opens", async () => {
    const { url: link } = (await (await invite(asAgent())).json()) as { url: string };
    // The page's own policy holds here: what comes late must be let in by it.
    const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
    await context.grantPermissions(["camera", "microphone"], { origin: story.url });
    const page = await context.newPage();
    await gateDevices(page, { name: "NotAllowedError", message: "Permission denied" });
    const asked: string[] = [];
    const panels = /\/_\/device-panel-island/;
    await page.route(panels, (route) => {
      asked.push(route.request().url());
      return route.abort();
    });
    await page.goto(story.url + new URL(link).pathname);
    await press(page, "Entrar como intérprete");
    await press(page, "Ingressar agora");
    await page.getByText("a internet falhou antes de a ajuda chegar").waitFor();

    await page.unroute(panels);
    await page.route(panels, async (route) => {
      asked.push(route.request().url());
      await new Promise((resolve) => setTimeout(resolve, 3000));
      await route.continue();
    });
    await press(page, "Ingressar agora");
    await page.getByText("A câmera e o microfone estão bloqueados").waitFor();
    await answerDevices(page, "open");
    await press(page, "Ingressar agora");
    await page.getByText("Esperando o agente admitir o titular.").waitFor();
    assert.equal(await page.locator("#convidado-problema").isHidden(), true);
    assert.equal(new Set(asked).size, asked.length, "some browsers keep in mind which address failed");
    await context.close();
  });

  test("a supervisor is somebody else of the AR; strangers and the agent alone get no such seat", async () => {
    const { ctx, agent } = story;
    const manager = async (cpf: string, roles: ("manager" | "agent")[]) => {
      const email = `${cpf}@equipe.example`;
      const password = "outra frase longa e boa";
      const about = { raId: agent.raId, name: "Gestora", cpf: cpf as Cpf, email, roles };
      const { agentId } = await createAgent(ctx, { ...about, by: "installation" });
      const { invitationToken } = await openAgentLink(ctx, { agentId, by: "installation" });
      await acceptInvitation(ctx, { token: invitationToken, password });
      const { token } = await signIn(ctx, { email, password, address: "127.0.0.1" });
      return `confere_agente=${token}`;
    };
    assert.equal(await statusOf("supervisor", await manager("52998224725", ["manager"])), 101);
    assert.equal(await statusOf("supervisor", await manager("39053344705", ["agent"])), 404);
    assert.equal(await statusOf("supervisor", asAgent().cookie), 404);
    assert.equal(await statusOf("interpreter", asAgent().cookie), 404);
    assert.equal(await statusOf("interpreter", "confere_convidado=AAAA"), 404);
  });
});
