/**
 * The wire of a room, version 1 (docs/room-protocol.md §1): what a page and the server say to each other. Both sides
 * import it, so it knows neither. What a page sends is read by the schema of `faces/api/room-messages.ts`.
 */
export const roomVersion = 1;

/** In the order of their lanes (docs/room-protocol.md, "Lanes"). */
export const seats = ["agent", "applicant", "camera", "interpreter", "supervisor"] as const;
export type RoomMember = (typeof seats)[number];

export type RoomState = "early" | "open" | "in-session" | "ended";
/** Where the applicant stands; refused means refused since the last knock. */
export type Place = "none" | "waiting" | "admitted" | "refused";
/** What the applicant's page shows as the present step. */
export type ShownStep = { number: number; total: number; title: string; text: string };
/** The agent is away for a moment and said why; `since` is ISO 8601. */
export type Pause = { reason: string; since: string };

/** How the media travels: `tcp` where a member's network lets no UDP through; the server listens for each. */
export const mediaTransports = ["udp", "tcp"] as const;
export type MediaTransport = (typeof mediaTransports)[number];

/** "off": switched off by its owner; "stopped": taken away, by the system, by a cable, by another program. */
export const deviceStandings = ["live", "off", "stopped"] as const;
export type DeviceStanding = (typeof deviceStandings)[number];
export type MemberDevices = { camera: DeviceStanding; microphone: DeviceStanding };

export const stillKinds = ["face", "document-front", "document-back"] as const;
export type StillKind = (typeof stillKinds)[number];
/** What the server finds in a picture; no verdict on whether it serves: that is a person's. */
export const stillFaults = ["small", "dark", "glare", "blurred"] as const;
export type StillFault = (typeof stillFaults)[number];

/** Why a picture that was asked for did not come, by the word of the page that takes it. */
export const stillFailures = ["camera-off", "camera-stopped", "not-taken"] as const;
/** "late": nobody answered while the request was good. */
export type StillFailure = (typeof stillFailures)[number] | "late";
/** `light` mean 0–255; `glare` share of blown-out pixels 0–1; `sharpness` variance of the Laplacian at 640 px. */
export type StillMeasures = { light: number; glare: number; sharpness: number };

/** The proofs of one side that picture and sound go out and come in; figures where the browser tells them. */
type Line = {
  imageOut: boolean;
  soundOut: boolean;
  imageIn: boolean;
  soundIn: boolean;
  roundTripMs?: number | undefined;
  lossPercent?: number | undefined;
  thin?: boolean | undefined;
  lines?: number | undefined;
  frames?: number | undefined;
  transport?: "tcp" | undefined;
};

export type ClientMessage =
  /** `page`: the same for every socket of one page. */
  | { type: "hello"; version: number; page?: string | undefined }
  /** `device`: what the device test measured; a flat table of words and figures. */
  | { type: "knock"; name: string; device?: Record<string, string | number | boolean> | undefined }
  | { type: "admit" }
  | { type: "put-back" }
  | { type: "refuse"; reason: string }
  | { type: "join"; offer: string; attempt: number; transport?: MediaTransport | undefined }
  | { type: "candidate"; candidate: string; mid: string; attempt: number }
  | ({ type: "ticks" } & Line)
  | ({ type: "devices" } & MemberDevices)
  | { type: "consent" }
  /** `key`: given by the page; sent again under the same key it is one line. */
  | { type: "say"; text: string; key?: string | undefined }
  | { type: "step"; number: number; total: number; title: string; text?: string | undefined }
  | { type: "pause"; reason: string }
  | { type: "resume" }
  | { type: "ask-still"; kind: StillKind }
  | { type: "still-failed"; nonce: string; why: (typeof stillFailures)[number] }
  | { type: "leave" }
  | { type: "end" };

/** Times are ISO 8601 in UTC; `now` is the server's clock, for honest countdowns on a phone whose clock is wrong. */
export type RoomPicture = {
  state: RoomState;
  now: string;
  startsAt: string;
  opensAt: string;
  applicant: { name: string; connected: boolean; place: Place };
  /** `connected`: the page is here; `inCall`: its picture and sound arrive; `busy`: in another session at this moment. */
  agent: { name: string; connected: boolean; inCall: boolean; late: boolean; busy: boolean };
  /** The phone as document camera. */
  camera: { connected: boolean };
  /** Of whom something does not run, by their own page's word. */
  devices: Partial<Record<RoomMember, MemberDevices>>;
  pause: Pause | null;
  /** Guests and observers who are here; the applicant is shown each of them. */
  others: { member: RoomMember; name: string }[];
  refusal: string | null;
  consentAt: string | null;
  /** Both sides are recorded in the session: from then on a consent counts. */
  recorded: boolean;
  /** Which session of the room runs; 2 and more follow a break above the limit. */
  session: number;
  step: ShownStep | null;
};

export type SaidLine = {
  id: string;
  by: "applicant" | "agent" | "interpreter" | "system";
  text: string;
  at: string;
  /** As its page gave it. */
  key: string | null;
};

export type ServerMessage =
  | {
      type: "welcome";
      version: number;
      you: { member: RoomMember; name: string; attempt: number | null };
      room: RoomPicture;
      iceServers: { urls: string[]; username?: string; credential?: string }[];
      maxBitrate: number;
      said: SaidLine[];
    }
  | { type: "room"; room: RoomPicture }
  | { type: "answer"; answer: string; attempt: number }
  | { type: "rejoin"; reason: "worker-restarted" | "connection-lost" | "draining"; attempt: number | null }
  | ({ type: "line"; of: RoomMember } & Line)
  | { type: "said"; line: SaidLine }
  | { type: "still-wanted"; nonce: string; kind: StillKind; expiresAt: string }
  | { type: "still-failed"; kind: StillKind; why: StillFailure }
  | {
      type: "still-kept";
      still: {
        id: string;
        kind: StillKind;
        width: number;
        height: number;
        bytes: number;
        sha256: string;
        takenAt: string;
        measures: StillMeasures;
        faults: StillFault[];
      };
    }
  | {
      type: "recording";
      ok: boolean;
      bytes: number;
      head: string;
      at: string | null;
      silentMs: number;
      /** The longest hole that the session may have; `broken`: it has a longer one, and is void once both are back. */
      limitMs: number;
      broken: boolean;
    }
  | { type: "session-voided"; gapMs: number; limitMs: number; number: number; at: string }
  | { type: "error"; code: string; title: string; advice: string; about?: string };
