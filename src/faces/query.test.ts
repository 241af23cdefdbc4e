import assert from "node:assert/strict";
import { test } from "node:test";
import { readQuery } from "./query.ts";

test("a query is one text for each name, whatever comes", () => {
  const read = (query: string) => ({ ...readQuery(query) });
  assert.deepEqual(read("busca=a&busca=b&dia=2026-11-29"), { busca: "b", dia: "2026-11-29" });
  assert.deepEqual(read("busca[]=a&busca[x]=b&=c&d"), { "busca[]": "a", "busca[x]": "b", d: "" });
  assert.deepEqual(read("busca=S%C3%A3o+Jo%C3%A3o&ruim=%E0%A4%A"), { busca: "São João", ruim: "\ufffd%A" });
  assert.deepEqual(read(`busca=${"x".repeat(2_001)}&${"y".repeat(61)}=1&depois=/office`), { depois: "/office" });
  assert.equal(Object.keys(read(Array.from({ length: 9_000 }, (_, n) => `n${n}=1`).join("&"))).length, 50);
  const odd = readQuery("__proto__=1&constructor=2&toString=3");
  assert.equal(Object.getPrototypeOf(odd), null);
  assert.deepEqual(Object.keys(odd), ["__proto__", "constructor", "toString"]);
});
