import { beforeAll, expect, test } from "vitest";
import { prisma } from "@/server/platform/db";
import { freshDatabase } from "@/server/platform/testing/database";

freshDatabase();

const PAST = 30_000;

beforeAll(async () => {
  await prisma().$executeRaw`
    insert into notice (id, kind, subject_type, subject_id, is_important, title, body, path, group_key, dedupe_key, created_at)
    select 'not_' || g, 'approval.asked', 'approval', 'apr_' || g, false, 'x', '', '/queue', 'g', 'd' || g, now() - make_interval(secs => g)
    from generate_series(1, ${PAST}::int) g`;
  await prisma().$executeRaw`
    insert into delivery (id, notice_id, channel, purpose, is_important, state, attempts, created_at, person_id, endpoint_id)
    select 'dlv_' || g, 'not_' || g, (array['email', 'slack', 'webhook'])[1 + g % 3], 'notice', false, 'sent', 1,
      now() - make_interval(secs => g), 'per_' || g % 50, 'whe_' || g % 5 from generate_series(1, ${PAST}::int) g`;
  await prisma().$executeRaw`
    insert into inbox_item (person_id, notice_id, because, created_at, read_at)
    select 'per_' || g % 50, 'not_' || g, 'x', now() - make_interval(secs => g), now() from generate_series(1, ${PAST}::int) g`;
});

const PAGE = "order by created_at desc, id desc limit 51";
const INBOX = "order by created_at desc, notice_id desc limit 51";

// As the stores ask: pages of the log by each filter, the inbox, the bell, and what the worker and `settle` look for.
test.each([
  ["delivery", `true ${PAGE}`],
  ["delivery", `channel = 'email' ${PAGE}`],
  ["delivery", `state = 'dead' ${PAGE}`],
  ["delivery", `channel = 'slack' and state = 'sent' and person_id = 'per_7' ${PAGE}`],
  ["delivery", `endpoint_id = 'whe_1' and created_at <= now() and not (created_at = now() and id >= 'dlv_') ${PAGE}`],
  ["delivery", "state in ('waiting', 'sending', 'dead')"],
  ["delivery", "channel = 'email' and state in ('waiting', 'sending') and next_attempt_at <= now() order by next_attempt_at limit 1"],
  ["delivery", "notice_id = 'not_7'"],
  ["delivery", "batch_id = 'dlv_7'"],
  ["inbox_item", `person_id = 'per_7' ${INBOX}`],
  ["inbox_item", `person_id = 'per_7' and read_at is null and settled_at is null ${INBOX}`],
  ["notice", "subject_type = 'approval' and subject_id = 'apr_7'"],
] as const)("%s where %s is found by an index, however much is past", async (table, where) => {
  const plan = await prisma().$queryRawUnsafe<Record<string, string>[]>(`explain select * from ${table} where ${where}`);
  expect(plan.map((line) => Object.values(line)[0]).join("\n")).not.toContain("Seq Scan");
});
