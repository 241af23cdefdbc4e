import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { after, before, suite, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { readChain } from "../../src/audit/audit-reads.ts";
import { checkSeal } from "../../src/dossiers/check-seal.ts";
import { authorityPages } from "../../src/faces/applicant/emission/issuance-authority-pages.ts";
import { openDoor } from "../../src/faces/door.ts";
import { openAuthority, publishedBy } from "../../src/issuance/authorities/authority-keys.ts";
import { everyAuthority, publishedChain, publishedCrlOf } from "../../src/issuance/authorities/authority-reads.ts";
import { ensureAuthorities } from "../../src/issuance/authorities/ensure-authorities.ts";
import { keepAuthorities } from "../../src/issuance/authorities/keep-authorities.ts";
import { faultyLists } from "../../src/issuance/lists/crl-reads.ts";
import { keepCrls } from "../../src/issuance/lists/keep-crls.ts";
import { installationSeal } from "../../src/issuance/seals/installation-seal.ts";
import { sealContent } from "../../src/issuance/seals/seal-content.ts";
import { outsideStampRoots, stampTime } from "../../src/issuance/seals/stamp-time.ts";
import { prepareCertificate, signCertificate } from "../../src/pki/certificates/certificate.ts";
import { readCertificate } from "../../src/pki/certificates/certificate-reader.ts";
import { holderPlan } from "../../src/pki/certificates/holder-profile.ts";
import { toPem } from "../../src/pki/der/pem.ts";
import { newRsaKey, openRsaKey, softwareSigner } from "../../src/pki/keys/software-signer.ts";
import { verifyCades } from "../../src/pki/signatures/verify-cades.ts";
import { sql, violatedConstraint } from "../../src/platform/database.ts";
import { Failure } from "../../src/platform/failures/failure.ts";
import { newId } from "../../src/platform/ids.ts";
import type { Context } from "../../src/platform/settings/context.ts";
import { startOpensslTsa } from "../kit/openssl-tsa.ts";
import { ecpfA1, holderRequest, judge, newScratch } from "../kit/pki-world.ts";
import { openShop } from "../kit/shop.ts";
import { createWorld, type World } from "../kit/world.ts";

// One installation lives through it: begun for show, then with addresses of its own, then under its own name.
suite("an installation's authorities when its settings change", () => {
  const scratch = newScratch();
  const content = Buffer.from("lacrado");
  let world: World;
  let ctx: Context;
  let raId: string;
  let leaf: string;
  let seal: Uint8Array;
  const folders = ["http://lcr1.exemplo.com.br/ac", "http://lcr2.exemplo.com.br/ac"] as const;
  const seconds = (at: Date): string => String(Math.floor(at.getTime() / 1000));

  /** A holder's certificate as `issueCertificate` lays it out, under the authority in service. */
  async function issueUnder(name: string): Promise<string> {
    const issuing = await openAuthority(ctx, ctx.db, "issuing");
    const { publicKeyInfo } = softwareSigner(openRsaKey(await newRsaKey(2048)), "sha256");
    const request = holderRequest(publicKeyInfo, ctx.clock.now());
    const plan = holderPlan(issuing, await publishedBy(ctx, ctx.db, issuing, "issuing"), request);
    return scratch.write(name, toPem("CERTIFICATE", await signCertificate(prepareCertificate(issuing, plan))));
  }

  async function verify(file: string, at: Date, ...more: string[]): Promise<string> {
    const { roots, issuing } = await everyAuthority(ctx.db);
    const pems = (name: string, all: Uint8Array[]) =>
      scratch.write(name, all.map((one) => toPem("CERTIFICATE", one)).join(""));
    const trust = ["-CAfile", pems("roots.pem", roots), "-untrusted", pems("issuing.pem", issuing)];
    return judge("openssl", "verify", "-x509_strict", "-attime", seconds(at), ...more, ...trust, file);
  }

  /** What `/health` complains about. */
  async function troubles(): Promise<string[] | undefined> {
    const door = await openDoor(ctx, []);
    const { body } = await door.inject({ url: "/health" });
    await door.close();
    return (JSON.parse(body) as { troubles?: string[] }).troubles;
  }

  const trust = async () => ({
    roots: await installationSeal.roots(ctx),
    stampRoots: await installationSeal.stampRoots(ctx),
  });

  before(async () => {
    world = await createWorld();
    ctx = world.ctx;
    raId = (await openShop(ctx)).raId;
    await ensureAuthorities(ctx);
    await keepCrls(ctx);
    leaf = await issueUnder("first.pem");
    seal = await sealContent(ctx, { raId, content });
  });
  after(async () => {
    await world.close();
    scratch.remove();
  });

  test("started again with the same settings, nothing is signed", async () => {
    const chain = await publishedChain(ctx.db);
    await ensureAuthorities(ctx);
    assert.deepEqual(await publishedChain(ctx.db), chain);
  });

  test("other addresses: root and issuing authority get certificates of the same key; a crash in between goes on; old ones stay good", async () => {
    const old = (await publishedChain(ctx.db))!;
    world.clock.advance({ days: 40 });
    ctx = { ...ctx, config: { ...ctx.config, certificateFolders: folders } };
    // The process dies after it recorded the root's new certificate: the key is opened to lay it out, and cannot sign.
    let opened = 0;
    const open = (sealed: Uint8Array): Buffer => {
      if (++opened > 1) throw new Error("killed");
      return ctx.secrets.open(sealed);
    };
    await assert.rejects(ensureAuthorities({ ...ctx, secrets: { ...ctx.secrets, open } }), /killed/);
    await Promise.all([ensureAuthorities(ctx), ensureAuthorities(ctx), ensureAuthorities(ctx)]);
    const anew = (await publishedChain(ctx.db))!;
    assert.notDeepEqual(anew.root, old.root);
    const text = judge(
      "openssl",
      "x509",
      "-noout",
      "-text",
      "-in",
      scratch.write("anew.pem", toPem("CERTIFICATE", anew.issuing)),
    );
    assert.match(
      text,
      /URI:http:\/\/lcr1\.exemplo\.com\.br\/ac\/raiz\.crl[\s\S]*URI:http:\/\/lcr2\.exemplo\.com\.br\/ac\/raiz\.crl/,
    );
    assert.doesNotMatch(text, /localhost/);
    assert.match(await verify(leaf, ctx.clock.now()), /OK/);
    assert.match(await verify(leaf, new Date("2026-11-23T13:00:01Z")), /OK/, "on the day it was signed as well");
    const { roots, issuing } = await everyAuthority(ctx.db);
    assert.deepEqual([roots.length, issuing.length], [1, 1]);
    const acts = (await readChain(ctx.db, "installation")).map(({ act }) => act);
    assert.equal(acts.filter((act) => act === "authority.renewed").length, 2, "three starts at once renew each once");
    await assert.rejects(
      sql`update authorities set certificate = ${Buffer.from(old.root)} where kind = 'root'`.execute(ctx.db),
      (error) => violatedConstraint(error) === "authority_only_renewed",
    );
  });

  test("a seal made after it bears the new addresses; the one made before stays good", async () => {
    const later = verifyCades(await sealContent(ctx, { raId, content }), content);
    const file = scratch.write("seal.pem", toPem("CERTIFICATE", later.certificate));
    assert.match(judge("openssl", "x509", "-noout", "-text", "-in", file), /lcr2\.exemplo\.com\.br\/ac\/lcr\.crl/);
    const acts = (await readChain(ctx.db, `ar:${raId}`)).map(({ act }) => act);
    assert.equal(acts.filter((act) => act === "seal.replaced").length, 1);
    assert.equal(checkSeal(content, seal, await trust()).good, true);
  });

  test("at the addresses of the lists nobody signs in: files are served over http, all else is at the site", async () => {
    const door = await openDoor(ctx, [
      (app) => authorityPages(app, { ctx }),
      (app) => void app.get("/desk", async () => ""),
    ]);
    const at = async (url: string, host: string, method: "GET" | "POST" = "GET") => {
      const { statusCode, headers } = await door.inject({ url, method, headers: { host } });
      return [statusCode, headers.location].filter(Boolean);
    };
    for (const host of ["lcr1.exemplo.com.br", "lcr2.exemplo.com.br:80"]) {
      for (const file of ["/ac/lcr.crl", "/ac/raiz.crl", "/ac/cadeia.p7b", "/health"])
        assert.deepEqual(await at(file, host), [200]);
      assert.deepEqual(await at("/ac/praticas?x=1", host), [303, "http://localhost:3000/ac/praticas"]);
      assert.deepEqual(await at("/desk", host), [303, "http://localhost:3000/"]);
      assert.deepEqual(await at("/desk", host, "POST"), [404]);
    }
    assert.deepEqual(await at("/desk", "localhost:3000"), [200]);
    await door.close();
  });

  test("who asks for an explicit policy finds the holder's", async () => {
    const how = ["-explicit_policy", "-policy_check", "-policy", ecpfA1.policy];
    assert.match(await verify(leaf, ctx.clock.now(), ...how), /OK/);
    await assert.rejects(
      verify(leaf, ctx.clock.now(), "-explicit_policy", "-policy_check", "-policy", "1.2.3"),
      /policy/,
    );
  });

  test("another name: a new hierarchy that nowhere calls itself ICP-Brasil; the old one goes on publishing, and its signatures stay good", async () => {
    const organization = "Certificadora Exemplo";
    ctx = { ...ctx, config: { ...ctx.config, authority: { organization, name: organization } } };
    // Two starts at once could leave what the slower one had recorded; it must not be taken up under the new issuer.
    await sql`insert into authority_intents
      select ${newId()}, kind, ra_id, name, issuer_id, sealed_key, tbs, tbs_hash, recorded_at, null
      from authority_intents where kind = 'timestamp' limit 1`.execute(ctx.db);
    await Promise.all(Array.from({ length: 6 }, () => ensureAuthorities(ctx)));
    await keepCrls(ctx);
    const second = await issueUnder("second.pem");
    const { roots, issuing } = await everyAuthority(ctx.db);
    assert.deepEqual([roots.length, issuing.length], [2, 2]);
    const newSeal = verifyCades(await sealContent(ctx, { raId, content }), content);
    const mine = [roots[0]!, issuing[0]!, newSeal.certificate];
    for (const certificate of mine) {
      const words = judge(
        "openssl",
        "x509",
        "-noout",
        "-text",
        "-in",
        scratch.write("mine.pem", toPem("CERTIFICATE", certificate)),
      );
      assert.doesNotMatch(words, /ICP-Brasil/i);
      assert.equal(readCertificate(certificate).organization, organization);
    }
    const words = judge("openssl", "x509", "-noout", "-text", "-in", second);
    assert.match(words, /O = Certificadora Exemplo[\s\S]*lcr1\.exemplo\.com\.br\/ac\/lcr-2\.crl/);
    assert.match(await verify(second, ctx.clock.now()), /OK/);
    assert.match(await verify(leaf, ctx.clock.now()), /OK/);
    assert.equal(checkSeal(content, seal, await trust()).good, true);
    world.clock.advance({ hours: 2 });
    assert.deepEqual(await troubles(), ["revocation-lists"]);
    await keepCrls(ctx);
    assert.deepEqual(await faultyLists(ctx.db, ctx.clock.now()), []);
    assert.deepEqual(await troubles(), undefined);
    for (const generation of [1, 2]) {
      const { crl } = (await publishedCrlOf(ctx.db, "issuing", generation))!;
      const list = scratch.write(`${generation}.crl`, toPem("X509 CRL", crl));
      const file = generation === 1 ? leaf : second;
      assert.match(await verify(file, ctx.clock.now(), "-crl_check", "-CRLfile", list), /OK/);
    }
  });

  test("a clock that was ahead at the first start: what it signed gives way once the clock is right", async () => {
    const before = (await publishedChain(ctx.db))!;
    await keepAuthorities(ctx);
    assert.deepEqual(await publishedChain(ctx.db), before, "nothing to do");
    world.clock.advance({ days: -100 });
    assert.ok(readCertificate(before.root).notBefore > ctx.clock.now());
    await keepAuthorities(ctx);
    const chain = (await publishedChain(ctx.db))!;
    for (const certificate of [chain.root, chain.issuing])
      assert.ok(readCertificate(certificate).notBefore <= ctx.clock.now());
  });

  test("a time-stamping authority from outside (openssl ts): its stamp stands in the seal under its own root, never under ours", async (t) => {
    const tsa = await startOpensslTsa(scratch);
    t.after(() => tsa.close());
    world.clock.set(new Date());
    await ensureAuthorities(ctx);
    const inside = ctx;
    ctx = {
      ...ctx,
      config: {
        ...ctx.config,
        timestampAuthority: { url: tsa.url.replace("//", "//ana:s%3Anha@"), rootsFile: tsa.rootsFile },
      },
    };
    for (const essDigest of ["sha256", "sha1"] as const) {
      tsa.essDigest = essDigest;
      const sealed = await sealContent(ctx, { raId, content });
      const verdict = checkSeal(content, sealed, await trust());
      assert.ok(verdict.good, JSON.stringify(verdict));
      assert.deepEqual([verdict.stampedBy, verdict.stampIsOwn], ["ACT de Fora 1", false]);
      const { timestampToken, signatureHash } = verifyCades(sealed, content);
      const token = scratch.write("token.tst", timestampToken!);
      const digest = Buffer.from(signatureHash).toString("hex");
      const how = ["-verify", "-token_in", "-in", token, "-digest", digest, "-CAfile", tsa.rootsFile];
      assert.match(judge("openssl", "ts", ...how), /Verification: OK/);
      // Its root makes nobody a sealer, and without it the stamp is nobody's.
      const unknown = checkSeal(content, sealed, { ...(await trust()), stampRoots: [] });
      assert.deepEqual(unknown, { good: false, why: "O lacre não confere (untrusted)." });
      const { roots, stampRoots } = await trust();
      const swapped = checkSeal(content, sealed, { roots: [], stampRoots: [...roots, ...stampRoots] });
      assert.deepEqual(swapped, unknown);
    }
    const expected = {
      authorization: `Basic ${Buffer.from("ana:s:nha").toString("base64")}`,
      contentType: "application/timestamp-query",
    };
    assert.deepEqual(tsa.asked, [expected, expected]);
    const own = checkSeal(content, await sealContent(inside, { raId, content }), await trust());
    assert.ok(own.good && own.stampIsOwn, "older seals keep the stamp of the installation");
    const { certificate } = await openAuthority(inside, inside.db, "timestamp");
    assert.match(readCertificate(certificate).organizationalUnits.join(), /propria instalacao, nao credenciado/);
  });

  test("an outside authority that refuses, lies, is silent or never ends gives no stamp, and none of ours takes its place", async (t) => {
    const own = newScratch();
    const tsa = await startOpensslTsa(own);
    t.after(() => {
      tsa.close();
      own.remove();
    });
    const withTsa = (url: string, rootsFile = tsa.rootsFile) => ({
      ...ctx,
      config: { ...ctx.config, timestampAuthority: { url, rootsFile } },
    });
    const imprint = new Uint8Array(32).fill(7);
    const first = await new Promise<Buffer>((resolve) => {
      tsa.answer = (genuine) => {
        resolve(genuine);
        return { body: genuine };
      };
      void stampTime(withTsa(tsa.url), imprint);
    });
    const refused = (error: unknown) =>
      error instanceof Failure && error.code === "timestamp-unreachable" && error.status === 503;
    // Nobody here answers at all; waited for beside everything else.
    const silent = createServer().listen(0, "127.0.0.1");
    t.after(() => silent.close());
    await once(silent, "listening");
    const unanswered = stampTime(withTsa(`http://127.0.0.1:${(silent.address() as AddressInfo).port}/`), imprint);
    const silence = Promise.race([unanswered, sleep(30_000, "still waiting", { ref: false })]).then(String, refused);
    let [pieces, turns] = [0, 0];
    function* endless() {
      for (; pieces < 2_000; pieces++) yield Buffer.alloc(65_536);
    }
    const answers: [string, NonNullable<typeof tsa.answer>][] = [
      ["an answer to an older request", () => ({ body: first })],
      ["a refusal", () => ({ body: Buffer.from("30053003020102", "hex") })],
      ["not found", (genuine) => ({ status: 404, body: genuine })],
      ["a page", () => ({ body: Buffer.from("<html>entre</html>") })],
      ["without end", () => ({ body: endless() })],
      [
        "sent on to where there is one",
        (genuine) => ({ status: ++turns % 2 ? 307 : 200, location: tsa.url, body: genuine }),
      ],
      [
        "one bit changed",
        (genuine) => ({ body: genuine.map((byte, at) => (at === genuine.length - 9 ? byte ^ 1 : byte)) }),
      ],
    ];
    for (const [what, answer] of answers) {
      tsa.answer = answer;
      await assert.rejects(stampTime(withTsa(tsa.url), imprint), refused, what);
    }
    assert.ok(pieces < 1_000, "what has no end is not read to its end");
    assert.equal(await silence, true, "who is silent is not waited for");
    tsa.answer = undefined;
    await assert.rejects(stampTime(withTsa("http://127.0.0.1:9/"), imprint), refused, "nobody there");
    const foreign = scratch.write("foreign.pem", toPem("CERTIFICATE", (await publishedChain(ctx.db))!.root));
    await assert.rejects(stampTime(withTsa(tsa.url, foreign), imprint), refused, "another root");
    assert.throws(
      () =>
        outsideStampRoots({
          config: { timestampAuthority: { url: tsa.url, rootsFile: leaf.replace("first", "none") } },
        }),
      /TSA_ROOTS: .*none.*cannot be read/,
    );
    assert.ok(await stampTime(withTsa(tsa.url), imprint));
  });
});
