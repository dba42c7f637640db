import { expect, test } from "vitest";
import { isDatabaseAway } from "./database-away";
import { pool, prisma, withoutWaitingForDisk } from "./db";
import { newId } from "./new-id";
import { sharedReading } from "./shared-reading";
import { databaseGoes, freshDatabase } from "./testing/database";
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

test("commits wait for the disk again once the work that need not is over, also when it failed", async () => {
  const setBy = async () => {
    const { rows } = await pool().query<{ source: string }>("select source from pg_settings where name = 'synchronous_commit'");
    return rows[0]?.source;
  };
  const usual = await setBy();
  await withoutWaitingForDisk(async () => expect(await setBy()).toBe("client"));
  expect(await setBy()).toBe(usual);
  const failing = withoutWaitingForDisk(() => Promise.reject(new Error("on purpose")));
  await expect(failing).rejects.toThrow("on purpose");
  expect(await setBy()).toBe(usual);
  expect(usual).not.toBe("client");
});

test("whoever asks while a reading is under way gets one that began afterwards, shared with all who asked meanwhile", async () => {
  const answers: ((value: number) => void)[] = [];
  const read = sharedReading(() => new Promise<number>((resolve) => answers.push(resolve)));
  const [first, second, third] = [read("key"), read("key"), read("key")];
  answers[0]?.(1);
  expect(await first).toBe(1);
  await expect.poll(() => answers.length).toBe(2);
  answers[1]?.(2);
  expect(await Promise.all([second, third])).toEqual([2, 2]);
  const later = read("key");
  await expect.poll(() => answers.length).toBe(3);
  answers[2]?.(3);
  expect(await later).toBe(3);
});

test("writes that travel with the commit fail with it, and leave nothing behind", async () => {
  const [kept, lost] = [newId("auditEntry"), newId("auditEntry")] as [string, string];
  const write = (...ids: string[]) => inPgTransaction(async (tx) => tx.withCommit(Promise.all(ids.map((id) => tx.execute(...insert(id))))));
  await write(kept);
  await expect(write(lost, kept)).rejects.toMatchObject({ code: "23505" });
  const rows = await inPgTransaction((tx) =>
    tx.rows<{ id: string }>("select id from audit_outbox where id = any($1::text[])", [kept, lost]),
  );
  expect(rows).toEqual([{ id: kept }]);
});

test("a transaction whose work fails before anything was sent leaves its connection clean", async () => {
  const works = Array.from({ length: 40 }, () => inPgTransaction(() => Promise.reject(new Error("on purpose"))).catch(() => undefined));
  await Promise.all(works);
  const { rows } = await pool().query(
    "select count(*)::int as open from pg_stat_activity where state like 'idle in transaction%' and datname = current_database()",
  );
  expect(rows).toEqual([{ open: 0 }]);
});

test("a statement that failed when it was new works the next time", async () => {
  const divide = (by: number) => inPgTransaction((tx) => tx.rows("select 10 / $1::int as value", by));
  await expect(divide(0)).rejects.toThrow("division by zero");
  expect(await divide(5)).toEqual([{ value: 2 }]);
  expect(await divide(2)).toEqual([{ value: 5 }]);
});

test("that the database is away is told from a fault, however the driver puts it", async () => {
  const comeBack = await databaseGoes();
  const failures = await Promise.allSettled([
    pool().query("select 1"),
    prisma().organisation.findFirst(),
    prisma().$queryRawUnsafe("select 1"),
    inTransaction((tx) => tx.execute("select 1")),
    inPgTransaction((tx) => tx.execute("select 1")),
  ]);
  await comeBack();
  expect(failures.map((failure) => failure.status === "rejected" && isDatabaseAway(failure.reason))).toEqual([
    true,
    true,
    true,
    true,
    true,
  ]);
  const faults = await Promise.allSettled([pool().query("select nothing"), prisma().$queryRawUnsafe("select nothing")]);
  expect(faults.map((fault) => fault.status === "rejected" && isDatabaseAway(fault.reason))).toEqual([false, false]);
});

test("the silence of a connection counts only while somebody waits on it", async () => {
  const client = await pool().connect();
  const { stream } = (client as unknown as { readonly connection: { readonly stream: { readonly timeout?: number } } }).connection;
  const inUse = stream.timeout;
  client.release();
  expect([inUse, stream.timeout]).toEqual([11_000, 0]);
});
