"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import Link from "next/link";
import { PageSection } from "@/components/fleet/page-section";
import { SettingsTabs } from "@/components/identity/settings-tabs";
import { ArchiveButton } from "@/components/trpc/archive-button";
import { Loaded } from "@/components/trpc/loaded";
import { useTRPC } from "@/components/trpc/use-trpc";
import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { AppRouter } from "@/server/trpc/root";
import { Preview } from "./preview";
import { TargetsSection } from "./targets-section";
import { chainWords } from "./words";

type Chain = inferRouterOutputs<AppRouter>["escalation"]["chains"]["chains"][number];

/** What happens when nobody decides: targets, chains, and who would be told when. */
export function EscalationPage() {
  const list = useQuery(useTRPC().escalation.chains.queryOptions());
  return (
    <>
      <PageHeader
        title="Escalation"
        state="How fast requests are to be decided, and who is told when nobody does."
        actions={
          list.data?.can.edit && (
            <ButtonLink variant="primary" href="/settings/escalation/new">
              Add a chain
            </ButtonLink>
          )
        }
      />
      <SettingsTabs />
      <Loaded query={list} what="Escalation">
        {({ chains, can }) => (
          <>
            <PageSection title="Targets by risk tier">
              <TargetsSection chains={chains} />
            </PageSection>
            <PageSection title="Chains" count={chains.length}>
              {chains.length === 0 ? (
                <p className="px-4 pb-4 text-sm text-ink-2 md:px-6">
                  There is no chain yet: what nobody decides expires, and nobody else is told.
                </p>
              ) : (
                <ChainsTable chains={chains} canEdit={can.edit} />
              )}
            </PageSection>
            <PageSection title="Who is told when">
              <Preview />
            </PageSection>
          </>
        )}
      </Loaded>
    </>
  );
}

type TableProps = { readonly chains: readonly Chain[]; readonly canEdit: boolean };

function ChainsTable({ chains, canEdit }: TableProps) {
  const archive = useMutation(useTRPC().escalation.archiveChain.mutationOptions());
  return (
    <Table caption="Chains">
      <thead>
        <tr>
          <Th>Name</Th>
          <Th className="max-md:hidden">What happens</Th>
          {canEdit && <Th isLabelHidden>Change</Th>}
        </tr>
      </thead>
      <tbody>
        {chains.map((chain) => (
          <Tr key={chain.id}>
            <Td className="py-2 align-top">
              <Link className="link font-medium wrap-anywhere" href={`/settings/escalation/${chain.id}`}>
                {chain.name}
              </Link>
              {chain.archivedAt !== null && <span className="ml-2 text-xs text-ink-3">archived</span>}
              <span className="block text-xs text-ink-3 md:hidden">{chainWords(chain, chain.names)}</span>
            </Td>
            <Td className="py-2 text-pretty text-ink-2 max-md:hidden">{chainWords(chain, chain.names)}</Td>
            {canEdit && (
              <Td className="w-px text-right align-top">
                <ArchiveButton
                  thing={chain}
                  consequence="It cannot be chosen any more. Requests that wait go on with it."
                  archive={archive.mutateAsync}
                />
              </Td>
            )}
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
