import { expect, test, vi } from "vitest";
import { pool } from "./db";
import { batchesOn } from "./pg-batch";
import { freshDatabase } from "./testing/database";

freshDatabase();

test("two copies of the code on one connection prepare under names of their own", async () => {
  vi.resetModules(); // as a second bundle, or a reload, loads it
  const again = await import("./pg-batch");
  expect(again.batchesOn).not.toBe(batchesOn);
  const client = await pool().connect();
  try {
    const [one, other] = [batchesOn(client), again.batchesOn(client)];
    for (const sql of ["select 1 as n", "select 2 as n", "select 1 as n"]) {
      const n = Number(sql[7]);
      expect((await one.send(sql, [])).rows).toEqual([{ n }]);
      expect((await other.send(sql, [])).rows).toEqual([{ n }]);
      expect((await other.send(`${sql}, 3 as m`, [])).rows).toEqual([{ n, m: 3 }]);
    }
  } finally {
    client.release();
  }
});
