import type { MeetingProvider } from "../../../src/rooms/meeting-provider.ts";

type Held = { key: string; startsAt: Date; cancelled: boolean };

/**
 * A company that holds videoconferences: one meeting for a key of ours, made once, cancelled for good. `down`: nobody answers.
 * `beforeAnswer`: what happens while it answers.
 */
export function meetingCompany() {
  const held = new Map<string, Held>();
  const company = { down: false, beforeAnswer: async () => {} };
  const provider: MeetingProvider = {
    name: "outside",
    async create({ key, startsAt }) {
      if (company.down) throw new Error("the meeting provider does not answer");
      const one = held.get(key) ?? { key, startsAt, cancelled: false };
      held.set(key, one);
      await company.beforeAnswer();
      const ref = `m-${[...held.keys()].indexOf(key)}`;
      return { ref, holderUrl: `https://reuniao.example/${ref}`, agentUrl: `https://reuniao.example/${ref}/host` };
    },
    async cancel({ key, ref }) {
      if (company.down) throw new Error("the meeting provider does not answer");
      const one = held.get(key);
      if (ref !== undefined && !one) throw new Error("404 no such meeting");
      if (one) one.cancelled = true;
    },
  };
  return Object.assign(company, { provider, held });
}
