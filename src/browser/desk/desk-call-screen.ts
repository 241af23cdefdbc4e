import type { RoomPicture, ServerMessage } from "../../contract/room-wire.ts";
import type { CallState } from "../call/room-call.ts";
import { roomDeviceWords } from "../devices/device-words.ts";
import { callWords, elsewhereWords, endedWords, guestAwaitedWords } from "./desk-call-words.ts";
import { type Below, belowFloor, floorWords, type PictureFloor } from "./picture-floor.ts";

// What the desk's call shows, as a pure function of what it knows: the island notes, this decides, the drawing draws.

type Proof = Extract<ServerMessage, { type: "recording" }>;
type Line = Extract<ServerMessage, { type: "line" }>;
type Kind = "audio" | "video";

/** The server proves the recording every second; what it said last is no proof after so long. */
const unprovedMs = 4000;
/** How long after the admission a line without picture or sound is no news: it is being made. */
const settlingMs = 5000;
/** An answer to a press is taken away after this. */
const answerMs = 20_000;
/** Time between two reads of a pane that contradicts the proof. */
const redrawMs = 3000;

/** As the admission's pane says it; `place` of the holder, "ended" once the call is. Instants as ISO text. */
export type Admission = { place: string; admittedAt?: string | undefined; closedAt?: string | undefined };

/** What the panes show that a newer word of the room may contradict. */
type Asked = {
  place: string;
  consentAt: string | null;
  isPaused: boolean;
  isRecorded: boolean;
  isBroken: boolean;
  /** Undefined while nothing was proved. */
  isGrowing: boolean | undefined;
  /** When the recording was last the reason to read the panes. */
  at: number;
};

/** The line for what went wrong. `until`: an answer to a press; `ends`: with the next pane read, or with the line. */
type Complaint = { words: string; until?: number; ends?: "read" | "open" };

export type DeskCallState = {
  picture: RoomPicture | undefined;
  /** "closed": another window, or another agent, has the seat. */
  link: "opening" | "open" | "lost" | "closed";
  call: CallState;
  /** Own camera and microphone are open, or being opened. */
  hasDevices: boolean;
  isOpening: boolean;
  muted: Record<Kind, boolean>;
  admission: Admission;
  endsAt: number;
  isOver: boolean;
  /** Another agent goes on with this sitting. */
  passedOn: boolean;
  proof: (Proof & { provedAt: number }) | undefined;
  /** What was recorded, in words, as told last. */
  size: string;
  /** "none": the recording stands still, so the last word on the line is out of date. */
  line: Line | "none" | undefined;
  floor: PictureFloor;
  below: Below | undefined;
  hasGuestStream: boolean;
  complaint: Complaint | undefined;
  asked: Asked;
};

export function firstState(admission: Admission, isPaused: boolean, endsAt: number, floor: PictureFloor) {
  const asked = { consentAt: null, isRecorded: false, isBroken: false, isGrowing: undefined, at: 0 };
  return {
    picture: undefined,
    link: "opening",
    call: "idle",
    hasDevices: false,
    isOpening: false,
    muted: { audio: false, video: false },
    admission,
    endsAt,
    isOver: admission.place === "ended",
    passedOn: false,
    proof: undefined,
    size: "",
    line: undefined,
    floor,
    below: undefined,
    hasGuestStream: false,
    complaint: undefined,
    asked: { ...asked, place: admission.place, isPaused },
  } satisfies DeskCallState as DeskCallState;
}

export type DeskScreen = {
  isOver: boolean;
  /** Over the whole page: who has the call instead. */
  elsewhere: "" | "passed-on" | "other-window";
  /** Over the picture. */
  call: string;
  asksCamera: boolean;
  showsOwn: boolean;
  /** Whether the own sound and picture are kept back, and what their buttons do. */
  isSilenced: Record<Kind, boolean>;
  muted: Record<Kind, boolean>;
  recording: { state: "idle" | "on" | "alarm"; words: string };
  line: string;
  /** "" while the holder's picture is good enough for a document. */
  below: string;
  clock: string;
  isOverrun: boolean;
  complaint: string;
  /** Of the others' cameras and microphones. */
  devices: string;
  interpreter: string | undefined;
  awaited: string;
};

export function screenOf(state: DeskCallState, now: number): DeskScreen {
  const { picture, hasDevices, isOver, muted, admission } = state;
  const isElsewhere = !isOver && state.link === "closed";
  const interpreter = picture?.others.find(({ member }) => member === "interpreter")?.name;
  const isAwaited = interpreter !== undefined && !state.hasGuestStream && !isElsewhere && !isOver;
  const paused = Boolean(picture?.pause);
  return {
    isOver,
    elsewhere: !isElsewhere ? "" : state.passedOn ? "passed-on" : "other-window",
    call: isOver ? endedWords : isElsewhere ? "" : callOf(state),
    asksCamera: !hasDevices && !isOver && !isElsewhere,
    showsOwn: hasDevices && !isOver && !isElsewhere,
    isSilenced: { audio: muted.audio || paused, video: muted.video || paused },
    muted,
    recording: recordingOf(state, now),
    line: lineOf(state, now),
    below: isOver ? "" : floorWords(state.below, now),
    clock: clockOf(admission, now),
    isOverrun: admission.admittedAt !== undefined && untilOf(admission, now) >= state.endsAt,
    complaint: complaintOf(state, now),
    devices: picture && !isOver ? roomDeviceWords(picture, "agent") : "",
    interpreter,
    awaited: isAwaited ? guestAwaitedWords(interpreter) : "",
  };
}

function callOf({ call, hasDevices, isOpening }: DeskCallState): string {
  if (isOpening) return callWords.opening;
  return callWords[call === "idle" && hasDevices ? "ready" : call];
}

function recordingOf(state: DeskCallState, now: number): DeskScreen["recording"] {
  const { proof, size } = state;
  if (state.isOver) return { state: "idle", words: size === "" ? "Chamada encerrada" : `Gravação encerrada, ${size}` };
  if (state.link === "closed")
    return { state: "idle", words: elsewhereWords[state.passedOn ? "passed-on" : "other-window"] };
  if (!proof) return { state: "idle", words: "Sem gravação" };
  if (isUnproved(state, now)) {
    const seconds = Math.floor((now - proof.provedAt) / 1000);
    return { state: "alarm", words: `Sem notícia da gravação há ${seconds} s` };
  }
  if (proof.ok)
    return proof.bytes === 0
      ? { state: "idle", words: "Gravação começando" }
      : { state: "on", words: `Gravando, ${size}` };
  const end = proof.broken ? ", passou do limite" : ` (até ${proof.limitMs / 1000} s vale)`;
  return { state: "alarm", words: `Gravação parada há ${Math.round(proof.silentMs / 1000)} s${end}` };
}

/** A server that says nothing proves nothing: neither that it records nor that the line is good. */
function isUnproved({ proof, admission }: DeskCallState, now: number): boolean {
  return proof !== undefined && admission.place === "admitted" && now - proof.provedAt > unprovedMs;
}

function lineOf(state: DeskCallState, now: number): string {
  const { link, line, admission } = state;
  if (link === "closed") return "–";
  if (link === "lost" || isUnproved(state, now)) return "sem sinal do servidor";
  if (line === undefined) return "–";
  if (line === "none") return "sem sinal";
  const { roundTripMs = 0, lossPercent = 0, imageOut, soundOut, thin, transport } = line;
  if (thin) return "muito fraca: voz e foto a cada 2 s";
  if (!imageOut || !soundOut) {
    const isSettling = now - Date.parse(admission.admittedAt ?? "") < settlingMs;
    return isSettling ? "conectando" : imageOut ? "titular sem som" : "titular sem imagem";
  }
  const way = transport === "tcp" ? ", por TCP (rede bloqueia UDP)" : "";
  return `${lossPercent > 5 || roundTripMs > 400 ? "fraca" : "boa"}${way}`;
}

const untilOf = ({ closedAt }: Admission, now: number) => (closedAt ? Date.parse(closedAt) : now);

function clockOf(admission: Admission, now: number): string {
  const ms = admission.admittedAt ? untilOf(admission, now) - Date.parse(admission.admittedAt) : 0;
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return [Math.floor(seconds / 60), seconds % 60].map((value) => String(value).padStart(2, "0")).join(":");
}

function complaintOf({ complaint }: DeskCallState, now: number): string {
  return complaint && now < (complaint.until ?? Number.POSITIVE_INFINITY) ? complaint.words : "";
}

/** Why a press did nothing: shown until the next press or until it is old, whatever is drawn anew meanwhile. */
export function answered(words: string, now: number): Partial<DeskCallState> {
  return { complaint: { words, until: now + answerMs } };
}

/**
 * The line came, fell or was taken. What was proved of the recording is old then, and so is the answer to a failed
 * press.
 */
export function withLink(state: DeskCallState, link: "open" | "lost" | "closed"): Partial<DeskCallState> {
  if (link === "open") return { link, complaint: state.complaint?.ends === "open" ? undefined : state.complaint };
  const asked = { ...state.asked, isGrowing: undefined };
  if (link === "lost") return { link, asked, line: undefined };
  return { link, asked, line: undefined, proof: undefined };
}

export function withProof(state: DeskCallState, proof: Proof, now: number): Partial<DeskCallState> {
  const { bytes, ok } = proof;
  const size =
    bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1).replace(".", ",")} MB`;
  return {
    proof: { ...proof, provedAt: now },
    size: bytes > 0 ? size : state.size,
    // The next line of the holder's page says better.
    line: ok ? state.line : "none",
  };
}

export function withLine(state: DeskCallState, line: Line, now: number): Partial<DeskCallState> {
  return { line, below: belowFloor(state.floor, state.below, line, now) };
}

/** Panes were read: the answer may end the call, and what could not be read before is read. */
export function withPanes(state: DeskCallState, admission: Admission): Partial<DeskCallState> {
  return {
    admission,
    isOver: state.isOver || admission.place === "ended",
    asked: { ...state.asked, place: admission.place },
    complaint: state.complaint?.ends === "read" ? undefined : state.complaint,
  };
}

/** Where the room's word has the holder, as the admission's pane names it. */
export const placeIn = (picture: RoomPicture) => (picture.state === "ended" ? "ended" : picture.applicant.place);

/** The holder moved, agreed, or is recorded, or a pause began or ended: what the panes are asked for then; else undefined. */
export function newsOfRoom({ asked }: DeskCallState, picture: RoomPicture): Asked | undefined {
  const next = {
    ...asked,
    place: placeIn(picture),
    consentAt: picture.consentAt,
    isPaused: picture.pause !== null,
    isRecorded: picture.recorded,
  };
  const isOld = (["place", "consentAt", "isPaused", "isRecorded"] as const).some((key) => next[key] !== asked[key]);
  return isOld ? next : undefined;
}

/**
 * The recording stood still or grows again, or its hole passed the limit. `isFaulty`: the decision's pane says that it
 * stands still. The server's own note follows a second or more later: a pane that contradicts the proof is asked for again.
 */
export function newsOfProof(
  { asked }: DeskCallState,
  { ok, broken }: Proof,
  isFaulty: boolean,
  now: number,
): { asked: Asked; isLater: boolean } | undefined {
  const contradicts = ok === isFaulty && now - asked.at > redrawMs;
  const isOld = ok !== asked.isGrowing || contradicts;
  if (!isOld && broken === asked.isBroken) return undefined;
  const at = isOld ? now : asked.at;
  // Told when the limit passes, not when both are back.
  return { asked: { ...asked, isGrowing: ok, isBroken: broken, at }, isLater: isOld };
}
