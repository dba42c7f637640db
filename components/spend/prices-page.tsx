"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import { useQueryStates } from "nuqs";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import type { AliasView, GapView, PriceTableView, PriceView } from "@/server/pricing/schema";
import { AliasForm } from "./alias-form";
import { ListPrices } from "./list-prices";
import { gapWords } from "./prepare-prices";
import { PriceForm } from "./price-form";
import { PriceTable } from "./price-rows";
import { PriceVersions } from "./price-versions";
import { PRICES_PARAMS } from "./prices-address";
import { SpendTabs } from "./spend-tabs";

const WHILE_REPRICING_MS = 2_000;
const isUnderWay = (table: PriceTableView | null | undefined): boolean =>
  table?.versions.some(({ repricing }) => repricing?.state === "waiting" || repricing?.state === "running") === true;

/** The prices that calls are counted by: what was agreed, what names mean, what is listed, and every version of it. */
export function PricesPage({ today }: { readonly today: string }) {
  const query = useQuery(
    useTRPC().pricing.table.queryOptions(undefined, {
      refetchInterval: ({ state }) => (isUnderWay(state.data) ? WHILE_REPRICING_MS : false),
    }),
  );
  const [, setParams] = useQueryStates(PRICES_PARAMS);
  const table = query.data ?? null;
  return (
    <>
      <PageHeader
        title="Prices"
        state={table === null ? "What calls of models are counted by" : <State table={table} />}
        actions={
          table?.can.edit && (
            <>
              <Button onClick={() => void setParams({ form: "alias" })}>Name a deployment</Button>
              <Button variant="primary" onClick={() => void setParams({ form: "price" })}>
                Set a price
              </Button>
            </>
          )
        }
      />
      <SpendTabs current="prices" />
      {query.isPending && <Skeleton className="mx-4 h-72 md:mx-6" />}
      {query.isError && (
        <ErrorState title="The prices could not be read" onRetry={() => void query.refetch()} isRetrying={query.isFetching}>
          {sentenceOf(query.error)}
        </ErrorState>
      )}
      {query.isSuccess && table === null && (
        <EmptyState title="The table of prices will be here">
          The list of prices that Reeve comes with is taken in when the worker starts.
        </EmptyState>
      )}
      {table !== null && <Body table={table} />}
      {table?.can.edit && <Forms table={table} today={today} />}
    </>
  );
}

const State = ({ table }: { readonly table: PriceTableView }) => (
  <>
    Version {table.version}. List prices of {table.catalogue}, taken in on <Time at={table.catalogueAt} precision="day" />.
  </>
);

function Body({ table }: { readonly table: PriceTableView }) {
  const [{ q, provider }, setParams] = useQueryStates(PRICES_PARAMS);
  return (
    <div className="px-4 md:px-6">
      <Contracts prices={table.contracts} gaps={table.gaps} mayEdit={table.can.edit} />
      <Aliases aliases={table.aliases} mayEdit={table.can.edit} />
      <ListPrices search={q ?? ""} provider={provider} providers={table.providers} onChange={(change) => void setParams(change)} />
      <PriceVersions versions={table.versions} />
    </div>
  );
}

/** The form that is open. A model that was followed here for want of a price opens the one that gives it one. */
function Forms({ table, today }: { readonly table: PriceTableView; readonly today: string }) {
  const [{ form, price, of }, setParams] = useQueryStates(PRICES_PARAMS);
  const close = () => void setParams({ form: null, price: null, of: null });
  if (form === "alias") return <AliasForm name={price ?? ""} onClose={close} />;
  if (form === null && price === null) return null;
  return <PriceForm model={price ?? ""} provider={of ?? ""} providers={table.providers} today={today} onClose={close} />;
}

type ContractsProps = { readonly prices: readonly PriceView[]; readonly gaps: readonly GapView[]; readonly mayEdit: boolean };

function Contracts({ prices, gaps, mayEdit }: ContractsProps) {
  const remove = useMutation(
    useTRPC().pricing.removePrice.mutationOptions({
      onError: (error) => toast(sentenceOf(error)),
      onSuccess: () => toast("Taken out. What it priced is counted again."),
    }),
  );
  const action = ({ id, model }: PriceView) => (
    <Button
      size="sm"
      variant="quiet"
      aria-label={`Take the price of ${model} out`}
      isPending={remove.isPending && remove.variables.id === id}
      onClick={() => remove.mutate({ id })}
    >
      Take out
    </Button>
  );
  return (
    <Section title="Prices of contracts" note="They win over list prices while they hold. US dollars per million tokens.">
      {prices.length === 0 ? (
        <p className="py-2 text-sm text-ink-2">None: every call is counted at the list price.</p>
      ) : (
        <PriceTable caption="Prices of contracts" prices={prices} {...(mayEdit && { action })} />
      )}
      {gaps.length > 0 && (
        <ul aria-label="Days without a contract" className="py-2 text-sm text-ink-2">
          {gaps.map((gap) => (
            <li key={gap.from + gap.provider + gap.model + gap.serviceTier} className="flex items-start gap-1.5 py-0.5 wrap-anywhere">
              {gap.countedBy === "nothing" && <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />}
              {gapWords(gap)}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Aliases({ aliases, mayEdit }: { readonly aliases: readonly AliasView[]; readonly mayEdit: boolean }) {
  const remove = useMutation(
    useTRPC().pricing.removeAlias.mutationOptions({
      onError: (error) => toast(sentenceOf(error)),
      onSuccess: () => toast("Taken out. What it priced is counted again."),
    }),
  );
  return (
    <Section title="Names of deployments" note="Which model a name in traces means.">
      {aliases.length === 0 ? (
        <p className="py-2 text-sm text-ink-2">None: models are found by the names that the list of prices knows.</p>
      ) : (
        <Table caption="Names of deployments" isInset>
          <thead>
            <tr>
              <Th>Name</Th>
              <Th>Is the model</Th>
              <Th className="max-md:hidden">Since version</Th>
              {mayEdit && <Th isLabelHidden>What to do</Th>}
            </tr>
          </thead>
          <tbody>
            {aliases.map(({ id, name, provider, toProvider, toModel, sinceVersion }) => (
              <Tr key={id}>
                <Td className="wrap-anywhere">
                  <span className="font-mono text-xs">{name}</span>
                  {provider !== null && <span className="ml-2 text-xs text-ink-3">of {provider}</span>}
                </Td>
                <Td className="wrap-anywhere">
                  {toModel} <span className="text-xs text-ink-3">of {toProvider}</span>
                </Td>
                <Td className="text-ink-2 max-md:hidden">{sinceVersion}</Td>
                {mayEdit && (
                  <Td isNumeric>
                    <Button
                      size="sm"
                      variant="quiet"
                      aria-label={`Take the name ${name} out`}
                      isPending={remove.isPending && remove.variables.id === id}
                      onClick={() => remove.mutate({ id })}
                    >
                      Take out
                    </Button>
                  </Td>
                )}
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
    </Section>
  );
}
