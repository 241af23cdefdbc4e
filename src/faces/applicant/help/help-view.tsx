import { helpPath, helpTopicPath } from "../../../contract/holder-addresses.ts";
import { BackLink } from "../../ui/components.tsx";
import { ApplicantPage, type Frame, RaCard } from "../applicant-page.tsx";
import type { HelpTopic } from "./help-topic.ts";

const groups = ["Antes de comprar", "Preparar a videoconferência", "No dia", "Depois"] as const;

export function HelpView({ frame, topics }: { frame: Frame; topics: readonly HelpTopic[] }) {
  return (
    <ApplicantPage frame={frame} title="Dúvidas e Suporte" sheets={["shop.css"]}>
      <BackLink href="/" text="Início" />
      <h1>Dúvidas e Suporte</h1>
      <p class="lead">Respostas curtas para cada passo. Se não achar a sua, fale com a AR.</p>
      {groups.map((group) => (
        <section key={group}>
          <h2>{group}</h2>
          <ul>
            {topics
              .filter((topic) => topic.group === group)
              .map((topic) => (
                <li key={topic.slug}>
                  <a href={helpTopicPath(topic.slug)}>{topic.question}</a>
                </li>
              ))}
          </ul>
        </section>
      ))}
      <RaCard ra={frame.ra} />
    </ApplicantPage>
  );
}

export function HelpTopicView(props: { frame: Frame; topic: HelpTopic; related: readonly HelpTopic[] }) {
  const { frame, topic, related } = props;
  return (
    <ApplicantPage frame={frame} title={topic.question} sheets={["shop.css"]}>
      <BackLink href={helpPath()} text="Dúvidas e Suporte" />
      <h1>{topic.question}</h1>
      {topic.answer}
      {related.length > 0 && (
        <>
          <h2>Leia também</h2>
          <ul>
            {related.map(({ slug, question }) => (
              <li key={slug}>
                <a href={helpTopicPath(slug)}>{question}</a>
              </li>
            ))}
          </ul>
        </>
      )}
      <RaCard ra={frame.ra} />
    </ApplicantPage>
  );
}
