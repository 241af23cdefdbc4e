import assert from "node:assert/strict";
import { test } from "node:test";
import { likelyEmail } from "./email-typo.ts";

test("an address that is nearly one of the usual ones is asked about", () => {
  for (const [typed, meant] of [
    ["gmial.com", "gmail.com"],
    ["gmai.com", "gmail.com"],
    ["gamil.com", "gmail.com"],
    ["gmail.co", "gmail.com"],
    ["gmail.con", "gmail.com"],
    ["gmail.com.br", "gmail.com"],
    ["hotmial.com", "hotmail.com"],
    ["hotmal.com", "hotmail.com"],
    ["homail.con", "hotmail.com"],
    ["outlok.com", "outlook.com"],
    ["yaho.com.br", "yahoo.com.br"],
    ["yahoo.com.b", "yahoo.com.br"],
    ["iclould.com", "icloud.com"],
    ["uol.con.br", "uol.com.br"],
    ["empresa.combr", "empresa.com.br"],
    ["empresa.con.br", "empresa.com.br"],
    ["empresa.con", "empresa.com"],
  ] as const)
    assert.equal(likelyEmail(`maria@${typed}`), `maria@${meant}`, typed);
});

test("each slip of an ending is known, whoever's domain it is", () => {
  for (const slip of "con cmo ocm vom xom cim coom comm cpm c0m".split(" ")) {
    assert.equal(likelyEmail(`maria@padaria.${slip}`), "maria@padaria.com", slip);
    assert.equal(likelyEmail(`maria@padaria.${slip}.br`), "maria@padaria.com.br", slip);
  }
  for (const slip of "b r rb bt nr be bra brr brasil".split(" "))
    assert.equal(likelyEmail(`maria@padaria.com.${slip}`), "maria@padaria.com.br", slip);
  for (const domain of ["padariacombr", "padaria.com,br"])
    assert.equal(likelyEmail(`maria@${domain}`), "maria@padaria.com.br", domain);
});

test("how many slips a name bears goes by its length: more are another name", () => {
  for (const [typed, meant] of [
    ["hotmmaill.com", "hotmail.com"],
    ["iclooud.con", "icloud.com"],
    ["oulook.com.br", "outlook.com.br"],
    ["yaoho.com", "yahoo.com"],
    ["gmail.cm", "gmail.com"],
    ["gmial.co", "gmail.com"],
    ["agmail.com", "gmail.com"],
    ["tera.com.br", "terra.com.br"],
    ["libe.com", "live.com"],
    ["globomal.com", "globomail.com"],
  ] as const)
    assert.equal(likelyEmail(`maria@${typed}`), `maria@${meant}`, typed);
  for (const domain of "hottmmaill.com yapop.com gmail.org gmail.eu uoo.com.br msm.com ih.com.br r8.com tela.com bool.com.br".split(
    " ",
  ))
    assert.equal(likelyEmail(`maria@${domain}`), undefined, domain);
  assert.equal(likelyEmail("@gmial.com"), undefined, "no mailbox, nothing to be asked");
  assert.equal(likelyEmail("m@gmial.com"), "m@gmail.com");
});

test("real domains are asked nothing", () => {
  for (const domain of [
    ..."gmail.com hotmail.com yahoo.com.br yahoo.com.ar yahoo.co.uk ymail.com mail.com email.com gmx.com aol.com".split(
      " ",
    ),
    ..."bb.com.br oi.com.br amil.com.br gov.br usp.br ab.com.br exemplo.com.br empresa.com me.com pm.me".split(" "),
    ..."xn--aa-par-uta6b3c.com.br empresa.com.br terra.com.br ig.com.br live.com outlook.pt".split(" "),
  ])
    assert.equal(likelyEmail(`maria@${domain}`), undefined, domain);
});
