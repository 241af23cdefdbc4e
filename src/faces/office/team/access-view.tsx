import {
  officeMemberInvitationPath,
  officeMemberKeysConsentPath,
  officeMemberKeysPath,
  officeMemberKeysRefusalPath,
  officeMemberPath,
  officeMemberSuspensionPath,
  officeTeamPath,
} from "../../../contract/office-addresses.ts";
import { formatEmail } from "../../../orders/applicant/applicant.ts";
import type { Agent } from "../../../people/agent.ts";
import type { AgentTie } from "../../../people/agent-tie.ts";
import { mayAgree, type PasskeyRemoval } from "../../../people/passkeys/passkey-removal.ts";
import { BackLink, Button, Notice } from "../../ui/components.tsx";
import { formatDayAndTime, formatInstant } from "../../ui/dates.ts";
import { type OfficeFrame, OfficePage } from "../office-page.tsx";

export type AccessFacts = {
  keys: number;
  removal: PasskeyRemoval | undefined;
  ties: (AgentTie & { agentName: string })[];
};

/** The link is on its way to the person; who began it never sees it. */
export function InvitedView({ frame, agent }: { frame: OfficeFrame; agent: Agent }) {
  const { name, email, hasPassword: resets } = agent;
  const what = resets ? "Link de nova senha enviado" : "Convite enviado";
  return (
    <OfficePage frame={frame} section="team" title={what}>
      <BackLink href={officeTeamPath()} text="Equipe" />
      <h1>
        {what} a {name}
      </h1>
      <p>
        O endereço para criar {resets ? "outra" : "a"} senha foi para <strong>{formatEmail(email)}</strong>. Ele abre
        uma vez e vale por três dias. Só quem lê esse e-mail o vê.
      </p>
      <p class="hint">
        Não chegou? Confira o spam, ou envie outro{" "}
        {agent.raId === frame.who.raId ? (
          <a href={officeMemberPath(agent.id)}>na página da pessoa</a>
        ) : (
          "na página dela"
        )}
        : o anterior deixa de valer.
      </p>
    </OfficePage>
  );
}

const tieWords = {
  created: (by: string, of: string) => `${by} criou o acesso de ${of}`,
  reset: (by: string, of: string) => `${by} pediu uma nova senha para ${of}`,
  passkeys: (by: string, of: string) => `${by} fez remover as chaves de ${of}`,
};

/** Who made this access what it is, for everybody who may look; the buttons for managers. */
export function AccessSection(props: { frame: OfficeFrame; agent: Agent; access: AccessFacts }) {
  const { frame, agent, access } = props;
  const self = agent.id === frame.who.id;
  const { keys, ties, removal } = access;
  return (
    <section aria-labelledby="acesso">
      <h2 id="acesso">Acesso</h2>
      <p>
        {agent.hasPassword ? "Tem senha" : "Ainda sem senha"}
        {", "}
        {keys === 0 ? "sem chave de acesso." : keys === 1 ? "uma chave de acesso." : `${keys} chaves de acesso.`}
      </p>
      {removal && <Removal frame={frame} agent={agent} removal={removal} />}
      {frame.manages && (
        <div class="actions">
          {!agent.suspendedAt && (
            <form method="post" action={officeMemberInvitationPath(agent.id)}>
              <Button kind="secondary">
                {agent.hasPassword ? "Enviar link de nova senha" : "Enviar outro convite"}
              </Button>
              <p class="hint">
                O link vai só para {formatEmail(agent.email)}.{keys > 0 && " As chaves continuam valendo."}
              </p>
            </form>
          )}
          {keys > 0 && !removal && !agent.suspendedAt && (
            <form method="post" action={officeMemberKeysPath(agent.id)}>
              <Button kind="secondary">Perdeu as chaves: pedir a remoção</Button>
            </form>
          )}
          {!self && (
            <form method="post" action={officeMemberSuspensionPath(agent.id)}>
              <input type="hidden" name="suspender" value={agent.suspendedAt ? "nao" : "sim"} />
              <Button {...(agent.suspendedAt ? {} : { kind: "danger" as const })}>
                {agent.suspendedAt ? "Devolver o acesso" : "Suspender o acesso agora"}
              </Button>
            </form>
          )}
        </div>
      )}
      {frame.manages && self && <p class="hint">Você não pode suspender a si mesmo.</p>}
      {ties.length > 0 && (
        <>
          <h3>Quem mexeu no acesso</h3>
          <ul>
            {ties.map((tie) => (
              <li key={`${tie.kind}${tie.at.toISOString()}${tie.agentId}`}>
                {tieWords[tie.kind](tie.madeByName, tie.agentName)}, {formatInstant(tie.at)}.
              </li>
            ))}
          </ul>
          <p class="hint">Nos dias seguintes (regra da AR), um não confere o que o outro atendeu.</p>
        </>
      )}
    </section>
  );
}

function Removal({ frame, agent, removal }: { frame: OfficeFrame; agent: Agent; removal: PasskeyRemoval }) {
  const { askedBy, askedByName, askedAt, takesEffectAt } = removal;
  const asker = askedBy === agent.id ? `${agent.name} pediu` : `${askedByName} pediu`;
  return (
    <Notice tone="warn" title="Pedido para remover as chaves de acesso">
      <p>
        {asker} em {formatDayAndTime(askedAt)}.{" "}
        {takesEffectAt
          ? `Se ninguém recusar, elas saem em ${formatDayAndTime(takesEffectAt)}; um segundo gestor pode concordar antes.`
          : "Elas só saem quando um segundo gestor concordar."}
      </p>
      {frame.manages && (
        <div class="actions">
          {mayAgree(frame.who, removal) && (
            <form method="post" action={officeMemberKeysConsentPath(agent.id)}>
              <Button kind="secondary">Concordo: remover as chaves</Button>
            </form>
          )}
          <form method="post" action={officeMemberKeysRefusalPath(agent.id)}>
            <Button kind="quiet">Recusar o pedido</Button>
          </form>
        </div>
      )}
    </Notice>
  );
}
