import { defineFailures } from "../platform/failures/failure.ts";

/** Refusals of times: the agenda, its calendars, what is held and booked, and the line. */
export const SchedulingFailure = defineFailures({
  "slot-taken": {
    status: 409,
    title: "Esse horário acabou de ser ocupado.",
    advice: "Escolha outro da lista.",
  },
  "holder-busy": {
    status: 409,
    title: "Você já tem outra videoconferência nesse horário.",
    advice: "Cada certificado tem o seu atendimento. Escolha outro horário.",
  },
  "appointment-already-booked": {
    status: 409,
    title: "Este pedido já tem horário marcado.",
    advice: "Para trocar, use Reagendar no painel do pedido.",
  },
  "appointment-missing": {
    status: 409,
    title: "Este pedido não tem horário marcado.",
    advice: "Escolha um horário.",
  },
  "appointment-began": {
    status: 409,
    title: "O horário marcado já começou.",
    advice: "Entre na sala agora. Se não puder, a AR remarca com você.",
  },
  "appointment-ahead": {
    status: 409,
    title: "A hora marcada ainda não chegou.",
    advice: "Registre se o titular veio a partir da hora marcada.",
  },
  "site-not-served": {
    status: 409,
    title: "Este posto não tem mais atendimento com hora marcada.",
    advice: "Volte e escolha outro posto, ou fale com a AR. Nada foi cobrado.",
  },
  "reschedule-limit": {
    status: 409,
    title: "Você já reagendou {times} vezes.",
    advice: "Para mudar de novo, fale com a AR.",
  },
  "calendar-address-wrong": {
    status: 422,
    title: "Este endereço de agenda não serve.",
    advice: "Copie o endereço público em formato iCal, que começa com https:// ou webcal://.",
  },
  "calendar-unreachable": {
    status: 422,
    title: "A agenda não respondeu.",
    advice: "Confira se o endereço abre no navegador. Tentamos de novo sozinhos a cada meia hora.",
  },
  "calendar-too-big": {
    status: 422,
    title: "Esta agenda é grande demais.",
    advice: "O limite é 1 MB e 5.000 eventos. Exporte só os próximos meses.",
  },
  "calendar-unreadable": {
    status: 422,
    title: "Este arquivo não é uma agenda que sabemos ler.",
    advice: "Exporte em formato iCalendar (.ics) e tente de novo.",
  },
  "calendar-recurrences": {
    status: 422,
    title: "Esta agenda tem um evento que se repete sem fim ou vezes demais.",
    advice: "Apague o evento que se repete por hora, minuto ou segundo e exporte de novo.",
  },
  "calendars-full": {
    status: 409,
    title: "Você já tem {most} agendas.",
    advice: "Tire uma para colocar outra.",
  },
  "language-not-spoken": {
    status: 409,
    title: "Este atendimento é em outro idioma.",
    advice: "Só assume quem atende nele. O gestor marca isso em Equipe, em “O que atende”.",
  },
  "appointment-changed": {
    status: 409,
    title: "O horário mudou enquanto esta página estava aberta.",
    advice: "Veja na página do pedido qual vale agora. Se ainda quiser outro, escolha de novo.",
  },
  "no-show-limit": {
    status: 409,
    title: "Você já faltou {times} vezes.",
    advice: "Para marcar de novo, fale com a AR: ela encontra um horário com você.",
  },
  "hold-limit": {
    status: 409,
    title: "Você já tem {limit} horários reservados.",
    advice: "Pague um dos pedidos ou espere a reserva terminar.",
  },
  "chain-invalid": {
    status: 422,
    title: "Estes pedidos não podem ser atendidos um depois do outro.",
    advice: "Eles precisam ser da mesma pessoa e da mesma AR. Marque um horário para cada um.",
  },
  "chain-too-long": {
    status: 409,
    title: "Juntos, estes atendimentos passam de quatro horas.",
    advice: "Conclua a compra com os que já estão nela e compre o outro em seguida.",
  },
  "agenda-time-invalid": {
    status: 422,
    title: "Confira os horários.",
    advice: "O começo precisa vir antes do fim, com no máximo um ano entre eles.",
  },
  "holiday-known": {
    status: 409,
    title: "Esse dia já é feriado: {name}.",
    advice: "Não é preciso incluir.",
  },
  "agenda-profile-invalid": {
    status: 422,
    title: "Confira os idiomas e os produtos do agente.",
    advice: "Escolha pelo menos um idioma e só produtos desta AR.",
  },
  "agenda-hours-invalid": {
    status: 422,
    title: "Confira os horários.",
    advice: "Cada faixa precisa começar antes de terminar e não pode cruzar outra do mesmo dia.",
  },
  "shop-not-attended": {
    status: 409,
    title: "Esta AR ainda não está atendendo este certificado.",
    advice: "Nada foi cobrado. Fale com a AR ou volte em breve.",
  },
  "hold-over": { status: 409, title: "A reserva do horário terminou.", advice: "Escolha o horário de novo." },
  "hold-lost": {
    status: 409,
    title: "A reserva terminou, e o horário não está mais livre.",
    advice: "Nada foi cobrado. Escolha outro horário.",
  },
  "hold-already-extended": {
    status: 409,
    title: "A reserva já ganhou mais tempo uma vez.",
    advice: "Pague antes que ela termine. Se terminar, você escolhe outro horário e não perde o pedido.",
  },
  "agent-away": {
    status: 409,
    title: "Você está em pausa.",
    advice: "Para chamar quem espera, volte a receber: botão “Voltar agora” no alto da fila.",
  },
  "next-too-near": {
    status: 409,
    title: "Seu atendimento das {time} está perto demais para chamar alguém antes.",
    advice: "Quem espera continua na fila; outro agente pode chamar, ou você depois desse atendimento.",
  },
  "already-waiting": {
    status: 409,
    title: "Este pedido já está na fila.",
    advice: "Fique nesta página: você será chamado.",
  },
  "nobody-at-desk": {
    status: 409,
    title: "Nenhum agente está atendendo agora.",
    advice: "Escolha um horário, ou volte mais tarde para ser atendido na hora.",
  },
  "not-waiting": {
    status: 409,
    title: "Ninguém está esperando na fila.",
    advice: "Recarregue a página para ver a fila.",
  },
});
