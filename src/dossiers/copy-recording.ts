import { record } from "../audit/record.ts";
import { orderById } from "../orders/orders-reads.ts";
import { type AgentPrincipal, actorOf } from "../people/agent.ts";
import { transact } from "../platform/database.ts";
import { Failure } from "../platform/failures/failure.ts";
import type { Context } from "../platform/settings/context.ts";
import { earlier } from "../platform/time/durations.ts";
import { mayOpenDossier, openingLastsMs } from "./dossier.ts";
import { dossierItems, hasOpened } from "./dossier-reads.ts";
import { DossiersFailure } from "./dossiers-failures.ts";
import { videoCopy } from "./video-copy.ts";

/** Each takes a core of the machine that also holds the calls. */
const mostAtOnce = 2;
let running = 0;

type RecordingCopy = { fileName: string; content: AsyncGenerator<Uint8Array> };

/**
 * An MP4 of one recording of the dossier, for programs that play no WebM. The dossier must be open to this person, as for
 * anything in it; that a copy left is kept in the order's trail. The recording itself, which the seal covers, stays as it is.
 * Failures: not-found, not-allowed, dossier-closed, video-copy-unavailable, video-copy-busy.
 */
export async function copyRecording(
  ctx: Context,
  command: { orderId: string; position: number; by: AgentPrincipal },
): Promise<RecordingCopy> {
  const { orderId, position, by } = command;
  const { ffmpeg } = ctx.config;
  return transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const order = await orderById(tx, orderId);
    if (!order) throw new Failure("not-found");
    if (!mayOpenDossier(by, order.raId)) throw new Failure("not-allowed");
    if (!(await hasOpened(tx, orderId, by.id, earlier(now, openingLastsMs))))
      throw new DossiersFailure("dossier-closed");
    const item = (await dossierItems(tx, orderId)).find((one) => one.position === position);
    if (item?.mediaType !== "video/webm") throw new Failure("not-found");
    if (ffmpeg === undefined) throw new DossiersFailure("video-copy-unavailable");
    if (running >= mostAtOnce) throw new DossiersFailure("video-copy-busy");
    const details = { item: item.name, sha256: item.hash };
    await record(tx, { chain: `order:${orderId}`, act: "recording.copied", actor: actorOf(by), details }, now);
    const content = counted(videoCopy(ffmpeg, () => ctx.blobs.stream(orderId, item.hash)));
    return { fileName: item.name.replace(/(\.webm)?$/, ".mp4"), content };
  });
}

async function* counted(content: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  running++;
  try {
    yield* content;
  } finally {
    running--;
  }
}
