import { browserKind } from "./browser-kind.ts";
import { type DeviceTrouble, helpLine } from "./device-help.ts";
import { DevicePanel } from "./device-panel.ts";
import type { OwnDevices } from "./own-devices.ts";

// The words and lists of the page's own devices, for pages that open none before a press: late-panel.ts fetches them.

const browser = browserKind(navigator.userAgent);

export const openPanel = (devices: OwnDevices): DevicePanel => new DevicePanel(devices, browser);

/** Why no device opened and what to do, in one paragraph. */
export const helpWords = (why: DeviceTrouble): string => helpLine(why, browser);
