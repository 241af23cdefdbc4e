/** A number, as such or as text. */
type Count = number | string;

/**
 * What a page tells its script beside words: `data-…` attributes, each key once, in the spelling that the script reads
 * (`pushKey` is `data-push-key`). The view writes them by `told` of src/faces/ui/told.ts, the script reads them by `told`
 * of src/browser/tab/told.ts. A mark (`true`) is there or not; CSS may look at any of them.
 */
export type PageData = {
  // Every page.
  /** Where the page is asked for, if not where it stands. */
  address: string;
  reloadEvery: Count;
  /** Opens when the script listens. */
  waits: true;

  // Purchase and order.
  holdSeconds: Count;
  holdShown: true;
  holdLives: true;
  holdOver: true;
  holdLeft: true;
  holdSays: true;
  paymentState: string;
  paymentNext: string;
  copy: true;
  copySays: true;
  papers: true;
  papersForm: true;
  papersProgress: true;
  papersSays: true;
  papersNeeded: true;
  papersReceived: true;
  papersOnward: true;
  papersNews: true;
  next: string;
  seconds: Count;
  walkIn: true;
  walkInSays: true;
  words: string | true;
  /** The address of the room, once it is their turn. */
  called: string;
  late: true;
  lateFrom: string;
  lateIn: Count;

  // Seats in the room, the device test and the key ceremony.
  room: string;
  order: string;
  name: string;
  agent: string;
  demo: "sim" | "nao";
  transport: "udp" | "tcp";
  pushKey: string;
  /** Addresses of late parts of the script. */
  panel: string;
  picture: string;
  line: string;
  /** What a button does. */
  do: string;
  screen: string;
  deviceSlot: true;
  done: "sim" | "nao";
  stage: string;
  verdict: string;
  cure: true;
  product: string;
  file: string;
  section: string;
  showPassword: true;

  // The desk.
  endsAt: string;
  admittedAt: string;
  closedAt: string;
  place: string;
  lines: Count;
  frames: Count;
  zoom: string;
  state: string;
  why: string;
  /** The step that stands open, as JSON. */
  step: string;
  /** What stands in the way of the decision. */
  lack: string;
  admit: true;
  end: true;
  handOverOpen: true;
  swap: true;
  swapForm: true;
  pane: string | true;
  refresh: true;
  row: true;
  href: string;
  notice: string;
  noticeForm: true;
  passkey: string;
  passkeyTrouble: true;
  options: string;
  after: string;

  // The verifier's screen; spans and pieces as JSON.
  report: string;
  length: Count;
  pieces: string;
  recorded: string;
  skip: string;
  member: string;
  at: Count;
  mark: Count;
  kind: string;
  film: string;
  atSecond: Count;
  enlarge: string;
  enough: "sim" | "nao";
  held: "sim";

  // The office.
  start: string;
  move: string;

  // Written by scripts alone.
  id: string;
  url: string;
  off: "sim" | "nao";
  passkeys: "sim" | "nao";
  sending: string;
  shown: "sim";
};

/** pushKey → data-push-key */
export const attributeOf = (key: keyof PageData): string =>
  `data-${key.replace(/[A-Z]/g, (sign) => `-${sign.toLowerCase()}`)}`;
