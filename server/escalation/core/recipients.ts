import type { Target } from "./chain";

/** An active person, as far as telling needs them. */
export type Reachable = {
  readonly id: string;
  readonly name: string;
  readonly isApprover: boolean;
  readonly groupIds: readonly string[];
  readonly managerId: string | null;
};

/** Who there is at the moment of telling. People who have left are not in it. */
export type Directory = {
  readonly people: ReadonlyMap<string, Reachable>;
  readonly groupNames: ReadonlyMap<string, string>;
  /** Who is on duty by which schedule. */
  readonly onDuty: ReadonlyMap<string, readonly string[]>;
};

/** Whom a request asks, and whose agent it is about. All three lists empty means every approver. */
export type Asking = {
  readonly groupIds: readonly string[];
  readonly personIds: readonly string[];
  readonly onCallIds: readonly string[];
  /** Who may not decide, or did already. */
  readonly without: ReadonlySet<string>;
  readonly ownerId: string | null;
};

export type Recipient = { readonly personId: string; readonly because: string };

const dutyOf = (ids: readonly string[], { onDuty }: Directory): Set<string> => new Set(ids.flatMap((id) => onDuty.get(id) ?? []));

/** The active approvers whom a stage asks: whoever may decide it now. */
export function askedBy(asking: Asking, directory: Directory): Recipient[] {
  const { groupIds, personIds, onCallIds, without } = asking;
  const isForAll = groupIds.length + personIds.length + onCallIds.length === 0;
  const onDuty = dutyOf(onCallIds, directory);
  return [...directory.people.values()].flatMap((person): Recipient[] => {
    if (!person.isApprover || without.has(person.id)) return [];
    const told = (because: string) => [{ personId: person.id, because }];
    if (isForAll) return told("you are an approver");
    const groupId = groupIds.find((id) => person.groupIds.includes(id));
    if (groupId !== undefined) return told(`you approve for ${directory.groupNames.get(groupId) ?? "its group"}`);
    if (personIds.includes(person.id)) return told("you are asked by name");
    return onDuty.has(person.id) ? told("you are on call") : [];
  });
}

function toldBy(target: Target, asking: Asking, directory: Directory): Recipient[] {
  const { people } = directory;
  const active = (ids: readonly (string | null | undefined)[], because: string): Recipient[] =>
    ids.flatMap((id) => (id && people.has(id) ? [{ personId: id, because }] : []));
  switch (target.kind) {
    case "stage":
      return askedBy(asking, directory);
    case "group": {
      const members = [...people.values()].filter((person) => person.groupIds.includes(target.id));
      return active(
        members.map((member) => member.id),
        `you are in ${directory.groupNames.get(target.id) ?? "its group"}`,
      );
    }
    case "person":
      return active([target.id], "an escalation names you");
    case "onCall":
      return active([...dutyOf([target.id], directory)], "you are on call");
    case "owner":
      return active([asking.ownerId], "you own the agent");
    case "ownerManager":
      return active([asking.ownerId === null ? null : people.get(asking.ownerId)?.managerId], "the agent's owner answers to you");
  }
}

/** Whom targets tell, each person once with the first reason that holds. */
export function whoIsTold(targets: readonly Target[], asking: Asking, directory: Directory): Recipient[] {
  const told = new Map<string, Recipient>();
  for (const recipient of targets.flatMap((target) => toldBy(target, asking, directory))) {
    if (!told.has(recipient.personId)) told.set(recipient.personId, recipient);
  }
  return [...told.values()];
}
