import { createHash } from "node:crypto";
import sharp from "sharp";
import { rulePackById } from "../../src/catalog/catalog-reads.ts";
import type { StillKind } from "../../src/contract/room-wire.ts";
import { papersOf } from "../../src/documents/papers/paper-reads.ts";
import { receiveUpload } from "../../src/documents/papers/receive-upload.ts";
import { reviewPaper } from "../../src/documents/papers/review-paper.ts";
import { holderOf } from "../../src/orders/order-principal.ts";
import type { AgentPrincipal, AgentRole } from "../../src/people/agent.ts";
import { createAgent } from "../../src/people/team/create-agent.ts";
import type { Config } from "../../src/platform/settings/config.ts";
import type { Context } from "../../src/platform/settings/context.ts";
import type { Cnpj, Cpf } from "../../src/platform/taxpayer-id.ts";
import { stepStanding } from "../../src/proofing/proofing.ts";
import { proofingJobs } from "../../src/proofing/proofing-jobs.ts";
import { proofingById, roomFacts } from "../../src/proofing/proofing-reads.ts";
import { logReplay } from "../../src/proofing/replay/log-replay.ts";
import { timeLineOf } from "../../src/proofing/replay/time-line.ts";
import { answerQuestion } from "../../src/proofing/script/answer-question.ts";
import { completeStep } from "../../src/proofing/script/complete-step.ts";
import { drawQuestions } from "../../src/proofing/script/draw-questions.ts";
import type { RecordedSegment, RoomMedia } from "../../src/rooms/media-port.ts";
import { noteRecordings } from "../../src/rooms/recordings/note-recordings.ts";
import { recordingsOf } from "../../src/rooms/recordings/recording-reads.ts";
import type { VoidedSession } from "../../src/rooms/room-session.ts";
import { roomsJobs } from "../../src/rooms/rooms-jobs.ts";
import { roomOfOrder } from "../../src/rooms/rooms-reads.ts";
import { decideAdmission } from "../../src/rooms/sitting/decide-admission.ts";
import { enterLobby } from "../../src/rooms/sitting/enter-lobby.ts";
import { giveConsent } from "../../src/rooms/sitting/give-consent.ts";
import { receiveStill } from "../../src/rooms/stills/receive-still.ts";
import { requestStill } from "../../src/rooms/stills/request-still.ts";
import { holdSlot } from "../../src/scheduling/booking/hold-slot.ts";
import { listener, maria, openShop, pay, placedOrder } from "./shop.ts";
import { createWorld, type World } from "./world.ts";

/** Media that "recorded" what the test noted: segments of known bytes, one per member. */
function recordedMedia(started: () => Date, ended: () => Date): RoomMedia {
  const segment = (memberId: string): RecordedSegment => {
    const body = Buffer.from(`webm of ${memberId}`);
    const chunk = createHash("sha256").update(body).digest();
    const head = createHash("sha256").update(Buffer.alloc(32)).update(chunk).digest("hex");
    const about = { memberId, number: 0, bytes: body.length, chunks: 1000, head };
    return {
      ...about,
      startedAt: started(),
      endedAt: ended(),
      quality: "",
      log: `${JSON.stringify({ n: 0, offset: 0, length: body.length, chain: head })}\n`,
      header: Buffer.from("webm "),
      content: async function* () {
        yield body;
      },
    };
  };
  return {
    join: async () => "answer",
    candidate: () => {},
    leave: async () => {},
    closeRoom: async () => [segment("applicant"), segment("agent")],
    removeRoom: async () => {},
    listen: () => () => {},
  };
}

export async function person(ctx: Context, raId: string, cpf: string, roles: AgentRole[]): Promise<AgentPrincipal> {
  const name = `Pessoa ${cpf.slice(0, 3)}`;
  const { agentId: id } = await createAgent(ctx, {
    raId,
    name,
    cpf: cpf as Cpf,
    email: `${cpf}@equipe.example`,
    roles,
    by: "installation",
  });
  return { kind: "agent", id, raId, cpf: cpf as Cpf, name, roles };
}

/** The company that Maria answers for, where its certificate is bought. */
export const bakery = { name: "Padaria Sol", cnpj: "12ABC34501DE35" as Cnpj };

/**
 * A world in which Maria paid, booked and now sits in the room of the AR's only agent, admitted and recorded. With `company` it is
 * the bakery's certificate, and its papers are there too.
 */
export async function openSitting(config: Partial<Config> = {}, { company = false } = {}) {
  const world = await createWorld({ config });
  const { ctx, clock } = world;
  const ear = listener();
  let started = clock.now();
  const media = recordedMedia(
    () => started,
    () => clock.now(),
  );
  const domains = { ...ear.domains, rooms: roomsJobs(media), proofing: proofingJobs };
  const run = () => world.runJobs(domains);
  const shop = await openShop(ctx);
  const agent: AgentPrincipal = {
    kind: "agent",
    id: shop.agentIds[0]!,
    raId: shop.raId,
    cpf: "31690482796" as Cpf,
    name: "Agente 111",
    roles: ["agent"],
  };
  const [productId, data] = company ? [shop.companyId, { ...maria, company: bakery }] : [shop.productId, maria];
  const { orderId, number, accessToken } = await placedOrder(ctx, productId, data, ear, run);
  await receiveUpload(ctx, {
    orderId,
    files: [
      { name: "rg-frente.jpg", content: await jpegOf("#8866aa"), kind: "identity" },
      { name: "rg-verso.jpg", content: await jpegOf("#66aa88"), kind: "identity" },
      ...(company ? [{ name: "contrato-social.jpg", content: await jpegOf("#aa6688"), kind: "company" }] : []),
    ],
    by: holderOf(orderId),
  });
  await holdSlot(ctx, { orderId, startsAt: new Date(clock.now().getTime() + 60 * 60_000), by: holderOf(orderId) });
  await pay(ctx, orderId);
  await run();
  clock.advance({ minutes: 60 });
  await run();
  const room = (await roomOfOrder(ctx.db, orderId))!;
  await enterLobby(ctx, { roomId: room.id, orderId, name: "Maria da Silva", deviceTest: { light: 90 } });
  for (const { id, kind } of await papersOf(ctx.db, orderId)) await acceptPaper(ctx, id, agent, kind ?? "identity");
  const startRecording = async () => {
    started = clock.now();
    await recordUntilNow(ctx, room.id, 1);
  };
  const admit = async () => {
    await decideAdmission(ctx, { roomId: room.id, agent, outcome: "admitted" });
    await startRecording();
  };
  return {
    world,
    ctx,
    clock,
    ear,
    run,
    shop,
    agent,
    orderId,
    number,
    accessToken,
    roomId: room.id,
    media,
    domains,
    admit,
    startRecording,
  };
}

export type Sitting = Awaited<ReturnType<typeof openSitting>> & { world: World };

/** An agent looked at the paper before the call: it serves, as the identity document where nothing else is said. */
export async function acceptPaper(ctx: Context, paperId: string, by: AgentPrincipal, kind = "identity"): Promise<void> {
  await reviewPaper(ctx, { paperId, outcome: "accepted", kind, note: "" }, by);
}

type Side = "applicant" | "agent";

/** The recorder's notes of both sides up to now: one every few seconds, as a recorder that never stood still. */
export async function recordUntilNow(
  ctx: Context,
  roomId: string,
  chunks = 0,
  sides: Side[] = ["applicant", "agent"],
): Promise<void> {
  const now = ctx.clock.now().getTime();
  const known = (await recordingsOf(ctx.db, roomId)).reverse();
  const running = sides.map((member) => ({ member, last: known.find((piece) => piece.member === member) }));
  const from = Math.min(...running.map(({ last }) => last?.until.getTime() ?? now));
  const steps = Math.max(1, Math.ceil((now - from) / 5000));
  for (let step = 1; step <= steps; step++) {
    const notes = running.map(({ member, last }) => {
      const between = (first: number, end: number, at: number) => Math.round(first + ((end - first) * at) / steps);
      const had = last?.chunks ?? 0;
      const written = between(had, Math.max(chunks, had + steps), step);
      const time = (at: number) => new Date(between(last?.until.getTime() ?? now, now, at));
      const about = { roomId, member, segment: last?.segment ?? 0, chunks: written, bytes: written * 1000 };
      const until = time(step);
      const times = { at: until, startedAt: last?.startedAt ?? until, from: time(step - 1), until };
      return { ...about, ...times, head: "00".repeat(32) };
    });
    await noteRecordings(ctx, notes);
  }
}

/** These sides are back after a cut: each has a new segment from now on. Returns the sessions this makes void. */
export async function comeBack(ctx: Context, roomId: string, sides: Side[]): Promise<VoidedSession[]> {
  const at = ctx.clock.now();
  const known = await recordingsOf(ctx.db, roomId);
  const notes = sides.map((member) => {
    const segment = Math.max(-1, ...known.filter((piece) => piece.member === member).map((piece) => piece.segment)) + 1;
    const about = { roomId, member, segment, chunks: 1, bytes: 1000, head: "00".repeat(32) };
    return { ...about, at, startedAt: at, from: at, until: at };
  });
  return noteRecordings(ctx, notes);
}

export async function consent({ ctx, roomId, orderId }: Sitting): Promise<void> {
  await giveConsent(ctx, { roomId, orderId });
}

export const jpegOf = (background: string): Promise<Buffer> =>
  sharp({ create: { width: 640, height: 480, channels: 3, background } })
    .jpeg()
    .toBuffer();

/** The agent asks, the holder's page answers with a picture. */
export async function takeStill({ ctx, roomId, orderId, agent }: Sitting, kind: StillKind): Promise<string> {
  const { nonce } = await requestStill(ctx, { roomId, agent, kind });
  const background = kind === "face" ? "#aa8866" : kind === "document-front" ? "#228844" : "#224488";
  const jpeg = await jpegOf(background);
  const still = await receiveStill(ctx, { roomId, orderId, nonce, jpeg });
  return still.id;
}

/** Walks what is not done yet of the rule pack's script; ends with everything an approval needs, or before a step of kind `until`. */
export async function walkScript(sitting: Sitting, proofingId: string, until?: "questions"): Promise<void> {
  const { ctx, clock, agent: by, roomId } = sitting;
  const proofing = (await proofingById(ctx.db, proofingId))!;
  const { content } = (await rulePackById(ctx.db, proofing.rulePackId))!;
  const { session } = await roomFacts(ctx.db, roomId);
  for (const step of content.script.steps.filter((each) => !stepStanding(content, proofing, each, session))) {
    if (step.kind === until) return;
    clock.advance({ seconds: 40 });
    await recordUntilNow(ctx, roomId);
    const done = { proofingId, step: step.key, by };
    if (step.kind === "consent") {
      await consent(sitting);
      await completeStep(ctx, { ...done, claim: { spoken: true } });
    } else if (step.kind === "still")
      await completeStep(ctx, { ...done, claim: { stillId: await takeStill(sitting, step.still) } });
    else if (step.kind === "checklist") await completeStep(ctx, { ...done, claim: { checks: step.checks } });
    else {
      await drawQuestions(ctx, { proofingId, by });
      for (const { position } of (await proofingById(ctx.db, proofingId))!.questions)
        await answerQuestion(ctx, { proofingId, position, outcome: "right", by });
    }
  }
}

/** The verifier watches the sitting from end to end at the speed of life. The list that an approval then ticks. */
export async function watchAll(
  { ctx, clock, roomId }: Pick<Sitting, "ctx" | "clock" | "roomId">,
  proofingId: string,
  by: Sitting["agent"],
): Promise<string[]> {
  const { lengthMs } = timeLineOf((await roomFacts(ctx.db, roomId)).recordings)!;
  for (let fromMs = 0; fromMs < lengthMs; fromMs += 20_000) {
    clock.advance({ seconds: 20 });
    await logReplay(ctx, { proofingId, span: { fromMs, toMs: Math.min(lengthMs, fromMs + 20_000) }, rate: 1, by });
  }
  const proofing = (await proofingById(ctx.db, proofingId))!;
  return (await rulePackById(ctx.db, proofing.rulePackId))!.content.verification.checks;
}
