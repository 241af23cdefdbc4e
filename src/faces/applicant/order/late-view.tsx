import {
  orderEntryPath,
  orderLatenessCallBackPath,
  orderLatenessSlotPath,
  orderPath,
  orderRoomPath,
} from "../../../contract/holder-addresses.ts";
import type { LobbyChoices } from "../../../watch/lateness/lateness.ts";
import type { FormErrors } from "../../form.ts";
import { BackLink, Button, ErrorSummary, LinkButton } from "../../ui/components.tsx";
import { formatDayAndTime, formatTime } from "../../ui/dates.ts";
import { told } from "../../ui/told.ts";
import { ApplicantPage, type Frame, RaCard } from "../applicant-page.tsx";

/** What a holder reads and may do while the agent does not come; the room's page shows the same piece (data-late). */
function LateChoices(props: { number: string; choices: LobbyChoices; wanted?: number | undefined }) {
  const { number, choices, wanted } = props;
  const { offers, phoneAsked } = choices;
  return (
    <section class="card next-step" {...told({ late: true })} aria-labelledby="atraso-titulo">
      <h2 id="atraso-titulo">
        {phoneAsked
          ? "A AR vai ligar para você"
          : offers.length > 0
            ? "Escolha outro horário, se preferir"
            : "Estamos chamando outro agente"}
      </h2>
      <p>
        {phoneAsked
          ? "Pode fechar esta página. A AR pede desculpas e marca outro horário com você, sem custo."
          : offers.length > 0
            ? "Nenhum agente está livre agora. Se puder esperar, fique: seu lugar está guardado. Ou marque um destes, sem custo:"
            : "Fique na sala: seu lugar está guardado."}
      </p>
      {offers.length > 0 && (
        <ul class="offers">
          {offers.map((startsAt) => (
            <li key={startsAt.getTime()}>
              <form method="post" action={orderLatenessSlotPath(number)}>
                <input type="hidden" name="horario" value={startsAt.toISOString()} />
                {startsAt.getTime() === wanted ? (
                  <Button>{formatDayAndTime(startsAt)}, o que você tinha escolhido</Button>
                ) : (
                  <Button kind="secondary">{formatDayAndTime(startsAt)}</Button>
                )}
              </form>
            </li>
          ))}
        </ul>
      )}
      {!phoneAsked && (
        <form method="post" action={orderLatenessCallBackPath(number)}>
          <Button kind="quiet">Prefiro que a AR me ligue</Button>
        </form>
      )}
      <p class="hint small">Esperando desde {formatTime(choices.since)}. Horários de Brasília.</p>
    </section>
  );
}

/** `wanted`: in ms since 1970, the offer that was chosen before the page was left. */
export function LateView(props: {
  frame: Frame;
  number: string;
  choices: LobbyChoices;
  wanted?: number;
  errors?: FormErrors;
}) {
  const { frame, number, choices, wanted, errors } = props;
  return (
    <ApplicantPage frame={frame} title="O agente se atrasou" sheets={["shop.css"]}>
      <BackLink href={orderPath(number)} text={`Pedido ${number}`} />
      <h1>{choices.phoneAsked ? "Sua videoconferência" : "O agente se atrasou. Você não precisa fazer nada."}</h1>
      <ErrorSummary errors={errors} />
      <LateChoices number={number} choices={choices} wanted={wanted} />
      {!choices.phoneAsked && (
        <LinkButton href={orderRoomPath(number)} kind="secondary">
          Voltar à sala
        </LinkButton>
      )}
      <RaCard ra={frame.ra} />
    </ApplicantPage>
  );
}

/** Where a letter's link leads. A button, not the link itself, books: mail scanners follow links. */
export function OfferView(props: {
  frame: Frame;
  action: string;
  offers: Date[];
  wanted: Date | undefined;
  errors?: FormErrors;
}) {
  const { frame, action, offers, wanted, errors } = props;
  const chosen = offers.filter((offer) => !wanted || offer.getTime() === wanted.getTime());
  return (
    <ApplicantPage frame={frame} title="Escolha o novo horário" sheets={["shop.css"]}>
      <ErrorSummary errors={errors} />
      <h1>{chosen.length === 1 ? "Confirme o novo horário" : "Escolha o novo horário"}</h1>
      <p>Sem custo. Seus dados e documentos continuam aqui.</p>
      {(chosen.length > 0 ? chosen : offers).map((startsAt) => (
        <form method="post" action={action} key={startsAt.getTime()} class="card">
          <p>
            <strong>{formatDayAndTime(startsAt)}</strong> (horário de Brasília)
          </p>
          <input type="hidden" name="horario" value={startsAt.toISOString()} />
          <Button>Marcar este horário</Button>
        </form>
      ))}
      {offers.length === 0 && <p>Estes horários já passaram. Escolha outro na página do pedido.</p>}
      {wanted && offers.length > 1 && (
        <p>
          <a href={action}>Ver os outros horários</a>
        </p>
      )}
      {offers.length === 0 && <LinkButton href={orderEntryPath()}>Abrir o pedido</LinkButton>}
      <RaCard ra={frame.ra} />
    </ApplicantPage>
  );
}

export function RebookedView({ frame, startsAt }: { frame: Frame; startsAt: Date }) {
  return (
    <ApplicantPage frame={frame} title="Horário marcado">
      <h1>Pronto: {formatDayAndTime(startsAt)}</h1>
      <p>Enviamos a confirmação e o novo convite do calendário por e-mail. Horário de Brasília.</p>
      <LinkButton href={orderEntryPath()}>Abrir o pedido</LinkButton>
      <RaCard ra={frame.ra} />
    </ApplicantPage>
  );
}
