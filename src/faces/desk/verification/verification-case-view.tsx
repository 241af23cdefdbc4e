import { deskVerificationPath, deskVerificationReplayPath } from "../../../contract/desk-addresses.ts";
import * as callIds from "../../../contract/page-ids/call-ids.ts";
import { CaseData } from "../case/case-data-view.tsx";
import { CasePapers, type PaperShown } from "../case/case-papers-view.tsx";
import { DeskPage } from "../desk-page.tsx";
import { Enlarged } from "../evidence/enlarged-view.tsx";
import { Pane } from "../evidence/pane.tsx";
import { Evidence } from "../evidence/verification-evidence-view.tsx";
import { QuestionsHeard } from "../evidence/verification-questions-view.tsx";
import { ReplayPane } from "../evidence/verification-replay-view.tsx";
import { Decide, type DecisionProps } from "./verification-decision-view.tsx";
import { Watched } from "./verification-watched-view.tsx";

/** The case as the second person judges it: what was said and shown, beside what was sent, questions and captures. */
export function VerificationView(props: DecisionProps & { shown: PaperShown }) {
  const { frame, facts, shown, replay } = props;
  const proofing = facts.proofing!;
  const address = deskVerificationPath(proofing.id);
  return (
    <DeskPage
      frame={frame}
      title={`Verificar ${facts.order.applicantName}`}
      section="verification"
      islands={["desk-replay-island"]}
      address={address}
      sheets={["call-desk.css", "verification.css"]}
      bare
    >
      <h1 class="visually-hidden">Verificação de {facts.order.applicantName}</h1>
      <div class="case verify">
        <CaseData facts={facts} />
        <div class="compare" id={callIds.centre}>
          <ReplayPane facts={facts} replay={replay} report={deskVerificationReplayPath(proofing.id)} />
          <CasePapers facts={facts} shown={shown} address={address} mayReview={false} />
        </div>
        <Pane id={callIds.script} title="conferir-titulo">
          <h2 id="conferir-titulo">Conferir</h2>
          <Watched replay={replay} content={facts.content} />
          <h3>Perguntas e respostas</h3>
          <QuestionsHeard facts={facts} replay={replay} />
          <h3>Passos e capturas</h3>
          <Evidence facts={facts} line={replay.line} />
          {/* Only this comes anew while the film plays: the frames beside the captures stay loaded. */}
          <Decide {...props} />
        </Pane>
      </div>
      <Enlarged />
    </DeskPage>
  );
}
