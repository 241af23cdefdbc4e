import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { after, before, describe, test } from "node:test";
import { winmail } from "../../../bench/made-envelopes.ts";
import { documentsJobs } from "../../../src/documents/documents-jobs.ts";
import { mailById, mailsForPerson } from "../../../src/documents/mail/mail-reads.ts";
import { spoolMail } from "../../../src/documents/mail/mail-spool.ts";
import { receiveMail } from "../../../src/documents/mail/receive-mail.ts";
import { papersOf } from "../../../src/documents/papers/paper-reads.ts";
import { taskPages } from "../../../src/faces/desk/queue/task-pages.ts";
import { openDoor } from "../../../src/faces/door.ts";
import { boardPage } from "../../../src/faces/office/board/board-page.ts";
import { mailPages } from "../../../src/faces/office/records/mail-pages.ts";
import { registrationAuthority } from "../../../src/people/authority/registration-authority-reads.ts";
import { declinedAt, openAppointmentOf } from "../../../src/scheduling/appointments/scheduling-reads.ts";
import { tasksOf } from "../../../src/watch/lateness/watch-reads.ts";
import { troublesOf } from "../../../src/watch/troubles/trouble-reads.ts";
import { opensslSmime } from "../../kit/openssl-smime.ts";
import { goodPdf } from "../../kit/pdf-samples.ts";
import { maria } from "../../kit/shop.ts";
import { openWatch, sitDown } from "../../kit/watch-story.ts";

const cases = join(import.meta.dirname, "../../cases");
const samples = (pattern: string) => globSync(pattern, { cwd: cases }).sort();

let story: Awaited<ReturnType<typeof openWatch>>;
let mailbox: string;
const unfolded = () =>
  story.parcels
    .filter(({ calendar }) => calendar?.method === "REQUEST")
    .at(-1)!
    .calendar!.content.replace(/\r?\n[ \t]/g, "");
const organizer = () => /ORGANIZER[^\n]*?mailto:(\S+)/i.exec(unfolded())![1]!;

function filled(file: string): string {
  const { number } = story.order;
  return readFileSync(join(cases, file), "utf8")
    .replaceAll("{NUMBER}", number)
    .replaceAll("{DIGITS}", number.slice("CERTI".length))
    .replaceAll("{ORGANIZER}", organizer())
    .replaceAll("{UID}", /^UID:(.*)$/m.exec(unfolded())![1]!.trim());
}

let arrivals = 0;
type Arrival = { to?: string; from?: string };

/** The mail, the papers that it put on the order, and what was told to the holder because of it. */
async function arrive(raw: string, { to = mailbox, from = maria.email }: Arrival = {}) {
  const { ctx, run, order, parcels, clock } = story;
  if (arrivals++ > 0) clock.advance({ hours: 1 });
  const told = parcels.length;
  // Two kinds of one case may carry the same bytes; a mail that came before is not opened again.
  const spooled = await spoolMail(ctx, Readable.from([Buffer.from(`X-Test: ${arrivals}\r\n${raw}`)]), 1_000_000);
  assert.ok(spooled !== "too-big");
  const envelope = { envelopeFrom: from, envelopeTo: [to] };
  await receiveMail(ctx, { id: spooled.id, rawHash: spooled.hash, bytes: spooled.bytes, ...envelope });
  await run();
  const mail = (await mailById(ctx.db, spooled.id))!;
  const all = await papersOf(ctx.db, order.orderId);
  const papers = all
    .filter(({ mailId }) => mailId === mail.id)
    .map(({ fileName, verdict }) => `${fileName} ${verdict}`);
  return { mail, papers, letters: parcels.slice(told).filter(({ channel }) => channel === "email") };
}

const tasks = () => tasksOf(story.ctx.db, story.shop.raId, new Date(0));
const receiptsIn = (letters: { text: string }[]) => letters.filter(({ text }) => /Recebemos|Ainda falta/.test(text));
/** As `goodPdf`, with bytes of its own: the same paper twice is one. */
const file = (word: string) => goodPdf(word).toString("base64").replace(/.{76}/g, "$&\r\n");

function mailOf(subject: string, head: string[], body: string, pdf?: string): string {
  const parts = [`--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${body}`];
  if (pdf)
    parts.push(
      `--b\r\nContent-Type: application/pdf; name="${pdf}.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\n${file(pdf)}`,
    );
  const lines = [`From: Maria da Silva <${maria.email}>`, `Subject: ${subject}`, ...head, "MIME-Version: 1.0"];
  return [...lines, 'Content-Type: multipart/mixed; boundary="b"', "", ...parts, "--b--", ""].join("\r\n");
}

describe("mails that broke the product once", () => {
  before(async () => {
    story = await openWatch(1, { documents: documentsJobs });
    mailbox = (await registrationAuthority(story.ctx.db, story.shop.raId))!.papersAddress;
  });
  after(() => story.world.close());

  test("07: the wish for another time opens rescheduling, in true words", async () => {
    const { ctx, clock, order } = story;
    const visit = (await openAppointmentOf(ctx.db, order.orderId, clock.now()))!;
    const { mail, papers, letters } = await arrive(filled("07-rsvp-counter/a-counter.eml"), { to: organizer() });
    assert.deepEqual([mail.outcome, papers], ["automatic", []]);
    assert.ok(await declinedAt(ctx.db, visit.id));
    const [letter] = letters;
    assert.match(letter!.subject, /Você pediu outro horário/);
    assert.match(letter!.text, /Você propôs sábado, 28 de novembro, às 16h\b/);
    assert.match(letter!.text, /\/horario\?dia=2026-11-28&carta=[0-9a-f]{20}$/m);
    assert.doesNotMatch(letter!.text, /recusou/);
  });

  for (const sample of samples("{08,12,13,14,30}-*/*.eml"))
    test(`${sample}: its paper is on the order, and nothing else is spoken of`, async () => {
      const { mail, papers, letters } = await arrive(filled(sample));
      assert.equal(mail.outcome, "matched");
      assert.deepEqual(papers.length, 1, papers.join());
      assert.match(papers[0]!, /^(rg2?|scan0001)\.pdf accepted$|^rg-frente\.jpg accepted$/);
      const receipts = receiptsIn(letters);
      assert.equal(receipts.length, sample.startsWith("08-") ? 0 : 1);
      for (const { text } of receipts) assert.doesNotMatch(text, /não serve|smime|ATT0|vcf/);
    });

  test("marks that machines leave on the mails of people: an empty sender, a list, a vacation; papers kept, nobody answered", async () => {
    const { number } = story.order;
    const heads: [string[], Arrival?][] = [
      [["Auto-Submitted: auto-replied"]],
      [["Precedence: bulk", "List-Id: <equipe.exemplo>"]],
      [["X-Autorespond: 1", "X-Vacation: yes"]],
      [["Content-Language: pt"], { from: "" }],
      [["X-Auto-Response-Suppress: DR, OOF, AutoReply", "X-Autogenerated: reply"]],
    ];
    for (const [at, [head, arrival]] of heads.entries()) {
      const { papers, letters } = await arrive(
        mailOf(`Não entregue: ${number}`, head, "Segue.", `marca${at}`),
        arrival,
      );
      assert.deepEqual(papers, [`marca${at}.pdf accepted`], head.join());
      assert.deepEqual(receiptsIn(letters), []);
    }
  });

  test("a marked mail with papers and no number waits for a person and answers nobody", async () => {
    const { ctx, shop } = story;
    const { mail, letters } = await arrive(mailOf("Documentos", ["Auto-Submitted: auto-generated"], "Segue.", "sem"));
    assert.equal(mail.outcome, "unmatched");
    assert.ok((await mailsForPerson(ctx.db, shop.raId)).some(({ id }) => id === mail.id));
    assert.deepEqual(letters, []);
  });

  test("a marked mail whose file is no paper is a task: no receipt told its sender", async () => {
    const bad = mailOf(`Documentos ${story.order.number}`, ["Auto-Submitted: auto-generated"], "Segue.", "ruim");
    const { mail, papers } = await arrive(bad.replace(file("ruim"), Buffer.from("<html>").toString("base64")));
    assert.deepEqual(papers, ["ruim.pdf refused"]);
    assert.ok((await tasks()).some(({ subjectId, kind }) => subjectId === mail.id && kind === "mail-question"));
  });

  test("an absence and a bounce leave no task and no paper", async () => {
    const quoted = `Estou de férias. Em 23/11, Confere escreveu: envie os documentos de ${story.order.number}?`;
    for (const head of [["Auto-Submitted: auto-replied"], ["From: MAILER-DAEMON@x.example"]]) {
      const { mail, letters } = await arrive(mailOf(`Resposta automática: ${story.order.number}`, head, quoted), {
        from: "",
      });
      assert.equal(mail.outcome, "automatic");
      assert.deepEqual(letters, []);
      assert.ok(!(await tasks()).some(({ subjectId }) => subjectId === mail.id));
    }
  });

  for (const sample of samples("15-*/*.eml"))
    test(`${sample}: the receipt says that a link is no file, and how to send it`, async () => {
      const { papers, letters } = await arrive(filled(sample));
      assert.deepEqual(papers, []);
      const [receipt, ...more] = receiptsIn(letters);
      assert.deepEqual(more, []);
      assert.match(receipt!.text, /Um link não é o arquivo.*anexe ao e-mail, ou envie pela página do pedido/);
      assert.match(receipt!.text, /\/documentos/);
    });

  test("33: a question without a file is a task of the AR, with its words; the receipt promises it", async (t) => {
    const { ctx, shop, order, expected, manager } = story;
    const { mail, letters } = await arrive(filled("33-mail-question-only/question.eml"));
    assert.equal(mail.orderId, order.orderId);
    const task = (await tasks()).find(({ subjectId }) => subjectId === mail.id);
    assert.equal(task?.kind, "mail-question");
    assert.match(receiptsIn(letters)[0]!.text, /Uma pessoa de .* vai ler o que você escreveu/);
    const app = await openDoor(ctx, [
      (door) => taskPages(door, { ctx }),
      (door) => mailPages(door, { ctx, signer: {} as never, authorities: {} as never }),
    ]);
    t.after(() => app.close());
    const cookies = { confere_agente: await sitDown(ctx, expected) };
    const page = (await app.inject({ url: "/desk/tarefas", cookies })).body;
    assert.match(page, /Responder e-mail do titular/);
    assert.match(page, /Sou surda e preciso de interprete de Libras\. Como faco\? PALAVRA-CHAVE-XYZ/);
    const officeSees = async (url: string) => {
      const cookies = { confere_agente: await sitDown(ctx, manager) };
      return app.inject({ url, cookies });
    };
    const original = await officeSees(`/office/emails/${mail.id}/original.eml`);
    assert.equal(original.statusCode, 200, String(original.headers.location));
    assert.match(original.body, /PALAVRA-CHAVE-XYZ/);
    const stray = await arrive(filled("33-mail-question-only/question.eml").replaceAll(order.number, "meu pedido"));
    assert.equal(stray.mail.outcome, "unmatched");
    assert.ok((await mailsForPerson(ctx.db, shop.raId)).some(({ words }) => words.includes("PALAVRA-CHAVE-XYZ")));
    assert.match((await officeSees("/office/emails")).body, /PALAVRA-CHAVE-XYZ/);
  });

  test("a question beside a paper, in HTML alone, or from a marked mail is read by a person too", async () => {
    const { number } = story.order;
    const html = `From: ${maria.email}\r\nSubject: duvida\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>Pedido <b>${number}</b>: posso usar a CNH vencida?</p>\r\n--b--\r\n`;
    const mails = [
      mailOf(`Documentos ${number}`, [], "Segue o RG. Minha irmã surda pode interpretar?", "pergunta"),
      mailOf(`Documentos ${number}`, ["Auto-Submitted: auto-generated"], "Preciso remarcar, como faço?"),
      html,
    ];
    for (const raw of mails) {
      const { mail } = await arrive(raw);
      assert.ok(mail.words.length > 10, mail.words);
      assert.ok((await tasks()).some(({ subjectId, words }) => subjectId === mail.id && words.includes(mail.words)));
    }
  });

  test("one receipt per order, sender and hour; what came meanwhile is summed up when it is over", async () => {
    const { clock, run, order, parcels, ctx } = story;
    const hour = clock.now();
    const send = async (word: string) => {
      const spooled = await spoolMail(
        ctx,
        Readable.from([Buffer.from(mailOf(`Documentos ${order.number}`, [], "Segue.", word))]),
        1_000_000,
      );
      assert.ok(spooled !== "too-big");
      const envelope = { envelopeFrom: maria.email, envelopeTo: [mailbox] };
      await receiveMail(ctx, { id: spooled.id, rawHash: spooled.hash, bytes: spooled.bytes, ...envelope });
      await run();
      clock.advance({ minutes: 4 });
    };
    clock.set(new Date(Math.ceil(hour.getTime() / 3_600_000 + 1) * 3_600_000));
    await run();
    const before = parcels.length;
    const receipts = () => receiptsIn(parcels.slice(before));
    for (const word of ["r1", "r2", "r3"]) await send(word);
    assert.equal(receipts().length, 1);
    assert.match(receipts()[0]!.text, /r1\.pdf: recebido/);
    clock.advance({ hours: 1 });
    await run();
    assert.equal(receipts().length, 2);
    assert.match(receipts()[1]!.text, /r2\.pdf: recebido[\s\S]*r3\.pdf: recebido/);
    clock.advance({ hours: 1 });
    await run();
    assert.equal(receipts().length, 2, "and nothing more");
  });

  test("a mail in its signature's envelope is read as if it were open: papers, question, number", async (t) => {
    const smime = opensslSmime();
    t.after(() => smime.remove());
    const { number } = story.order;
    const withHead = (whole: string, subject: string) =>
      [`From: Maria da Silva <${maria.email}>`, `Subject: ${subject}`, whole].join("\r\n");
    const inside = (word: string, body: string) => mailOf("x", [], body, word).replace(/^[\s\S]*?(?=Content-Type)/, "");
    const signed = smime.signed(inside("assinado", `Pedido ${number}. Posso levar a CNH vencida?`));
    assert.match(signed, /smime-type=signed-data/);
    const first = await arrive(withHead(signed, "Documentos"));
    assert.deepEqual([first.papers, first.mail.asks], [["assinado.pdf accepted"], true]);
    assert.match(first.mail.words, /Posso levar a CNH vencida\?/);
    assert.doesNotMatch(receiptsIn(first.letters)[0]!.text, /smime|não serve/);
    const twice = smime.signed(smime.signed(inside("lacrado", `Segue ${number}.`), true), true);
    assert.deepEqual((await arrive(withHead(twice, "Documentos"))).papers, ["lacrado.pdf accepted"]);

    const file = smime.signedFile(goodPdf("contrato")).toString("base64").replace(/.{76}/g, "$&\r\n");
    const attached = mailOf(`Documentos ${number}`, [], "Segue.", "rg").replace("rg.pdf", "contrato.pdf.p7s");
    const { papers } = await arrive(attached.replace(/JVBER[\s\S]*?(?=--b--)/, `${file}\r\n`));
    assert.deepEqual(papers, ["contrato.pdf accepted"]);

    let deep = inside("fundo", "Segue.");
    for (let depth = 0; depth < 8; depth++) deep = smime.signed(deep);
    const { mail } = await arrive(withHead(deep, number));
    assert.deepEqual([mail.warnings, mail.asks], [["too-deep"], true]);
  });

  test("an encrypted mail: its sender reads that nobody here can open it, and what to do", async (t) => {
    const smime = opensslSmime();
    t.after(() => smime.remove());
    const encrypted = smime.encrypted(mailOf("x", [], "Segue.", "segredo"));
    for (const [subject, told] of [
      [`Documentos ${story.order.number}`, /o e-mail veio criptografado/],
      ["Documentos", /Não achamos o número do pedido/],
    ] as const) {
      const head = [`From: Maria da Silva <${maria.email}>`, `Subject: ${subject}`];
      const { mail, papers, letters } = await arrive([...head, encrypted].join("\r\n"));
      assert.deepEqual([papers, mail.warnings, mail.asks], [[], ["encrypted"], false]);
      assert.match(letters[0]!.subject, told);
      assert.match(letters[0]!.text, /veio criptografado: nem o texto nem os arquivos.*Envie de novo sem criptografia/);
    }
    const spoilt = `Subject: ${story.order.number}\r\nContent-Type: application/pkcs7-mime; name=smime.p7m\r\n\r\nMIIB`;
    const { mail, papers } = await arrive(spoilt);
    assert.deepEqual([papers, mail.warnings, mail.asks], [[], ["sealed"], true]);
    assert.ok((await tasks()).some(({ words }) => /smime\.p7m/.test(words)));
  });

  test("papers in a winmail.dat are on the order, those of a mail inside it too; one cut short is told to the AR", async () => {
    const { number } = story.order;
    const packed = (content: Buffer) =>
      mailOf(`Documentos ${number}`, [], "Segue.", "x")
        .replace('application/pdf; name="x.pdf"', 'application/ms-tnef; name="winmail.dat"')
        .replace(/JVBER[\s\S]*?(?=--b--)/, `${content.toString("base64").replace(/.{76}/g, "$&\r\n")}\r\n`);
    const files = [{ name: "certidão.pdf", content: goodPdf("w1") }];
    const inside = winmail([{ name: "dentro.pdf", content: goodPdf("w2") }]);
    const first = await arrive(packed(winmail(files, { inside: [inside] })));
    assert.deepEqual(first.papers.sort(), ["certidão.pdf accepted", "dentro.pdf accepted"]);
    assert.deepEqual([first.mail.warnings, first.mail.asks], [[], false]);
    assert.doesNotMatch(receiptsIn(first.letters)[0]!.text, /winmail|não serve/);
    const { mail, papers } = await arrive(packed(winmail(files).subarray(0, 300)));
    assert.deepEqual([papers, mail.warnings, mail.asks], [[], ["winmail"], true]);
    assert.ok((await tasks()).some(({ words }) => /winmail\.dat/.test(words)));
  });

  test("07: an answer of a calendar program is no paper; papers beside it are kept", async () => {
    const { order } = story;
    for (const sample of samples("07-*/b-*.eml")) {
      const { mail, papers, letters } = await arrive(filled(sample), { to: organizer() });
      assert.deepEqual([mail.outcome, papers, letters], ["automatic", [], []]);
    }
    for (const method of ["REQUEST", "REFRESH", "CANCEL", "ADD", "PUBLISH", "DECLINECOUNTER", "REPLY"]) {
      const raw = filled("07-rsvp-counter/b-tentative.eml").replaceAll("REPLY", method);
      const { mail, papers, letters } = await arrive(raw);
      assert.deepEqual([mail.outcome, papers, letters], ["automatic", [], []], method);
    }
    const withPaper = filled("07-rsvp-counter/b-tentative.eml")
      .replaceAll(order.number, "sem numero")
      .replace(
        "--c--",
        `--c\nContent-Type: application/pdf; name="anexo.pdf"\nContent-Transfer-Encoding: base64\n\n${file("anexo")}\n--c--`,
      );
    const { papers } = await arrive(withPaper, { to: organizer() });
    assert.deepEqual(papers, ["anexo.pdf accepted"], "on the order of the invitation");
  });

  test("bytes that no text holds, in every place of a mail: opened, on the order, its words read; a mail not opened within a minute is an alarm", async (t) => {
    const { ctx, clock, run, order, shop, manager } = story;
    const { number } = order;
    const bad = "\u0000\u0001\u0085\u202e\u2066";
    const utf16 = Buffer.from("Posso levar a CNH?\u0000\ud800", "utf16le").toString("base64");
    const raws = [
      mailOf(`Documentos ${bad}${number}${bad}`, [`Message-Id: <a${bad}@b>`], `Segue${bad}.`, `rg${bad}`),
      mailOf(`=?utf-8?B?${Buffer.from(`${number}\0`).toString("base64")}?=`, [`X-Mailer: ${bad}`], "Segue.", "=00nul"),
      mailOf(`Pedido ${number}`, [], `Posso levar${bad} a CNH vencida${bad}?`).replace("Maria", `Ma${bad}ria`),
      mailOf(`Pedido ${number}`, [], "x").replace(
        /Content-Type: text.plain.*x/s,
        `Content-Type: text/plain; charset=utf-16le\r\nContent-Transfer-Encoding: base64\r\n\r\n${utf16}`,
      ),
    ];
    for (const raw of raws) {
      const { mail } = await arrive(raw);
      assert.deepEqual([mail.outcome, mail.orderId], ["matched", order.orderId], JSON.stringify(raw));
      assert.doesNotMatch(mail.words, /[\p{Cc}\p{Cs}\p{Bidi_Control}]/u);
    }
    assert.deepEqual(await troublesOf(ctx.db, shop.raId), []);

    const app = await openDoor(ctx, [
      (door) => boardPage(door, { ctx, signer: {} as never, authorities: {} as never }),
    ]);
    t.after(() => app.close());
    const office = async () => {
      const cookies = { confere_agente: await sitDown(ctx, manager) };
      return (await app.inject({ url: "/office", cookies })).body;
    };
    const spooled = await spoolMail(ctx, Readable.from([mailOf(`Pedido ${number}`, [], "Segue.", "tarde")]), 1_000_000);
    assert.ok(spooled !== "too-big");
    const envelope = { envelopeFrom: maria.email, envelopeTo: [mailbox] };
    await receiveMail(ctx, { id: spooled.id, rawHash: spooled.hash, bytes: spooled.bytes, ...envelope });
    clock.advance({ seconds: 59 });
    assert.doesNotMatch(await office(), /não foi aberto/);
    clock.advance({ minutes: 3 });
    assert.match((await app.inject({ url: "/health" })).body, /"unopened-mail"/);
    assert.match(await office(), /1 e-mail chegou e ainda não foi aberto.*O mais antigo chegou há 3 min/s);
    await run();
    assert.doesNotMatch(await office(), /não foi aberto/);
  });

  test("somebody who writes to the invitation's own address is seen by the AR", async () => {
    const { ctx, shop } = story;
    const { mail } = await arrive(mailOf("Re: convite", [], "Posso levar meu pai?"), { to: organizer() });
    assert.equal(mail.outcome, "unmatched");
    assert.ok((await mailsForPerson(ctx.db, shop.raId)).some(({ id }) => id === mail.id));
  });

  test("a flood of questions to one order is five tasks at most, and the newest holds the words of all the rest", async () => {
    const asked: string[] = [];
    for (let n = 0; n < 8; n++) {
      const { mail } = await arrive(mailOf(`Pedido ${story.order.number}`, [], `Posso levar a CNH número ${n}0?`));
      asked.push(mail.words);
    }
    const open = (await tasks()).filter(({ kind, doneAt }) => kind === "mail-question" && doneAt === null);
    assert.equal(open.length, 5);
    for (const words of asked) assert.equal(open.filter((task) => task.words.includes(words)).length, 1, words);
    const most = await Promise.all(
      Array.from({ length: 6 }, (_, n) =>
        arrive(mailOf(`Pedido ${story.order.number}`, [], `${n}? ${"abc ".repeat(490)}`)),
      ),
    );
    assert.equal(most.length, 6);
    // Three are opened at once; the others come a moment later.
    story.clock.advance({ seconds: 5 });
    await story.run();
    const after = (await tasks()).filter(({ kind, doneAt }) => kind === "mail-question" && doneAt === null);
    assert.ok(after.every(({ words }) => words.length < 8_200));
    assert.match(after.map(({ words }) => words).join(), /Há mais e-mails deste pedido/);
  });
});
