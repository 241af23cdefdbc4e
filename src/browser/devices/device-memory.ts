import type { Device, Kind } from "./device-list.ts";

/** The camera and the microphone that were chosen in this browser: from the device test to the door, and to the call. */
const names: Record<Kind, string> = { audio: "confere-microfone", video: "confere-camera" };

export function rememberDevice(kind: Kind, { id, label }: Device): void {
  try {
    localStorage.setItem(names[kind], JSON.stringify({ id, label }));
  } catch {
    // A browser that keeps nothing for pages: the choice holds for this page.
  }
}

export function rememberedDevice(kind: Kind): Device | undefined {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(names[kind]) ?? "null");
    const { id, label } = (kept ?? {}) as Partial<Device>;
    return typeof id === "string" && typeof label === "string" ? { id, label } : undefined;
  } catch {
    return undefined; // nothing is kept here, or nothing that can be read: the browser's own choice
  }
}
