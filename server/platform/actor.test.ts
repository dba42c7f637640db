import { readFileSync } from "node:fs";
import { glob } from "node:fs/promises";
import { expect, test } from "vitest";

const IS_MADE_UP = /[.]test[.]tsx?$|\/testing([.]ts$|\/)|^prisma\/seed\//;

/** Files of the product that name this, beside the one that defines it. */
async function filesWith(pattern: RegExp): Promise<string[]> {
  const found: string[] = [];
  for await (const file of glob("{app,bench,cli,components,demo,prisma,sdk,server}/**/*.{ts,tsx,mjs}", { exclude: ["**/generated/**"] }))
    if (!IS_MADE_UP.test(file) && file !== "server/platform/actor.ts" && pattern.test(readFileSync(file, "utf8"))) found.push(file);
  return found.sort();
}

test("two places make someone an actor: the session gate a person, the key gate a key", async () => {
  expect(await filesWith(/\bmintPerson\b/)).toEqual(["server/identity/sessions.ts"]);
  expect(await filesWith(/\bmintKey\b/)).toEqual(["server/identity/service.ts"]);
  expect(await filesWith(/\bas (unknown as )?(Person|Key|System)?Actor\b/)).toEqual([]);
});

test("no procedure and no route acts as Reeve itself", async () => {
  const files = await filesWith(/\bsystemActor\b/);
  expect(files.filter((file) => file.startsWith("app/") || /\/router[.]ts$|\/trpc\//.test(file))).toEqual([]);
});

test("only a store, and the transaction's executor, takes a statement as text", async () => {
  const files = await filesWith(/(query|execute)RawUnsafe\b/);
  expect(files.filter((file) => !/^server\/(platform\/tx|\w+\/([a-z]+-)?store)[.]ts$/.test(file))).toEqual([]);
});
