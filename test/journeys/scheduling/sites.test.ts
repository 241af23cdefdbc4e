import assert from "node:assert/strict";
import { test } from "node:test";
import { readChain } from "../../../src/audit/audit-reads.ts";
import { homePages } from "../../../src/faces/applicant/purchase/home-page.ts";
import { purchasePages } from "../../../src/faces/applicant/purchase/purchase-pages.ts";
import { openDoor } from "../../../src/faces/door.ts";
import { officePages } from "../../../src/faces/office/office-pages.ts";
import { installationSeal } from "../../../src/issuance/seals/installation-seal.ts";
import { simulatedBank } from "../../../src/payments/providers/simulated-bank.ts";
import { closeSite, putSite } from "../../../src/people/authority/put-site.ts";
import { sitesOf } from "../../../src/people/authority/site-reads.ts";
import { newId } from "../../../src/platform/ids.ts";
import { ours } from "../../kit/authorities.ts";
import { visitor } from "../../kit/visitor.ts";
import { openWatch, sitDown } from "../../kit/watch-story.ts";

const center = {
  name: "Posto Centro",
  address: "Rua XV de Novembro, 20, sala 3, Centro, São Paulo/SP",
  openingHours: "segunda a sexta, 9h às 17h",
  notes: "Marque antes por telefone",
};

test("every no comes with another way: the AR's sites, kept by its manager, before anything is charged", async () => {
  const story = await openWatch(1);
  const { ctx, shop, manager } = story;
  const deps = { ctx, provider: simulatedBank(), signer: installationSeal, authorities: ours };
  const app = await openDoor(ctx, [
    (scope) => homePages(scope, deps),
    (scope) => purchasePages(scope, deps),
    (scope) => officePages(scope, deps),
  ]);
  await using _ = {
    async [Symbol.asyncDispose]() {
      await app.close();
      await story.world.close();
    },
  };
  const office = visitor(app);
  office.keep({ confere_agente: await sitDown(ctx, manager) });
  /** Somebody without biometrics on file asks for 36 months. */
  const refused = async () => {
    const buyer = visitor(app);
    await buyer.open("/certificados/e-cpf-a3-36");
    await buyer.send("/comprar");
    await buyer.send(buyer.page.path, { biometria: "nao" });
    assert.equal(buyer.heading(), "Este certificado pede atendimento presencial");
    assert.match(buyer.page.text, /Nada foi cobrado/);
    assert.match(buyer.page.text, /Não se marca nem se paga por este site/);
    return buyer.page.text;
  };
  assert.match(await refused(), /pergunte pelo posto mais perto/, "no site yet: the AR itself");

  await office.open("/office/ar");
  assert.match(office.page.text, /href="\/office\/postos"/);
  await office.open("/office/postos");
  assert.match(office.page.text, /Nenhum posto/);
  await office.open("/office/postos/novo");
  await office.send("/office/postos/novo", { ...center, name: "", address: "" });
  assert.deepEqual(office.errors(), ["Digite o nome do posto.", "Digite o endereço completo."]);
  await office.send("/office/postos/novo", center);
  assert.equal(office.page.path, "/office/postos");
  await office.open("/office/postos/novo");
  await office.send("/office/postos/novo", { ...center, name: "POSTO CENTRO" });
  assert.deepEqual(office.errors(), [
    "Já existe um posto com este nome. Escolha outro nome ou mude o posto que existe.",
  ]);
  const text = await refused();
  for (const words of Object.values(center)) assert.ok(text.includes(words), words);

  const [site] = await sitesOf(ctx.db, shop.raId);
  const path = `/office/postos/${site!.id}`;
  await office.open(path);
  await office.send(path, { openingHours: "só aos sábados, 8h às 12h" });
  assert.match(await refused(), /só aos sábados, 8h às 12h/);
  await office.open(path);
  await office.send(`${path}/fechamento`);
  assert.doesNotMatch(await refused(), /Posto Centro/);
  assert.equal((await office.request("POST", path, center)).status, 404, "closed is closed");
  const acts = (await readChain(ctx.db, `ar:${shop.raId}`)).map(({ act }) => act).filter((act) => /^site/.test(act));
  assert.deepEqual(acts, ["site.opened", "site.changed", "site.closed"]);

  const agent = visitor(app);
  agent.keep({ confere_agente: await sitDown(ctx, story.expected) });
  assert.equal((await agent.request("POST", "/office/postos/novo", center)).status, 403);
  const stranger = { ...manager, raId: newId() };
  await assert.rejects(putSite(ctx, { raId: shop.raId, site: center, by: stranger }), { code: "not-allowed" });
  await assert.rejects(closeSite(ctx, { raId: shop.raId, siteId: site!.id, by: stranger }), { code: "not-allowed" });
  await assert.rejects(closeSite(ctx, { raId: shop.raId, siteId: site!.id, by: manager }), { code: "not-found" });
});
