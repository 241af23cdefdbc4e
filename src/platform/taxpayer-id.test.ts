import assert from "node:assert/strict";
import { test } from "node:test";
import { formatTaxpayerId, maskTaxpayerId, parseCnpj, parseCpf, parseTaxpayerId } from "./taxpayer-id.ts";

test("CPF is read through what people paste", () => {
  assert.equal(parseCpf(" 529.982.247-25 "), "52998224725");
  assert.equal(parseCpf("52998224725"), "52998224725");
});

test("CPF with a wrong digit, a wrong length or equal digits is none", () => {
  for (const text of ["52998224724", "5299822472", "529982247255", "11111111111", "", "abc"])
    assert.equal(parseCpf(text), undefined, text);
});

test("CNPJ: Receita's alphanumeric sample and old numeric ones", () => {
  assert.equal(parseCnpj("12.ABC.345/01DE-35"), "12ABC34501DE35");
  assert.equal(parseCnpj("12.abc.345/01de-35"), "12ABC34501DE35");
  assert.equal(parseCnpj("11.222.333/0001-81"), "11222333000181");
  assert.equal(parseCnpj("00.000.000/0001-91"), "00000000000191");
});

test("CNPJ with a wrong digit, letters in the check digits or only zeros is none", () => {
  for (const text of ["12ABC34501DE36", "12ABC34501DEA5", "00000000000000", "1122233300018"])
    assert.equal(parseCnpj(text), undefined, text);
});

test("either kind, its printed form and its masked form", () => {
  assert.equal(parseTaxpayerId("529.982.247-25"), "52998224725");
  assert.equal(parseTaxpayerId("12ABC34501DE35"), "12ABC34501DE35");
  assert.equal(formatTaxpayerId("12ABC34501DE35"), "12.ABC.345/01DE-35");
  assert.equal(formatTaxpayerId("52998224725"), "529.982.247-25");
  assert.equal(maskTaxpayerId("52998224725"), "***.982.247-**");
  assert.equal(maskTaxpayerId("12ABC34501DE35"), "12.***.***/**DE-35");
});
