import { breakWords } from "./room-words.ts";

/** How long a refusal stands before the next look at the room may take it away, in ms. */
const readMs = 12_000;

/**
 * The one line above the room: a break before everything, then what was refused last, for as long as somebody needs to
 * read it. Without that the room's next picture, a second later, would take a refusal away unread.
 */
export class RoomWarning {
  private readonly say: (words: string) => void;
  /** The break was longer than the rule allows: said until the consent is given again. */
  private voided = false;
  private refusal: { words: string; until: number } | undefined;

  constructor(say: (words: string) => void) {
    this.say = say;
  }

  /** What was pressed came to nothing, and why. */
  refused(words: string): void {
    this.refusal = { words, until: Date.now() + readMs };
    this.say(words);
  }

  /** The session that ran counts no more. */
  noteVoided(): void {
    this.voided = true;
  }

  /** The room as it is now. */
  show({ inRoom, lost, consented }: { inRoom: boolean; lost: boolean; consented: boolean }): void {
    if (consented) this.voided = false;
    const broken = inRoom ? breakWords(lost, this.voided) : "";
    const refusal = this.refusal && Date.now() < this.refusal.until ? this.refusal.words : "";
    this.say(broken || refusal);
  }

  clear(): void {
    this.refusal = undefined;
    this.say("");
  }
}
