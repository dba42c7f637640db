import { listDirectory } from "@/server/identity/directory";
import { listGroups } from "@/server/identity/service";
import { invariant } from "@/server/kernel/result";
import { remembered } from "@/server/platform/remembered";
import { dutiesAt } from "@/server/schedules/service";
import * as core from "./core/chain";
import * as recipients from "./core/recipients";
import type { StoredChain } from "./schema";
import * as store from "./store";

export type Chain = core.Chain;
export type Act = core.Act;
export type Asking = recipients.Asking;
export type Directory = recipients.Directory;
export type Recipient = recipients.Recipient;

export const { ASKED, nextAct, actsAfter, stepAt, targetsOf } = core;
export const { askedBy, whoIsTold } = recipients;

const versions = new Map<string, Promise<StoredChain | null>>();
const MAX_VERSIONS = 1_000;

/** A chain as it stood in a version. Versions never change, so a process reads each one once. */
export async function chainOfVersion(id: string, version: number): Promise<StoredChain> {
  const key = `${id}/${version}`;
  if (versions.size >= MAX_VERSIONS) versions.clear();
  const reading = versions.get(key) ?? store.findVersion(id, version);
  versions.set(key, reading);
  reading.catch(() => versions.delete(key));
  const chain = await reading;
  invariant(chain !== null, `version ${version} of chain ${id} exists: versions are never deleted`);
  return chain;
}

const CHAINS_ARE_READ_EVERY_MS = 2_000;

/** The chain that requests follow which open now, archived or not: what names one goes on with it. Null when there is none. */
export const chainInForce: (id: string) => Promise<StoredChain | null> = remembered(CHAINS_ARE_READ_EVERY_MS, (id) => store.findChain(id));

/** Which of these chains there are and may be chosen: archived ones are left out. */
export const chainExists = async (ids: readonly string[]): Promise<ReadonlySet<string>> =>
  new Set(ids.length === 0 ? [] : await store.listUsableIds(ids));

/** Every chain that may be chosen, as it stands. */
export const usableChains = async (): Promise<readonly StoredChain[]> =>
  (await store.listChains()).filter(({ archivedAt }) => archivedAt === null);

/** Who can be told at a moment: active people, their groups, and who is on duty then. */
export async function directoryAt(at: Date): Promise<Directory> {
  const [people, groups, duties] = await Promise.all([listDirectory(), listGroups(), dutiesAt(at)]);
  const onDuty = new Map<string, string[]>();
  for (const [personId, schedules] of duties) for (const id of schedules) onDuty.set(id, [...(onDuty.get(id) ?? []), personId]);
  return {
    people: new Map(people.map((person) => [person.id, person])),
    groupNames: new Map(groups.map(({ id, name }) => [id, name])),
    onDuty,
  };
}
