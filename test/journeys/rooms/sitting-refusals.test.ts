import assert from "node:assert/strict";
import { test } from "node:test";
import { requestIssuanceCode } from "../../../src/issuance/certificates/request-issuance-code.ts";
import { holderOf } from "../../../src/orders/order-principal.ts";
import { enterLobby } from "../../../src/rooms/sitting/enter-lobby.ts";
import { joinMedia } from "../../../src/rooms/sitting/join-media.ts";
import { refused } from "../../kit/refused.ts";
import { openSitting } from "../../kit/sitting.ts";

test("a room before its time, a call that the media cannot take, and no certificate yet that could be revoked", async () => {
  const { world, ctx, clock, roomId, orderId, accessToken, agent, media } = await openSitting();
  await using _ = world;
  const unable = {
    ...media,
    join: async () => Promise.reject(Object.assign(new Error("full"), { reason: "unavailable" })),
  };
  const visitor = { member: "agent", agent } as const;
  const joining = { roomId, visitor, offer: "v=0", attempt: 1, transport: "udp" } as const;
  await assert.rejects(joinMedia(ctx, unable, joining), refused("room-media-unavailable"));

  const by = holderOf(orderId);
  const asked = { orderId, accessToken, by, address: undefined, purpose: "revocation" } as const;
  await assert.rejects(requestIssuanceCode(ctx, asked), refused("revocation-not-due"));

  clock.advance({ hours: -1 });
  const knock = enterLobby(ctx, { roomId, orderId, name: "Maria da Silva", deviceTest: {} });
  await assert.rejects(knock, refused("room-early"));
});
