import { createPublicKey, sign, verify } from "node:crypto";
import type { RoomMember } from "../../contract/room-wire.ts";

/** How far a segment had grown at `at`; `head` is the hash chain up to there (hex). */
export type RecordingHead = {
  roomId: string;
  member: RoomMember;
  segment: number;
  chunks: number;
  bytes: number;
  head: string;
  at: Date;
};

export type SignedHead = RecordingHead & { signature: string };

/** The text that is signed (docs/room-protocol.md, "Evidence of a recording"). */
export function headText({ roomId, member, segment, chunks, bytes, head, at }: RecordingHead): string {
  return ["confere-recording-head/1", roomId, member, segment, chunks, bytes, head, at.toISOString()].join("\n");
}

/** `privateKey`: PEM, Ed25519. */
export function signHead(head: RecordingHead, privateKey: string): SignedHead {
  return { ...head, signature: sign(null, Buffer.from(headText(head)), privateKey).toString("base64") };
}

export function headVerifies({ signature, ...head }: SignedHead, publicKey: string): boolean {
  return verify(null, Buffer.from(headText(head)), createPublicKey(publicKey), Buffer.from(signature, "base64"));
}
