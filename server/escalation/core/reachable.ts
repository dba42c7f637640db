import type { Target } from "./chain";
import type { Directory, Reachable } from "./recipients";

type There = {
  readonly directory: Directory;
  /** On-call schedules in use, and everyone in their rotations. */
  readonly schedules: ReadonlySet<string>;
  readonly rotations: ReadonlyMap<string, readonly string[]>;
};

/** The active people of a group. */
export const membersOf = (groupId: string, { people }: Directory): Reachable[] =>
  [...people.values()].filter((person) => person.groupIds.includes(groupId));

function whyNotGroup(id: string, directory: Directory): string | null {
  if (!directory.groupNames.has(id)) return "This group is archived. Choose another one.";
  return membersOf(id, directory).length > 0 ? null : "Nobody who is active is in this group, so nobody would be told.";
}

function whyNotOnCall(id: string, { directory, schedules, rotations }: There): string | null {
  if (!schedules.has(id)) return "This schedule is archived. Choose another one.";
  const isAnyone = (rotations.get(id) ?? []).some((personId) => directory.people.has(personId));
  return isAnyone ? null : "Nobody in this schedule can sign in, so nobody would be told.";
}

const NO_MANAGERS = "Nobody has a manager yet, so nobody would be told. Set managers under People first, or choose someone else.";

/** Why nobody would ever be told by a target, in words that say what to change; null when somebody may be. */
export function whyUnreachable(target: Target, there: There): string | null {
  const { people } = there.directory;
  switch (target.kind) {
    case "group":
      return whyNotGroup(target.id, there.directory);
    case "person":
      return people.has(target.id) ? null : "This person is not active. Choose someone else.";
    case "onCall":
      return whyNotOnCall(target.id, there);
    case "ownerManager":
      return [...people.values()].some(({ managerId }) => managerId !== null) ? null : NO_MANAGERS;
    default:
      return null;
  }
}
