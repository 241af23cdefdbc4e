// Cameras and microphones to choose from, as plain data.

export type Kind = "audio" | "video";
export type Device = { id: string; label: string };
export type DeviceList = Record<Kind, readonly Device[]>;
export type Info = Pick<MediaDeviceInfo, "kind" | "deviceId" | "label">;

export const noDevices: DeviceList = { audio: [], video: [] };

/** Chromium's second names of a microphone that is in the list anyway. */
const aliases = ["default", "communications"];
const nouns: Record<Kind, string> = { audio: "Microfone", video: "Câmera" };
/** Phones and common drivers name devices in English whatever the phone speaks. A maker's own name stays as it is. */
const known: [RegExp, string][] = [
  [/facing front|^front( .*)? camera$/i, "Câmera da frente"],
  [/^back.* ultra wide/i, "Câmera de trás, grande-angular"],
  [/^back.* telephoto/i, "Câmera de trás, zoom"],
  [/facing (back|rear)|^(back|rear)( .*)? camera$/i, "Câmera de trás"],
  [/^desk view camera$/i, "Câmera da mesa"],
  [/^(integrated|built-in|internal)( \w+)? ?(camera|webcam)\b.*/i, "Câmera integrada"],
  [/^(integrated|built-in|internal)( \w+)? ?microphone\b.*/i, "Microfone integrado"],
  [/^(iphone|ipad) microphone$/i, "Microfone do aparelho"],
  [/^headset earpiece$/i, "Microfone do aparelho"],
  [/^speakerphone$/i, "Viva-voz"],
  [/^wired headset$/i, "Fone com fio"],
  [/^bluetooth headset$/i, "Fone Bluetooth"],
  [/^usb (audio|headset)$/i, "Fone USB"],
];

/** What a person may choose. Before a permission the browser names nothing, and there is nothing to choose. */
export function deviceList(infos: readonly Info[]): DeviceList {
  return { audio: named("audio", infos), video: named("video", infos) };
}

/** Whether the browser says that there is a device at all; it may do so without naming it. */
export function presentOf(infos: readonly Info[]): Record<Kind, boolean> {
  const has = (kind: Kind) => infos.some((info) => info.kind === `${kind}input`);
  return { audio: has("audio"), video: has("video") };
}

function named(kind: Kind, infos: readonly Info[]): Device[] {
  const all = infos.filter((info) => info.kind === `${kind}input` && info.deviceId !== "");
  const own = all.filter(({ deviceId }) => ownIdOf(infos, deviceId) === deviceId && deviceId !== "communications");
  const seen = new Map<string, number>();
  return own.map(({ deviceId, label }) => {
    const plain = plainLabel(kind, label);
    const times = (seen.get(plain) ?? 0) + 1;
    seen.set(plain, times);
    return { id: deviceId, label: times > 1 ? `${plain} ${times}` : plain };
  });
}

function plainLabel(kind: Kind, label: string): string {
  // Chromium adds the maker's numbers: "HD Webcam (046d:0825)".
  const bare = label.replace(/\s*\([0-9a-f]{4}:[0-9a-f]{4}\)$/i, "").trim();
  if (bare === "") return nouns[kind];
  return known.find(([mark]) => mark.test(bare))?.[1] ?? bare;
}

/** The id in the list of what is in use: Chromium may have opened it by a second name ("Padrão - Fone"). */
export function ownIdOf(infos: readonly Info[], id: string | undefined): string | undefined {
  const alias = infos.find(({ deviceId }) => deviceId === id);
  if (!alias || !aliases.includes(alias.deviceId)) return id;
  const named = ({ deviceId, kind, label }: Info) =>
    kind === alias.kind && !aliases.includes(deviceId) && label !== "" && alias.label.endsWith(label);
  return infos.find(named)?.deviceId ?? id;
}

/** The one that was chosen before: by its id, or by its name where the browser gives out new ids. */
export function chosenOf(devices: readonly Device[], before: Device | undefined): Device | undefined {
  return devices.find(({ id }) => id === before?.id) ?? devices.find(({ label }) => label === before?.label);
}

/** Where "virar" goes from `current`: the others in turn, so that every camera is reached. */
export function turnsFrom(cameras: readonly Device[], current: string | undefined): Device[] {
  const at = cameras.findIndex(({ id }) => id === current);
  return [...cameras.slice(at + 1), ...cameras.slice(0, Math.max(0, at))];
}
