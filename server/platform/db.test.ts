import { expect, test } from "vitest";
import { pool, prisma } from "./db";
import { newId } from "./new-id";
import { freshDatabase } from "./testing/database";
import { inPgTransaction, inTransaction } from "./tx";

freshDatabase();

const insert = (id: string) =>
  [
    `insert into audit_outbox (id, schema, schema_version, kind, actor_type, subject_type, subject_id, occurred_at, recorded_at, bytes, leaf)
     values ($1, 'test', 1, 'test.done', 'system', 'test', 'x', now(), now(), $2, $3)`,
    id,
    Buffer.from("{}"),
    Buffer.alloc(32),
  ] as const;

test("both kinds of transaction write through the same executor, and roll back whole", async () => {
  const [kept, alsoKept, lost, alsoLost] = [1, 2, 3, 4].map(() => newId("auditEntry")) as [string, string, string, string];
  await inTransaction((tx) => tx.execute(...insert(kept)));
  await inPgTransaction((tx) => tx.execute(...insert(alsoKept)));
  const fail = () => {
    throw new Error("on purpose");
  };
  await expect(inTransaction((tx) => tx.execute(...insert(lost)).then(fail))).rejects.toThrow("on purpose");
  await expect(inPgTransaction((tx) => tx.execute(...insert(alsoLost)).then(fail))).rejects.toThrow("on purpose");
  const ids = (await prisma().auditOutbox.findMany({ select: { id: true } })).map((row) => row.id);
  expect(ids.sort()).toEqual([kept, alsoKept].sort());
});

test("the application's role can neither change nor remove an audit entry", async () => {
  for (const sql of ["update audit_outbox set kind = 'x'", "delete from audit_outbox", "truncate audit_outbox"]) {
    await expect(pool().query(sql)).rejects.toThrow(/permission denied/);
  }
});
