import assert from "node:assert/strict";
import { test } from "node:test";
import { orderNumberFrom, parseOrderNumber } from "./order-number.ts";

test("Damm's own example: 572 has check digit 4", () => {
  assert.match(orderNumberFrom(572), /^CERTI000005724$/);
});

test("what people type is read", () => {
  const number = orderNumberFrom(1000);
  for (const text of [number, number.toLowerCase(), ` ${number} `, number.replace("CERTI", "certi - "), `#${number}`])
    assert.equal(parseOrderNumber(text), number, text);
  for (const text of ["certi 10008", "Pedido nº CERTI-10008", "CERTI0010008"])
    assert.equal(parseOrderNumber(text), number, `${text}: the zeros are left out`);
  assert.equal(parseOrderNumber("certi 10009"), undefined, "the check digit still counts");
});

test("every single wrong digit and every swap of unequal neighbours is refused", () => {
  const number = orderNumberFrom(12345678);
  for (let i = 5; i < number.length; i++) {
    for (let digit = 0; digit < 10; digit++) {
      const wrong = number.slice(0, i) + digit + number.slice(i + 1);
      if (wrong !== number) assert.equal(parseOrderNumber(wrong), undefined, wrong);
    }
    const swapped = number.slice(0, i) + (number[i + 1] ?? "") + number[i] + number.slice(i + 2);
    if (swapped !== number) assert.equal(parseOrderNumber(swapped), undefined, swapped);
  }
});

test("a partner's number starts with 17", () => {
  assert.equal(parseOrderNumber("17 123 456"), "17123456");
  for (const text of ["18123456", "17", "17abc", "", "CERTI", "CERTI1"])
    assert.equal(parseOrderNumber(text), undefined, text);
});
