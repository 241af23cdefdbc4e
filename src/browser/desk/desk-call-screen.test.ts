import assert from "node:assert/strict";
import { test } from "node:test";
import type { RoomPicture, ServerMessage } from "../../contract/room-wire.ts";
import {
  answered,
  type DeskCallState,
  firstState,
  newsOfProof,
  newsOfRoom,
  screenOf,
  withLine,
  withLink,
  withPanes,
  withProof,
} from "./desk-call-screen.ts";

const now = Date.parse("2026-11-28T17:00:00.000Z");
const at = (seconds: number) => new Date(now + seconds * 1000).toISOString();

const room: RoomPicture = {
  state: "in-session",
  now: at(0),
  startsAt: at(-600),
  opensAt: at(-1500),
  applicant: { name: "Maria Titular", connected: true, place: "admitted" },
  agent: { name: "Ana Agente", connected: true, inCall: true, late: false, busy: false },
  camera: { connected: false },
  devices: {},
  pause: null,
  others: [],
  refusal: null,
  consentAt: at(-300),
  recorded: true,
  session: 1,
  step: null,
};
const admission = { place: "admitted", admittedAt: at(-125) };
const proof = {
  type: "recording",
  ok: true,
  bytes: 2_000_000,
  head: "",
  at: null,
  silentMs: 0,
  limitMs: 5000,
  broken: false,
} as const;
const line = { type: "line", of: "applicant", imageOut: true, soundOut: true, imageIn: true, soundIn: true } as const;
const first = firstState(admission, false, now + 600_000, { lines: 720, frames: 15 });
const well: DeskCallState = {
  ...first,
  picture: room,
  link: "open",
  call: "connected",
  hasDevices: true,
  ...withProof(first, proof, now),
  line,
};

const screen = (change: Partial<DeskCallState> = {}, seconds = 0) =>
  screenOf({ ...well, ...change }, now + seconds * 1000);
const bar = (change: Partial<DeskCallState> = {}, seconds = 0) => {
  const { recording, line: words } = screen(change, seconds);
  return [recording.state, recording.words, words];
};
const proved = (change: Partial<Extract<ServerMessage, { type: "recording" }>>, state = well) =>
  withProof(state, { ...proof, ...change }, now);
const lined = (change: Partial<Extract<ServerMessage, { type: "line" }>>) =>
  withLine(well, { ...line, ...change }, now);

test("the bar says what was proved, and what the line is like", () => {
  assert.deepEqual(bar(), ["on", "Gravando, 2,0 MB", "boa"]);
  assert.deepEqual(bar({ proof: undefined, line: undefined }), ["idle", "Sem gravação", "–"]);
  assert.deepEqual(bar(proved({ bytes: 0 })), ["idle", "Gravação começando", "boa"]);
  assert.deepEqual(bar(proved({ bytes: 7300 })), ["on", "Gravando, 7 kB", "boa"]);
});

test("the recording is silent: for how long, how long it may be, and that it was for too long; the line's word is old then", () => {
  const silent = { ok: false, silentMs: 4200 };
  assert.deepEqual(bar(proved(silent)), ["alarm", "Gravação parada há 4 s (até 5 s vale)", "sem sinal"]);
  assert.deepEqual(bar(proved({ ...silent, broken: true })), [
    "alarm",
    "Gravação parada há 4 s, passou do limite",
    "sem sinal",
  ]);
  const state = { ...well, ...proved(silent) };
  assert.equal(screenOf({ ...state, ...withLine(state, line, now) }, now).line, "boa", "the holder's page said better");
});

test("a server that says nothing proves nothing: the bar stops saying that it records", () => {
  assert.deepEqual(bar({}, 4), ["on", "Gravando, 2,0 MB", "boa"]);
  assert.deepEqual(bar({}, 6), ["alarm", "Sem notícia da gravação há 6 s", "sem sinal do servidor"]);
  const lobby = { admission: { place: "waiting" } };
  assert.deepEqual(
    bar(lobby, 60),
    ["on", "Gravando, 2,0 MB", "boa"],
    "in the lobby nothing is recorded, and nothing missed",
  );
});

test("the line to the server fell: what was known of the holder's line is gone, and the proof counts anew when it is back", () => {
  const lost = withLink(well, "lost");
  assert.deepEqual(bar(lost), ["on", "Gravando, 2,0 MB", "sem sinal do servidor"]);
  assert.equal(lost.asked!.isGrowing, undefined);
  const state = { ...well, ...lost };
  assert.deepEqual(bar({ ...state, ...withLink(state, "open") }), ["on", "Gravando, 2,0 MB", "–"]);
});

test("each line of the holder has its words", () => {
  const words = (change: Parameters<typeof lined>[0], seconds = 0) => screen(lined(change), seconds).line;
  assert.equal(words({ thin: true, imageOut: false }), "muito fraca: voz e foto a cada 2 s");
  assert.equal(words({ imageOut: false, soundOut: false }), "titular sem imagem");
  assert.equal(words({ soundOut: false }), "titular sem som");
  assert.equal(words({ lossPercent: 6 }), "fraca");
  assert.equal(words({ roundTripMs: 401 }), "fraca");
  assert.equal(words({ transport: "tcp" }), "boa, por TCP (rede bloqueia UDP)");
  const justIn = { admission: { place: "admitted", admittedAt: at(0) }, ...lined({ imageOut: false }) };
  assert.equal(screen(justIn, 4).line, "conectando");
  const provedSince = withProof(well, proof, now + 5000).proof;
  assert.equal(screen({ ...justIn, proof: provedSince }, 5).line, "titular sem imagem");
});

test("a second window, and another agent, have the call: over everything, no camera, no proof, until it is taken back", () => {
  const closed = { ...well, ...withLink(well, "closed") };
  const { elsewhere, call, asksCamera, showsOwn, awaited } = screenOf({ ...closed, hasDevices: false }, now);
  assert.deepEqual([elsewhere, call, asksCamera, showsOwn, awaited], ["other-window", "", false, false, ""]);
  assert.deepEqual(bar(closed, 60), ["idle", "A gravação segue na outra janela", "–"]);
  assert.equal(screen({ ...closed, passedOn: true }).elsewhere, "passed-on");
  assert.deepEqual(bar({ ...closed, passedOn: true }), ["idle", "Outro agente atende", "–"]);
  const back = { ...closed, hasDevices: false, call: "idle", link: "opening" } as const;
  assert.deepEqual([screen(back).elsewhere, screen(back).asksCamera], ["", true]);
});

test("the end: what was recorded stands, the rest goes, whatever is heard afterwards", () => {
  const over = { ...well, ...withPanes(well, { ...admission, place: "ended", closedAt: at(-5) }) };
  const { isOver, call, showsOwn, asksCamera, clock, devices, below } = screen(over, 60);
  assert.deepEqual(
    [isOver, call, showsOwn, asksCamera, clock, devices, below],
    [true, "A chamada terminou. Sua câmera e seu microfone estão desligados.", false, false, "02:00", "", ""],
  );
  assert.deepEqual(bar(over, 60).slice(0, 2), ["idle", "Gravação encerrada, 2,0 MB"]);
  const restarted = { ...over, ...withProof(over, { ...proof, bytes: 0 }, now) };
  assert.equal(
    screen(restarted).recording.words,
    "Gravação encerrada, 2,0 MB",
    "a server that began anew counts from 0",
  );
  assert.equal(screen({ ...over, size: "" }).recording.words, "Chamada encerrada");
  assert.equal(screen({ ...over, ...withLink(over, "closed") }).elsewhere, "");
  assert.equal(withPanes(over, admission).isOver, true, "an older pane does not open it again");
  assert.equal(firstState({ place: "ended" }, false, now, { lines: 1, frames: 1 }).isOver, true);
});

test("over the picture: from the camera that is off to the call that stands, and its loss", () => {
  const call = (change: Partial<DeskCallState>) => screen(change).call;
  assert.equal(call({ call: "idle", hasDevices: false }), "Sua câmera está desligada.");
  assert.match(call({ call: "idle", hasDevices: false, isOpening: true }), /^Abrindo/);
  assert.equal(call({ call: "idle" }), "Câmera ligada. Admita o titular para começar.");
  assert.equal(call({ call: "connecting" }), "Conectando…");
  assert.equal(call({}), "");
  assert.equal(call({ call: "lost" }), "A conexão caiu. Voltando sozinha…");
  assert.deepEqual([screen().asksCamera, screen().showsOwn], [false, true]);
  assert.deepEqual([screen({ hasDevices: false }).asksCamera, screen({ hasDevices: false }).showsOwn], [true, false]);
});

test("paused neither sound nor picture of the agent goes out; afterwards as the buttons say", () => {
  const paused = { picture: { ...room, pause: { reason: "Um minuto.", since: at(0) } } };
  assert.deepEqual(screen(paused).isSilenced, { audio: true, video: true });
  assert.deepEqual(screen(paused).muted, { audio: false, video: false });
  assert.deepEqual(screen({ muted: { audio: true, video: false } }).isSilenced, { audio: true, video: false });
});

test("the clock runs from the admission, and says when the next holder's hour has come", () => {
  assert.deepEqual([screen().clock, screen().isOverrun], ["02:05", false]);
  assert.equal(screen({}, 600).isOverrun, true);
  assert.deepEqual(screen({ admission: { place: "waiting" } }, 600).isOverrun, false);
  assert.equal(screen({ admission: { place: "waiting" } }).clock, "00:00");
});

test("the holder's devices, a small picture, an interpreter who is not in the call yet", () => {
  const stopped = { picture: { ...room, devices: { applicant: { camera: "stopped", microphone: "live" } } as const } };
  assert.equal(screen(stopped).devices, "A câmera de Maria parou.");
  const small = lined({ lines: 480, frames: 30 });
  assert.equal(screen(small, 4).below, "");
  assert.match(screen(small, 5).below, /480 linhas/);
  const guest = { picture: { ...room, others: [{ member: "interpreter", name: "Íris" } as const] } };
  assert.equal(screen(guest).interpreter, "Íris");
  assert.match(screen(guest).awaited, /^Íris está na página do intérprete/);
  const silent = [{ hasGuestStream: true }, { link: "closed" }, { isOver: true }] as const;
  for (const change of silent) assert.equal(screen({ ...guest, ...change }).awaited, "", JSON.stringify(change));
});

test("why a press did nothing stays to be read while the panes come anew, and goes with the next press or when it is old", () => {
  const refused = { ...well, ...answered("O titular não está sendo gravado agora.", now) };
  const read = { ...refused, ...withPanes(refused, admission) };
  assert.equal(screen(read, 15).complaint, "O titular não está sendo gravado agora.");
  assert.equal(screen(read, 20).complaint, "");
  assert.equal(screen({ ...read, ...answered("A foto não saiu.", now + 15_000) }, 30).complaint, "A foto não saiu.");
  assert.equal(screen({ complaint: { words: "A câmera não abriu." } }, 3600).complaint, "A câmera não abriu.");
});

test("a page that could not be read is spoken of until one could, a press that waits for the line until it is back", () => {
  const unread: DeskCallState = { ...well, complaint: { words: "Sem conexão com o servidor.", ends: "read" } };
  assert.equal(screen({ ...unread, ...withLink(unread, "open") }).complaint, "Sem conexão com o servidor.");
  assert.equal(screen({ ...unread, ...withPanes(unread, admission) }).complaint, "");
  const waits: DeskCallState = { ...well, complaint: { words: "Sem conexão com a sala.", ends: "open" } };
  assert.equal(screen({ ...waits, ...withPanes(waits, admission) }).complaint, "Sem conexão com a sala.");
  assert.equal(screen({ ...waits, ...withLink(waits, "open") }).complaint, "");
});

test("the panes are asked for once for each thing that makes them old", () => {
  const known = { ...well, asked: { ...well.asked, place: "admitted", consentAt: room.consentAt, isRecorded: true } };
  assert.equal(newsOfRoom(known, room), undefined);
  const changes: Partial<RoomPicture>[] = [
    { applicant: { ...room.applicant, place: "waiting" } },
    { state: "ended" },
    { consentAt: at(0) },
    { consentAt: null },
    { pause: { reason: "Um minuto.", since: at(0) } },
    { recorded: false },
  ];
  for (const change of changes) {
    const picture = { ...room, ...change };
    const asked = newsOfRoom(known, picture)!;
    assert.ok(asked, JSON.stringify(change));
    assert.equal(newsOfRoom({ ...known, asked }, picture), undefined);
  }
  const inLobby = { ...known, asked: { ...known.asked, place: "waiting" } };
  assert.ok(newsOfRoom(inLobby, room));
  const swapped = { ...inLobby, ...withPanes(inLobby, admission) };
  assert.equal(newsOfRoom(swapped, room), undefined, "the own press brought it already");
});

test("the decision's pane follows the proof: stopped, growing again, past the limit, and again where it says otherwise", () => {
  const growing = { ...well, asked: { ...well.asked, isGrowing: true, at: now - 10_000 } };
  const news = (state: DeskCallState, change: Partial<typeof proof> | { ok: boolean }, isFaulty: boolean, later = 0) =>
    newsOfProof(state, { ...proof, ...change }, isFaulty, now + later);
  assert.equal(news(growing, {}, false), undefined);
  const stopped = news(growing, { ok: false }, false)!;
  assert.deepEqual([stopped.isLater, stopped.asked.isGrowing, stopped.asked.at], [true, false, now]);
  const silent = { ...growing, asked: stopped.asked };
  assert.equal(news(silent, { ok: false }, false, 3000), undefined, "the server's own note takes a moment");
  assert.equal(news(silent, { ok: false }, false, 3001)?.isLater, true);
  assert.equal(news(silent, { ok: false }, true, 60_000), undefined);
  const broken = newsOfProof(silent, { ...proof, ok: false, broken: true }, true, now)!;
  assert.deepEqual([broken.isLater, broken.asked.isBroken, broken.asked.at], [false, true, now]);
  assert.equal(
    news({ ...well, asked: { ...well.asked, isGrowing: undefined } }, {}, false)?.isLater,
    true,
    "the first proof",
  );
});
