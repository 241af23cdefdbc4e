/**
 * What a process of the race reports: it began an act on an order, and what came of it. Acts on one order never
 * overlap.
 */
export type Said =
  | { order: string; act: Act; outcome: "begun" }
  | { order: string; act: Act; outcome: "done"; appointmentId?: string; agentId?: string; startsAt?: string }
  | { order: string; act: Act; outcome: "refused"; code: string }
  /** The database went away: it may have been done or not. */
  | { order: string; act: Act; outcome: "unknown" };

export type Act = "hold" | "book" | "move" | "release";

/** An appointment as it stands in the database at the end. */
export type Standing = { id: string; orderId: string; agentId: string; startsAt: string; status: string };

/** What an order may stand at; `id` undefined: an appointment that nobody was told of. */
type State = { status: "none" | "held" | "booked"; id?: string | undefined };

/**
 * Judges what was acknowledged against what is there: every appointment that anybody was told of exists as told, and
 * every order stands where its acknowledged acts leave it (an act without an answer may have happened or not).
 * Returns what is wrong, in words; empty = nothing was lost.
 */
export function lostAcknowledgements(history: readonly Said[], standings: readonly Standing[]): string[] {
  const byId = new Map(standings.map((standing) => [standing.id, standing]));
  const lost: string[] = [];
  for (const said of history) {
    if (said.outcome !== "done" || said.appointmentId === undefined) continue;
    const found = byId.get(said.appointmentId);
    const same = found?.orderId === said.order && found.agentId === said.agentId && found.startsAt === said.startsAt;
    if (!same) lost.push(`${said.act} of ${said.order} was acknowledged as ${said.appointmentId} and is not there`);
  }
  for (const [order, states] of possibleStates(history)) {
    const open = standings.filter(({ orderId, status }) => orderId === order && status !== "released");
    const stands: State = open[0]
      ? { status: open[0].status as "held" | "booked", id: open[0].id }
      : { status: "none" };
    const fits = states.some(({ status, id }) => status === stands.status && (id === undefined || id === stands.id));
    if (open.length > 1 || !fits)
      lost.push(`${order} stands at ${JSON.stringify(open)} and may only at ${JSON.stringify(states)}`);
  }
  return lost;
}

/** Where each order may stand after all that was said of it. */
function possibleStates(history: readonly Said[]): Map<string, State[]> {
  const states = new Map<string, State[]>();
  const open = new Map<string, Act>();
  for (const said of history) {
    const before = states.get(said.order) ?? [{ status: "none" }];
    const unanswered = open.get(said.order);
    // The process was killed in the middle of an act and a later one begins another act: the first may have happened or
    // not.
    const settled = unanswered === undefined || said.outcome !== "begun" ? before : either(before, unanswered);
    if (said.outcome === "begun") open.set(said.order, said.act);
    else open.delete(said.order);
    if (said.outcome === "done")
      states.set(
        said.order,
        before.map((state) => after(state, said.act, said.appointmentId)),
      );
    else states.set(said.order, said.outcome === "unknown" ? either(before, said.act) : settled);
  }
  for (const [order, act] of open) states.set(order, either(states.get(order) ?? [{ status: "none" }], act));
  return states;
}

function either(states: State[], act: Act): State[] {
  return [...states, ...states.map((state) => after(state, act, undefined))];
}

function after(state: State, act: Act, id: string | undefined): State {
  if (act === "release") return { status: "none" };
  if (act === "book") return state.status === "held" ? { ...state, status: "booked" } : state;
  return { status: act === "hold" ? "held" : "booked", id };
}
