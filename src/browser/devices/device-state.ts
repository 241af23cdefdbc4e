/**
 * How an own camera or microphone stands. "held": the system keeps it for something else, a phone call or a hidden page,
 * and says when it gives it back. "lost": it stopped and did not open again.
 */
export type DeviceState = "live" | "held" | "opening" | "lost";

/** "listed": devices were plugged or unplugged; "seen": the page is looked at again; "asked": the person pressed the button. */
export type DeviceEvent = "ended" | "muted" | "unmuted" | "listed" | "seen" | "asked" | "opened" | "failed";

/** What follows. Going to "opening" means that it is opened now; an event without a place here changes nothing. */
export const deviceMoves: Record<DeviceState, Partial<Record<DeviceEvent, DeviceState>>> = {
  live: { ended: "opening", muted: "held" },
  // What the system gave back is opened anew: many a track stays black or silent after a call (iOS, Android).
  held: { unmuted: "opening", ended: "opening", asked: "opening" },
  opening: { opened: "live", failed: "lost" },
  lost: { listed: "opening", seen: "opening", asked: "opening" },
};

/**
 * `refused`: a person or a system refused this page. Then only a press opens the device: asking again without one would
 * pester.
 */
export function afterEvent(state: DeviceState, event: DeviceEvent, refused: boolean): DeviceState {
  if (state === "lost" && refused && event !== "asked") return state;
  return deviceMoves[state][event] ?? state;
}
