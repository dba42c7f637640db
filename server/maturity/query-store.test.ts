import { expect, test } from "vitest";
import { freshDatabase } from "@/server/platform/testing/database";
import { isTooSlow, queryForCheck } from "./query-store";

freshDatabase();

test("a check's query that takes over two seconds is ended, and none can write", async () => {
  const slow = queryForCheck("select pg_sleep(20)::text").then(
    () => false,
    (error: unknown) => isTooSlow(error),
  );
  expect(await slow).toBe(true);
  const writing = queryForCheck("insert into maturity_turn (id, until) values (2, now()) returning id");
  await expect(writing).rejects.toSatisfy((error) => /read-only/.test(String(error)) && !isTooSlow(error));
});
