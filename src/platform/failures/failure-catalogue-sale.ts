/** Refusals of buying, paying and booking. See failure-catalogue.ts. */
export const saleFailures = {
  // catalog and orders
  "product-not-on-sale": {
    status: 409,
    title: "Este certificado não está mais à venda.",
    advice: "Volte ao início e escolha outro.",
  },
  "certificate-not-on-sale": {
    status: 409,
    title: "{name} não está mais à venda.",
    advice: "Tire-o da compra e siga com os outros. Nada foi cobrado.",
  },
  "purchase-full": {
    status: 409,
    title: "Uma compra leva no máximo {limit} certificados.",
    advice: "Conclua esta e compre os outros em seguida.",
  },
  "order-already-placed": {
    status: 409,
    title: "Este pedido já foi feito: {number}.",
    advice: "Abra o painel do pedido para continuar.",
  },
  "order-is-cancelled": {
    status: 409,
    title: "Este pedido foi cancelado.",
    advice: "Se ainda precisar, compre de novo.",
  },
  "order-is-paid": {
    status: 409,
    title: "Este pedido já foi pago.",
    advice: "Para desistir e receber o valor de volta, fale com a AR pelo telefone ou e-mail desta página.",
  },
  "order-is-attended": {
    status: 409,
    title: "Você já foi atendido neste pedido.",
    advice: "Para desistir, fale com a AR pelo telefone ou e-mail desta página.",
  },
  "birth-date-impossible": {
    status: 422,
    title: "Esta data de nascimento não é possível.",
    advice: "Confira o ano: ele ainda não chegou, ou passou há mais de 130 anos.",
  },
  "applicant-too-young": {
    status: 422,
    title: "A compra pelo site é para maiores de {years} anos.",
    advice: "Para emitir para um menor, fale com a AR: é preciso o responsável legal.",
  },
  "company-missing": {
    status: 422,
    title: "Informe o CNPJ e o nome da empresa.",
    advice: "Eles vão dentro do certificado.",
  },
  "name-not-writable": {
    status: 422,
    title: "O certificado não pode levar {letters}.",
    advice:
      "Escreva o nome com as letras do nosso alfabeto e sinais simples, como está no CPF, no CNPJ ou no passaporte.",
    tells: ["whose"],
  },
  "email-not-writable": {
    status: 422,
    title: "O e-mail que vai no certificado não pode levar {letters}.",
    advice: "Confira se digitou certo, ou use outro endereço: antes do @, só letras sem acento, números e sinais.",
  },
  "contact-missing": { status: 409, title: "Ainda não sabemos seu contato.", advice: "Preencha seus dados primeiro." },
  "contact-codes-exhausted": {
    status: 409,
    title: "Já enviamos vários códigos.",
    advice: "Espere {minutes} minutos para pedir outro, ou use o último que chegou.",
  },
  "contact-code-wrong": {
    status: 422,
    title: "O código não confere.",
    advice: "Copie os 6 números da última mensagem que enviamos.",
  },
  "contact-code-expired": { status: 422, title: "O código venceu.", advice: "Peça um novo código e use-o em seguida." },
  "contact-code-worn-out": {
    status: 422,
    title: "Este código já foi errado vezes demais.",
    advice: "Peça um novo código.",
  },
  "purchase-incomplete": {
    status: 409,
    title: "Falta completar a compra.",
    advice: "Volte e complete os passos marcados.",
  },
  "not-eligible": {
    status: 409,
    title: "Este certificado não pode ser feito por videoconferência com as suas respostas.",
    advice: "Escolha um de 12 meses ou vá a um posto de atendimento. Nada foi cobrado.",
  },
  "in-person-alone": {
    status: 409,
    title: "O atendimento presencial é marcado num pedido só dele.",
    advice: "Tire este certificado da compra e compre-o sozinho. Nada foi cobrado.",
  },
  "order-in-person": {
    status: 409,
    title: "Este pedido é de atendimento presencial.",
    advice: "Ele é pago e feito no posto. O painel do pedido mostra o horário e o endereço.",
  },
  "order-not-matched": {
    status: 422,
    title: "Não encontramos um pedido com esse número e esse CPF ou CNPJ.",
    advice: "Confira os dois. O número está no e-mail do pedido e começa com CERTI ou 17.",
  },

  // payments
  "charge-unknown": { status: 422, title: "Não conhecemos essa cobrança.", advice: "Confira o txid." },
  "payment-amount-differs": {
    status: 422,
    title: "O valor pago não é o valor da cobrança.",
    advice: "O valor precisa ser devolvido e pago de novo pelo código certo.",
  },
  "order-already-paid": {
    status: 409,
    title: "Este pedido já está pago.",
    advice: "Não pague de novo. Siga no painel.",
  },
  "payment-reason-missing": {
    status: 422,
    title: "Escreva como você sabe que o dinheiro chegou.",
    advice: "Uma frase basta: o extrato, o recibo, quem conferiu. Fica no pedido e no dossiê.",
  },
  "payment-unavailable": {
    status: 503,
    title: "O banco não respondeu agora.",
    advice: "Seu pedido está guardado. Tente pagar de novo em alguns minutos.",
  },
  "order-not-paid": {
    status: 409,
    title: "Este pedido ainda não foi pago.",
    advice: "Pague para confirmar o horário.",
  },
  // scheduling
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
  // watch
  "lateness-settled": {
    status: 409,
    title: "Isto já foi resolvido.",
    advice: "Recarregue a página para ver como ficou.",
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
  "offer-over": {
    status: 409,
    title: "Esta oferta de horários não vale mais.",
    advice: "Abra a página do pedido para ver o horário marcado ou escolher outro.",
  },
  "task-done": { status: 409, title: "Esta tarefa já foi concluída.", advice: "Recarregue a lista." },
  "no-show-limit": {
    status: 409,
    title: "Você já faltou {times} vezes.",
    advice: "Para marcar de novo, fale com a AR: ela encontra um horário com você.",
  },
  "site-name-taken": {
    status: 409,
    title: "Já existe um posto com este nome.",
    advice: "Escolha outro nome ou mude o posto que existe.",
  },
  "product-code-taken": {
    status: 409,
    title: "Já existe um produto com este código.",
    advice: "Mude o produto existente ou escolha outro código.",
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
  "booking-terms-invalid": {
    status: 422,
    title: "Confira a duração e os prazos.",
    advice: "O atendimento dura 15, 30, 45 ou 60 minutos, e cada pausa vai até 60 minutos.",
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
} as const;
