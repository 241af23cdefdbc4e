import assert from "node:assert/strict";
import { after, test } from "node:test";
import { cleanup } from "node-datachannel";
import { OfferUnusable } from "../wire/session-offer.ts";
import { UdpTransport } from "./udp-transport.ts";

const offer = [
  "v=0",
  "o=- 1 1 IN IP4 127.0.0.1",
  "s=-",
  "t=0 0",
  "a=group:BUNDLE 0",
  `a=fingerprint:sha-256 ${Array(32).fill("AB").join(":")}`,
  "a=setup:actpass",
  "a=ice-ufrag:abcd",
  "a=ice-pwd:abcdefghijklmnopqrstuvwx",
  "m=audio 9 UDP/TLS/RTP/SAVPF 111",
  "c=IN IP4 0.0.0.0",
  "a=mid:0",
  "a=sendrecv",
  "a=rtcp-mux",
  "a=rtpmap:111 opus/48000/2",
  "",
].join("\r\n");

after(() => cleanup());

const opened = (sdp: string) => {
  const transport = new UdpTransport("test", sdp, { bind: "127.0.0.1", announce: undefined, port: 0 }, () => {});
  transport.audio({ mid: "0", opus: 111, red: undefined }, 0, true, () => {});
  return transport;
};

test("a machine too busy to answer is not the offer's fault: whoever joins tries again", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const transport = opened(offer);
  const answer = transport.answer();
  t.mock.timers.tick(5000);
  await assert.rejects(answer, (error) => !(error instanceof OfferUnusable));
  transport.close();
});

test("an offer that the library cannot read is", async () => {
  const transport = opened("v=0\r\nm=nonsense\r\n");
  await assert.rejects(transport.answer(), OfferUnusable);
  transport.close();
});
