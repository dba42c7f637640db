import { TRPCError } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { expect, test } from "vitest";
import { z } from "zod";
import { ROLES } from "@/server/kernel/roles";
import { mintPerson } from "@/server/platform/actor";
import { newId } from "@/server/platform/new-id";
import { createCallerFactory, publicProcedure, router } from "./init";
import { appRouter } from "./root";

const everyRole = { id: newId("person"), name: "V", email: "v@x.example", roles: new Set(ROLES), groupIds: new Set<string>() };
const caller = createCallerFactory(appRouter)({ actor: mintPerson(everyRole) });

async function refusalOf(path: string, input: unknown): Promise<{ readonly code: string; readonly message: string }> {
  let procedure: unknown = caller;
  for (const part of path.split(".")) procedure = (procedure as Record<string, unknown>)[part];
  try {
    await (procedure as (input: unknown) => Promise<unknown>)(input);
  } catch (error) {
    if (error instanceof TRPCError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error(`${path} answered`);
}

// There is no database here: whatever asked for one would fail otherwise.
test.each(Object.keys(appRouter._def.procedures))(
  "%s refuses texts that no database takes, in words, before it asks for anything",
  async (path) => {
    const remedy = "which cannot be kept. Take it out and send it again.";
    expect(await refusalOf(path, { of: [{ search: "a\0b" }] })).toEqual({
      code: "BAD_REQUEST",
      message: `of.0.search holds a NUL character, ${remedy}`,
    });
    expect(await refusalOf(path, "\ud800")).toEqual({
      code: "BAD_REQUEST",
      message: `What was sent holds half of a surrogate pair, ${remedy}`,
    });
  },
);

test("what takes no input is called without a body; a body that cannot be read is refused by what takes one", async () => {
  const own = router({ bare: publicProcedure.mutation(() => "done"), named: publicProcedure.input(z.string()).mutation(() => "done") });
  const send = (path: string, body: string) =>
    fetchRequestHandler({
      endpoint: "/",
      router: own,
      createContext: () => ({ actor: null }),
      req: new Request(`http://localhost/${path}`, { method: "POST", headers: { "content-type": "application/json" }, body }),
    });
  expect((await send("bare", "")).status).toBe(200);
  expect((await send("named", '"x"')).status).toBe(200);
  expect((await send("named", "{")).status).toBe(400);
});
