import {
  orderNowLeavingPath,
  orderNowPath,
  orderPapersPath,
  orderPath,
  orderReadinessPath,
  orderRoomPath,
  orderSlotPath,
} from "../../../contract/holder-addresses.ts";
import { stillToCome } from "../../../documents/papers/paper.ts";
import type { WalkIn } from "../../../scheduling/line/walk-in.ts";
import type { FormErrors } from "../../form.ts";
import { BackLink, Button, ErrorSummary, LinkButton, Notice } from "../../ui/components.tsx";
import { formatTime } from "../../ui/dates.ts";
import { told } from "../../ui/told.ts";
import { ApplicantPage, type Frame, RaCard } from "../applicant-page.tsx";
import { NowCard } from "../now-card.tsx";
import type { OrderFacts } from "../progress/order-facts.ts";
import { outlookWords } from "../walk-in-outlook.ts";

type Props = { frame: Frame; facts: OrderFacts; errors?: FormErrors };

/** Paid a moment ago, and the line was chosen while buying: nothing is asked again, the place comes by itself. */
export function EnteringView({ frame, facts }: Props) {
  const here = orderNowPath(facts.order.number);
  return (
    <ApplicantPage
      frame={frame}
      title="Entrando na fila"
      sheets={["shop.css"]}
      islands={["reload-island"]}
      address={here}
      refresh={3}
    >
      <BackLink href={orderPath(facts.order.number)} text="Voltar ao pedido" />
      <h1>Entrando na fila</h1>
      <section class="card next-step" {...told({ reloadEvery: "3" })}>
        <p class="lead">O pagamento chegou. Estamos colocando você na fila do Atender agora.</p>
        <p>Esta página muda sozinha. Se ela não mudar, toque no botão.</p>
        <form method="post" action={here}>
          <Button>Entrar na fila</Button>
        </form>
      </section>
      <RaCard ra={frame.ra} />
    </ApplicantPage>
  );
}

/** Before the line, or after a wait that came to nothing. */
export function JoinView({ frame, facts, lapsed, errors }: Props & { lapsed: boolean }) {
  const { order, outlook, appointments } = facts;
  const here = orderPath(order.number);
  const title = lapsed ? "A espera terminou sem atendimento" : "Quer ser atendido agora?";
  return (
    <ApplicantPage frame={frame} title={title} sheets={["shop.css"]}>
      <BackLink href={here} text="Voltar ao pedido" />
      <h1>{title}</h1>
      <ErrorSummary errors={errors} />
      {lapsed && (
        <Notice tone="warn" title="Desculpe: em duas horas nenhum agente chamou">
          <p>Nada se perdeu: seu pedido, seus documentos e seu pagamento continuam aqui. Escolha como seguir.</p>
        </Notice>
      )}
      {outlook && outlook.agents > 0 ? (
        <NowCard
          outlook={outlook}
          choices={appointments.map(({ language }) => language)}
          action={orderNowPath(order.number)}
          button={lapsed ? "Entrar na fila de novo" : "Entrar na fila"}
          words="Deixe o documento original na mão e a câmera por perto."
        />
      ) : (
        <p>
          {facts.wished && "Você pediu para ser atendido agora. "}
          Nenhum agente está atendendo agora. Escolha um horário: ele fica guardado para você.
        </p>
      )}
      <div class="actions">
        <LinkButton href={orderSlotPath(order.number)} kind="secondary">
          Escolher um horário
        </LinkButton>
      </div>
      <RaCard ra={frame.ra} />
    </ApplicantPage>
  );
}

/** The line. The marked piece is what the island looks at again; without script the whole page does. */
export function WaitView({ frame, facts, wait }: Props & { wait: WalkIn }) {
  const { order, outlook, papers, readiness } = facts;
  const here = orderPath(order.number);
  const words = outlook ? outlookWords(outlook) : "";
  const lacking = stillToCome(papers);
  return (
    <ApplicantPage
      frame={frame}
      title="Você está na fila"
      sheets={["shop.css"]}
      islands={["walk-in-island"]}
      address={orderNowPath(order.number)}
      refresh={20}
    >
      <BackLink href={here} text="Voltar ao pedido" />
      <h1>Você está na fila</h1>
      <section class="card next-step" {...told({ walkIn: true, words })} aria-label="Seu lugar na fila">
        <p class="lead">{words}</p>
        {outlook?.agents === 0 && <p>Seu lugar continua guardado. Se preferir, escolha um horário.</p>}
        <p class="hint">
          Na fila desde {formatTime(wait.joinedAt)}. Se ninguém chamar até {formatTime(wait.lapsesAt)}, a espera termina
          e você escolhe um horário, sem custo.
        </p>
      </section>
      <p class="visually-hidden" role="status" {...told({ walkInSays: true })} />
      <p>
        Pode fechar a página, desligar a tela ou trocar de aparelho: seu lugar fica guardado. Quando for a sua vez, esta
        página avisa e leva à sala, e o link também chega por e-mail.
      </p>
      <h2>Enquanto espera</h2>
      <ul>
        <li>
          <a href={orderReadinessPath(order.number)}>
            {readiness ? "Repetir o teste do aparelho" : "Testar câmera e microfone"}
          </a>
        </li>
        {lacking.length > 0 && (
          <li>
            <a href={orderPapersPath(order.number)}>
              Enviar o que falta: {lacking.map((paper) => paper.title).join("; ")}
            </a>
          </li>
        )}
        <li>
          <a href={orderSlotPath(order.number)}>Trocar por um horário marcado</a>
        </li>
      </ul>
      <form method="post" action={orderNowLeavingPath(order.number)} class="actions">
        <Button kind="secondary">Sair da fila</Button>
      </form>
      <RaCard ra={frame.ra} />
    </ApplicantPage>
  );
}

/** Called: the island leads on by itself; without script it is one press. */
export function CalledView({ frame, number, agentName }: { frame: Frame; number: string; agentName: string }) {
  const room = orderRoomPath(number);
  return (
    <ApplicantPage frame={frame} title="Chegou a sua vez" sheets={["shop.css"]} islands={["walk-in-island"]}>
      <h1>Chegou a sua vez</h1>
      <section
        class="card next-step"
        {...told({ walkIn: true, called: room, words: "Chegou a sua vez. Entre na sala." })}
      >
        <p class="lead">{agentName} chamou você e espera na sala. Tenha o documento original na mão.</p>
        <LinkButton href={room}>Entrar na sala</LinkButton>
      </section>
      <p class="visually-hidden" role="status" {...told({ walkInSays: true })} />
      <RaCard ra={frame.ra} />
    </ApplicantPage>
  );
}
