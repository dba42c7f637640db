"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { useKeys } from "@/components/shell/use-keys";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { toast } from "@/components/ui/toast";
import type { TeamRow } from "@/server/fleet/schema";
import { CostCentreForm } from "./cost-centre-form";
import { FleetTabs } from "./fleet-tabs";
import { NeedsOperator } from "./needs-operator";
import { TeamForm } from "./team-form";

/** The teams that agents belong to. */
export function TeamsPage() {
  const trpc = useTRPC();
  const teams = useQuery(trpc.fleet.teams.queryOptions());
  const counts = useQuery(trpc.fleet.counts.queryOptions());
  const [form, setForm] = useState<{ team: TeamRow | null } | null>(null);
  const [paying, setPaying] = useState<TeamRow | null>(null);
  const mayEdit = counts.data?.can.editCatalogue ?? false;
  const add = () => setForm({ team: null });
  useKeys(mayEdit ? { n: { label: "Add a team", run: add } } : {}, "Teams");
  const addButton = mayEdit && (
    <Button shortcut="n" onClick={add}>
      Add a team
    </Button>
  );
  return (
    <>
      <PageHeader title="Teams" state="Agents belong to teams; rules and filters can name them." actions={addButton} />
      <FleetTabs current="teams" />
      {teams.isPending && <SkeletonRows rows={5} label="Loading teams" />}
      {teams.isError && (
        <ErrorState title="The teams could not be read." onRetry={() => void teams.refetch()} isRetrying={teams.isFetching}>
          {teams.error.message}
        </ErrorState>
      )}
      {teams.data?.length === 0 && (
        <EmptyState title="Teams will be listed here." action={mayEdit && <Button onClick={add}>Add a team</Button>}>
          <p>There is none yet. A team says who works with an agent, and policy can treat teams apart.</p>
          <NeedsOperator what="Adding teams" className="mt-2" />
        </EmptyState>
      )}
      {teams.data && teams.data.length > 0 && (
        <TeamsTable teams={teams.data} mayEdit={mayEdit} onRename={(team) => setForm({ team })} onPay={setPaying} />
      )}
      {paying && <CostCentreForm team={paying} onClose={() => setPaying(null)} />}
      {form && <TeamForm team={form.team} onClose={() => setForm(null)} />}
    </>
  );
}

type TableProps = {
  readonly teams: readonly TeamRow[];
  readonly mayEdit: boolean;
  readonly onRename: (team: TeamRow) => void;
  readonly onPay: (team: TeamRow) => void;
};

function TeamsTable({ teams, mayEdit, onRename, onPay }: TableProps) {
  const trpc = useTRPC();
  const archive = useMutation(trpc.fleet.archiveTeam.mutationOptions({ onError: (error) => toast.error(error.message) }));
  return (
    <Table caption="Teams">
      <thead>
        <tr>
          <Th>Team</Th>
          <Th className="max-md:hidden">Cost centre</Th>
          <Th isNumeric>Agents</Th>
          <Th isNumeric isLabelHidden>
            Change
          </Th>
        </tr>
      </thead>
      <tbody>
        {teams.map((team) => (
          <Tr key={team.id}>
            <Td className={team.archivedAt === null ? "font-medium" : "text-ink-3"}>
              {team.name}
              {team.archivedAt !== null && <span className="ml-2 text-xs">archived</span>}
              <span className="block font-normal md:hidden">
                <CostCentre team={team} mayEdit={mayEdit} onPay={onPay} />
              </span>
            </Td>
            <Td className="max-md:hidden">
              <CostCentre team={team} mayEdit={mayEdit} onPay={onPay} />
            </Td>
            <Td isNumeric>
              {team.agentCount === 0 ? (
                "0"
              ) : (
                <Link
                  className="link"
                  href={`/agents?team=${encodeURIComponent(team.name)}`}
                  aria-label={`${team.agentCount} agents of ${team.name}`}
                >
                  {team.agentCount}
                </Link>
              )}
            </Td>
            <Td isNumeric className="w-44">
              {mayEdit && team.archivedAt === null && (
                <Button size="sm" variant="quiet" aria-label={`Rename ${team.name}`} onClick={() => onRename(team)}>
                  Rename
                </Button>
              )}
              {mayEdit && (
                <Button
                  size="sm"
                  variant="quiet"
                  className="-mr-2"
                  aria-label={`${team.archivedAt === null ? "Archive" : "Bring back"} ${team.name}`}
                  disabled={archive.isPending}
                  onClick={() => archive.mutate({ id: team.id, isArchived: team.archivedAt === null })}
                >
                  {team.archivedAt === null ? "Archive" : "Bring back"}
                </Button>
              )}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

type CostCentreProps = { readonly team: TeamRow } & Pick<TableProps, "mayEdit" | "onPay">;

/** Who pays for a team, to be changed by whoever may. */
function CostCentre({ team, mayEdit, onPay }: CostCentreProps) {
  const words = team.costCentre ?? <span className="text-ink-3">none yet</span>;
  if (!mayEdit || team.archivedAt !== null) return words;
  return (
    <Button
      size="sm"
      variant="quiet"
      className="-ml-2 font-normal!"
      aria-label={`Cost centre of ${team.name}: ${team.costCentre ?? "none yet"}`}
      onClick={() => onPay(team)}
    >
      {words}
    </Button>
  );
}
