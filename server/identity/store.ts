import type { Prisma } from "@/prisma/generated/client";
import { pool, prisma } from "@/server/platform/db";
import { isTaken, type PgTx, type PrismaTx, queryRows, type ReadTx } from "@/server/platform/tx";

export type PersonRow = Prisma.PersonModel;
export type KeyRow = Prisma.ApiKeyModel;

const SUMMARY = { id: true, name: true, email: true, title: true } as const;

// People

export const listPeopleByIds = (ids: readonly string[]) => prisma().person.findMany({ where: { id: { in: [...ids] } }, select: SUMMARY });
export const findPerson = (id: string) => prisma().person.findUnique({ where: { id } });
export const findPersonByEmail = (email: string) => prisma().person.findUnique({ where: { email } });
export const findPersonIdByEmail = async (tx: PgTx, email: string): Promise<string | null> =>
  (await tx.rows<{ id: string }>("select id from person where email = $1", email))[0]?.id ?? null;
export const findPersonByOidcSubject = (oidcSubject: string) => prisma().person.findUnique({ where: { oidcSubject } });
export const countPeople = (tx: PrismaTx) => tx.prisma.person.count();
export const listPeople = () =>
  prisma().person.findMany({
    orderBy: [{ deactivatedAt: { sort: "asc", nulls: "first" } }, { name: "asc" }, { id: "asc" }],
    include: {
      memberships: { where: { group: { archivedAt: null } }, select: { group: { select: { id: true, name: true } } } },
      sessions: { orderBy: { createdAt: "desc" }, take: 1, select: { createdAt: true } },
    },
  });
export const listActivePeople = () =>
  prisma().person.findMany({ where: { deactivatedAt: null }, select: SUMMARY, orderBy: [{ name: "asc" }, { id: "asc" }] });
export async function listActiveIds(ids: readonly string[], tx?: ReadTx): Promise<string[]> {
  const sql = "select id from person where id = any($1::text[]) and deactivated_at is null";
  const rows = tx === undefined ? (await pool().query<{ id: string }>(sql, [ids])).rows : await queryRows<{ id: string }>(tx, sql, ids);
  return rows.map(({ id }) => id);
}
export const listDemoPeople = (emails: readonly string[]) =>
  prisma().person.findMany({
    where: { email: { in: [...emails] }, deactivatedAt: null },
    select: { name: true, email: true, roles: true },
  });

/** Answers whether the row went in: an e-mail address that is taken leaves none. */
export async function insertPerson(tx: PrismaTx, row: PersonRow): Promise<boolean> {
  const { count } = await tx.prisma.person.createMany({ data: [row], skipDuplicates: true });
  return count === 1;
}

/** Changes the person if `guard` still holds. */
export async function updatePerson(
  tx: PrismaTx,
  id: string,
  guard: Prisma.PersonWhereInput,
  data: Prisma.PersonUpdateManyMutationInput,
): Promise<boolean> {
  const { count } = await tx.prisma.person.updateMany({ where: { AND: [{ id }, guard] }, data });
  return count === 1;
}

/** Locks the person's row until the end of the transaction and reads it. */
export async function lockPerson(tx: PrismaTx, id: string): Promise<PersonRow | null> {
  await tx.execute("select 1 from person where id = $1 for update", id);
  return tx.prisma.person.findUnique({ where: { id } });
}

/** One at a time changes who is an administrator, so that two cannot remove each other at the same moment. */
export const lockAdministrators = (tx: PrismaTx) => tx.execute("select pg_advisory_xact_lock(hashtext('reeve.administrators'))");

/** Administrators who can sign in, other than this person. */
export const countOtherAdmins = (tx: PrismaTx, personId: string) =>
  tx.prisma.person.count({
    where: {
      id: { not: personId },
      roles: { has: "admin" },
      deactivatedAt: null,
      OR: [{ passwordHash: { not: null } }, { oidcSubject: { not: null } }],
    },
  });

// Sessions

export type LiveSession = { id: string; name: string; email: string; roles: string[]; group_ids: string[] };

/** The person of a session that is neither revoked nor over, if the person is active: one read a request. */
export async function findLiveSession(sessionId: string, now: Date): Promise<LiveSession | null> {
  const rows = await prisma().$queryRaw<LiveSession[]>`
    select p.id, p.name, p.email, p.roles, array(
      select m.group_id from group_member m join "group" g on g.id = m.group_id where m.person_id = p.id and g.archived_at is null
    ) as group_ids
    from session s join person p on p.id = s.person_id
    where s.id = ${sessionId} and s.revoked_at is null and s.expires_at > ${now} and p.deactivated_at is null`;
  return rows[0] ?? null;
}

export const insertSession = (tx: PrismaTx, row: { id: string; personId: string; createdAt: Date; expiresAt: Date }) =>
  tx.prisma.session.create({ data: row });
export const findSessionPerson = (tx: PrismaTx, id: string) => tx.prisma.session.findUnique({ where: { id }, select: { personId: true } });
export const listLiveSessions = (personId: string, now: Date) =>
  prisma().session.findMany({ where: { personId, revokedAt: null, expiresAt: { gt: now } }, orderBy: { createdAt: "desc" } });

/** Revokes live sessions of the person: the one named, or all but the one kept. Answers how many. */
export async function revokeSessions(
  tx: PrismaTx,
  personId: string,
  which: { only?: string; except?: string },
  now: Date,
): Promise<number> {
  const { count } = await tx.prisma.session.updateMany({
    where: { personId, revokedAt: null, expiresAt: { gt: now }, id: { equals: which.only, not: which.except } },
    data: { revokedAt: now },
  });
  return count;
}

export const listWithGroups = (ids: readonly string[]) =>
  prisma().person.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, name: true, roles: true, deactivatedAt: true, memberships: { select: { groupId: true } } },
  });
export const listApprovers = () =>
  prisma().person.findMany({
    where: { deactivatedAt: null, roles: { has: "approver" } },
    select: { id: true, name: true, memberships: { where: { group: { archivedAt: null } }, select: { groupId: true } } },
  });
/** Active people who hold one of the roles. */
export const listIdsOfRoles = async (roles: readonly string[], tx?: ReadTx): Promise<string[]> => {
  const sql = "select id from person where roles && $1::text[] and deactivated_at is null order by name, id";
  const rows = tx === undefined ? (await pool().query<{ id: string }>(sql, [roles])).rows : await queryRows<{ id: string }>(tx, sql, roles);
  return rows.map(({ id }) => id);
};
export const listManagerIds = async (): Promise<string[]> => {
  const rows = await prisma().person.findMany({
    where: { deactivatedAt: null, managerId: { not: null } },
    select: { managerId: true },
    distinct: ["managerId"],
  });
  return rows.flatMap(({ managerId }) => managerId ?? []);
};
export const findManager = async (id: string): Promise<string | null | undefined> =>
  (await prisma().person.findUnique({ where: { id }, select: { managerId: true } }))?.managerId;
export const setUndoSeconds = (id: string, undoSeconds: number) => prisma().person.update({ where: { id }, data: { undoSeconds } });
export const findUndoSeconds = async (id: string): Promise<number | undefined> =>
  (await prisma().person.findUnique({ where: { id }, select: { undoSeconds: true } }))?.undoSeconds;

// Setup links

export const insertSetupLink = (tx: PrismaTx, row: { tokenHash: string; personId: string | null; createdAt: Date; expiresAt: Date }) =>
  tx.prisma.setupLink.create({ data: row });
export const findSetupLink = (tokenHash: string, now: Date, client: Prisma.TransactionClient = prisma()) =>
  client.setupLink.findFirst({ where: { tokenHash, usedAt: null, expiresAt: { gt: now } } });
/** Earlier links of the same person stop working when a new one is made. */
export const dropSetupLinks = (tx: PrismaTx, personId: string | null) =>
  tx.prisma.setupLink.deleteMany({ where: { personId, usedAt: null } });
export const dropStaleSetupLinks = (before: Date) => prisma().setupLink.deleteMany({ where: { expiresAt: { lt: before } } });
/** Uses the link up; false when it was used, is over or never was. */
export async function spendSetupLink(tx: PrismaTx, tokenHash: string, now: Date): Promise<boolean> {
  const { count } = await tx.prisma.setupLink.updateMany({
    where: { tokenHash, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  });
  return count === 1;
}

// Groups

export const listGroups = () =>
  prisma().group.findMany({ where: { archivedAt: null }, select: { id: true, name: true }, orderBy: { name: "asc" } });
export const listGroupsWithMembers = () =>
  prisma().group.findMany({
    where: { archivedAt: null },
    orderBy: { name: "asc" },
    include: {
      members: { select: { person: { select: { ...SUMMARY, roles: true, deactivatedAt: true } } }, orderBy: { person: { name: "asc" } } },
    },
  });
export const listGroupsByNames = (names: readonly string[]) =>
  prisma().group.findMany({ where: { name: { in: [...names] }, archivedAt: null }, select: { id: true, name: true } });

/** Answers whether the row went in: a name that is taken (by an archived group too) leaves none. */
export async function insertGroup(tx: PrismaTx, row: { id: string; name: string; createdAt: Date }): Promise<boolean> {
  const { count } = await tx.prisma.group.createMany({ data: [row], skipDuplicates: true });
  return count === 1;
}
export const isGroupNameTaken = async (tx: PrismaTx, name: string, exceptId: string): Promise<boolean> =>
  (await tx.prisma.group.findFirst({ where: { name, id: { not: exceptId } }, select: { id: true } })) !== null;
/** Whether a renaming failed because a group of that name was made at the same moment. */
export const isGroupNameClash = (error: unknown): boolean => isTaken(error, "group_name_key");
export async function updateGroup(tx: PrismaTx, id: string, data: { name?: string; archivedAt?: Date }): Promise<boolean> {
  const { count } = await tx.prisma.group.updateMany({ where: { id, archivedAt: null }, data });
  return count === 1;
}
/** Locks an active group, so that two edits of its members follow one another. */
export const lockGroup = async (tx: PrismaTx, id: string): Promise<boolean> =>
  (await tx.execute(`select 1 from "group" where id = $1 and archived_at is null for update`, id)) > 0;
export const listMemberIds = async (tx: PrismaTx, groupId: string) =>
  (await tx.prisma.groupMember.findMany({ where: { groupId }, select: { personId: true } })).map((row) => row.personId);
export const insertMembers = (tx: PrismaTx, rows: { groupId: string; personId: string }[]) =>
  tx.prisma.groupMember.createMany({ data: rows, skipDuplicates: true });
export const deleteMembers = (tx: PrismaTx, groupId: string, personIds: readonly string[]) =>
  tx.prisma.groupMember.deleteMany({ where: { groupId, personId: { in: [...personIds] } } });
export const listKnownPersonIds = async (tx: PrismaTx, ids: readonly string[]) =>
  (await tx.prisma.person.findMany({ where: { id: { in: [...ids] } }, select: { id: true } })).map((row) => row.id);
export const listKnownGroupIds = async (tx: PrismaTx, ids: readonly string[]) =>
  (await tx.prisma.group.findMany({ where: { id: { in: [...ids] }, archivedAt: null }, select: { id: true } })).map((row) => row.id);

// API keys

export type LiveKey = { id: string; name: string; scopes: string[]; agent_name: string | null; last_used_at: Date | null };

/** On the gate's hot path, before its transaction: plain `pg` and a prepared statement, as there. */
export async function findLiveKey(keyHash: string): Promise<LiveKey | null> {
  const { rows } = await pool().query<LiveKey>({
    name: "identity.find_live_key",
    text: "select id, name, scopes, agent_name, last_used_at from api_key where key_hash = $1 and revoked_at is null",
    values: [keyHash],
  });
  return rows[0] ?? null;
}
/** Whether a key, found before, has not been revoked since. */
export async function isLiveKey(id: string): Promise<boolean> {
  const { rowCount } = await pool().query({
    name: "identity.is_live_key",
    text: "select 1 from api_key where id = $1 and revoked_at is null",
    values: [id],
  });
  return rowCount === 1;
}
/** The same inside a transaction, with what was committed before this statement. */
export const isKeyLiveIn = async (tx: PgTx, id: string): Promise<boolean> =>
  (await tx.execute("select 1 from api_key where id = $1 and revoked_at is null", id)) === 1;
export const touchKey = (id: string, now: Date, notAfter: Date) =>
  prisma().apiKey.updateMany({ where: { id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: notAfter } }] }, data: { lastUsedAt: now } });
export const listKeys = () =>
  prisma().apiKey.findMany({ orderBy: [{ revokedAt: { sort: "desc", nulls: "first" } }, { createdAt: "desc" }] });
export async function insertKey(tx: PrismaTx, row: KeyRow): Promise<boolean> {
  const { count } = await tx.prisma.apiKey.createMany({ data: [row], skipDuplicates: true });
  return count === 1;
}
export async function revokeKey(tx: PrismaTx, id: string, now: Date): Promise<boolean> {
  const { count } = await tx.prisma.apiKey.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: now } });
  return count === 1;
}

// Organisation, signing keys, rates

export const findOrganisation = (client: Prisma.TransactionClient = prisma()) =>
  client.organisation.findFirst({ orderBy: { createdAt: "asc" } });
export const lockOrganisation = (tx: PrismaTx) => tx.execute("select pg_advisory_xact_lock(hashtext('reeve.organisation'))");
export const upsertOrganisation = (tx: PrismaTx, id: string, data: { name: string; timeZone: string }, now: Date) =>
  tx.prisma.organisation.upsert({ where: { id }, create: { id, ...data, isDemo: false, createdAt: now }, update: data });

export async function setDemo(tx: PrismaTx): Promise<string> {
  const { id } = await tx.prisma.organisation.findFirstOrThrow({ orderBy: { createdAt: "asc" } });
  await tx.prisma.organisation.update({ where: { id }, data: { isDemo: true } });
  return id;
}

export async function insertSigningKey(tx: PrismaTx, row: { kid: string; publicPem: string; createdAt: Date }): Promise<boolean> {
  const { count } = await tx.prisma.signingKey.createMany({ data: [row], skipDuplicates: true });
  return count === 1;
}
export async function retireSigningKey(tx: PrismaTx, kid: string, now: Date): Promise<boolean> {
  const { count } = await tx.prisma.signingKey.updateMany({ where: { kid, retiredAt: null }, data: { retiredAt: now } });
  return count === 1;
}
export const listSigningKeys = (client: Prisma.TransactionClient = prisma()) =>
  client.signingKey.findMany({ orderBy: { createdAt: "asc" } });

export type RateTaken = { taken: boolean; ms_left: number };

/** Takes `amount` of the window that runs by the database's clock, or nothing when less than that is left. */
export async function takeFromWindow(key: string, amount: number, limit: number, windowSeconds: number): Promise<RateTaken> {
  const rows = await prisma().$queryRaw<RateTaken[]>`
    with present as (
      select to_timestamp(floor(extract(epoch from clock_timestamp()) / ${windowSeconds}::int) * ${windowSeconds}::int) as start
    ), taken as (
      insert into rate_window as w (key, window_start, count) select ${key}, start, ${amount}::int from present
      on conflict (key, window_start) do update set count = w.count + excluded.count where w.count + excluded.count <= ${limit}::int
      returning 1
    )
    select exists (select 1 from taken) as taken,
      greatest(1, extract(epoch from start) * 1000 + ${windowSeconds}::int * 1000 - extract(epoch from clock_timestamp()) * 1000)::float8 as ms_left
    from present`;
  return rows[0] ?? { taken: false, ms_left: windowSeconds * 1000 };
}
/** Gives one back to the newest window of this key. */
export const giveBackToWindow = (key: string) =>
  prisma().$executeRaw`update rate_window set count = count - 1 where key = ${key} and count > 0
    and window_start = (select max(window_start) from rate_window where key = ${key})`;
export const dropOldWindows = (before: Date) => prisma().rateWindow.deleteMany({ where: { windowStart: { lt: before } } });

// Names, for the record

const NAME = { id: true, name: true } as const;
export const listKeyNames = (ids: readonly string[]) => prisma().apiKey.findMany({ where: { id: { in: [...ids] } }, select: NAME });
export const listGroupNames = (ids: readonly string[]) => prisma().group.findMany({ where: { id: { in: [...ids] } }, select: NAME });
