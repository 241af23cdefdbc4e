import assert from "node:assert/strict";
import { test } from "node:test";
import { doorOf } from "./entrance.ts";

test("an address is read as the router behind reads it", () => {
  const staff = [
    "/desk",
    "/desk/",
    "/desk?x=1",
    "/desk#x",
    "/office/equipe",
    "/%64esk/entrar",
    "http://ar.example/caixa",
  ];
  for (const url of staff) assert.equal(doorOf(url), "staff", url);
  for (const url of ["/api/v1/rooms/1/socket", "/sala", "/aviso.js"]) assert.equal(doorOf(url), "programs", url);
  const holder = ["/", "", undefined, "/pedido/desk", "/desks", "//desk", "/%zz", "/constructor", "*", "/_/app.1.css"];
  for (const url of holder) assert.equal(doorOf(url), "holder", url);
});
