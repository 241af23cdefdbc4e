import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { roomPages } from "../../../src/faces/applicant/room/room-pages.ts";
import { openDoor } from "../../../src/faces/door.ts";
import { validateProofing } from "../../../src/proofing/decision/validate-proofing.ts";
import { verifyProofing } from "../../../src/proofing/decision/verify-proofing.ts";
import { reasonOf } from "../../../src/proofing/reason-catalogue.ts";
import { startProofing } from "../../../src/proofing/script/start-proofing.ts";
import { closeRoom } from "../../../src/rooms/sitting/close-room.ts";
import { openSitting, person, recordUntilNow, type Sitting, walkScript, watchAll } from "../../kit/sitting.ts";
import { launchChromium } from "../kit/chromium.ts";
import { faultsOf, takePictures } from "../kit/room-faults.ts";

type Look = (title: string, words: RegExp, button: string) => Promise<void>;

describe("how the room ends for the holder: what happened, what comes next, one way on", () => {
  let browser: Browser;

  before(async () => {
    browser = await launchChromium();
  });
  after(() => browser?.close());

  /** A sitting and the holder's page of its room; `look` opens the page anew and reads it. */
  async function withRoom(story: (sitting: Sitting, look: Look) => Promise<void>): Promise<void> {
    const sitting = await openSitting();
    const { ctx, number, accessToken } = sitting;
    const door = await openDoor(ctx, [(app) => roomPages(app, { ctx })]);
    await door.listen({ host: "127.0.0.1", port: 0 });
    const url = `http://localhost:${(door.server.address() as AddressInfo).port}`;
    const context = await browser.newContext({ viewport: { width: 360, height: 740 }, bypassCSP: true });
    await context.addCookies([{ name: "confere_pedido", value: accessToken, url }]);
    const page: Page = await context.newPage();
    try {
      await story(sitting, async (title, words, button) => {
        await page.goto(`${url}/pedido/${number}/sala`);
        await page.getByRole("heading", { level: 1, name: title }).waitFor();
        assert.match((await page.locator("#sala").textContent())!, words);
        assert.equal(await page.locator("#sala .button:visible").count(), 1, "one way on");
        await page.getByRole("link", { name: button }).waitFor();
        assert.deepEqual(await faultsOf(page), []);
        await takePictures(page, `room-end-${button}-${title}`.toLowerCase().replaceAll(/\W+/g, "-"));
      });
    } finally {
      await context.close();
      await door.close();
      await sitting.world.close();
    }
  }

  test("approved by the agent, it waits for the second person; confirmed, it leads to the issuance", async () => {
    await withRoom(async (sitting, look) => {
      const { ctx, clock, roomId, agent, run, shop } = sitting;
      const { proofingId } = await startProofing(ctx, { roomId, by: agent });
      await sitting.admit();
      await walkScript(sitting, proofingId);
      clock.advance({ seconds: 1 });
      await recordUntilNow(ctx, roomId, 900);
      const approve = { proofingId, outcome: "approved" as const, reason: "", note: "" };
      await validateProofing(ctx, { ...approve, by: agent });
      await closeRoom(ctx, { roomId, by: agent, reason: "attended" });
      await run();
      await look("A videoconferência terminou", /Uma segunda pessoa confere a gravação/, "Ver meu pedido");
      const verifier = await person(ctx, shop.raId, "98765432100", ["verifier"]);
      const checks = await watchAll(sitting, proofingId, verifier);
      await verifyProofing(ctx, { ...approve, checks, by: verifier });
      await look("Sua identidade foi confirmada", /emissão do certificado/, "Ver meu pedido");
    });
  });

  for (const [outcome, reason] of [
    ["pending", "line-bad"],
    ["refused", "not-the-holder"],
  ] as const)
    test(`${outcome}: the very words of the reason and the cure`, async () => {
      await withRoom(async ({ ctx, roomId, agent, run, admit }, look) => {
        const { proofingId } = await startProofing(ctx, { roomId, by: agent });
        await admit();
        await validateProofing(ctx, { proofingId, outcome, reason, note: "só para a AR", by: agent });
        await closeRoom(ctx, { roomId, by: agent, reason: "attended" });
        await run();
        const { holder, cure } = reasonOf(reason)!;
        await look("Ainda não foi desta vez", new RegExp(`${escaped(holder)}.*${escaped(cure)}`), "Ver meu pedido");
      });
    });

  test("nobody came: another time, without paying again", async () => {
    await withRoom(async ({ ctx, roomId, run }, look) => {
      await closeRoom(ctx, { roomId, by: "system", reason: "nobody-came" });
      await run();
      await look("A sala fechou sem atendimento", /Você não paga de novo/, "Escolher outro horário");
    });
  });
});

const escaped = (words: string) => words.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
