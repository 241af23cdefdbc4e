import type { RoomPicture } from "../../contract/room-wire.ts";
import type { CallState } from "../call/room-call.ts";
import {
  agentAwayWords,
  breakWords,
  lineWords,
  othersWords,
  pauseWords,
  type WaitingWords,
  waitingWords,
} from "../call/room-words.ts";
import { roomDeviceWords } from "../devices/device-words.ts";
import type { Ticks } from "../line/call-stats.ts";
import type { ScreenName } from "../tab/room-screen.ts";

// What the holder's room page shows, as a pure function of what it knows: the island notes, this decides, the drawing draws.

/** How long a refusal stands: without that the room's next picture, a second later, would take it away unread. */
export const refusalMs = 12_000;
const firstTitle = "Vamos testar câmera e microfone";

export type HolderState = {
  /** As the server said it last; undefined before its first word. */
  picture: RoomPicture | undefined;
  /** The signalling line; "closed": another page took the seat. */
  link: "open" | "lost" | "closed";
  /** The own media connection. */
  call: CallState;
  /** Of the last second of the call; undefined while it does not stand. */
  ticks: Ticks | undefined;
  /** Camera and microphone are open. */
  hasDevices: boolean;
  /** The device test at the door was passed. */
  isTested: boolean;
  /** The device test was asked for, before the hour as well. */
  asksStart: boolean;
  /** "Ingressar agora" was pressed before the room opened. */
  wishes: boolean;
  /** A knock did not go out, because the line is away. */
  knocksInVain: boolean;
  /** Hung up; the place is kept. */
  left: boolean;
  /** Whose picture came last in the call. */
  met: string | undefined;
  /** The break was longer than the rule allows: said until the consent is given again. */
  isVoided: boolean;
  /** Of the last press that came to nothing; `isUnsent`: because the line was away already. */
  refusal: { words: string; until: number; isUnsent: boolean } | undefined;
  /** What the line test at the door advises. */
  cure: string;
  /** The server's clock less this device's, in ms. */
  skewMs: number;
};

export const firstState: HolderState = {
  picture: undefined,
  link: "lost",
  call: "idle",
  ticks: undefined,
  hasDevices: false,
  isTested: false,
  asksStart: false,
  wishes: false,
  knocksInVain: false,
  left: false,
  met: undefined,
  isVoided: false,
  refusal: undefined,
  cure: "",
  skewMs: 0,
};

/** `over`: said aloud once the words are gone; where it is undefined, neither they nor their end are said aloud. */
type Notice = { words: string; over?: string };
/** In the order in which they are said: of several that come at once the last one is heard. */
export type Notices = Partial<Record<"cure" | "line" | "away" | "devices" | "pause", Notice>>;

export type CallScreen = {
  isConnected: boolean;
  step: string;
  others: string;
  hasInterpreter: boolean;
  hasPhone: boolean;
  asksConsent: boolean;
  mayConsent: boolean;
  ticks: Ticks | undefined;
};

export type Screen = {
  name: ScreenName;
  title: string;
  /** The one line above everything; "" for none. */
  warning: string;
  /** What else stands above the picture. Undefined while the line is away: what stood is hidden, not known to be over. */
  notices?: Notices | undefined;
  /** `knocks`: the wish to enter comes true now. `said`: for whoever does not see the page. */
  check?: { early: string; isClosed: boolean; knocks: boolean; said: string };
  waiting?: WaitingWords;
  call?: CallScreen;
};

/** What the server's word changes beside the picture itself, also for whoever was cut off when it was said. */
export function withPicture(state: HolderState, picture: RoomPicture, now: number): Partial<HolderState> {
  const isVoided = state.isVoided || (state.picture !== undefined && picture.session > state.picture.session);
  return {
    picture,
    skewMs: Date.parse(picture.now) - now,
    isVoided: isVoided && picture.consentAt === null,
    met: picture.agent.inCall && picture.applicant.place === "admitted" ? picture.agent.name : state.met,
  };
}

/** The agent has this person in the call: the media is wanted. */
export function isCalled({ picture, left }: HolderState): boolean {
  return picture?.applicant.place === "admitted" && picture.state !== "ended" && !left;
}

/** Undefined before the server's first word: the page stays as it was sent. `now` in ms by this device. */
export function screenOf(state: HolderState, now: number): Screen | undefined {
  const { picture } = state;
  if (state.link === "closed") return { name: "elsewhere", title: "A sala está aberta em outro lugar", warning: "" };
  if (!picture) return state.asksStart ? { name: "start", title: firstTitle, warning: "" } : undefined;
  if (picture.state === "ended") return { name: "ended", title: "A videoconferência terminou", warning: "" };
  if (!state.hasDevices) return { ...doorOf(state, picture), warning: refusalOf(state, now) };
  if (isCalled(state)) return callOf(state, picture, now);
  return picture.applicant.place === "none" ? checkOf(state, picture, now) : waitingOf(state, picture, now);
}

function doorOf({ asksStart }: HolderState, { state, startsAt, opensAt, applicant }: RoomPicture) {
  if (state === "early" && !asksStart)
    return {
      name: "early" as const,
      title: `Sua videoconferência é às ${hourOf(startsAt)}. A sala abre às ${hourOf(opensAt)}.`,
    };
  const isBack = applicant.place === "waiting" || applicant.place === "admitted";
  return { name: "start" as const, title: isBack ? "Volte à sala" : firstTitle };
}

function checkOf(state: HolderState, picture: RoomPicture, now: number): Screen {
  const { wishes, isTested } = state;
  const isEarly = picture.state === "early";
  const hour = hourOf(picture.opensAt);
  const wished = `A sala abre às ${hour} e você entra. Deixe esta página aberta.`;
  return {
    name: "check",
    title: wishes ? "Você entra sozinho" : isTested ? "Tudo certo" : firstTitle,
    // Nobody waits for this page yet: a line that is away is news only to whoever knocks.
    warning: state.knocksInVain && state.link === "lost" ? breakWords(true, false) : refusalOf(state, now),
    check: {
      early: !isEarly ? "" : wishes ? wished : `A sala abre às ${hour}.`,
      isClosed: wishes,
      knocks: wishes && !isEarly,
      said: isTested && !wishes ? "Tudo certo. Aperte Ingressar agora." : "",
    },
  };
}

function waitingOf(state: HolderState, picture: RoomPicture, now: number): Screen {
  const waiting = waitingWords(picture, state.left, now + state.skewMs);
  return {
    name: "waiting",
    title: waiting.title,
    ...aboveOf(state, now, { cure: { words: state.cure } }),
    waiting,
  };
}

function callOf(state: HolderState, picture: RoomPicture, now: number): Screen {
  const { call, ticks } = state;
  const { step, agent, pause, others } = picture;
  const isConnected = call === "connected";
  const title = step ? `${step.number} de ${step.total} · ${step.title}` : "Você está com o agente";
  return {
    name: "call",
    title: isConnected || call === "lost" ? title : "O agente está chamando você",
    ...aboveOf(state, now, {
      line: { words: ticks ? lineWords(ticks) : "" },
      away: { words: agentAwayWords(picture, state.met), over: `${agent.name} está na chamada.` },
      devices: {
        words: roomDeviceWords(picture, "applicant"),
        over: pause ? "" : "A imagem e o som do outro lado voltaram.",
      },
      pause: { words: pauseWords(pause), over: "O agente voltou." },
    }),
    call: {
      isConnected,
      step: step?.text ?? "",
      others: othersWords(others),
      hasInterpreter: others.some(({ member }) => member === "interpreter"),
      hasPhone: picture.camera.connected,
      asksConsent: isConnected && picture.consentAt === null,
      mayConsent: picture.recorded,
      ticks,
    },
  };
}

/**
 * The line above the picture. While the connection is away the only notice is that it is: what is known of the others
 * is old, and their notices would tell nobody what to do. A press that is lost meanwhile is answered here instead.
 */
function aboveOf(state: HolderState, now: number, notices: Notices): Pick<Screen, "warning" | "notices"> {
  const refusal = refusalOf(state, now);
  if (state.link !== "open" || state.call === "lost")
    return { warning: state.refusal?.isUnsent && refusal ? refusal : breakWords(true, false) };
  return { warning: breakWords(false, state.isVoided) || refusal, notices };
}

const refusalOf = ({ refusal }: HolderState, now: number) => (refusal && now < refusal.until ? refusal.words : "");

/** "14h", "14h30" in Brasília. */
function hourOf(iso: string): string {
  const text = new Intl.DateTimeFormat("pt-BR", {
    timeZone: "America/Sao_Paulo",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(new Date(iso));
  return text.replace(":00", "h").replace(":", "h");
}
