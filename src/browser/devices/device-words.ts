import type { DeviceStanding, MemberDevices, RoomMember, RoomPicture } from "../../contract/room-wire.ts";
import type { BrowserKind } from "./browser-kind.ts";
import { type DeviceTrouble, helpOf } from "./device-help.ts";
import type { Kind } from "./device-list.ts";
import type { DeviceState } from "./device-state.ts";

// What is said of a camera or a microphone that stopped: on its own page, and on the other side.

export type OwnOne = { state: DeviceState; trouble?: DeviceTrouble | undefined; byChoice: boolean; isOff: boolean };
type Own = { kinds: readonly Kind[]; one: Record<Kind, OwnOne> };

/** As the others are told it. A change of camera is none of their business: it takes a moment. */
export function standingOf({ one }: Own): MemberDevices {
  const of = ({ state, byChoice, isOff }: OwnOne): DeviceStanding => {
    if (state !== "live" && !(state === "opening" && byChoice)) return "stopped";
    return isOff ? "off" : "live";
  };
  return { camera: of(one.video), microphone: of(one.audio) };
}

const own = { audio: "Seu microfone", video: "Sua câmera", both: "Sua câmera e seu microfone" } as const;
const bare = { audio: "o microfone", video: "a câmera", both: "a câmera e o microfone" } as const;

/** `button`: "" where nothing is to be pressed, because it is being opened. */
type OwnWords = { words: string; steps: string[]; button: string };

/** Undefined where both are as they should be. */
export function ownWords({ kinds, one }: Own, browser: BrowserKind): OwnWords | undefined {
  const inState = (state: DeviceState) => kinds.filter((kind) => one[kind].state === state);
  const [lost, held, opening] = [inState("lost"), inState("held"), inState("opening")];
  const button = `Abrir ${nameOf(bare, [...lost, ...held])} de novo`;
  if (lost.length > 0) {
    const why = one[lost.at(-1)!].trouble ?? "busy";
    const { title, text, steps } = helpOf(why, browser);
    const [stopped, again] = [verb(lost, "parou", "pararam"), verb(lost, "não abriu", "não abriram")];
    const how = why === "busy" || why === "stuck" ? `${stopped} e ${again} de novo` : `${stopped}. ${title}`;
    return { words: `${nameOf(own, lost)} ${how}. ${text}`, steps, button };
  }
  if (held.length > 0) {
    const words = `${nameOf(own, held)} ${verb(held, "parou: o aparelho usa", "pararam: o aparelho usa")} ${verb(held, nameOf(bare, held), "os dois")} para outra coisa, como uma ligação. Depois abrimos de novo.`;
    return { words, steps: [], button };
  }
  if (opening.length === 0) return undefined;
  const chosen = opening.every((kind) => one[kind].byChoice);
  const words = chosen
    ? `Trocando ${nameOf(bare, opening)}…`
    : `${nameOf(own, opening)} ${verb(opening, "parou", "pararam")}. Abrindo de novo…`;
  return { words, steps: [], button: "" };
}

/** Said once when everything is live again; `another`: the name of the one device that took the place of the one before. */
export function backWords(stopped: readonly Kind[], another?: string): string {
  if (another) return `${nameOf(own, stopped)} parou. Agora usamos “${another}”.`;
  return `${nameOf(own, stopped)} ${verb(stopped, "voltou", "voltaram")}.`;
}

const nameOf = (names: Record<Kind | "both", string>, kinds: readonly Kind[]) =>
  kinds.includes("audio") && kinds.includes("video") ? names.both : names[kinds[0]!];
const verb = (kinds: readonly Kind[], one: string, both: string) => (kinds.length > 1 ? both : one);

/** What one side is told of all others; "" where there is nothing to say. In a pause the agent's devices are off, as said. */
export function roomDeviceWords({ devices, agent, applicant, others, pause }: RoomPicture, to: RoomMember): string {
  const words = (Object.keys(devices) as RoomMember[]).map((member) => {
    if (member === to || (member === "agent" && pause)) return "";
    if (member === "camera") return devices.camera!.camera === "stopped" ? "A câmera do celular parou." : "";
    const guest = others.find((one) => one.member === member)?.name ?? "";
    const name = member === "agent" ? agent.name : member === "applicant" ? applicant.name : guest;
    return name ? otherWords(name, devices[member]!) : "";
  });
  return words.filter(Boolean).join(" ");
}

/** Of somebody else, by the first name. */
export function otherWords(name: string, { camera, microphone }: MemberDevices): string {
  const who = name.trim().split(/\s+/)[0]!;
  const are = (standing: DeviceStanding) => [camera === standing && "video", microphone === standing && "audio"];
  const [stopped, off] = [are("stopped"), are("off")].map((kinds) => kinds.filter((kind) => kind !== false) as Kind[]);
  const stops =
    stopped!.length > 0 ? `${capital(nameOf(bare, stopped!))} de ${who} ${verb(stopped!, "parou", "pararam")}.` : "";
  const offs = off!.length > 0 ? `${who} desligou ${nameOf(bare, off!)}.` : "";
  return [stops, offs].filter(Boolean).join(" ");
}

const capital = (words: string) => words[0]!.toUpperCase() + words.slice(1);
