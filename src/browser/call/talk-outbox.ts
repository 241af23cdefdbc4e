import type { ClientMessage, SaidLine } from "../../contract/room-wire.ts";

type Saying = Extract<ClientMessage, { type: "say" }> & { key: string };

/**
 * What was typed and not yet confirmed by the server. It is sent again after a reconnect, under the same key, so that a
 * lost line or a lost answer neither loses a message nor sends it twice.
 */
export class TalkOutbox {
  private readonly sayings = new Map<string, Saying>();

  add(text: string, key: string): Saying {
    const saying: Saying = { type: "say", text, key };
    this.sayings.set(key, saying);
    return saying;
  }

  /** A line of the room; the own ones come with their keys. */
  heard({ key }: Pick<SaidLine, "key">): void {
    if (key) this.sayings.delete(key);
  }

  /** Refused, and said so to the person: sending them again would be refused again. */
  refused(): void {
    this.sayings.clear();
  }

  /** In the order in which they were typed. */
  waiting(): Saying[] {
    return [...this.sayings.values()];
  }
}
