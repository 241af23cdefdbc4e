import { helpTopicPath, orderEntryPath, revocationEntryPath } from "../../../contract/holder-addresses.ts";
import type { HelpTopic } from "./help-topic.ts";

/** What one asks on the day of the call and after it. */
export const helpOfTheDay: readonly HelpTopic[] = [
  {
    slug: "passo-a-passo",
    group: "No dia",
    question: "Como entro na sala? Passo a passo",
    related: ["teams-zoom-webex", "link-nao-chegou", "preparar"],
    answer: (
      <>
        <p>No computador, no celular ou no tablet, sem instalar nada:</p>
        <ol>
          <li>
            Abra o link do e-mail, ou entre em <a href={orderEntryPath()}>Meu pedido</a> com o número e o CPF ou CNPJ.
          </li>
          <li>Permita o uso do microfone e da câmera quando o navegador perguntar.</li>
          <li>Confira o seu nome.</li>
          <li>Habilite o áudio e o vídeo e veja a sua imagem.</li>
          <li>Toque em “Ingressar agora”.</li>
          <li>Aguarde o agente admitir você. A página mostra a sua vez.</li>
          <li>Pronto: conexão estabelecida.</li>
        </ol>
        <p>
          A sala abre alguns minutos antes da hora. Se o link abriu dentro de outro aplicativo, abra no Chrome ou no
          Safari.
        </p>
      </>
    ),
  },
  {
    slug: "teams-zoom-webex",
    group: "No dia",
    question: "Preciso de Teams, Zoom ou Webex?",
    related: ["passo-a-passo"],
    answer: (
      <p>
        Não. A sala é aqui mesmo, no navegador do computador, do celular ou do tablet: não há aplicativo para instalar.
        Se uma mensagem pedir que você instale um, desconfie e fale com a AR.
      </p>
    ),
  },
  {
    slug: "o-que-acontece",
    group: "No dia",
    question: "O que acontece durante a videoconferência?",
    related: ["quanto-tempo", "outra-pessoa"],
    answer: (
      <>
        <p>O agente confirma a sua identidade. A conversa é gravada, e você concorda com isso no começo.</p>
        <ol>
          <li>Ele confere se você está sozinho e com o rosto à mostra.</li>
          <li>Faz algumas perguntas sobre os seus dados. Responda sem ler.</li>
          <li>Pede para mostrar o documento, frente e verso.</li>
          <li>Diz se está tudo certo da parte dele, ou o que falta. Depois, uma segunda pessoa confere a gravação.</li>
        </ol>
        <p>Prefere texto? Você pode ler as perguntas e responder escrevendo, do começo ao fim.</p>
      </>
    ),
  },
  {
    slug: "outra-pessoa",
    group: "No dia",
    question: "Outra pessoa pode fazer no meu lugar?",
    related: ["o-que-acontece", "reagendar"],
    answer: (
      <p>
        Não. Como no atendimento presencial, o titular precisa estar na videoconferência. Se você não pode,{" "}
        <a href={helpTopicPath("reagendar")}>mude o horário</a>.
      </p>
    ),
  },
  {
    slug: "link-nao-chegou",
    group: "No dia",
    question: "Não recebi o link. O que fazer?",
    related: ["passo-a-passo", "ninguem-apareceu"],
    answer: (
      <>
        <ol>
          <li>
            Você não depende dele: entre em <a href={orderEntryPath()}>Meu pedido</a> com o número do pedido e o CPF ou
            CNPJ. A sala está lá.
          </li>
          <li>Procure também no spam e no lixo eletrônico.</li>
          <li>
            Na página do pedido, em Mensagens que enviamos, leia cada mensagem. Se uma não foi entregue, há ali o botão
            “Enviar de novo”.
          </li>
          <li>Se ainda assim não der, fale com a AR que vai atender você.</li>
        </ol>
      </>
    ),
  },
  {
    slug: "ninguem-apareceu",
    group: "No dia",
    question: "Entrei na sala e ninguém apareceu. E agora?",
    related: ["link-nao-chegou", "reagendar"],
    answer: (
      <>
        <p>A agenda pode atrasar. Você não perde a vez: fique na sala, ela avisa quando o agente chamar.</p>
        <p>
          Se o horário passar sem atendimento, a falta é nossa. Você escolhe outro horário sem custo, ou a AR entra em
          contato por telefone ou e-mail para remarcar.
        </p>
      </>
    ),
  },
  {
    slug: "reagendar",
    group: "No dia",
    question: "Agendei, mas não vou poder. O que fazer?",
    related: ["agendar", "outra-pessoa"],
    answer: (
      <p>
        Abra <a href={orderEntryPath()}>Meu pedido</a> e escolha “Reagendar”, até a hora marcada. Escolha o novo horário
        e confirme a mudança: o antigo é liberado na hora, e o convite do calendário se atualiza. Não tem custo. Há um
        limite de mudanças por pedido; depois dele, fale com a AR.
      </p>
    ),
  },
  {
    slug: "emissao",
    group: "Depois",
    question: "Fui atendido. Qual é o próximo passo?",
    related: ["a3", "o-que-acontece"],
    answer: (
      <>
        <p>
          Emitir o certificado. Quando um segundo agente terminar a conferência, você recebe um e-mail com as
          instruções.
        </p>
        <ol>
          <li>
            Abra <a href={orderEntryPath()}>Meu pedido</a> no aparelho em que quer guardar o certificado.
          </li>
          <li>Escolha Emissão e digite o código que enviamos ao e-mail da compra.</li>
          <li>Crie uma senha. Só você a conhece: não há como recuperar.</li>
          <li>Assine o termo de titularidade e baixe o arquivo.</li>
          <li>Guarde uma segunda cópia em outro lugar seguro.</li>
        </ol>
      </>
    ),
  },
  {
    slug: "revogar",
    group: "Depois",
    question: "Perdi o arquivo ou a senha, ou alguém pode ter acesso. E agora?",
    related: ["emissao", "golpes"],
    answer: (
      <>
        <p>
          Revogue o certificado: ele deixa de valer na hora, e ninguém assina mais com ele. Não depende de atendimento.
        </p>
        <ol>
          <li>
            Abra <a href={revocationEntryPath()}>Revogar um certificado</a>, a qualquer hora do dia ou da noite.
          </li>
          <li>Digite o número do pedido e o CPF.</li>
          <li>Digite o código que enviamos ao e-mail da compra.</li>
          <li>Escolha o motivo e confirme. Revogar não se desfaz.</li>
        </ol>
        <p>
          Não lê mais aquele e-mail? A AR também revoga. Enquanto durar o tempo que você comprou, o mesmo pedido dá
          direito a outro certificado, sem pagar de novo: a norma pede outra videoconferência, porque a chave é nova.
        </p>
      </>
    ),
  },
  {
    slug: "a3",
    group: "Depois",
    question: "Comprei um A3, em cartão ou token. Como emito?",
    related: ["emissao"],
    answer: (
      <p>
        A mídia vai para a sua casa, ou para o lugar de entrega combinado. Guarde a embalagem fechada: este site ainda
        não emite em cartão ou token, e a AR orienta a emissão depois que ela chegar.
      </p>
    ),
  },
];
