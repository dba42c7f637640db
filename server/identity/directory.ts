import { listActiveWithGroups } from "./person-store";

/** An active person as someone who may be told or asked. */
export type ActivePerson = {
  readonly id: string;
  readonly name: string;
  readonly isApprover: boolean;
  readonly groupIds: readonly string[];
  readonly managerId: string | null;
};

/** Everyone who is active, by name; archived groups are left out. */
export async function listDirectory(): Promise<ActivePerson[]> {
  return (await listActiveWithGroups()).map(({ id, name, roles, managerId, memberships }) => ({
    id,
    name,
    isApprover: roles.includes("approver"),
    groupIds: memberships.map(({ groupId }) => groupId),
    managerId,
  }));
}
