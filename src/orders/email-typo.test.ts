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
