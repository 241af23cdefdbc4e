import { orderEntryPath } from "../../../contract/holder-addresses.ts";
import type { HelpTopic } from "./help-topic.ts";

/** Safety, terms and privacy: what the check-answers page links to. */
export const legalTopics: readonly HelpTopic[] = [
  {
    slug: "golpes",
    group: "Antes de comprar",
    question: "Como sei que a mensagem ou a cobrança é de verdade?",
    related: ["privacidade"],
    answer: (
      <>
        <ul>
          <li>
            O pagamento é pela página do seu pedido, que também diz quando ele é combinado com a AR. Não pague boleto
            nem Pix que chegou por mensagem.
          </li>
          <li>No aplicativo do banco, confira se quem recebe é a AR.</li>
          <li>Nunca pedimos a senha do certificado, nem por telefone.</li>
          <li>
            Na dúvida, não use o link: digite o endereço deste site e entre em <a href={orderEntryPath()}>Meu pedido</a>
            .
          </li>
        </ul>
      </>
    ),
  },
  {
    slug: "termos",
    group: "Antes de comprar",
    question: "Termos de uso",
    related: ["privacidade"],
    answer: (
      <>
        <p>Versão 2026-11.</p>
        <ol>
          <li>Você compra um certificado digital emitido sob as regras da ICP-Brasil.</li>
          <li>O certificado só é emitido se a sua identidade for confirmada por dois agentes diferentes.</li>
          <li>O titular comparece pessoalmente à videoconferência. Ninguém pode representá-lo nela.</li>
          <li>A videoconferência é gravada. Sem o seu consentimento, ela não acontece.</li>
          <li>Dados falsos ou documento falso encerram o pedido e são comunicados como a norma manda.</li>
          <li>Antes de pagar, você cancela pela página do pedido. Depois de pagar, peça à AR a devolução.</li>
          <li>Quem não pode no horário marcado remarca sem custo, até o limite de mudanças da AR.</li>
          <li>A chave e a senha do certificado A1 nascem no seu aparelho e são só suas. Não há cópia.</li>
        </ol>
      </>
    ),
  },
  {
    slug: "privacidade",
    group: "Antes de comprar",
    question: "Privacidade: o que guardamos e por quê",
    related: ["termos", "golpes"],
    answer: (
      <>
        <p>Guardamos só o que a lei pede para provar quem recebeu o certificado.</p>
        <ul>
          <li>
            <strong>Dados do pedido:</strong> nome, CPF, nascimento, e-mail e telefone. No certificado de empresa,
            também CNPJ e nome da empresa.
          </li>
          <li>
            <strong>Provas da identificação:</strong> documentos, gravação, fotos do rosto e do documento, respostas e
            registros técnicos.
          </li>
          <li>
            <strong>Por quanto tempo:</strong> o prazo da norma, hoje 10 anos depois que o certificado deixa de valer.
            Antes disso nada é apagado.
          </li>
          <li>
            <strong>Quem vê:</strong> os agentes e auditores da AR. Abrir o dossiê exige dizer o motivo, e fica
            registrado. Os arquivos ficam cifrados.
          </li>
          <li>
            <strong>Cookies:</strong> só para abrir, neste aparelho, o seu pedido ou a câmera do documento. Não há
            rastreamento.
          </li>
        </ul>
        <p>Para ver, corrigir ou perguntar sobre os seus dados (LGPD), fale com a AR.</p>
      </>
    ),
  },
];
