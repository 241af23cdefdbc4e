import assert from "node:assert/strict";
import { test } from "node:test";
import type { RequirementState } from "../../../documents/papers/paper.ts";
import type { ProofingProgress } from "../../../proofing/proofing-reads.ts";
import type { OrderFacts } from "./order-facts.ts";
import { nextStep, orderTasks } from "./order-progress.ts";

const now = new Date("2026-11-28T13:00:00Z");
const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

const back: RequirementState = {
  kind: "identity",
  place: "identity.back",
  title: "Identidade: verso",
  advice: "",
  nameHints: [],
  sides: 2,
  isOfPerson: true,
  side: "back",
  state: "missing",
  note: "",
  paperId: null,
};
const open = { id: "a", status: "booked", startsAt: at(5), endsAt: at(35), language: "pt-BR" };
const room = { appointmentId: "a", opensAt: at(-10), startsAt: at(5), endsAt: at(35), diesAt: at(65), closedAt: null };

/** A paid order in a room that has just opened. */
function facts(more: Partial<OrderFacts>): OrderFacts {
  const order = { number: "CERTI1", cancelledAt: null, attendance: "video" };
  return {
    order,
    payment: { paidAt: at(-600) },
    proofing: { state: "none" },
    issuance: "not-yet",
    appointments: [],
    latenesses: [],
    deadlines: [],
    papers: [],
    certificates: [],
    paysOnline: true,
    open,
    room,
    ...more,
  } as unknown as OrderFacts;
}

const decided = (first?: "papers" | "device"): ProofingProgress => ({
  state: "decided",
  proofingId: "p",
  outcome: "pending",
  reason: "x",
  words: "O documento venceu.",
  cure: "Envie a cópia e remarque sem custo.",
  first,
  at: at(-60),
});
const refused = (more: Partial<OrderFacts>) => facts({ open: undefined, room: undefined, ...more });

test("papers come before the room, though it is open, until they are in", () => {
  const lacking = nextStep(facts({ papers: [back] }), now);
  assert.equal(lacking.button, "Enviar documentos");
  assert.match(lacking.words, /Falta: Identidade: verso\..*A sala já está aberta/);
  const call = orderTasks(facts({ papers: [back] }), now).find(({ title }) => title === "Videoconferência");
  assert.deepEqual([call?.status, call?.href], ["Sala aberta", "/pedido/CERTI1/sala"]);
  assert.match(String(call?.hint), /Envie os documentos antes/);
  assert.equal(nextStep(facts({ papers: [{ ...back, state: "received" }] }), now).button, "Entrar na sala");
});

test("papers come before the line of Atender agora", () => {
  const wait = {
    joinedAt: at(-5),
    lapsesAt: at(60),
    endedAt: null,
    status: "waiting",
  } as unknown as OrderFacts["wait"];
  assert.equal(nextStep(refused({ papers: [back], wait }), now).button, "Enviar documentos");
});

test("a new time after a refusal: the room is the room again, and papers asked for once more come before it", () => {
  const booked = (more: Partial<OrderFacts>) => facts({ papers: [{ ...back, state: "accepted" }], ...more });
  const task = (of: OrderFacts, name: string) => orderTasks(of, now).find(({ title }) => title === name)!;
  const line = booked({ proofing: decided() });
  assert.deepEqual(
    [task(line, "Videoconferência").status, nextStep(line, now).button],
    ["Sala aberta", "Entrar na sala"],
  );
  const unsent = booked({ proofing: decided("papers"), lastPaperAt: at(-90) });
  assert.deepEqual(
    [task(unsent, "Documentos").status, nextStep(unsent, now).button],
    ["Envie de novo", "Enviar documentos"],
  );
  const sent = booked({ proofing: decided("papers"), lastPaperAt: at(-5) });
  assert.deepEqual([task(sent, "Documentos").status, nextStep(sent, now).button], ["Conferidos", "Entrar na sala"]);
  const unbooked = refused({ proofing: decided("papers"), papers: [{ ...back, state: "accepted" }] });
  assert.deepEqual(
    [task(unbooked, "Videoconferência").status, task(unbooked, "Documentos").status],
    ["Refazer", "Envie de novo"],
  );
});

test("the agent has opened the case: nobody is told of a call before it was one", () => {
  const proofing = { state: "running", proofingId: "p", startedAt: at(-1) } as const;
  const step = (outcome?: string) =>
    nextStep(facts({ proofing, room: { ...room, admission: outcome ? { outcome } : null } as never }), now).title;
  assert.deepEqual(
    [step(), step("put-back"), step("admitted")],
    ["O agente abriu o seu atendimento", "O agente abriu o seu atendimento", "Atendimento em andamento"],
  );
});

test("a hold that ran out is named by day and hour, before the money and after it", () => {
  const held = { ...open, status: "released", releasedReason: "hold-expired" };
  const lost = { open: undefined, room: undefined, appointments: [held] } as unknown as Partial<OrderFacts>;
  const unpaid = nextStep(facts({ ...lost, payment: undefined }), now);
  assert.equal(unpaid.button, "Escolher outro horário");
  assert.match(unpaid.words, /A reserva de sábado, 28 de novembro, às 10h05 terminou e nada foi cobrado/);
  const paid = nextStep(facts(lost), now);
  assert.equal(paid.button, "Escolher horário");
  assert.match(paid.words, /A reserva de sábado, 28 de novembro, às 10h05 terminou antes do pagamento/);
});

test("after a refusal the cure is the button, until it was done; then a time", () => {
  const again = (more: Partial<OrderFacts>) => nextStep(refused({ proofing: decided("papers"), ...more }), now);
  assert.equal(again({}).button, "Enviar documentos");
  assert.match(again({}).words, /O documento venceu\. Envie a cópia/);
  assert.equal(
    again({ lastPaperAt: at(-90) }).button,
    "Enviar documentos",
    "what came before the decision cures nothing",
  );
  assert.equal(again({ lastPaperAt: at(-5) }).button, "Escolher horário");
  assert.equal(again({ lastPaperAt: at(-5), papers: [back] }).button, "Enviar documentos");
  const place = (more: Partial<OrderFacts>) => nextStep(refused({ proofing: decided(), ...more }), now).button;
  assert.equal(place({}), "Escolher horário");
  assert.equal(place({ papers: [back] }), "Enviar documentos", "whatever the reason, nobody sits down without papers");
  const line = (takenAt: Date) =>
    nextStep(refused({ proofing: decided("device"), readiness: { score: 90, findings: {}, takenAt } }), now).button;
  assert.deepEqual([line(at(-90)), line(at(-5))], ["Testar câmera e microfone", "Escolher horário"]);
});

test("a time that was held is held; what was decided stands in the row of the call", () => {
  const rows = (proofing: object) => {
    const tasks = orderTasks(refused({ proofing: proofing as ProofingProgress, issuance: "ready" }), now);
    return ["Horário", "Videoconferência"].map((name) => tasks.find(({ title }) => title === name)?.status);
  };
  assert.deepEqual(rows({ ...decided(), outcome: "approved" }), ["Realizado", "Aprovada"]);
  assert.deepEqual(rows({ state: "awaiting-verification" }), ["Realizado", "Em conferência"]);
});

test("papers that came by mail and wait for their turn are not asked for: when they are opened is said", () => {
  const waits = { source: "mail", fileName: "rg.pdf", kind: null, side: null, waitsUntil: at(60) } as const;
  const line = (more: Partial<OrderFacts>) => orderTasks(facts(more), now).find(({ title }) => title === "Documentos")!;
  const waiting: RequirementState = { ...back, state: "waiting", waits };
  const { status, hint } = line({ papers: [waiting] });
  assert.deepEqual([status, hint], ["Recebidos", "Recebido por e-mail, será conferido às 11h"]);
  assert.equal(
    line({ papers: [{ ...waiting, waits: { ...waits, waitsUntil: null } }] }).hint,
    "Recebido por e-mail, conferindo agora",
  );
  assert.equal(nextStep(facts({ papers: [waiting] }), now).button, "Entrar na sala");
  assert.equal(line({ papers: [back, waiting] }).status, "Falta enviar");
});
