/** An answer to a press is old after this. */
const answerMs = 20_000;

/**
 * The desk's one line for what went wrong in the call. What the room answered to a press stays to be read whatever is
 * drawn anew meanwhile: the panes come again within a second or two of the very cause of most refusals.
 */
export class DeskComplaint {
  private readonly place: HTMLElement;
  /** Of a page that could not be read: over once one could. */
  private isTrouble = false;
  private fading: ReturnType<typeof setTimeout> | undefined;

  constructor(place: HTMLElement) {
    this.place = place;
  }

  /** Stays until something else is said; "" takes it away. */
  readonly say = (words: string): void => {
    clearTimeout(this.fading);
    this.isTrouble = false;
    this.place.textContent = words;
  };

  /** A pane could not be read or sent. */
  readonly trouble = (words: string): void => {
    this.say(words);
    this.isTrouble = true;
  };

  /** Why a press did nothing: goes with the next press, or once it is old. */
  answer(words: string): void {
    this.say(words);
    this.fading = setTimeout(() => this.say(""), answerMs);
  }

  /** A pane was read. */
  read(): void {
    if (this.isTrouble) this.say("");
  }

  /** These words are over, where they still stand. */
  over(words: string): void {
    if (this.place.textContent === words) this.say("");
  }
}
