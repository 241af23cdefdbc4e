import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { readChain } from "../../../src/audit/audit-reads.ts";
import { copyRecording } from "../../../src/dossiers/copy-recording.ts";
import type { NewItem } from "../../../src/dossiers/dossier.ts";
import { addItems } from "../../../src/dossiers/dossier-store.ts";
import { openDossier } from "../../../src/dossiers/open-dossier.ts";
import { videoCopy } from "../../../src/dossiers/video-copy.ts";
import { signInPages } from "../../../src/faces/desk/account/sign-in-pages.ts";
import { openDoor } from "../../../src/faces/door.ts";
import { officePages } from "../../../src/faces/office/office-pages.ts";
import { installationSeal } from "../../../src/issuance/seals/installation-seal.ts";
import { acceptInvitation } from "../../../src/people/sign-in/accept-invitation.ts";
import { createAgent } from "../../../src/people/team/create-agent.ts";
import { transact } from "../../../src/platform/database.ts";
import { Failure } from "../../../src/platform/failures/failure.ts";
import { readConfig } from "../../../src/platform/settings/config.ts";
import type { Context } from "../../../src/platform/settings/context.ts";
import { parseCpf } from "../../../src/platform/taxpayer-id.ts";
import { ours } from "../../kit/authorities.ts";
import { listener, maria, openShop, placedOrder } from "../../kit/shop.ts";
import { person } from "../../kit/sitting.ts";
import { visitor } from "../../kit/visitor.ts";
import { createWorld } from "../../kit/world.ts";

// The copy is judged by ffprobe; the recording is made by ffmpeg as the recorder does: VP8 and Opus, no length in its head.

let folder: string;
let webm: Buffer;

before(() => {
  folder = mkdtempSync(join(tmpdir(), "confere-video-"));
  const file = join(folder, "recording.webm");
  const sources = ["-f", "lavfi", "-i", "testsrc=size=321x241:rate=15", "-f", "lavfi", "-i", "sine=frequency=440"];
  const form = ["-t", "3", "-c:v", "libvpx", "-b:v", "300k", "-c:a", "libopus", "-live", "1"];
  execFileSync("ffmpeg", ["-v", "error", "-y", ...sources, ...form, file]);
  webm = readFileSync(file);
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** As the product finds it; the tests bring it. */
const ffmpeg = readConfig(process.env).ffmpeg!;

async function openRecorded(content: Buffer) {
  const world = await createWorld({ config: { ffmpeg } });
  const { ctx } = world;
  const ear = listener();
  const shop = await openShop(ctx);
  const { orderId } = await placedOrder(ctx, shop.productId, maria, ear, () => world.runJobs(ear.domains));
  const item = async (kind: string, name: string, mediaType: string, bytes: Buffer): Promise<NewItem> => ({
    kind,
    name,
    mediaType,
    about: {},
    ...(await ctx.blobs.put(orderId, bytes)),
  });
  const items = [
    await item("recording", "applicant-0.webm", "video/webm", content),
    await item("order", "pedido.json", "application/json", Buffer.from("{}")),
  ];
  await transact(ctx.db, (tx) => addItems(tx, orderId, items, ctx.clock.now()));
  const auditor = await person(ctx, shop.raId, "98765432100", ["auditor"]);
  return { world, ctx, shop, orderId, auditor };
}

const code = (wanted: string) => (error: unknown) => error instanceof Failure && error.code === wanted;

async function whole(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of content) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function* once(content: Buffer): AsyncGenerator<Uint8Array> {
  yield content;
}

test("an auditor with a purpose takes an MP4 that ffprobe reads; it is kept in the trail; the recording is as it was", async () => {
  const { world, ctx, orderId, auditor } = await openRecorded(webm);
  await using _ = world;
  await assert.rejects(copyRecording(ctx, { orderId, position: 1, by: auditor }), code("dossier-closed"));
  await openDossier(ctx, { orderId, purpose: "ofício 12", by: auditor });
  const { fileName, content } = await copyRecording(ctx, { orderId, position: 1, by: auditor });
  assert.equal(fileName, "001-recording-applicant-0.mp4");
  const file = join(folder, fileName);
  writeFileSync(file, await whole(content));
  const asked = ["-show_entries", "stream=codec_name,width,height,pix_fmt:format=duration,format_name", "-of", "json"];
  const { streams, format } = JSON.parse(execFileSync("ffprobe", ["-v", "error", ...asked, file]).toString());
  assert.deepEqual(streams.map((stream: { codec_name: string }) => stream.codec_name).sort(), ["aac", "h264"]);
  const picture = streams.find((stream: { codec_name: string }) => stream.codec_name === "h264");
  assert.deepEqual([picture.width, picture.height, picture.pix_fmt], [322, 242, "yuv420p"]);
  assert.match(format.format_name, /mp4/);
  assert.ok(Math.abs(Number(format.duration) - 3) < 0.3, `${format.duration} s`);
  assert.equal(execFileSync("ffmpeg", ["-v", "error", "-i", file, "-f", "null", "-"]).toString(), "");

  const acts = (await readChain(ctx.db, `order:${orderId}`)).filter(({ act }) => act === "recording.copied");
  assert.equal(acts.length, 1);
  assert.equal(acts[0]!.details["item"], "001-recording-applicant-0.webm");
  const kept = String(acts[0]!.details["sha256"]);
  assert.deepEqual(await ctx.blobs.read(orderId, kept), webm);
});

test("a picture that grew while the call ran is copied at its largest, and one that was turned stands whole in the middle", async () => {
  // Two recordings of other sizes, joined as the recorder goes on in one file: header, then the clusters of each.
  const made = (size: string, from: number) => {
    const file = join(folder, `${size}.webm`);
    const sources = ["-f", "lavfi", "-i", `testsrc=size=${size}:rate=15:duration=1`, "-c:v", "libvpx", "-an"];
    execFileSync("ffmpeg", [
      "-v",
      "error",
      "-y",
      ...sources,
      "-b:v",
      "300k",
      "-output_ts_offset",
      String(from),
      "-live",
      "1",
      file,
    ]);
    return readFileSync(file);
  };
  const cluster = Buffer.from("1f43b675", "hex");
  const [small, large, turned] = [made("568x320", 0), made("1280x720", 1), made("320x568", 2)];
  const grown = Buffer.concat([small, ...[large, turned].map((one) => one.subarray(one.indexOf(cluster)))]);
  // Pieces as storage gives them, some of them cutting a head in two.
  async function* inPieces() {
    for (let at = 0; at < grown.length; at += 1021) yield grown.subarray(at, at + 1021);
  }
  const file = join(folder, "grown.mp4");
  writeFileSync(file, await whole(videoCopy(ffmpeg, inPieces)));
  const asked = ["-v", "error", "-show_entries", "frame=width,height", "-select_streams", "v", "-of", "csv=p=0", file];
  const lines = execFileSync("ffprobe", asked).toString().split("\n").filter(Boolean);
  assert.ok(lines.length >= 30, `${lines.length} pictures`);
  assert.deepEqual([...new Set(lines.map((line) => line.replace(/,$/, "")))], ["1280,720"]);
});

test("refused: without right or purpose, after an hour, for what is no recording, and where there is no ffmpeg", async () => {
  const { world, ctx, shop, orderId, auditor } = await openRecorded(webm);
  await using _ = world;
  const agent = await person(ctx, shop.raId, "39053344705", ["agent"]);
  const copy = (position: number, by = auditor) => copyRecording(ctx, { orderId, position, by });
  await assert.rejects(copy(1, agent), code("not-allowed"));
  await openDossier(ctx, { orderId, purpose: "auditoria anual", by: auditor });
  await assert.rejects(copy(2), code("not-found"));
  await assert.rejects(copy(9), code("not-found"));
  const without = { ...ctx, config: { ...ctx.config, ffmpeg: undefined } };
  await assert.rejects(copyRecording(without, { orderId, position: 1, by: auditor }), code("video-copy-unavailable"));
  const running = [await copy(1), await copy(1)];
  for (const { content } of running) await content.next();
  await assert.rejects(copy(1), code("video-copy-busy"));
  for (const { content } of running) await content.return(undefined);
  await (await copy(1)).content.return(undefined);
  world.clock.advance({ minutes: 61 });
  await assert.rejects(copy(1), code("dossier-closed"));
  assert.equal(readConfig({ PATH: folder }).ffmpeg, undefined);
  assert.equal(readConfig({ PATH: folder, FFMPEG: "/opt/ffmpeg" }).ffmpeg, "/opt/ffmpeg");
});

test("the dossier's page offers the copy, says which of the two is the proof, and says plainly where none can be made", async () => {
  const { world, ctx, shop, orderId } = await openRecorded(webm);
  await using _ = world;
  const email = "auditora@ar.example";
  const { invitationToken } = await createAgent(ctx, {
    raId: shop.raId,
    name: "Auditora",
    cpf: parseCpf("390.533.447-05")!,
    email,
    roles: ["auditor"],
    by: "installation",
  });
  const password = "correto cavalo bateria grampo";
  await acceptInvitation(ctx, { token: invitationToken, password });
  const base = `/office/dossies/${orderId}`;
  const enter = async (context: Context) => {
    const app = await openDoor(context, [
      (scope) => signInPages(scope, { ctx: context }),
      (scope) => officePages(scope, { ctx: context, signer: installationSeal, authorities: ours }),
    ]);
    const auditor = visitor(app);
    await auditor.open("/desk/entrar");
    await auditor.send("/desk/entrar", { email, password });
    return { app, auditor };
  };
  const { app, auditor } = await enter(ctx);
  assert.equal((await auditor.request("POST", `${base}/itens/1/copia`)).status, 403);
  await auditor.open(base);
  await auditor.send(`${base}/abertura`, { purpose: "Auditoria de novembro" });
  // What a stranger sent opens as it came, without a right to do anything under our address.
  for (const position of [1, 2]) {
    const item = await app.inject({ url: `${base}/itens/${position}`, headers: { cookie: auditor.cookie() } });
    assert.equal(item.statusCode, 200);
    assert.match(String(item.headers["content-security-policy"]), /^default-src 'none';.*; sandbox$/);
  }
  assert.match(auditor.page.text, /A gravação em WebM é a prova/);
  assert.match(auditor.page.text, /O MP4 é só uma cópia/);
  assert.equal(auditor.page.text.match(/Cópia em MP4</g)?.length, 1);
  const { headers, rawPayload } = await app.inject({
    method: "POST",
    url: `${base}/itens/1/copia`,
    headers: { cookie: auditor.cookie() },
  });
  assert.equal(headers["content-type"], "video/mp4");
  assert.equal(headers["content-disposition"], 'attachment; filename="001-recording-applicant-0.mp4"');
  assert.equal(rawPayload.subarray(4, 8).toString(), "ftyp");
  await app.close();

  const without = await enter({ ...ctx, config: { ...ctx.config, ffmpeg: undefined } });
  await without.auditor.open(base);
  assert.match(without.auditor.page.text, /este servidor não tem o programa ffmpeg/);
  assert.doesNotMatch(without.auditor.page.text, /Cópia em MP4</);
  await without.app.close();
});

test("what is no recording breaks the download; what takes too long is ended; who leaves leaves nothing running", async () => {
  await assert.rejects(whole(videoCopy(ffmpeg, () => once(Buffer.from("no film")))), /could not copy/);
  await assert.rejects(whole(videoCopy(ffmpeg, () => once(webm.subarray(0, 400)))), /could not copy/);
  // A program that only says its number and waits stands in for one that hangs.
  const slow = join(folder, "slow");
  writeFileSync(slow, `#!/bin/sh\necho $$\nexec sleep 60\n`);
  chmodSync(slow, 0o755);
  chmodSync(folder, 0o755);
  const isGone = async (pid: number) => {
    for (let tries = 0; tries < 50; tries++) {
      try {
        process.kill(pid, 0);
      } catch {
        return true;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return false;
  };
  const begun = Date.now();
  await assert.rejects(whole(videoCopy(slow, () => once(webm), 500)), /SIGKILL/);
  assert.ok(Date.now() - begun < 5000);
  const left = videoCopy(slow, () => once(webm));
  const { value } = await left.next();
  await left.return(undefined);
  assert.equal(await isGone(Number(String(value))), true);
  await assert.rejects(whole(videoCopy(join(folder, "absent"), () => once(webm))), /ENOENT/);
});
