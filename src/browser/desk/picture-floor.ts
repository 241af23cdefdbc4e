/** A picture that only begins, or is turned, is below the floor for a moment. */
const belowMs = 5000;

/** What a document needs of the holder's picture (VC-13, the rule pack's `room.picture`): `lines` of its shorter side, `frames` a second. */
export type PictureFloor = { lines: number; frames: number };
/** Since when the picture that comes is below it, and what is said of it. */
export type Below = { since: number; words: string };

/** What the other side says of the picture it sends. */
export type SentPicture = { imageOut: boolean; lines?: number | undefined; frames?: number | undefined };

/** A browser that tells no size, and a picture that does not come, are no small picture. */
export function belowFloor(
  floor: PictureFloor,
  before: Below | undefined,
  { imageOut, lines = 0, frames }: SentPicture,
  now: number,
): Below | undefined {
  const isSmall = lines < floor.lines;
  const isSlow = frames !== undefined && frames < floor.frames;
  if (!imageOut || lines === 0 || !(isSmall || isSlow)) return undefined;
  const found = isSmall
    ? `${lines} linhas, o mínimo para documentos é ${floor.lines}`
    : `${frames} quadros por segundo, o mínimo é ${floor.frames}`;
  const words = `Imagem do titular fraca: ${found}. Peça uma rede melhor ou o celular como câmera.`;
  return { since: before?.since ?? now, words };
}

/** What the agent is told; "" while the picture is good enough. */
export function floorWords(below: Below | undefined, now: number): string {
  return below && now - below.since >= belowMs ? below.words : "";
}
