import { orderLatenessPath, orderPath, orderReadinessPath } from "../../../contract/holder-addresses.ts";
import * as deviceIds from "../../../contract/page-ids/device-ids.ts";
import * as roomIds from "../../../contract/page-ids/room-ids.ts";
import * as seatIds from "../../../contract/page-ids/seat-ids.ts";
import type { RoomState } from "../../../contract/room-wire.ts";
import type { RegistrationAuthority } from "../../../people/authority/registration-authority.ts";
import { type Room, roomState } from "../../../rooms/room.ts";
import { assetUrl } from "../../assets.ts";
import { BackLink, LinkButton, Notice } from "../../ui/components.tsx";
import { formatDay, formatTime } from "../../ui/dates.ts";
import { Layout } from "../../ui/layout.tsx";
import { DeviceNotice } from "../../ui/own-devices.tsx";
import { told } from "../../ui/told.ts";
import type { BoardProps } from "../papers/papers-board.tsx";
import { Handover } from "./readiness-view.tsx";
import { Call, Live } from "./room-call-view.tsx";
import { Check, Start } from "./room-door-view.tsx";
import { RoomPapers } from "./room-papers.tsx";

type Props = {
  room: Room;
  ra: RegistrationAuthority;
  now: Date;
  demo: boolean;
  ending: Ending;
  /** The papers of the order: what lacks can be sent from the lobby. */
  board: BoardProps;
  /** What the holder's line test found to work. */
  transport: "udp" | "tcp";
  /** Address of this page as a code, for the phone. */
  qr: string;
  /** The public key with which browsers subscribe to our pushes. */
  pushKey: string;
};

const screens: Record<RoomState, string> = { early: "early", open: "start", "in-session": "start", ended: "ended" };

export function RoomPage({ room, ra, now, demo, ending, board, transport, qr, pushKey }: Props) {
  const state = roomState(room, now);
  const screen = screens[state];
  const orderPage = orderPath(room.orderNumber);
  const titles: Record<string, string> = {
    early: `Sua videoconferência é às ${formatTime(room.startsAt)}. A sala abre às ${formatTime(room.opensAt)}.`,
    start: "Vamos testar câmera e microfone",
    ended: ending.title,
  };
  const phone = ra.phone.replace(/[^\d+]/g, "");
  return (
    <Layout
      title="Sala da videoconferência"
      ra={ra}
      demo={demo}
      islands={screen === "ended" ? [] : ["room-island", "late-choices-island", "papers-island"]}
      sheets={["room.css", "readiness.css", "shop.css"]}
      refresh={60}
    >
      <BackLink href={orderPage} text={`Pedido ${room.orderNumber}`} />
      <div
        id={roomIds.page}
        {...told({
          room: room.id,
          order: room.orderNumber,
          state,
          transport,
          line: assetUrl("door-line-island.js"),
          pushKey,
        })}
        data-opens={room.opensAt.toISOString()}
        data-starts={room.startsAt.toISOString()}
        {...told({ demo: demo ? "sim" : "nao", name: room.lobby?.displayName ?? room.applicantName })}
      >
        <p id={seatIds.warning} class="notice warn" hidden />
        <DeviceNotice />
        <h1 id={seatIds.title} tabIndex={-1}>
          {titles[screen]}
        </h1>
        <output id={seatIds.polite} class="visually-hidden" />
        <p id={seatIds.urgent} class="visually-hidden" role="alert" aria-live="assertive" />
        <noscript>
          <Notice tone="warn" title="A chamada precisa de JavaScript">
            <p>
              Ligue o JavaScript deste navegador, ou abra esta página em outro. Se preferir, ligue para{" "}
              <a href={`tel:${phone}`}>{ra.phone}</a>.
            </p>
          </Notice>
        </noscript>
        <InApp />
        <Early room={room} hidden={screen !== "early"} />
        <Start hidden={screen !== "start"} demo={demo} />
        <Check name={room.lobby?.displayName ?? room.applicantName} demo={demo} />
        {["start", "check"].map((name) => (
          <section key={name} {...told({ screen: name })} hidden={screen !== name}>
            <Handover
              qr={qr}
              words="Aponte a câmera do celular para o código e entre por lá. Seu lugar é o mesmo nos dois aparelhos."
            />
          </section>
        ))}
        <Waiting phone={ra.phone} />
        <div
          {...told({
            lateFrom: orderLatenessPath(room.orderNumber),
            lateIn: Math.max(0, room.startsAt.getTime() - now.getTime()),
          })}
          aria-live="polite"
        />
        <Call agentName={room.agentName} />
        {screen !== "ended" && <RoomPapers board={board} />}
        <Ended hidden={screen !== "ended"} ending={ending} />
        <section {...told({ screen: "elsewhere" })} hidden>
          <p>A sala está aberta em outro aparelho ou em outra aba. Continue por lá.</p>
          <p class="actions">
            <button type="button" class="button" id={roomIds.comeBackHere}>
              Usar este aparelho
            </button>
          </p>
        </section>
      </div>
    </Layout>
  );
}

/** Shown by the island where the page runs inside another app. */
function InApp() {
  return (
    <div id={deviceIds.inApp} class="notice warn" hidden>
      <h2>Abra em outro navegador</h2>
      <p id={deviceIds.inAppText} />
      <p class="actions">
        <a id={deviceIds.inAppOut} class="button" href="/" hidden>
          Abrir no Chrome
        </a>
      </p>
    </div>
  );
}

function Early({ room, hidden }: { room: Room; hidden: boolean }) {
  return (
    <section {...told({ screen: "early" })} hidden={hidden}>
      <p class="lead">Dia: {formatDay(room.startsAt)}. Esta página abre a sala sozinha na hora.</p>
      <h2>Enquanto isso</h2>
      <ul>
        <li>Escolha um lugar calmo e com luz no rosto.</li>
        <li>Deixe o documento com foto ao seu lado.</li>
        <li>Carregue a bateria. Use fone de ouvido, se tiver.</li>
        <li>Sem boné, chapéu ou óculos escuros.</li>
      </ul>
      <p class="actions">
        <button type="button" class="button secondary" {...told({ do: "start", waits: true })} disabled>
          Testar câmera e microfone agora
        </button>
      </p>
      <p>
        <a href={orderReadinessPath(room.orderNumber)}>Fazer o teste completo do aparelho</a>
      </p>
    </section>
  );
}

function Waiting({ phone }: { phone: string }) {
  return (
    <section {...told({ screen: "waiting" })} hidden>
      <p class="lead" id={roomIds.waitingText} />
      <p class="notice warn" id={roomIds.waitingLine} hidden />
      <p class="actions" id={roomIds.waitingAgain} hidden>
        <button type="button" class="button" {...told({ do: "knock" })}>
          Ingressar agora
        </button>
      </p>
      <Live id={roomIds.waitingPicture} class="room-picture small mirrored" label="Sua imagem" muted />
      <div {...told({ deviceSlot: true })} />
      <p class="hint" id={roomIds.waitingKept}>
        Seu lugar está guardado. Se a página fechar, abra de novo: você volta para cá.
      </p>
      <div id={roomIds.push} hidden>
        <p id={roomIds.pushWords} class="notice info" role="status" hidden />
        <p class="actions">
          <button type="button" class="button secondary" id={roomIds.pushOn}>
            Avise-me quando chegar a minha vez
          </button>
          <button type="button" class="button quiet" id={roomIds.pushOff} hidden>
            Não avisar mais
          </button>
        </p>
      </div>
      <p class="hint">
        Precisa falar com a AR? <a href={`tel:${phone.replace(/[^\d+]/g, "")}`}>{phone}</a>
      </p>
    </section>
  );
}

/** Where an ended session leaves its holder: one sentence of what, one of what next, one button. */
export type Ending = { title: string; words: string; next: string; button: string; href: string };

function Ended({ hidden, ending }: { hidden: boolean; ending: Ending }) {
  return (
    <section {...told({ screen: "ended" })} hidden={hidden}>
      <p class="lead">{ending.words}</p>
      <p>{ending.next}</p>
      <p class="actions">
        <LinkButton href={ending.href}>{ending.button}</LinkButton>
      </p>
    </section>
  );
}

/** No room yet: nothing booked, or booked this very second. */
export function NoRoomPage({ number, ra, demo }: { number: string; ra: RegistrationAuthority; demo: boolean }) {
  return (
    <Layout title="Sala da videoconferência" ra={ra} demo={demo}>
      <BackLink href={orderPath(number)} text={`Pedido ${number}`} />
      <h1>Sua videoconferência ainda não tem horário</h1>
      <p class="lead">A sala existe a partir do momento em que o pagamento está confirmado e o horário está marcado.</p>
      <p class="actions">
        <LinkButton href={orderPath(number)}>Ver o que falta</LinkButton>
      </p>
    </Layout>
  );
}
