import { generateKeyPairSync } from "node:crypto";
import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from "jose";
import { expect, test, vi } from "vitest";
import { prisma } from "@/server/platform/db";
import { freshDatabase } from "@/server/platform/testing/database";

/** How long a key that another one followed still verifies. */
const HANDOVER_MS = 24 * 60 * 60_000;

freshDatabase();

const newPem = () => generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const [first, second, stranger] = [newPem(), newPem(), newPem()];
const CLAIMS = { action: "act_1", digest: "sha256:x", agent: "a", tool: "t", obligations: [] };
const inFive = () => new Date(Date.now() + 5 * 60_000);

/** A process of its own: its copy of the modules, with its environment, on the same database. */
async function startProcess(key: string, previous = "") {
  process.env.REEVE_SIGNING_KEY = key;
  process.env.REEVE_SIGNING_KEY_PREVIOUS = previous;
  vi.resetModules();
  const signing = await import("./signing");
  await signing.ensureSigningKey();
  return signing;
}
const kidOf = (token: string) => decodeProtectedHeader(token).kid;

test("a key is changed machine by machine: both sign meanwhile, both are published, and each reads what the other signed", async () => {
  const old = await startProcess(first);
  await Promise.all([old.ensureSigningKey(), old.ensureSigningKey()]);
  const before = await old.signToken(CLAIMS, new Date(), inFive());
  await expect(startProcess(stranger)).rejects.toThrow(/^REEVE_SIGNING_KEY: [^\n]+Give every machine the same key/);
  await expect(startProcess(second, stranger)).rejects.toThrow(/REEVE_SIGNING_KEY_PREVIOUS is not the key in use/);

  const changed = await startProcess(second, first);
  const other = await startProcess(second); // the next machine, without the old key
  const lateStarter = await startProcess(first); // one that was not changed yet and starts again
  const tokens = await Promise.all([old, changed, other, lateStarter].map((signing) => signing.signToken(CLAIMS, new Date(), inFive())));
  expect(new Set(tokens.map(kidOf)).size).toBe(2);
  expect(kidOf(tokens[1] ?? "")).toBe(kidOf(tokens[2] ?? ""));
  for (const token of [before, ...tokens]) {
    expect(await old.readToken(token)).toMatchObject(CLAIMS);
    expect(await changed.readToken(token)).toMatchObject(CLAIMS);
    const published = createLocalJWKSet((await other.publicKeySet()) as unknown as JSONWebKeySet);
    expect((await jwtVerify(token, published)).payload).toMatchObject(CLAIMS);
  }
  expect(await prisma().signingKey.count({ where: { retiredAt: null } })).toBe(1);
  const recorded = await prisma().auditOutbox.findMany({ where: { kind: { startsWith: "signing_key." } } });
  expect(recorded.map(({ kind }) => kind).sort()).toEqual(["signing_key.registered", "signing_key.registered", "signing_key.retired"]);

  const late = await startProcess(first);
  const retiredAt = new Date(Date.now() - HANDOVER_MS - 60 * 60_000);
  await prisma().signingKey.updateMany({ where: { retiredAt: { not: null } }, data: { retiredAt } });
  await expect(late.signToken(CLAIMS, new Date(), inFive())).rejects.toThrow(/retired/);
  await expect(startProcess(first)).rejects.toThrow(/retired on/);
  expect((await other.publicKeySet()).keys).toMatchObject([{ kid: kidOf(tokens[1] ?? "") }]);
  expect(await other.readToken(before)).toMatchObject(CLAIMS); // a late receipt is still read
});
