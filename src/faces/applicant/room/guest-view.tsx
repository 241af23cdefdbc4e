import * as guestIds from "../../../contract/page-ids/guest-ids.ts";
import * as seatIds from "../../../contract/page-ids/seat-ids.ts";
import { roomInterpreterLeavingPath } from "../../../contract/program-addresses.ts";
import type { Room } from "../../../rooms/room.ts";
import { assetUrl } from "../../assets.ts";
import { formatTime } from "../../ui/dates.ts";
import { Layout } from "../../ui/layout.tsx";
import { DeviceChoice, DeviceNotice } from "../../ui/own-devices.tsx";
import { TestPicture } from "../../ui/test-picture.tsx";
import { told } from "../../ui/told.ts";
import { LeaveSeat, PassPage } from "./pass-view.tsx";
import { Live } from "./room-call-view.tsx";

/** What the invitation's link shows when it is opened: the seat is not taken yet. */
export function GuestPassView({ name, expiresAt, demo }: { name: string; expiresAt: Date; demo: boolean }) {
  return (
    <PassPage title="Convite para intérprete" button="Entrar como intérprete" demo={demo}>
      <p class="lead">{name}, este convite abre o lugar do intérprete em uma videoconferência gravada.</p>
      <p>
        Ele vale para um aparelho só, até {formatTime(expiresAt)}: abra no aparelho com câmera e microfone que você vai
        usar.
      </p>
    </PassPage>
  );
}

/** The interpreter's page: sees and hears both, is seen and heard by both, writes in the text panel; decides nothing. */
export function GuestPage({ room, name, demo }: { room: Room; name: string; demo: boolean }) {
  return (
    <Layout
      title="Intérprete na videoconferência"
      demo={demo}
      islands={["guest-island"]}
      sheets={["room.css"]}
      nav={[]}
    >
      <div
        id={guestIds.page}
        {...told({
          room: room.id,
          agent: room.agentName,
          panel: assetUrl("device-panel-island.js"),
          picture: demo ? assetUrl("test-picture-island.js") : undefined,
        })}
      >
        <p id={seatIds.warning} class="notice warn" hidden />
        <DeviceNotice />
        <h1 id={seatIds.title} tabIndex={-1}>
          Você entra como intérprete
        </h1>
        <output id={seatIds.polite} class="visually-hidden" />
        <p id={seatIds.urgent} class="visually-hidden" role="alert" aria-live="assertive" />
        <section {...told({ screen: "start" })}>
          <p class="lead">
            {name}, você vai ver e ouvir {room.applicantName} e {room.agentName}. Eles também verão e ouvirão você.
          </p>
          <p>A videoconferência é gravada, com a sua imagem e a sua voz. Traduza tudo o que for dito e nada mais.</p>
          <div id={guestIds.trouble} class="notice error" role="alert" hidden>
            <p id={guestIds.troubleText} />
          </div>
          <p class="actions">
            <button type="button" class="button" {...told({ do: "start", waits: true })} disabled>
              Ingressar agora
            </button>
            <TestPicture demo={demo} />
          </p>
        </section>
        <section {...told({ screen: "call" })} hidden>
          <p class="lead" id={guestIds.state} role="status">
            Esperando o agente admitir o titular.
          </p>
          <div class="room-stage">
            <Live id={guestIds.applicant} class="room-picture" label={`Imagem de ${room.applicantName}`} />
            <Live id={guestIds.agent} class="room-guest" label={`Imagem do agente ${room.agentName}`} />
            <Live id={guestIds.own} class="room-own mirrored" label="Sua imagem" muted />
          </div>
          <p id={guestIds.devices} class="notice info" role="status" hidden />
          <div {...told({ deviceSlot: true })}>
            <DeviceChoice />
          </div>
          <section class="room-chat" aria-labelledby="sala-mensagens">
            <h2 id="sala-mensagens">Mensagens</h2>
            <ol id={seatIds.talk} aria-live="polite" />
            <p id={seatIds.talkUnsent} class="hint" role="status" />
            <form id={seatIds.talkForm}>
              <label for={seatIds.talkText}>Escreva para os dois</label>
              <div class="room-write">
                <input id={seatIds.talkText} maxLength={2000} autocomplete="off" />
                <button type="submit" class="button small">
                  Enviar
                </button>
              </div>
            </form>
          </section>
        </section>
        <section {...told({ screen: "ended" })} hidden>
          <p class="lead">Obrigado. Pode fechar esta página.</p>
        </section>
        <section {...told({ screen: "elsewhere" })} hidden>
          <p>Outra página já ocupa o lugar do intérprete.</p>
        </section>
        <LeaveSeat action={roomInterpreterLeavingPath(room.id)}>Deixar o lugar do intérprete</LeaveSeat>
      </div>
    </Layout>
  );
}
