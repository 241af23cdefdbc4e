import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { RoomLoad } from "../../../bench/room/room-load.ts";
import { playableCopies, soundOffsets, trackOf } from "../../../bench/room/room-recordings.ts";
import { makeSource } from "../../../bench/room/room-source.ts";
import { readSegments } from "../../../src/media/recording/segment-folder.ts";
import { roomById } from "../../../src/rooms/rooms-reads.ts";
import { createRoomStory, type RoomStory } from "../../kit/room/room-story.ts";

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

// The bench's figures are worth what its clients are: here they meet the product.
describe("the load generator against the product", () => {
  let folder: string;
  let story: RoomStory;
  let load: RoomLoad;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "confere-load-"));
    story = await createRoomStory({}, { calls: 2 });
    load = new RoomLoad(makeSource(folder));
  });
  after(async () => {
    await load?.close();
    await story?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const segmentsOf = (n: number) => {
    const { room } = story.calls[n]!;
    const key = Buffer.from(story.ctx.secrets.hmac("recording", room.id), "hex");
    return { path: join(story.ctx.config.dataFolder, "recordings", room.id), key };
  };
  const bytes = (n: number) => {
    const { path, key } = segmentsOf(n);
    return readSegments(path, key).map((segment) => segment.bytes);
  };

  test("two calls come in by lobby and admission, see each other frame by frame, and are recorded", async () => {
    const calls = story.calls.map(({ room, cookies }) => ({ url: story.url, roomId: room.id, cookies }));
    await load.ask({ type: "enter", calls });
    for (const { room } of story.calls)
      assert.equal((await roomById(story.ctx.db, room.id))!.admission?.outcome, "admitted");
    await load.ask({ type: "start" });
    await pause(5000);
    const early = bytes(0);
    await pause(5000);
    const grown = bytes(0);
    assert.equal(grown.length, 2);
    for (const [n, size] of grown.entries()) assert.ok(size > early[n]! + 100_000, `${early[n]} grew to ${size}`);
    const { figures } = await load.ask({ type: "stop" });
    assert.equal(figures!.length, 4);
    for (const { call, as, received } of figures!) {
      const other = figures!.find((one) => one.call === call && one.as !== as)!;
      assert.ok(other.sent.frames > 200 && other.sent.sounds > 400);
      // A starved machine may lose a packet on the way in.
      assert.ok(received.frames > other.sent.frames * 0.98, `${received.frames} of ${other.sent.frames} frames`);
      assert.ok(received.sounds > other.sent.sounds * 0.98, `${received.sounds} of ${other.sent.sounds} sounds`);
    }
    await load.ask({ type: "leave" });
    const { path, key } = segmentsOf(1);
    for (const { copy } of await playableCopies(path, key, folder)) {
      const video = trackOf(copy, "video");
      assert.ok(video.count > 200 && video.maxGapMs < 200, JSON.stringify(video));
      const offsets = soundOffsets(copy);
      assert.ok(offsets.length >= 5, `${offsets.length} flashes with a beep`);
      assert.ok(
        offsets.every((offset) => Math.abs(offset) < 60),
        offsets.join(),
      );
    }
  });
});
