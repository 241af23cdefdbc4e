import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { assignMail } from "../../../src/documents/assign-mail.ts";
import { documentsJobs } from "../../../src/documents/documents-jobs.ts";
import { mailsForPerson } from "../../../src/documents/mail/mail-reads.ts";
import { startMailReceiver } from "../../../src/documents/mail/mail-receiver.ts";
import { renderPage } from "../../../src/documents/papers/page-renderer.ts";
import { missingPapers, paperStates, papersOf } from "../../../src/documents/papers/paper-reads.ts";
import { receiveUpload } from "../../../src/documents/papers/receive-upload.ts";
import { reviewPaper } from "../../../src/documents/papers/review-paper.ts";
import { holderOf } from "../../../src/orders/order-principal.ts";
import type { AgentPrincipal } from "../../../src/people/agent.ts";
import { registrationAuthority } from "../../../src/people/authority/registration-authority-reads.ts";
import { Failure } from "../../../src/platform/failures/failure.ts";
import type { EventPayloads } from "../../../src/platform/jobs/jobs.ts";
import type { Cpf } from "../../../src/platform/taxpayer-id.ts";
import { holdSlot } from "../../../src/scheduling/booking/hold-slot.ts";
import { goodPdf, lockedPdf } from "../../kit/pdf-samples.ts";
import { refused } from "../../kit/refused.ts";
import { listener, maria, openShop, pay, placedOrder } from "../../kit/shop.ts";
import { createWorld } from "../../kit/world.ts";

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), "confere-mail-"));
after(() => rmSync(folder, { recursive: true, force: true }));

async function open() {
  const world = await createWorld();
  const { ctx } = world;
  const ear = listener();
  const arrivals: EventPayloads["papers.received"][] = [];
  const strays: EventPayloads["mail.unmatched"][] = [];
  const events = {
    "papers.received": async (_: unknown, payload: EventPayloads["papers.received"]) => void arrivals.push(payload),
    "mail.unmatched": async (_: unknown, payload: EventPayloads["mail.unmatched"]) => void strays.push(payload),
  };
  const runJobs = () => world.runJobs({ ...ear.domains, documents: documentsJobs, papersListener: { events } });
  const shop = await openShop(ctx);
  const order = await placedOrder(ctx, shop.productId, maria, ear, runJobs);
  const mailbox = (await registrationAuthority(ctx.db, shop.raId))!.papersAddress;
  const agent: AgentPrincipal = {
    kind: "agent",
    id: shop.agentIds[0]!,
    raId: shop.raId,
    cpf: "31690482796" as Cpf,
    name: "Agente 111",
    roles: ["agent"],
  };
  return { world, ctx, runJobs, order, mailbox, arrivals, strays, agent, shop };
}

type Mail = { to: string; subject: string; from?: string; body?: string; files?: [string, Buffer][]; more?: string[] };

/** Sends with swaks, an SMTP client that nobody here wrote. Resolves with its transcript, refused or not. */
async function swaks(port: number, mail: Mail): Promise<string> {
  const files = (mail.files ?? []).flatMap(([name, content], at) => {
    const path = join(folder, `${at}-${name}`);
    writeFileSync(path, content);
    return ["--attach-type", "application/pdf", "--attach-name", name, "--attach", `@${path}`];
  });
  const from = mail.from ?? maria.email;
  const args = ["--server", "127.0.0.1", "--port", String(port), "--from", from, "--to", mail.to];
  args.push("--header", `Subject: ${mail.subject}`, "--body", mail.body ?? "Segue.", ...files, ...(mail.more ?? []));
  const ended = await run("swaks", args, { maxBuffer: 200_000_000 }).catch((error) => error as { stdout: string });
  return ended.stdout;
}

test("a mail with the order's number in its subject puts its PDF on the order, once", {
  timeout: 60_000,
}, async (t) => {
  const { world, ctx, runJobs, order, mailbox, arrivals } = await open();
  await using _ = world;
  const receiver = await startMailReceiver(ctx, 0);
  t.after(() => receiver.close());
  const mail = {
    to: mailbox.toUpperCase(),
    subject: `RES: Documentos videoconferencia ${order.number}`,
    files: [
      ["RG frente.pdf", goodPdf()],
      ["senha.pdf", lockedPdf],
    ] as [string, Buffer][],
    more: ["--header", "Message-Id: <um@exemplo>", "--header", "Date: Mon, 23 Nov 2026 10:00:00 -0300"],
  };
  assert.match(await swaks(receiver.port, mail), /<- {2}250 .*Recebido/);
  await runJobs();
  const papers = await papersOf(ctx.db, order.orderId);
  assert.deepEqual(
    papers.map(({ fileName, verdict, reason, kind, pages, senderIsHolder }) => ({
      fileName,
      verdict,
      reason,
      kind,
      pages,
      senderIsHolder,
    })),
    [
      {
        fileName: "RG frente.pdf",
        verdict: "accepted",
        reason: null,
        kind: "identity",
        pages: 1,
        senderIsHolder: true,
      },
      { fileName: "senha.pdf", verdict: "refused", reason: "paper-locked", kind: null, pages: 0, senderIsHolder: true },
    ],
  );
  assert.deepEqual(await ctx.blobs.read(order.orderId, papers[0]!.hash), goodPdf());
  const missing = await missingPapers(ctx.db, order.orderId, ctx.clock.now());
  assert.deepEqual(
    missing.map(({ title }) => title),
    ["Documento de identidade com foto: verso"],
  );
  assert.equal(arrivals.length, 1);
  assert.equal(arrivals[0]!.paperIds.length, 2);
  assert.deepEqual(readdirSync(join(ctx.config.dataFolder, "spool")), []);
  const page = await renderPage(ctx.blobs, { keyId: order.orderId, ...papers[0]!, page: 1 });
  assert.equal(page.subarray(0, 3).toString("hex"), "ffd8ff");
  await assert.rejects(renderPage(ctx.blobs, { keyId: order.orderId, ...papers[0]!, page: 2 }), Failure);
});

test("the same bytes again are taken and change nothing", { timeout: 60_000 }, async (t) => {
  const { world, ctx, runJobs, order, mailbox, arrivals } = await open();
  await using _ = world;
  const receiver = await startMailReceiver(ctx, 0);
  t.after(() => receiver.close());
  const raw = rawMail(mailbox, `Documentos ${order.number}`);
  for (let time = 0; time < 2; time++) {
    assert.match((await session(receiver.port, mailbox, raw, false)).join(""), /250 .*Recebido/);
    await runJobs();
  }
  assert.equal(arrivals.length, 1);
  assert.equal((await papersOf(ctx.db, order.orderId)).length, 1);
});

test("a client that half-closes before it reads (Exim) hears its 250", { timeout: 60_000 }, async (t) => {
  const { world, ctx, order, mailbox } = await open();
  await using _ = world;
  const receiver = await startMailReceiver(ctx, 0);
  t.after(() => receiver.close());
  const answers = await session(receiver.port, mailbox, rawMail(mailbox, `Documentos ${order.number}`), true);
  assert.match(answers.join(""), /250 .*Recebido/);
});

test("a client that leaves without QUIT is let go", { timeout: 60_000 }, async (t) => {
  const { world, ctx } = await open();
  await using _ = world;
  const receiver = await startMailReceiver(ctx, 0);
  t.after(() => receiver.close());
  const socket = connect({ port: receiver.port, host: "127.0.0.1", allowHalfOpen: true });
  await once(socket, "data");
  socket.end("EHLO exemplo.com.br\r\n");
  socket.resume();
  await once(socket, "end", { signal: AbortSignal.timeout(20_000) });
});

test("a 40 MB mail and an unknown mailbox are refused with words", { timeout: 60_000 }, async (t) => {
  const { world, ctx, runJobs, order, mailbox, arrivals } = await open();
  await using _ = world;
  const receiver = await startMailReceiver(ctx, 0);
  t.after(() => receiver.close());
  const big = await swaks(receiver.port, {
    to: mailbox,
    subject: `Documentos ${order.number}`,
    files: [["g.pdf", Buffer.alloc(30_000_000, 65)]],
  });
  assert.match(big, /552 .*limite e 36 MB/);
  assert.match(await swaks(receiver.port, { to: "outro@ar.example", subject: "x" }), /550 .*Confira o e-mail da AR/);
  await runJobs();
  assert.equal(arrivals.length, 0);
  assert.deepEqual(readdirSync(join(ctx.config.dataFolder, "spool")), []);
});

test("killed after its 250 and before the opening: the mail still arrives", { timeout: 60_000 }, async () => {
  const { world, ctx, runJobs, order, mailbox } = await open();
  await using _ = world;
  const program = join(import.meta.dirname, "../../programs/mail-receiver.ts");
  const args = ["--import", "tsx", program, JSON.stringify(world.connection), ctx.config.dataFolder];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const [port] = (await once(child.stdout, "data")) as [Buffer];
  const said = await swaks(Number(port), {
    to: mailbox,
    subject: `Documentos ${order.number}`,
    files: [["cnh.pdf", goodPdf()]],
  });
  child.kill("SIGKILL");
  await once(child, "exit");
  assert.match(said, /250 .*Recebido/);
  await runJobs();
  assert.equal((await papersOf(ctx.db, order.orderId))[0]?.fileName, "cnh.pdf");
});

test("what names no order waits for a person, who gives it one", { timeout: 60_000 }, async (t) => {
  const { world, ctx, runJobs, order, mailbox, arrivals, strays, agent, shop } = await open();
  await using _ = world;
  const receiver = await startMailReceiver(ctx, 0);
  t.after(() => receiver.close());
  await swaks(receiver.port, {
    to: mailbox,
    subject: "meus documentos",
    from: "irma@exemplo.com.br",
    files: [["rg.pdf", goodPdf()]],
  });
  await swaks(receiver.port, {
    to: mailbox,
    subject: "Resposta automática: férias",
    more: ["--header", "Auto-Submitted: auto-replied"],
  });
  await runJobs();
  assert.equal(strays.length, 1);
  const [mail, ...others] = await mailsForPerson(ctx.db, shop.raId);
  assert.deepEqual(others, []);
  assert.equal(mail?.outcome, "unmatched");
  assert.equal(mail.sender, "irma@exemplo.com.br");
  await assert.rejects(
    assignMail(ctx, { mailId: mail.id, orderId: order.orderId }, { ...agent, roles: ["auditor"] }),
    Failure,
  );
  await assignMail(ctx, { mailId: mail.id, orderId: order.orderId }, agent);
  await assert.rejects(
    assignMail(ctx, { mailId: mail.id, orderId: order.orderId }, agent),
    refused("mail-already-handled"),
  );
  await runJobs();
  const [paper] = await papersOf(ctx.db, order.orderId);
  assert.equal(paper?.senderIsHolder, false);
  assert.equal(arrivals.length, 1);
});

test("uploads: each file its verdict; an agent's refusal makes the paper missing again", async () => {
  const { world, ctx, runJobs, order, agent } = await open();
  await using _ = world;
  const { orderId } = order;
  const files = [
    { name: "a.pdf", content: goodPdf("a"), kind: "identity" },
    { name: "b.pdf", content: Buffer.from("<html>") },
  ];
  const { papers: judged } = await receiveUpload(ctx, { orderId, files, by: holderOf(orderId) });
  assert.deepEqual(
    judged.map(({ reason }) => reason),
    [null, "paper-not-pdf"],
  );
  await assert.rejects(
    receiveUpload(ctx, { orderId, files: [{ name: "", content: Buffer.alloc(0) }], by: holderOf(orderId) }),
    Failure,
  );
  const paperId = (await papersOf(ctx.db, orderId))[0]!.id;
  const refusal = { paperId, outcome: "refused", kind: "identity" } as const;
  await assert.rejects(reviewPaper(ctx, { ...refusal, note: "Cedo." }, agent), { code: "paper-of-another" });
  await holdSlot(ctx, { orderId, startsAt: new Date("2026-11-23T15:00:00Z"), by: holderOf(orderId) });
  await pay(ctx, orderId);
  await runJobs();
  await assert.rejects(reviewPaper(ctx, { ...refusal, note: " " }, agent), { code: "paper-note-missing" });
  await reviewPaper(ctx, { ...refusal, note: "Falta o verso." }, agent);
  const [state] = await paperStates(ctx.db, orderId, ctx.clock.now());
  assert.deepEqual([state?.state, state?.note], ["refused", "Falta o verso."]);
  world.clock.advance({ minutes: 1 });
  await reviewPaper(ctx, { paperId, outcome: "accepted", kind: "identity", note: "" }, agent);
  assert.equal((await paperStates(ctx.db, orderId, ctx.clock.now()))[0]?.state, "accepted");
});

function rawMail(to: string, subject: string): string {
  const pdf = goodPdf().toString("base64").replace(/.{76}/g, "$&\r\n");
  return [
    `From: Maria <${maria.email}>`,
    `To: ${to}`,
    `Subject: ${subject}`,
    "MIME-Version: 1.0",
    'Content-Type: multipart/mixed; boundary="b"',
    "",
    "--b\r\nContent-Type: text/plain\r\n\r\nSegue.",
    '--b\r\nContent-Type: application/pdf; name="rg.pdf"\r\nContent-Transfer-Encoding: base64\r\n',
    pdf,
    "--b--",
    ".",
    "",
  ].join("\r\n");
}

/** A bare SMTP session. With `halfClose`: message, QUIT and end of our side go out together, as Exim 4.94 and newer do. */
async function session(port: number, to: string, raw: string, halfClose: boolean): Promise<string[]> {
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  const answers: string[] = [];
  socket.on("data", (data) => answers.push(String(data)));
  const answered = async (count: number) => {
    while ((answers.join("").match(/^\d{3} /gm) ?? []).length < count) await once(socket, "data");
  };
  await answered(1);
  const commands = ["EHLO cliente", `MAIL FROM:<${maria.email}>`, `RCPT TO:<${to}>`, "DATA"];
  for (const [at, command] of commands.entries()) {
    socket.write(`${command}\r\n`);
    await answered(at + 2);
  }
  socket.write(`${raw}QUIT\r\n`);
  if (halfClose) socket.end();
  await once(socket, "end");
  socket.end();
  return answers;
}

/** A client that says what the test says: resolves with each answer's last line; `write` says without waiting. */
async function smtp(port: number) {
  const socket = connect(port, "127.0.0.1").setEncoding("utf8");
  let heard = "";
  let ended = false;
  socket.on("data", (text) => (heard += text));
  socket.on("error", () => {}).on("close", () => (ended = true));
  const answer = async () => {
    for (const deadline = Date.now() + 10_000; !/^\d{3} .*\r\n$/m.test(heard) && Date.now() < deadline; )
      await sleep(10);
    const last = heard.trim().split("\r\n").at(-1)!;
    heard = "";
    return last;
  };
  assert.match(await answer(), /^220 /);
  const write = (text: string) => socket.write(text);
  const say = (text: string) => {
    write(`${text}\r\n`);
    return answer();
  };
  await say("EHLO teste");
  return { write, say, answer, hasEnded: () => ended, end: () => socket.destroy() };
}

test("one sender holds so many seats and drips nothing for ever; another's mail goes by", {
  timeout: 60_000,
}, async (t) => {
  const { world, ctx, mailbox } = await open();
  await using _ = world;
  const limits = {
    perSender: 3,
    quietMs: 1_500,
    pace: { graceMs: 900, floorBytesPerSecond: 100, longestMs: 20_000 },
    lookEveryMs: 50,
  };
  const receiver = await startMailReceiver(ctx, 0, limits);
  t.after(() => receiver.close());
  const slow = await Promise.all([1, 2, 3, 4].map(() => smtp(receiver.port)));
  t.after(() => {
    for (const client of slow) client.end();
  });
  for (const client of slow.slice(0, 3)) {
    assert.match(await client.say("MAIL FROM:<Lento@Exemplo.com.br>"), /^250 /);
    assert.match(await client.say(`RCPT TO:<${mailbox}>`), /^250 /);
    assert.match(await client.say("DATA"), /^354 /);
    client.write("Subject: nunca acaba\r\n");
  }
  assert.match(await slow[3]!.say("MAIL FROM:<lento@exemplo.com.br>"), /^451 Muitas mensagens deste remetente/);
  assert.match(
    await swaks(receiver.port, { to: mailbox, subject: "Documentos", from: "outra@exemplo.com.br" }),
    /250 Recebido/,
  );
  for (const client of slow.slice(0, 3)) {
    assert.match(await client.answer(), /^421 Envio lento demais/);
    for (const deadline = Date.now() + 5_000; !client.hasEnded() && Date.now() < deadline; ) await sleep(10);
    assert.ok(client.hasEnded());
  }
  assert.match(await slow[3]!.answer(), /^421 Nenhuma mensagem veio/);
  const next = await smtp(receiver.port);
  assert.match(await next.say("MAIL FROM:<lento@exemplo.com.br>"), /^250 /);
  next.end();
  const left = readdirSync(join(ctx.config.dataFolder, "spool")).filter((name) => name.endsWith(".part"));
  assert.deepEqual(left, [], "what was given up leaves nothing behind");
});
