"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { parseAsString, parseAsStringEnum, useQueryStates } from "nuqs";
import { type ReactNode, useRef, useState } from "react";
import { useKeys } from "@/components/shell/use-keys";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { FilterSelect } from "@/components/ui/filter-select";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { SIDE_EFFECTS } from "@/server/fleet/core/vocabulary";
import type { ToolRow } from "@/server/fleet/schema";
import { FindField } from "./find-field";
import { toolHref } from "./fleet-address";
import { FleetTabs } from "./fleet-tabs";
import { NeedsOperator } from "./needs-operator";
import { SIDE_EFFECT_WORDS } from "./side-effect";
import { ToolForm } from "./tool-form";
import { ToolsTable } from "./tools-table";

const ADDRESS = { q: parseAsString.withDefault(""), effect: parseAsStringEnum([...SIDE_EFFECTS]) };

const fits = (tool: ToolRow, q: string, effect: string | null) =>
  (effect === null || tool.sideEffect === effect) && `${tool.name} ${tool.description}`.toLowerCase().includes(q.trim().toLowerCase());

/** Every tool that agents can be granted. */
export function ToolsPage() {
  const trpc = useTRPC();
  const router = useRouter();
  const searchRef = useRef<HTMLInputElement>(null);
  const [{ q, effect }, setAddress] = useQueryStates(ADDRESS);
  const [selected, setSelected] = useState<string | null>(null);
  const [isAdding, setIsAdding] = useState(false);
  const tools = useQuery(trpc.fleet.tools.queryOptions());
  const counts = useQuery(trpc.fleet.counts.queryOptions());
  const mayEdit = counts.data?.can.editCatalogue ?? false;
  const shown = (tools.data ?? []).filter((tool) => fits(tool, q, effect));
  const at = shown.findIndex((tool) => tool.name === selected);
  const move = (to: number) => setSelected(shown[Math.max(0, Math.min(shown.length - 1, to))]?.name ?? null);
  useKeys(
    {
      j: { label: "Next tool", run: () => move(at + 1) },
      k: { label: "Tool before", run: () => move(at - 1) },
      Enter: { label: "Open the tool", isEnabled: at >= 0, run: () => router.push(toolHref(shown[at]?.name ?? "")) },
      "/": { label: "Find", run: () => searchRef.current?.focus() },
      ...(mayEdit ? { n: { label: "Add a tool", run: () => setIsAdding(true) } } : {}),
    },
    "Tools",
  );
  const add = mayEdit && (
    <Button shortcut="n" onClick={() => setIsAdding(true)}>
      Add a tool
    </Button>
  );
  return (
    <>
      <PageHeader title="Tools" state="What agents can call, and what a call leaves behind." actions={add} />
      <FleetTabs current="tools" />
      <search className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-4 pb-2 md:px-6">
        <FindField
          label="Find a tool"
          placeholder="Find by name or words"
          text={q}
          onFind={(text) => void setAddress({ q: text || null })}
          inputRef={searchRef}
        />
        <FilterSelect
          label="What it leaves behind"
          all="Any side effect"
          value={effect}
          choices={SIDE_EFFECTS.map((value) => ({ value, label: SIDE_EFFECT_WORDS[value].word }))}
          onChange={(chosen) => void setAddress({ effect: chosen })}
        />
      </search>
      {tools.isPending && <SkeletonRows rows={10} label="Loading tools" />}
      {tools.isError && (
        <ErrorState title="The tools could not be read." onRetry={() => void tools.refetch()} isRetrying={tools.isFetching}>
          {tools.error.message}
        </ErrorState>
      )}
      {shown.length > 0 && <ToolsTable tools={shown} selected={selected} />}
      {tools.data && shown.length === 0 && (
        <NoTools add={add} hasTools={tools.data.length > 0} onClear={() => void setAddress({ q: null, effect: null })} />
      )}
      {isAdding && <ToolForm tool={null} onClose={() => setIsAdding(false)} onDone={(name) => router.push(toolHref(name))} />}
    </>
  );
}

type NoToolsProps = { readonly hasTools: boolean; readonly onClear: () => void; readonly add: ReactNode };

const NoTools = ({ hasTools, onClear, add }: NoToolsProps) =>
  hasTools ? (
    <EmptyState title="No tool fits this." action={<Button onClick={onClear}>Show every tool</Button>} />
  ) : (
    <EmptyState title="Every tool will be listed here." action={add}>
      <p>None is described yet. The gate treats a call of a tool that it does not know by the careful rules.</p>
      <NeedsOperator what="Adding tools" className="mt-2" />
    </EmptyState>
  );
