import {
  authorityChainFilePath,
  authorityFilePath,
  authorityIssuingFilePath,
  authorityPath,
  authorityPracticesPath,
  authorityRootFilePath,
  revocationEntryPath,
} from "../../../contract/holder-addresses.ts";
import type { PublishedCrl } from "../../../issuance/authorities/authority-reads.ts";
import type { CertificateContents } from "../../../pki/certificates/certificate-reader.ts";
import { BackLink, Notice, Summary } from "../../ui/components.tsx";
import { formatInstant } from "../../ui/dates.ts";
import { ApplicantPage, type Frame } from "../applicant-page.tsx";

type AboutCertificate = CertificateContents & { fingerprint: string };

function Authority({ title, file, about }: { title: string; file: string; about: AboutCertificate }) {
  return (
    <section class="card">
      <h2>{title}</h2>
      <Summary
        rows={[
          { term: "Nome", value: about.commonName },
          { term: "Válido até", value: formatInstant(about.notAfter) },
          { term: "Impressão digital (SHA-256)", value: <span class="fingerprint">{about.fingerprint}</span> },
        ]}
      />
      <p>
        <a href={file}>Baixar o certificado</a>
      </p>
    </section>
  );
}

export function AuthorityView(props: {
  frame: Frame;
  root: AboutCertificate;
  issuing: AboutCertificate;
  crl: PublishedCrl | undefined;
  files: { root: string; issuing: string };
}) {
  const { frame, root, issuing, crl, files } = props;
  return (
    <ApplicantPage frame={frame} title="Cadeia de certificados e LCR" sheets={["issuance.css"]}>
      <h1>Cadeia de certificados e LCR</h1>
      <NotAccredited />
      <p>
        Quem recebe um documento assinado usa estes arquivos para conferir a assinatura.{" "}
        <a href={authorityChainFilePath()}>Baixar a cadeia completa (.p7b)</a>
      </p>
      <Authority title="Autoridade raiz" file={authorityRootFilePath()} about={root} />
      <Authority title="Autoridade emissora" file={authorityIssuingFilePath()} about={issuing} />
      <section class="card">
        <h2>Lista de certificados revogados (LCR)</h2>
        {crl ? (
          <Summary
            rows={[
              { term: "Número", value: String(crl.number) },
              { term: "Publicada em", value: formatInstant(crl.thisUpdate) },
              { term: "Próxima até", value: formatInstant(crl.nextUpdate) },
              { term: "Revogados", value: String(crl.entries) },
            ]}
          />
        ) : (
          <p>A primeira lista está sendo publicada.</p>
        )}
        <p>
          <a href={authorityFilePath(files.issuing)}>Baixar a LCR</a> ·{" "}
          <a href={authorityFilePath(files.root)}>LCR da raiz</a> ·{" "}
          <a href={authorityPracticesPath()}>Práticas desta autoridade</a>
        </p>
      </section>
    </ApplicantPage>
  );
}

function NotAccredited() {
  return (
    <Notice tone="warn" title="Autoridade da própria instalação">
      <p>
        Os certificados seguem o formato da ICP-Brasil, mas esta autoridade não é credenciada pelo ITI: use-os em testes
        ou entre quem decidiu confiar nesta raiz. O carimbo do tempo também é da própria instalação, se ela não usa o de
        um terceiro.
      </p>
    </Notice>
  );
}

/** The practice statement that certificates point to: what this authority does and does not do, in short. */
export function PracticeView({ frame }: { frame: Frame }) {
  return (
    <ApplicantPage frame={frame} title="Práticas da autoridade certificadora">
      <BackLink href={authorityPath()} />
      <h1>Práticas da autoridade certificadora</h1>
      <NotAccredited />
      <ul>
        <li>
          Cada titular é identificado por um agente em videoconferência gravada e conferido por um segundo agente.
        </li>
        <li>O certificado só é emitido com o dossiê lacrado: assinatura da AR e carimbo do tempo.</li>
        <li>A chave do titular nasce no navegador dele (A1) ou na mídia (A3). Nós nunca a recebemos.</li>
        <li>Antes de assinar, a autoridade registra exatamente o que vai assinar. Números de série não se repetem.</li>
        <li>
          O titular <a href={revocationEntryPath()}>revoga a qualquer hora</a>, com o número do pedido, o CPF e um
          código ao e-mail confirmado; a AR, a pedido dele, ou quando um dado estiver errado ou a chave em risco.
          Revogar é definitivo. Outro certificado do mesmo pedido pede outra identificação.
        </li>
        <li>A lista de revogados sai a cada hora, e na hora de cada revogação; vale por seis horas.</li>
        <li>Certificados e listas são guardados para sempre; o dossiê, pelo prazo da regra vigente.</li>
        <li>Chaves: RSA 4096 com SHA-512 nas autoridades, RSA 2048 com SHA-256 nos demais.</li>
      </ul>
    </ApplicantPage>
  );
}
