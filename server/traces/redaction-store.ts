import { prisma } from "@/server/platform/db";
import type { PgTx, PrismaTx, Tx } from "@/server/platform/tx";
import type { Commitments } from "./core/redaction/kept";
import type { Rule, RuleSet } from "./core/redaction/rule";
import type { Change } from "./redaction-schema";

const LOCK = "hashtextextended('traces.redaction', 0)";
const NEWEST = "select coalesce(max(version), 0)::int as version from redaction_version";

/** The number of the rules in force, as of now; 0 as long as nobody changed them. */
export async function rulesVersion(): Promise<number> {
  const [row] = await prisma().$queryRawUnsafe<{ version: number }[]>(NEWEST);
  return row?.version ?? 0;
}

/**
 * The number of the rules in force, which stay so until this transaction is over: whoever changes them waits for it, so that nothing is
 * stored by old rules once a change is acknowledged.
 */
export async function holdRules(tx: PgTx): Promise<number> {
  // The second statement sees what the lock waited for; both travel together.
  const [, [row]] = await Promise.all([tx.execute(`select pg_advisory_xact_lock_shared(${LOCK})`), tx.rows<{ version: number }>(NEWEST)]);
  return row?.version ?? 0;
}

export async function findRules(version: number): Promise<RuleSet | null> {
  const row = await prisma().redactionVersion.findUnique({ where: { version }, select: { rules: true } });
  return row === null ? null : { version, rules: row.rules as unknown as readonly Rule[] };
}

type VersionRow = {
  readonly version: number;
  readonly rules: readonly Rule[];
  readonly change: Change;
  readonly ruleId: string;
  readonly authorId: string;
  readonly reason: string;
  readonly changedAt: Date;
};

/** Puts the next version in force, after everything that is being stored by the last; false when someone else did so meanwhile. */
export async function insertRules(tx: PrismaTx, row: VersionRow): Promise<boolean> {
  await tx.execute(`select pg_advisory_xact_lock(${LOCK})`);
  const inserted = await tx.execute(
    `insert into redaction_version (version, rules, change, rule_id, author_id, reason, changed_at)
     select $1, $2::jsonb, $3, $4, $5, $6, $7::timestamptz where $1 = 1 + (select coalesce(max(version), 0) from redaction_version)
     on conflict (version) do nothing`,
    row.version,
    JSON.stringify(row.rules),
    row.change,
    row.ruleId,
    row.authorId,
    row.reason,
    row.changedAt,
  );
  return inserted === 1;
}

/** The versions of the rules, newest first. */
export const listRules = (limit: number): Promise<VersionRow[]> =>
  prisma().redactionVersion.findMany({ orderBy: { version: "desc" }, take: limit }) as unknown as Promise<VersionRow[]>;

type Item = { readonly traceId: string; readonly itemId: string; readonly at: string };
export type RedactionRow = Item & { readonly redaction: Commitments };

/** Stores what was taken out of steps or events, beside them. */
export const insertRedactions = (tx: Tx, rows: readonly RedactionRow[]): Promise<number> =>
  rows.length === 0
    ? Promise.resolve(0)
    : tx.execute(
        `insert into step_redaction (trace_id, item_id, started_at, rules_version, taken, sealed, salts, commitments, beyond)
         select t, i, s, v, n, e, decode(a, 'hex'), decode(c, 'hex'), b
         from unnest($1::text[], $2::text[], $3::timestamptz[], $4::int[], $5::text[], $6::text[], $7::text[], $8::text[], $9::int[]) as u (t, i, s, v, n, e, a, c, b)
         on conflict do nothing`,
        rows.map((row) => row.traceId),
        rows.map((row) => row.itemId),
        rows.map((row) => row.at),
        rows.map(({ redaction }) => redaction.rulesVersion),
        rows.map(({ redaction }) => redaction.taken),
        rows.map(({ redaction }) => redaction.sealed),
        rows.map(({ redaction }) => redaction.salts),
        rows.map(({ redaction }) => redaction.commitments),
        rows.map(({ redaction }) => redaction.beyond),
      );

/** Takes away what was noted of steps whose ends have come: the end brings its own. */
export const deleteRedactions = (tx: Tx, items: readonly Item[]): Promise<number> =>
  tx.execute(
    `delete from step_redaction r using unnest($1::text[], $2::text[], $3::timestamptz[]) as k (trace_id, item_id, started_at)
     where r.trace_id = k.trace_id and r.item_id = k.item_id and r.started_at = k.started_at`,
    items.map((item) => item.traceId),
    items.map((item) => item.itemId),
    items.map((item) => item.at),
  );

export type KeptRedaction = {
  readonly itemId: string;
  readonly startedAt: string;
  readonly rulesVersion: number;
  readonly taken: string;
  readonly sealed: string | null;
  readonly commitments: Uint8Array;
  readonly beyond: number;
};

/** What was taken out of these items of a trace. */
export const listRedactions = (traceId: string, itemIds: readonly string[], from: Date, to: Date): Promise<KeptRedaction[]> =>
  prisma().$queryRawUnsafe<KeptRedaction[]>(
    `select item_id as "itemId", to_json(started_at)#>>'{}' as "startedAt", rules_version as "rulesVersion", taken, sealed, commitments, beyond
     from step_redaction where trace_id = $1 and item_id = any($2::text[]) and started_at >= $3::timestamptz and started_at <= $4::timestamptz
     order by started_at, item_id`,
    traceId,
    [...itemIds],
    from,
    to,
  );

/** Which of an item's values it was, by place; the database compares, since it alone reads the salts. */
export async function findCommitments(
  traceId: string,
  item: Pick<KeptRedaction, "itemId" | "startedAt">,
  candidates: readonly Buffer[],
): Promise<readonly number[]> {
  const [row] = await prisma().$queryRawUnsafe<{ found: number[] }[]>(
    "select find_commitments($1, $2, $3::timestamptz, $4::bytea[]) as found",
    traceId,
    item.itemId,
    item.startedAt,
    [...candidates],
  );
  return (row?.found ?? []).map((place) => place - 1);
}

/** The events that tell of a step: by its span, its request or its call of a tool. */
export async function listEventIds(
  trace: { readonly id: string; readonly firstAt: Date; readonly lastAt: Date },
  step: { readonly spanId: string; readonly requestId: string | null; readonly toolCallId: string | null },
): Promise<readonly string[]> {
  const rows = await prisma().$queryRawUnsafe<{ id: string }[]>(
    `select id::text from step_event where trace_id = $1 and at >= $5::timestamptz - interval '1 day' and at <= $6::timestamptz + interval '1 day'
       and (span_id = $2 or request_id = $3 or tool_call_id = $4) order by at, id limit 200`,
    trace.id,
    step.spanId,
    step.requestId,
    step.toolCallId,
    trace.firstAt,
    trace.lastAt,
  );
  return rows.map(({ id }) => id);
}

type Reveal = {
  readonly id: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly itemId: string;
  readonly place: number;
  readonly personId: string;
  readonly reason: string;
  readonly revealedAt: Date;
};

export const insertReveal = async (tx: PrismaTx, reveal: Reveal): Promise<void> => {
  await tx.prisma.redactionReveal.create({ data: reveal });
};

/** Who had originals of a step shown, newest first. */
export const listReveals = (traceId: string, spanId: string): Promise<Reveal[]> =>
  prisma().redactionReveal.findMany({ where: { traceId, spanId }, orderBy: { revealedAt: "desc" }, take: 50 });
