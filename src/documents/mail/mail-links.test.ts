import assert from "node:assert/strict";
import { test } from "node:test";
import { hasFileLink } from "./mail-links.ts";

const links = [
  "https://www.icloud.com/attachment/?u=https%3A%2F%2Fcvws.icloud-content.com%2FB%2Fexemplo&f=RG.pdf",
  "https://share.icloud.com/photos/0abc",
  "https://exemplo-my.sharepoint.com/:b:/g/personal/maria/Ex4mpl0",
  "https://drive.google.com/file/d/1exemplo/view",
  "https://onedrive.live.com/?id=exemplo",
  "https://1drv.ms/b/s!Exemplo",
  "HTTPS://WETRANSFER.COM/downloads/exemplo",
  "https://we.tl/t-exemplo",
  "https://www.dropbox.com/s/x/rg.jpg?dl=0",
  "https://photos.app.goo.gl/exemplo",
  "https://mega.nz/file/exemplo",
  "https://nam12.safelinks.protection.outlook.com/?url=https%3A%2F%2Fdrive.google.com%2Ffile%2Fd%2F1&data=05",
  "https://urldefense.com/v3/__https://drive.google.com/file/d/1__;!!x",
  "https://www.google.com/url?q=https://we.tl/t-1&sa=D",
  "https://empresa.example/documentos/contrato-social.pdf",
];
for (const link of links)
  test(`a link to a file: ${link}`, () => {
    assert.ok(hasFileLink(`Clique para baixar: ${link} (31 MB)`));
    assert.ok(hasFileLink(`<a href="${link.replaceAll("&", "&amp;")}">RG.pdf</a>`));
  });

test("what a signature links to is no file", () => {
  const texts = [
    "https://www.linkedin.com/in/maria https://wa.me/5511999999999",
    '<img src="https://empresa.example/logo.png">',
    "https://confere.example/pedido/CERTI000010008/documentos",
    "mydropbox.com.br e www.we.tl sem endereço",
    "https://notwetransfer.com/x",
  ];
  for (const text of texts) assert.ok(!hasFileLink(text), text);
});
