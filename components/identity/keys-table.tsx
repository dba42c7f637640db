"use client";

import type { inferRouterOutputs } from "@trpc/server";
import { Button } from "@/components/ui/button";
import { Mono } from "@/components/ui/mono";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { SCOPES } from "@/server/kernel/roles";
import type { AppRouter } from "@/server/trpc/root";

export type KeyOfSettings = inferRouterOutputs<AppRouter>["identity"]["keys"]["list"]["keys"][number];

type Props = { readonly keys: readonly KeyOfSettings[]; readonly canManage: boolean; readonly onRevoke: (key: KeyOfSettings) => void };

const scopesInWords = (key: KeyOfSettings): string => (key.scopes.length === SCOPES.length ? "All scopes" : key.scopes.join(", "));

/** The keys as a table; on a phone scopes and agent fold into the first column. */
export function KeysTable({ keys, canManage, onRevoke }: Props) {
  return (
    <Table caption="API keys">
      <thead>
        <tr>
          <Th>Name</Th>
          <Th className="max-md:hidden">May do</Th>
          <Th className="max-md:hidden">Agent</Th>
          <Th className="max-lg:hidden">Created</Th>
          <Th>Last used</Th>
          {canManage && <Th isLabelHidden>Actions</Th>}
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <Tr key={key.id} className={key.revokedAt === null ? undefined : "text-ink-3"}>
            <Td className="py-2">
              <span className="block font-medium wrap-anywhere">{key.name}</span>
              <Mono className="block text-xs text-ink-3">{`rv_…${key.hint}`}</Mono>
              <span className="block text-xs text-ink-2 md:hidden">
                {key.agentName ?? "Any agent"}, {scopesInWords(key)}
              </span>
            </Td>
            <Td className="max-w-72 text-xs text-ink-2 max-md:hidden">{scopesInWords(key)}</Td>
            <Td className="max-md:hidden">
              {key.agentName === null ? <span className="text-ink-3">Any</span> : <Mono>{key.agentName}</Mono>}
            </Td>
            <Td className="max-lg:hidden">
              <Time at={key.createdAt} format="relative" /> by {key.createdBy}
            </Td>
            <Td>{key.lastUsedAt === null ? <span className="text-ink-3">Never</span> : <Time at={key.lastUsedAt} format="relative" />}</Td>
            {canManage && (
              <Td className="w-px text-right">
                {key.revokedAt === null ? (
                  <Button size="sm" variant="quiet" className="-mr-2" aria-label={`Revoke ${key.name}`} onClick={() => onRevoke(key)}>
                    Revoke
                  </Button>
                ) : (
                  "Revoked"
                )}
              </Td>
            )}
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
