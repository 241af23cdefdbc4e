import assert from "node:assert/strict";
import { test } from "node:test";
import { RoomHub } from "../../../src/rooms/live/room-hub.ts";
import type { RoomMedia, RoomMediaEvent } from "../../../src/rooms/media-port.ts";
import { recordingsOf } from "../../../src/rooms/recordings/recording-reads.ts";
import { roomById } from "../../../src/rooms/rooms-reads.ts";
import { openSitting } from "../../kit/sitting.ts";

test("what is recorded is noted twice a second, also while a member's leaving hangs: an act is judged by the note", async () => {
  const { ctx, roomId, agent, world } = await openSitting();
  await using _ = world;
  let hear: (event: RoomMediaEvent) => void = () => {};
  const hanging: (() => void)[] = [];
  const media: RoomMedia = {
    join: async () => "answer",
    candidate: () => {},
    leave: () => new Promise((resolve) => hanging.push(resolve)),
    closeRoom: async () => [],
    removeRoom: async () => {},
    listen: (listener) => {
      hear = listener;
      return () => {};
    },
  };
  const hub = new RoomHub(ctx, media);
  await using _hub = {
    [Symbol.asyncDispose]: async () => {
      for (const go of hanging) go();
      await hub.close();
    },
  };
  const room = (await roomById(ctx.db, roomId))!;
  const live = (await hub.sit(room, {
    member: "agent",
    visitor: { member: "agent", agent },
    send: () => {},
    refuse: () => {},
    close: () => {},
  }))!;
  // Nobody is admitted: the holder's media has to go, and this worker never answers.
  hub.joined(live, "applicant", 1);
  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  while (hanging.length === 0) await wait(50);
  const at = Date.now();
  const [segment, number, bytes, head] = [0, 0, 7000, "0".repeat(64)];
  hear({
    type: "chunk",
    roomId,
    memberId: "agent",
    segment,
    number,
    bytes,
    head,
    at,
    zeroAt: at - 1000,
    from: 0,
    until: 1000,
  });
  const noted = async () => (await recordingsOf(ctx.db, roomId)).find(({ member }) => member === "agent")?.bytes;
  const deadline = Date.now() + 10_000;
  while ((await noted()) === undefined && Date.now() < deadline) await wait(50);
  assert.equal(await noted(), 7000);
});
