/** Opening a camera and a microphone. Nothing here talks to the server. */
import { answerWithin, NoAnswer } from "../tab/answer-within.ts";
import { type DeviceTrouble, troubleOf } from "./device-help.ts";
import { type Info, type Kind, presentOf } from "./device-list.ts";

/** Captured high, so that stills are sharp; the call itself is scaled down (room-call.ts). */
const CAPTURE = { width: { ideal: 1920 }, height: { ideal: 1080 }, frameRate: { ideal: 30, max: 30 } };
const SOUND = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
/** Long enough to read the browser's question and to answer it. */
const askedMs = 15_000;
const listedMs = 3000;

export type Facing = "user" | "environment";
/** That very one by its `id`, else by where it looks. An `ideal` id would be no choice: Chromium passes over it for sound. */
export type Wanted = { id?: string | undefined; facing?: Facing };

function constraintsOf(kind: Kind, { id, facing = "user" }: Wanted): MediaTrackConstraints {
  const common = kind === "video" ? CAPTURE : SOUND;
  if (id !== undefined) return { ...common, deviceId: { exact: id } };
  return kind === "video" ? { ...common, facingMode: { ideal: facing } } : common;
}

/**
 * Rejects with what getUserMedia says, or with NoAnswer where neither the person nor the device answers;
 * `whyNoDevices` turns that into a word for the page. What comes later is handed to `late`; else it is closed.
 */
export function openDevices(
  wanted: Partial<Record<Kind, Wanted>> = { audio: {}, video: {} },
  late: (stream: MediaStream) => void = closeAll,
  ms = askedMs,
): Promise<MediaStream> {
  const constraints: MediaStreamConstraints = {};
  for (const kind of ["audio", "video"] as const)
    if (wanted[kind]) constraints[kind] = constraintsOf(kind, wanted[kind]);
  const asked = (async () => navigator.mediaDevices.getUserMedia(constraints))();
  return answerWithin(ms, asked).catch((error: unknown) => {
    // A refusal that comes after the answer was given up changes nothing: the page has said so already.
    if (error instanceof NoAnswer) asked.then(late, () => undefined);
    throw error;
  });
}

export function closeAll(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** What the browser lists; undefined where it does not answer in time or knows no devices at all. */
export async function listDevices(): Promise<readonly Info[] | undefined> {
  const asked = (async () => navigator.mediaDevices.enumerateDevices())();
  return answerWithin(listedMs, asked).catch(() => undefined); // the caller says that there is no list
}

export async function whyNoDevices(
  error: unknown,
  wanted: readonly Kind[] = ["audio", "video"],
): Promise<DeviceTrouble> {
  if (!navigator.mediaDevices) return "insecure";
  if (error instanceof NoAnswer) return (await isGranted(wanted)) ? "stuck" : "unanswered";
  const infos = await listDevices();
  const present = infos ? presentOf(infos) : { audio: true, video: true };
  // Not every browser's OverconstrainedError is a DOMException.
  const { name = "", message = "" } = (error ?? {}) as Partial<Error>;
  return troubleOf({ name, message }, wanted, present);
}

/** Whether the browser would open without asking; false also where it does not say. */
export async function isGranted(wanted: readonly Kind[] = ["video"]): Promise<boolean> {
  const ask = async (kind: Kind) => {
    const name = (kind === "video" ? "camera" : "microphone") as PermissionName;
    return (await navigator.permissions.query({ name })).state === "granted";
  };
  const asked = Promise.all(wanted.map(ask));
  return answerWithin(listedMs, asked).then(
    (answers) => answers.every(Boolean),
    () => false, // browsers that cannot be asked
  );
}

/** Turns the phone's light on or off; false where it has none. */
export async function switchTorch(stream: MediaStream, on: boolean): Promise<boolean> {
  const [track] = stream.getVideoTracks();
  const can = (track?.getCapabilities?.() ?? {}) as { torch?: boolean };
  if (!track || !can.torch) return false;
  await answerWithin(listedMs, track.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] }));
  return true;
}
