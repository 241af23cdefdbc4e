import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { after, before, test } from "node:test";
import { prepareCertificate, recallPrepared, signCertificate } from "../../src/pki/certificates/certificate.ts";
import { checkChain } from "../../src/pki/certificates/certificate-chain.ts";
import { readCertificate } from "../../src/pki/certificates/certificate-reader.ts";
import { readCertificateRequest } from "../../src/pki/certificates/certificate-request.ts";
import { holderValidity } from "../../src/pki/certificates/holder-profile.ts";
import { signRevocationList } from "../../src/pki/certificates/revocation-list.ts";
import { inside, oid, sequence } from "../../src/pki/der/der.ts";
import { oids } from "../../src/pki/der/oids.ts";
import { fromPem, toPem } from "../../src/pki/der/pem.ts";
import { PkiError } from "../../src/pki/der/pki-error.ts";
import { readRsaKey, rsaKeyInfo } from "../../src/pki/keys/rsa-key.ts";
import { certificatesOnly } from "../../src/pki/signatures/cades.ts";
import {
  company,
  ecpfA1,
  type Hierarchy,
  holderPlanOf,
  isInstalled,
  judge,
  later,
  newHierarchy,
  newScratch,
  now,
  person,
} from "../kit/pki-world.ts";

const scratch = newScratch();
const files = { root: scratch.path("root.pem"), issuing: scratch.path("issuing.pem"), leaf: scratch.path("leaf.pem") };
const at = String(now.getTime() / 1000 + 60);
let pki: Hierarchy;
let leaf: Uint8Array;
let request: Uint8Array;

before(async () => {
  pki = await newHierarchy(4096);
  execFileSync(
    "openssl",
    [
      "req",
      "-new",
      "-newkey",
      "rsa:2048",
      "-nodes",
      "-subj",
      "/CN=ignored",
      "-keyout",
      scratch.path("leaf.key"),
      "-out",
      scratch.path("leaf.csr"),
    ],
    { stdio: "ignore" },
  );
  request = fromPem("CERTIFICATE REQUEST", execFileSync("cat", [scratch.path("leaf.csr")], { encoding: "utf8" }))[0]!;
  const { publicKeyInfo } = readCertificateRequest(request);
  leaf = await signCertificate(prepareCertificate(pki.issuing, holderPlanOf(pki.issuing, publicKeyInfo)));
  scratch.write("root.pem", toPem("CERTIFICATE", pki.root.certificate));
  scratch.write("issuing.pem", toPem("CERTIFICATE", pki.issuing.certificate));
  scratch.write("leaf.pem", toPem("CERTIFICATE", leaf));
});
after(() => scratch.remove());

test("OpenSSL accepts the chain in its strictest reading, with the CRL asked", async () => {
  const crl = await signRevocationList(pki.issuing, { number: 1, thisUpdate: now, nextUpdate: later(1), revoked: [] });
  const crlFile = scratch.write("empty.crl", toPem("X509 CRL", crl));
  const words = judge(
    "openssl",
    "verify",
    "-x509_strict",
    "-attime",
    at,
    "-crl_check",
    "-CRLfile",
    crlFile,
    "-CAfile",
    files.root,
    "-untrusted",
    files.issuing,
    files.leaf,
  );
  assert.match(words, /leaf\.pem: OK/);
});

test("OpenSSL refuses a certificate that the CRL revokes, and reads number, reason and AKI", async () => {
  const serial = Buffer.from(new X509Certificate(Buffer.from(leaf)).serialNumber, "hex");
  const revoked = [{ serial, revokedAt: now, reason: "key-compromise" as const }];
  const crl = await signRevocationList(pki.issuing, { number: 291, thisUpdate: now, nextUpdate: later(1), revoked });
  const crlFile = scratch.write("full.crl", toPem("X509 CRL", crl));
  const words = judge("openssl", "crl", "-in", crlFile, "-noout", "-text", "-CAfile", files.issuing);
  assert.match(words, /verify OK/);
  for (const part of ["X509v3 CRL Number: \n                291", "Key Compromise", "Authority Key Identifier"])
    assert.ok(words.includes(part), part);
  assert.throws(
    () =>
      judge(
        "openssl",
        "verify",
        "-attime",
        at,
        "-crl_check",
        "-CRLfile",
        crlFile,
        "-CAfile",
        files.root,
        "-untrusted",
        files.issuing,
        files.leaf,
      ),
    /certificate revoked/,
  );
});

test("GnuTLS accepts the chain", { skip: !isInstalled("certtool") }, () => {
  const whole = scratch.write("whole.pem", [leaf, ...pki.chain].map((one) => toPem("CERTIFICATE", one)).join(""));
  assert.match(
    judge("certtool", "--verify", "--load-ca-certificate", files.root, "--infile", whole),
    /Chain verification output: Verified/,
  );
});

test("Java reads the certificate and its fields", { skip: !isInstalled("keytool") }, () => {
  const words = judge("keytool", "-printcert", "-file", files.leaf);
  assert.match(words, /Owner: CN=JOAO CONCEICAO D'AVILA:52998224725, OU=Certificado PF A1, OU=videoconferencia/);
  assert.match(words, /O=ICP-Brasil, C=BR/);
});

test("who demands an explicit policy finds the holder's under the authority: OpenSSL, and Java where it is", () => {
  const path = ["-CAfile", files.root, "-untrusted", files.issuing, files.leaf];
  const demand = ["verify", "-attime", at, "-explicit_policy", "-policy_check", "-policy"];
  assert.match(judge("openssl", ...demand, ecpfA1.policy, ...path), /leaf\.pem: OK/);
  assert.throws(() => judge("openssl", ...demand, "2.16.76.1.2.4.1", ...path), /policy/);
  if (!isInstalled("javac")) return;
  const program = scratch.write(
    "Policy.java",
    `import java.io.*; import java.security.cert.*; import java.util.*;
    public class Policy { public static void main(String[] a) throws Exception {
      CertificateFactory f = CertificateFactory.getInstance("X.509");
      List<X509Certificate> all = new ArrayList<>();
      for (int i = 0; i < 3; i++) try (InputStream in = new FileInputStream(a[i])) { all.add((X509Certificate) f.generateCertificate(in)); }
      PKIXParameters p = new PKIXParameters(Set.of(new TrustAnchor(all.get(2), null)));
      p.setRevocationEnabled(false);
      p.setExplicitPolicyRequired(true);
      p.setInitialPolicies(Set.of(a[3]));
      CertPathValidator.getInstance("PKIX").validate(f.generateCertPath(all.subList(0, 2)), p);
      System.out.println("accepted under " + a[3]); } }`,
  );
  const asked = (policy: string) => judge("java", program, files.leaf, files.issuing, files.root, policy);
  assert.match(asked(ecpfA1.policy), /accepted under 2\.16\.76/);
  assert.throws(() => asked("2.16.76.1.2.4.1"), /policy/i);
});

test("a key that comes in another encoding is certified in the one that OpenSSL and GnuTLS write", async () => {
  const sent = inside(inside(request)[0]!.whole)[2]!.whole;
  const [, bits] = inside(sent).map((part) => part.whole);
  const bare = sequence(sequence(oid(oids.rsaEncryption)), bits!);
  const plan = holderPlanOf(pki.issuing, rsaKeyInfo(readRsaKey(bare)));
  const file = scratch.write(
    "bare.pem",
    toPem("CERTIFICATE", await signCertificate(prepareCertificate(pki.issuing, plan))),
  );
  const theirs = judge("openssl", "x509", "-in", file, "-noout", "-pubkey");
  assert.equal(theirs, judge("openssl", "req", "-in", scratch.path("leaf.csr"), "-noout", "-pubkey"));
  if (isInstalled("certtool"))
    assert.match(
      judge("certtool", "--certificate-info", "--infile", file),
      /Subject Public Key Algorithm: RSA[\s\S]*bits 2048/,
    );
});

test("names as phones type them and a mailbox with accents: three judges read plain names, and no IA5String holds UTF-8", async () => {
  const { publicKeyInfo } = readCertificateRequest(request);
  const holder = { ...person, name: "Søren D’Ávila–Łuz ª", email: "joão@exemplo.com.br" };
  const made = await signCertificate(prepareCertificate(pki.issuing, holderPlanOf(pki.issuing, publicKeyInfo, holder)));
  const file = scratch.write("typed.pem", toPem("CERTIFICATE", made));
  const written = "SOREN D'AVILA-LUZ A:52998224725";
  assert.equal(readCertificate(made).commonName, written);
  const words = judge(
    "openssl",
    "x509",
    "-in",
    file,
    "-noout",
    "-subject",
    "-ext",
    "subjectAltName",
    "-nameopt",
    "utf8",
  );
  assert.ok(words.replaceAll(" = ", "=").includes(`CN=${written}`), words);
  assert.doesNotMatch(words, /email:/, "an optional field is left out rather than written wrong");
  if (isInstalled("certtool")) {
    const theirs = judge("certtool", "--certificate-info", "--infile", file);
    assert.ok(theirs.includes(`CN=${written}`), theirs);
    assert.doesNotMatch(theirs, /RFC822Name/);
  }
  if (isInstalled("keytool")) assert.ok(judge("keytool", "-printcert", "-file", file).includes(`CN=${written}`));
  // Every byte of the extension's strings is ASCII: OCTET STRINGs of otherNames, nothing else.
  const { publicKeyInfo: again } = readCertificateRequest(request);
  const kept = { ...person, email: "joao@xn--aa-6ja9a.com.br" };
  const ascii = await signCertificate(prepareCertificate(pki.issuing, holderPlanOf(pki.issuing, again, kept)));
  const asciiFile = scratch.write("ascii.pem", toPem("CERTIFICATE", ascii));
  assert.match(
    judge("openssl", "x509", "-in", asciiFile, "-noout", "-ext", "subjectAltName"),
    /email:joao@xn--aa-6ja9a\.com\.br/,
  );
});

test("a name that no certificate can hold is refused when it is laid out, before anything could be signed", () => {
  const { publicKeyInfo } = readCertificateRequest(request);
  const unwritable = (error: unknown) => error instanceof PkiError && error.refusal === "name-not-writable";
  for (const name of ["王小明", "Иван Петров", "Ana 😀", "´"]) {
    const responsible = { ...person, name };
    assert.throws(() => holderPlanOf(pki.issuing, publicKeyInfo, responsible), unwritable, name);
    assert.throws(() => holderPlanOf(pki.issuing, publicKeyInfo, { ...company, companyName: name }), unwritable, name);
    assert.throws(() => holderPlanOf(pki.issuing, publicKeyInfo, { ...company, responsible }), unwritable, name);
  }
});

test("C is PrintableString, the rest UTF8String; keyUsage critical; two CRL addresses; caIssuers", () => {
  const structure = judge("openssl", "asn1parse", "-in", files.leaf);
  assert.match(structure, /countryName[\s\S]*?PRINTABLESTRING\s*:BR/);
  assert.match(structure, /commonName\n.*UTF8STRING\s*:JOAO/);
  const words = judge("openssl", "x509", "-in", files.leaf, "-noout", "-text");
  assert.match(words, /Key Usage: critical\s+Digital Signature, Non Repudiation, Key Encipherment\n/);
  assert.match(words, /CA Issuers - URI:http:\/\/127\.0\.0\.1\/ac\/cadeia\.p7b/);
  assert.equal(words.match(/URI:http:\/\/[a-z0-9.]+\/ac\/lcr\.crl/g)?.length, 2);
  assert.match(words, /Policy: 2\.16\.76\.1\.2\.1\.999\s+CPS: http/);
  assert.match(words, /TLS Web Client Authentication, E-mail Protection/);
});

test("the alternative names are byte for byte those that OpenSSL writes", () => {
  const config = scratch.write(
    "san.cnf",
    `[v3]\nsubjectAltName=@san\n[san]\notherName.0=2.16.76.1.3.1;FORMAT:ASCII,OCT:0101199052998224725${"0".repeat(26)}\notherName.1=2.16.76.1.3.6;FORMAT:ASCII,OCT:${"0".repeat(12)}\notherName.2=2.16.76.1.3.5;FORMAT:ASCII,OCT:${"0".repeat(19)}\nemail.0=joao@example.com\n`,
  );
  judge(
    "openssl",
    "x509",
    "-req",
    "-in",
    scratch.path("leaf.csr"),
    "-signkey",
    scratch.path("leaf.key"),
    "-extfile",
    config,
    "-extensions",
    "v3",
    "-out",
    scratch.path("theirs.pem"),
  );
  const altNames = (file: string): string | undefined =>
    /X509v3 Subject Alternative Name\s*\n.*OCTET STRING\s+\[HEX DUMP\]:([0-9A-F]+)/.exec(
      judge("openssl", "asn1parse", "-in", file),
    )?.[1];
  assert.ok(altNames(files.leaf));
  assert.equal(altNames(files.leaf), altNames(scratch.path("theirs.pem")));
});

test("our reader says the same as what was asked, for a person and for a company", async () => {
  const mine = readCertificate(leaf);
  assert.deepEqual(
    [mine.cpf, mine.birthDate, mine.email, mine.cnpj],
    ["52998224725", "1990-01-01", "joao@example.com", undefined],
  );
  assert.deepEqual(mine.organizationalUnits, [
    "AC de Teste v1",
    "11222333000181",
    "videoconferencia",
    "Certificado PF A1",
  ]);
  assert.deepEqual([mine.notBefore, mine.notAfter], [now, holderValidity(now, 12, later(3650)).notAfter]);
  const { publicKeyInfo } = readCertificateRequest(request);
  const other = readCertificate(
    await signCertificate(prepareCertificate(pki.issuing, holderPlanOf(pki.issuing, publicKeyInfo, company))),
  );
  assert.equal(other.commonName, "PADARIA SAO JOSE LTDA:12ABC34501DE35");
  assert.deepEqual([other.cnpj, other.cpf], ["12ABC34501DE35", "52998224725"]);
  assert.equal(other.otherNames.get("2.16.76.1.3.4"), "010119905299822472500000000000000000012345678SSPSP");
  assert.equal(other.otherNames.get("2.16.76.1.3.2"), "JOAO CONCEICAO D'AVILA");
});

test("our chain check agrees with OpenSSL: path found, foreign root refused, dates kept", async () => {
  const trust = { intermediates: [pki.issuing.certificate], roots: [pki.root.certificate] };
  assert.equal(checkChain(leaf, trust, now).length, 3);
  const refusal = (refusal: string) => (error: unknown) => error instanceof PkiError && error.refusal === refusal;
  assert.throws(() => checkChain(leaf, trust, later(400)), refusal("not-valid-now"));
  const stranger = await newHierarchy();
  assert.throws(() => checkChain(leaf, { ...trust, roots: [stranger.root.certificate] }, now), refusal("untrusted"));
  // A holder's certificate is no authority, whatever it signs.
  assert.throws(
    () => checkChain(leaf, { intermediates: [leaf], roots: [stranger.root.certificate] }, now),
    refusal("untrusted"),
  );
});

test("nothing is signed that was not prepared, and nothing twice", async () => {
  const { publicKeyInfo } = readCertificateRequest(request);
  const prepared = prepareCertificate(pki.issuing, holderPlanOf(pki.issuing, publicKeyInfo, person));
  await signCertificate(prepared);
  await assert.rejects(signCertificate(prepared), /not-prepared/);
  await assert.rejects(signCertificate({ tbs: prepared.tbs, tbsHash: prepared.tbsHash }), /not-prepared/);
});

test("what was recorded is signed after a crash to the same bytes; anything else is refused", async () => {
  const { publicKeyInfo } = readCertificateRequest(request);
  const prepared = prepareCertificate(pki.issuing, holderPlanOf(pki.issuing, publicKeyInfo, person));
  const { tbs, tbsHash } = prepared;
  const first = await signCertificate(prepared);
  assert.deepEqual(await signCertificate(recallPrepared(pki.issuing, tbs, tbsHash)), first);
  assert.throws(() => recallPrepared(pki.root, tbs, tbsHash), /not-prepared/);
  assert.throws(
    () =>
      recallPrepared(
        pki.issuing,
        tbs.map((byte, i) => (i === 400 ? byte ^ 1 : byte)),
        tbsHash,
      ),
    /not-prepared/,
  );
});

test("the chain file opens in OpenSSL with both authorities", () => {
  const file = scratch.write("chain.p7b", certificatesOnly(pki.chain));
  const words = judge("openssl", "pkcs7", "-inform", "DER", "-in", file, "-print_certs", "-noout");
  assert.match(words, /CN = AC de Teste v1/);
  assert.match(words, /CN = AC Raiz de Teste v1/);
});
