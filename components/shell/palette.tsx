"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { useRouter } from "next/navigation";
import { type ReactNode, useDeferredValue, useState } from "react";
import { agentHref } from "@/components/fleet/fleet-address";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { Time } from "@/components/ui/time";
import { viewHref } from "@/components/views/view-address";
import type { Role } from "@/server/kernel/roles";
import { type Place, placesFor } from "./navigation";
import { registeredKeys } from "./use-keys";

const FOUND_LIMIT = 6;

/** Offered only while something waits on it. */
const REVIEWS: Place = { label: "Done alone, to review", href: "/queue/reviews" };

export type PaletteProps = { readonly roles: readonly Role[]; readonly onClose: () => void };

/** Go anywhere, find an agent or a request by name, do what the page can do. */
export function Palette({ roles, onClose }: PaletteProps) {
  const router = useRouter();
  const [text, setText] = useState("");
  const wanted = useDeferredValue(text.trim());
  const { agents, requests, decided, isSearching } = useFound(wanted);
  const [actions] = useState(() =>
    registeredKeys().flatMap(({ scope, keys }) =>
      Object.entries(keys)
        .filter(([name, key]) => name !== "Mod+k" && key.isEnabled !== false)
        .map(([name, key]) => ({ id: `${scope} ${name}`, name, key })),
    ),
  );
  const go = (href: string) => {
    onClose();
    router.push(href);
  };
  const fits = (words: string) => words.toLowerCase().includes(wanted.toLowerCase());
  const reviews = useQuery(useTRPC().approvals.reviewCounts.queryOptions(undefined, { staleTime: 30_000 }));
  const hasReviews = (reviews.data?.open ?? 0) > 0;
  const places = [...placesFor(roles, wanted), ...(hasReviews && fits(REVIEWS.label) ? [REVIEWS] : [])];
  const views = useViews(wanted);
  const doable = actions.filter(({ key }) => fits(key.label));
  const isEmpty = places.length + views.length + doable.length + agents.length + requests.length + decided.length === 0;
  return (
    <Dialog isOpen onClose={onClose} title="Search and commands" isTitleHidden>
      <Command shouldFilter={false} loop label="Search and commands" className="flex max-h-[60dvh] flex-col">
        <Command.Input
          value={text}
          onValueChange={setText}
          placeholder="Go to, find an agent or a request, do…"
          className="h-12 w-full shrink-0 border-b border-line bg-transparent px-4 text-lg outline-none placeholder:text-ink-3"
        />
        <Command.List className="min-h-0 flex-1 overflow-y-auto p-1.5">
          {isEmpty && (
            <p role="status" className="px-3 py-6 text-sm text-ink-2">
              {isSearching ? "Searching…" : `Nothing here is called “${wanted}”.`}
            </p>
          )}
          <Group heading="Go to" isShown={places.length > 0}>
            {places.map((place) => (
              <Item key={place.href} value={`place ${place.href}`} onSelect={() => go(place.href)}>
                {place.label}
              </Item>
            ))}
          </Group>
          <Group heading="Views" isShown={views.length > 0}>
            {views.map((view) => (
              <Item key={view.id} value={view.id} onSelect={() => go(viewHref("/traces", view))} note="Traces">
                {view.name}
              </Item>
            ))}
          </Group>
          <Group heading="Open requests" isShown={requests.length > 0}>
            {requests.map((request) => (
              <Item key={request.id} value={request.id} onSelect={() => go(`/queue/${request.id}`)} note={request.agentName}>
                {request.title}
              </Item>
            ))}
          </Group>
          <Group heading="Decided requests" isShown={decided.length > 0}>
            {decided.map((request) => (
              <Item
                key={request.id}
                value={request.id}
                onSelect={() => go(`/queue/${request.id}`)}
                note={
                  <>
                    {request.state}, {request.agentName}
                    {request.decidedAt !== null && (
                      <>
                        , <Time at={request.decidedAt} format="relative" />
                      </>
                    )}
                  </>
                }
              >
                {request.title}
              </Item>
            ))}
          </Group>
          <Group heading="Agents" isShown={agents.length > 0}>
            {agents.map((agent) => (
              <Item key={agent.name} value={`agent ${agent.name}`} onSelect={() => go(agentHref(agent.name))} note={agent.state}>
                {agent.name}
              </Item>
            ))}
          </Group>
          <Group heading="Do" isShown={doable.length > 0}>
            {doable.map(({ id, name, key }) => (
              <Item
                key={id}
                value={`do ${id}`}
                onSelect={() => {
                  onClose();
                  // After the dialog has given the focus back, as if the key had been pressed on the page.
                  setTimeout(() => key.run(new KeyboardEvent("keydown", { key: name })), 0);
                }}
                note={<Kbd>{name}</Kbd>}
              >
                {key.label}
              </Item>
            ))}
          </Group>
        </Command.List>
      </Command>
    </Dialog>
  );
}

/** Saved views that are called so. */
function useViews(text: string) {
  const { data } = useQuery(useTRPC().views.list.queryOptions({ page: "traces" }, { enabled: text.length > 1, staleTime: 30_000 }));
  const isCalled = ({ name }: { readonly name: string }) => name.toLowerCase().includes(text.toLowerCase());
  return text.length > 1 ? (data ?? []).filter(isCalled).slice(0, FOUND_LIMIT) : [];
}

/** Agents and open requests whose names hold the text, and decided ones that hold its words or have it as their id. */
function useFound(text: string) {
  const trpc = useTRPC();
  const options = { enabled: text.length > 1, placeholderData: keepPreviousData, staleTime: 30_000 };
  const agents = useQuery(trpc.fleet.agents.queryOptions({ search: text, limit: FOUND_LIMIT }, options));
  const requests = useQuery(trpc.approvals.queue.queryOptions({ tab: "all", text, limit: FOUND_LIMIT }, options));
  const found = useQuery(trpc.approvals.search.queryOptions({ text, limit: FOUND_LIMIT }, options));
  const isAsked = text.length > 1;
  const byWords = isAsked ? (found.data ?? []) : [];
  const open = isAsked ? (requests.data?.items ?? []) : [];
  return {
    agents: isAsked ? (agents.data?.items ?? []) : [],
    // By its id an open one is found as well.
    requests: [...open, ...byWords.filter(({ id, decidedAt }) => decidedAt === null && open.every((request) => request.id !== id))],
    decided: byWords.filter(({ decidedAt }) => decidedAt !== null),
    isSearching: isAsked && (agents.isFetching || requests.isFetching || found.isFetching),
  };
}

const Group = ({ heading, isShown, children }: { heading: string; isShown: boolean; children: ReactNode }) =>
  isShown && (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-ink-3"
    >
      {children}
    </Command.Group>
  );

type ItemProps = { readonly value: string; readonly onSelect: () => void; readonly note?: ReactNode; readonly children: ReactNode };

const Item = ({ value, onSelect, note, children }: ItemProps) => (
  <Command.Item
    value={value}
    onSelect={onSelect}
    className="flex h-9 cursor-default items-center gap-3 rounded-sm px-3 text-sm text-ink-2 data-[selected=true]:bg-sunken data-[selected=true]:text-ink max-md:h-11"
  >
    <span className="min-w-0 flex-1 truncate">{children}</span>
    {note && <span className="shrink-0 text-xs text-ink-3">{note}</span>}
  </Command.Item>
);
