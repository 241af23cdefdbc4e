import { orderPath, orderRoomEntryPath } from "../../../contract/holder-addresses.ts";
import type { RegistrationAuthority } from "../../../people/authority/registration-authority.ts";
import { placeOf, type Room, roomState } from "../../../rooms/room.ts";
import { BackLink, Button, Notice } from "../../ui/components.tsx";
import { formatTime } from "../../ui/dates.ts";
import { Layout } from "../../ui/layout.tsx";

type Props = {
  room: Room;
  elsewhere: NonNullable<Room["elsewhere"]>;
  ra: RegistrationAuthority;
  demo: boolean;
  now: Date;
};

/** The door to a meeting that another provider holds: the letters lead here, and here we learn that the holder came. */
export function ElsewherePage({ room, elsewhere, ra, demo, now }: Props) {
  const state = roomState(room, now);
  const { title, links } = elsewhere;
  return (
    <Layout title="Sala da videoconferência" ra={ra} demo={demo} refresh={60}>
      <BackLink href={orderPath(room.orderNumber)} text={`Pedido ${room.orderNumber}`} />
      {state === "ended" ? (
        <>
          <h1>Esta videoconferência terminou</h1>
          <p class="lead">O próximo passo está na página do pedido.</p>
        </>
      ) : state === "early" ? (
        <>
          <h1>{`Sua videoconferência é às ${formatTime(room.startsAt)}, pelo ${title}`}</h1>
          <p class="lead">{`O link aparece aqui às ${formatTime(room.opensAt)}.`}</p>
        </>
      ) : !links ? (
        <>
          <h1>{`Sua videoconferência é pelo ${title}`}</h1>
          <Notice tone="warn" title="Estamos preparando o link">
            <p>Esta página se atualiza sozinha. Se ele não aparecer até a hora marcada, ligue para {ra.phone}.</p>
          </Notice>
        </>
      ) : placeOf(room) === "none" ? (
        <>
          <h1>{`Sua videoconferência é pelo ${title}`}</h1>
          <p class="lead">
            A conversa é gravada. Ao pedir o link, o agente {room.agentName} fica sabendo que você chegou.
          </p>
          <form method="post" action={orderRoomEntryPath(room.orderNumber)} class="actions">
            <Button>Cheguei: mostrar o link</Button>
          </form>
        </>
      ) : (
        <>
          <h1>{`Entre pelo ${title}`}</h1>
          <p class="lead">O agente {room.agentName} já sabe que você chegou e chama você na hora marcada.</p>
          <p class="actions">
            <a class="button" href={links.holder} target="_blank" rel="noreferrer">
              {`Abrir o ${title}`}
            </a>
          </p>
        </>
      )}
    </Layout>
  );
}
