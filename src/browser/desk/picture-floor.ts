/** A picture that only begins, or is turned, is below the floor for a moment. */
const belowMs = 5000;

/** What the other side says of the picture it sends; `lines` of its shorter side, `frames` a second. */
type SentPicture = { imageOut: boolean; lines?: number | undefined; frames?: number | undefined };

/** The holder's picture against what a document needs (VC-13, the rule pack's `room.picture`). Pure: time is an argument. */
export class PictureFloor {
  private readonly floor: { lines: number; frames: number };
  private below: { since: number; words: string } | undefined;

  constructor(floor: { lines: number; frames: number }) {
    this.floor = floor;
  }

  /** A browser that tells no size, and a picture that does not come, are no small picture. */
  note({ imageOut, lines = 0, frames }: SentPicture, now: number): void {
    const isSmall = lines < this.floor.lines;
    const isSlow = frames !== undefined && frames < this.floor.frames;
    if (!imageOut || lines === 0 || !(isSmall || isSlow)) {
      this.below = undefined;
      return;
    }
    const found = isSmall
      ? `${lines} linhas, o mínimo para documentos é ${this.floor.lines}`
      : `${frames} quadros por segundo, o mínimo é ${this.floor.frames}`;
    const words = `Imagem do titular fraca: ${found}. Peça uma rede melhor ou o celular como câmera.`;
    this.below = { since: this.below?.since ?? now, words };
  }

  /** What the agent is told; undefined while the picture is good enough. */
  words(now: number): string | undefined {
    return this.below && now - this.below.since >= belowMs ? this.below.words : undefined;
  }
}
