import { orderEntryPath } from "../../../contract/holder-addresses.ts";
import type { HelpTopic } from "./help-topic.ts";
import { helpOfTheDay } from "./help-topics-day.tsx";
import { legalTopics } from "./help-topics-legal.tsx";

const before: readonly HelpTopic[] = [
  {
    slug: "o-que-e",
    group: "Antes de comprar",
    question: "O que é o atendimento por videoconferência?",
    related: ["quem-pode", "quanto-tempo", "agendar"],
    answer: (
      <>
        <p>
          É a conversa por vídeo em que um agente de registro confirma quem você é. Sem essa etapa, ninguém pode emitir
          um certificado digital: é ela que dá autenticidade ao que você assina.
        </p>
        <p>Tudo acontece on-line. O agente compara você com os documentos que você enviou.</p>
        <ol>
          <li>Você compra e escolhe o horário.</li>
          <li>Paga com Pix. Onde a AR ainda não recebe pelo site, você combina o pagamento com ela.</li>
          <li>Envia os documentos, em PDF ou foto.</li>
          <li>Testa a câmera e o microfone.</li>
          <li>Conversa com o agente por vídeo.</li>
          <li>Um segundo agente confere, e você baixa o certificado.</li>
        </ol>
      </>
    ),
  },
  {
    slug: "quem-pode",
    group: "Antes de comprar",
    question: "Quem pode fazer por videoconferência?",
    related: ["o-que-e", "documentos"],
    answer: (
      <>
        <ul>
          <li>Qualquer pessoa, para certificados com validade de 12 meses.</li>
          <li>Quem já tem biometria cadastrada na ICP-Brasil, também para validades maiores.</li>
        </ul>
        <p>
          Perguntamos isso antes de cobrar. Se não for possível por vídeo, mostramos outro caminho e você não paga nada.
        </p>
      </>
    ),
  },
  {
    slug: "agendar",
    group: "Antes de comprar",
    question: "Como agendar a videoconferência?",
    related: ["reagendar", "varios-certificados"],
    answer: (
      <>
        <p>Há três jeitos:</p>
        <ul>
          <li>Durante a compra. O horário fica reservado enquanto você paga.</li>
          <li>Na hora, quando há agente livre: “Atender agora” põe você na fila assim que o pagamento cai.</li>
          <li>
            Depois, em <a href={orderEntryPath()}>Meu pedido</a>, com o número do pedido (começa com CERTI ou 17) e o
            CPF ou CNPJ do titular.
          </li>
        </ul>
      </>
    ),
  },
  {
    slug: "varios-certificados",
    group: "Antes de comprar",
    question: "Posso agendar vários certificados para o mesmo horário?",
    related: ["agendar"],
    answer: (
      <p>
        Não. Cada certificado tem o seu atendimento. Se você compra vários para a mesma pessoa, junte todos na mesma
        compra, em “Adicionar outro certificado”: os horários ficam um depois do outro, com o mesmo agente, e um Pix só
        paga tudo.
      </p>
    ),
  },
];

const preparing: readonly HelpTopic[] = [
  {
    slug: "documentos",
    group: "Preparar a videoconferência",
    question: "O que é preciso antes da videoconferência?",
    related: ["preparar", "o-que-e"],
    answer: (
      <>
        <p>Ter feito o pedido, pago e escolhido o horário. Depois, envie os documentos em PDF:</p>
        <ul>
          <li>pela página do seu pedido, em Documentos, ou</li>
          <li>
            por e-mail para o endereço que aparece lá, com o assunto{" "}
            <strong>Documentos videoconferência + o número do pedido</strong>.
          </li>
        </ul>
        <p>
          Você recebe um recibo com o que ainda falta, no máximo um por hora: o que chegar depois vem no seguinte. O
          agente confere tudo antes de aprovar. Faltou algum? Dá para enviar também dentro da sala.
        </p>
      </>
    ),
  },
  {
    slug: "preparar",
    group: "Preparar a videoconferência",
    question: "Como me preparar? Onde posso estar e o que vestir?",
    related: ["passo-a-passo", "quanto-tempo"],
    answer: (
      <>
        <div class="right-wrong">
          <div class="notice ok">
            <h2>Certo</h2>
            <ul>
              <li>Lugar silencioso e com boa luz de frente para o rosto</li>
              <li>Roupa do dia a dia, rosto inteiro à mostra</li>
              <li>Só você na sala</li>
              <li>Documento original na mão, fora da capa</li>
              <li>Bateria carregada e internet testada</li>
              <li>Fones de ouvido, se puder</li>
            </ul>
          </div>
          <div class="notice warn">
            <h2>Não dá certo</h2>
            <ul>
              <li>Praia, rua, carro andando, lugar com barulho</li>
              <li>Chapéu, boné, óculos escuros, máscara</li>
              <li>Luz atrás de você: o rosto fica escuro</li>
              <li>Outra pessoa ao lado ou respondendo por você</li>
              <li>Foto ou cópia no lugar do documento</li>
            </ul>
          </div>
        </div>
        <p>O agente precisa confirmar a sua identidade também pela imagem. Por isso o rosto precisa aparecer bem.</p>
      </>
    ),
  },
  {
    slug: "quanto-tempo",
    group: "Preparar a videoconferência",
    question: "Quanto tempo dura?",
    related: ["preparar", "o-que-acontece"],
    answer: (
      <>
        <p>
          De 15 a 30 minutos. Com boa imagem, a chamada gasta até 150 MB de internet a cada 15 minutos para enviar, e
          até 80 MB para receber. Prefira o Wi-Fi. Em linha fraca ela gasta menos: a imagem diminui e a voz continua.
        </p>
        <p>Se a conexão cair, volte à sala: o atendimento continua do mesmo passo.</p>
      </>
    ),
  },
];

export const helpTopics: readonly HelpTopic[] = [...before, ...preparing, ...helpOfTheDay, ...legalTopics];
