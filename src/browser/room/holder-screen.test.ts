import assert from "node:assert/strict";
import { test } from "node:test";
import type { RoomPicture } from "../../contract/room-wire.ts";
import { firstState, type HolderState, isCalled, refusalMs, screenOf, withPicture } from "./holder-screen.ts";

const now = Date.parse("2026-11-28T17:00:00.000Z");
const at = (minutes: number) => new Date(now + minutes * 60_000).toISOString();

const room: RoomPicture = {
  state: "in-session",
  now: at(0),
  startsAt: at(0),
  opensAt: at(-15),
  applicant: { name: "Maria", connected: true, place: "admitted" },
  agent: { name: "Ana Agente", connected: true, inCall: true, late: false, busy: false },
  camera: { connected: false },
  devices: {},
  pause: null,
  others: [],
  refusal: null,
  consentAt: at(-1),
  recorded: true,
  session: 1,
  step: { number: 2, total: 7, title: "Pessoa e ambiente", text: "Mostre o ambiente." },
};
const ticks = { imageOut: true, soundOut: true, imageIn: true, soundIn: true };
const inCall: HolderState = {
  ...firstState,
  picture: room,
  link: "open",
  call: "connected",
  ticks,
  hasDevices: true,
  isTested: true,
  met: "Ana Agente",
};
const place = (name: RoomPicture["applicant"]["place"]) => ({ ...room.applicant, place: name });
const open: RoomPicture = { ...room, state: "open", applicant: place("none"), consentAt: null, step: null };
const pause = { reason: "Um minuto.", since: at(0) };
const agent = (change: Partial<RoomPicture["agent"]>) => ({ ...room.agent, ...change });

/** The screen of the call, or of whatever `change` says of it. */
const screen = (change: Partial<HolderState> = {}, picture: Partial<RoomPicture> = {}, later = 0) =>
  screenOf({ ...inCall, picture: { ...room, ...picture }, ...change }, now + later)!;
/** Every line that stands above the picture, the warning first. */
const above = (...given: Parameters<typeof screen>) => {
  const { warning, notices } = screen(...given);
  return [warning, ...Object.values(notices ?? {}).map(({ words }) => words)].filter(Boolean);
};

test("each state has its screen and title", () => {
  const early: RoomPicture = { ...open, state: "early", startsAt: at(60), opensAt: at(45) };
  const without = { hasDevices: false, isTested: false };
  const cases: [name: string, title: RegExp, change: Partial<HolderState>][] = [
    ["early", /é às 15h\. A sala abre às 14h45\.$/, { ...without, picture: early }],
    ["start", /^Vamos testar/, { ...without, picture: early, asksStart: true }],
    ["start", /^Vamos testar/, { ...without, picture: open }],
    ["start", /^Vamos testar/, { ...without, picture: undefined, asksStart: true }],
    ["start", /^Volte à sala$/, { ...without, picture: { ...open, applicant: place("waiting") } }],
    ["start", /^Volte à sala$/, { ...without, picture: room }],
    ["check", /^Vamos testar/, { isTested: false, picture: open }],
    ["check", /^Tudo certo$/, { picture: open }],
    ["check", /^Você entra sozinho$/, { picture: early, wishes: true }],
    ["waiting", /^Você é o próximo$/, { picture: { ...open, applicant: place("waiting") } }],
    [
      "waiting",
      /^O agente se atrasou$/,
      { picture: { ...open, applicant: place("waiting"), agent: agent({ late: true }) } },
    ],
    [
      "waiting",
      /^O agente não pôde admitir/,
      { picture: { ...open, applicant: place("refused"), refusal: "Tire o boné." } },
    ],
    ["waiting", /^Você saiu da chamada$/, { left: true }],
    ["call", /^O agente está chamando você$/, { call: "idle" }],
    ["call", /^O agente está chamando você$/, { call: "connecting" }],
    ["call", /^2 de 7 · Pessoa e ambiente$/, {}],
    ["call", /^2 de 7 · Pessoa e ambiente$/, { call: "lost" }],
    ["call", /^2 de 7 · Pessoa e ambiente$/, { link: "lost" }],
    ["call", /^Você está com o agente$/, { picture: { ...room, step: null } }],
    ["ended", /terminou$/, { picture: { ...room, state: "ended" } }],
    ["ended", /terminou$/, { ...without, picture: { ...room, state: "ended" } }],
    ["elsewhere", /aberta em outro lugar$/, { link: "closed" }],
    ["elsewhere", /aberta em outro lugar$/, { link: "closed", picture: undefined }],
  ];
  for (const [name, title, change] of cases) {
    const shown = screen(change);
    assert.equal(shown.name, name, JSON.stringify(change));
    assert.match(shown.title, title);
  }
  assert.equal(screenOf(firstState, now), undefined, "before the first word the page stays as it was sent");
});

test("the line falls: one notice stands above the picture, that it fell, whatever stood there before", () => {
  const crowd = {
    pause: null,
    agent: agent({ inCall: false }),
    devices: { agent: { camera: "stopped", microphone: "off" } },
  } as const;
  const thin = { ticks: { ...ticks, thin: true } };
  assert.deepEqual(
    above(thin, crowd).map((words) => words.split(" ").slice(0, 3).join(" ")),
    ["A internet está", "A imagem do", "A câmera de"],
  );
  const fell = ["A conexão caiu. Voltamos ao mesmo passo quando ela retornar."];
  const refusal = { words: "Ainda não.", until: now + 1000, isUnsent: false };
  for (const line of [{ link: "lost" }, { call: "lost" }, { link: "lost", call: "lost" }] as const) {
    assert.deepEqual(above({ ...thin, ...line }, crowd), fell);
    assert.deepEqual(above({ ...thin, ...line }, { pause }), fell);
    assert.deepEqual(above({ ...line, isVoided: true, refusal }), fell, "a refusal from before the break waits");
  }
  const waiting = { applicant: place("waiting"), state: "open" } as const;
  assert.deepEqual(above({ link: "lost", call: "idle", cure: "Use o Wi-Fi." }, waiting), fell);
  assert.deepEqual(above({ call: "idle", cure: "Use o Wi-Fi." }, waiting), ["Use o Wi-Fi."]);
  assert.equal(screen({ link: "lost" }).notices, undefined, "hidden is not over: the pause still runs");
});

test("a press that the fallen line swallows says so for as long as it takes to read, then the line's own words again", () => {
  const refusal = { words: "Isto não foi enviado.", until: now + refusalMs, isUnsent: true };
  assert.deepEqual(above({ link: "lost", refusal }), ["Isto não foi enviado."]);
  assert.deepEqual(above({ refusal }), ["Isto não foi enviado."], "the line is back");
  assert.match(above({ link: "lost", refusal }, {}, refusalMs).join(), /^A conexão caiu/);
});

test("a refused press, such as a still, outlives the room's next pictures and goes by itself", () => {
  const refusal = { words: "Ainda não. A gravação está voltando.", until: now + refusalMs, isUnsent: false };
  assert.deepEqual(above({ refusal }, {}, refusalMs - 1), [refusal.words]);
  assert.deepEqual(above({ refusal }, {}, refusalMs), []);
  assert.deepEqual(above({ refusal, picture: open }), [refusal.words], "at the device test as well");
  assert.deepEqual(above({ refusal, link: "closed" }), []);
});

test("connected, well and recorded: nothing stands above the picture", () => {
  assert.deepEqual(above(), []);
  assert.deepEqual(above({ ticks: undefined }), []);
});

test("a pause has the agent's reason, and the agent's own camera and absence are no news in it", () => {
  const paused = {
    pause,
    agent: agent({ inCall: false }),
    devices: { agent: { camera: "off", microphone: "off" } },
  } as const;
  assert.deepEqual(above({}, paused), [
    "O agente fez uma pausa: Um minuto. Fique nesta página; voltamos ao mesmo passo.",
  ]);
  assert.equal(screen({}, paused).notices?.devices?.over, "", "what stood of the devices ends unsaid in a pause");
  assert.equal(screen().notices?.pause?.over, "O agente voltou.");
});

test("before the first picture nothing is said, then every way the agent's picture can stop has its words", () => {
  const away = (change: Partial<RoomPicture["agent"]>, met?: string) =>
    screen({ met }, { agent: agent(change) }).notices!.away!.words;
  assert.equal(away({ inCall: false }), "");
  assert.equal(away({}), "");
  assert.match(away({ inCall: false }, "Ana Agente"), /^A imagem do agente parou/);
  assert.match(away({ connected: false }, "Ana Agente"), /^O agente saiu por um momento/);
  assert.match(away({ name: "Carla", inCall: false }, "Ana Agente"), /^Quem continua com você agora é Carla/);
  assert.equal(away({ name: "Carla" }, "Ana Agente"), "");
});

test("whose picture came last is noted of the call only", () => {
  const noted = (picture: Partial<RoomPicture>, met?: string) =>
    withPicture({ ...inCall, met }, { ...room, ...picture }, now).met;
  assert.equal(noted({}), "Ana Agente");
  assert.equal(noted({ agent: agent({ name: "Carla" }) }, "Ana Agente"), "Carla");
  assert.equal(noted({ agent: agent({ name: "Carla", inCall: false }) }, "Ana Agente"), "Ana Agente");
  assert.equal(noted({ applicant: place("waiting") }), undefined);
});

test("a session that a break made void is said until the consent is given again, also to whoever was cut off meanwhile", () => {
  const voided = withPicture(inCall, { ...room, session: 2, consentAt: null }, now);
  assert.equal(voided.isVoided, true);
  assert.match(above({ ...voided }, { session: 2, consentAt: null }).join(), /^A gravação parou por tempo demais/);
  const state = { ...inCall, ...voided };
  assert.equal(withPicture(state, { ...room, session: 2, consentAt: null }, now).isVoided, true);
  assert.equal(withPicture(state, { ...room, session: 2 }, now).isVoided, false);
  assert.equal(
    withPicture(firstState, { ...room, session: 2, consentAt: null }, now).isVoided,
    false,
    "a page opened since",
  );
});

test("the consent is asked for once the call stands, and may be given once both sides are recorded", () => {
  const asks = (change: Partial<HolderState>, picture: Partial<RoomPicture>) => {
    const { asksConsent, mayConsent } = screen(change, picture).call!;
    return [asksConsent, mayConsent];
  };
  assert.deepEqual(asks({}, { consentAt: null }), [true, true]);
  assert.deepEqual(asks({}, { consentAt: null, recorded: false }), [true, false]);
  assert.deepEqual(asks({ call: "connecting" }, { consentAt: null }), [false, true]);
  assert.deepEqual(asks({}, {}), [false, true]);
});

test("the call's own facts: step, phone, who else is here", () => {
  const others = [{ member: "interpreter", name: "Lia" }] as const;
  const { call } = screen({}, { others: [...others], camera: { connected: true } });
  assert.deepEqual(
    [call!.step, call!.others, call!.hasInterpreter, call!.hasPhone],
    ["Mostre o ambiente.", "Também na sala: Lia (intérprete).", true, true],
  );
  assert.deepEqual([screen().call!.hasInterpreter, screen().call!.others], [false, ""]);
});

test("a wish from before the hour closes the button, and comes true as the room opens", () => {
  const early: RoomPicture = { ...open, state: "early", opensAt: at(15) };
  const check = (change: Partial<HolderState>) => screen(change).check!;
  assert.deepEqual(check({ picture: early, wishes: true }), {
    early: "A sala abre às 14h15 e você entra. Deixe esta página aberta.",
    isClosed: true,
    knocks: false,
    said: "",
  });
  assert.deepEqual(check({ picture: early }), {
    early: "A sala abre às 14h15.",
    isClosed: false,
    knocks: false,
    said: "Tudo certo. Aperte Ingressar agora.",
  });
  assert.equal(check({ picture: open, wishes: true }).knocks, true);
  assert.deepEqual(check({ picture: open, isTested: false }), { early: "", isClosed: false, knocks: false, said: "" });
});

test("at the device test a line that is away is said to whoever knocked in vain only", () => {
  assert.deepEqual(above({ picture: open, link: "lost" }), []);
  assert.match(above({ picture: open, link: "lost", knocksInVain: true }).join(), /^A conexão caiu/);
  assert.deepEqual(above({ picture: open, knocksInVain: true }), []);
});

test("the wait counts by the server's clock, however wrong the phone's is", () => {
  const hourAhead = withPicture(
    firstState,
    { ...open, applicant: place("waiting"), startsAt: at(10) },
    now + 3_600_000,
  );
  const state = { ...inCall, call: "idle", ...hourAhead } as const;
  assert.match(screenOf(state, now + 3_600_000)!.waiting!.text, /em cerca de 10 minutos/);
});

test("called is who is admitted and stays, until the room ends", () => {
  const called = (change: Partial<HolderState>, picture: Partial<RoomPicture> = {}) =>
    isCalled({ ...inCall, picture: { ...room, ...picture }, ...change });
  assert.deepEqual(
    [called({}), called({ left: true }), called({}, { state: "ended" }), called({}, { applicant: place("waiting") })],
    [true, false, false, false],
  );
  assert.equal(isCalled(firstState), false);
});
