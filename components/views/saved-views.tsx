"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { Check, ChevronDown } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { useState } from "react";
import { useKeys } from "@/components/shell/use-keys";
import { sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { toast } from "@/components/ui/toast";
import { plainQuery } from "@/server/views/core/query";
import type { SavedView, ViewPage } from "@/server/views/schema";
import { currentOf, everythingHref, VIEW_PARAMS, viewHref } from "./view-address";

const SaveView = dynamic(() => import("./save-view").then((module) => module.SaveView));
const ManageViews = dynamic(() => import("./manage-views").then((module) => module.ManageViews));

type Props = {
  readonly page: ViewPage;
  /** Where the list is read. */
  readonly base: string;
  /** The filters of now, as they stand in the address. */
  readonly query: string;
  /** The words for the list without filters: "All traces". */
  readonly everything: string;
};

/** The views of a list: opens one, keeps the filters of now as one. Which one is open stands in the address. */
export function SavedViews({ page, base, query, everything }: Props) {
  const router = useRouter();
  const trpc = useTRPC();
  const [{ saved }] = useQueryStates(VIEW_PARAMS);
  const [open, setOpen] = useState<"save" | "manage" | null>(null);
  const views = useQuery(trpc.views.list.queryOptions({ page }, { staleTime: 30_000 })).data ?? [];
  const filters = plainQuery(query) ?? "";
  const { view, isChanged } = currentOf(views, filters, saved);
  const replace = useMutation(
    trpc.views.replace.mutationOptions({
      onSuccess: () => toast("The view has the filters of now"),
      onError: (error) => toast.error(sentenceOf(error)),
    }),
  );
  const go = (href: string) => {
    setOpen(null);
    router.push(href);
  };
  useKeys({ s: { label: "Save these filters as a view", run: () => setOpen("save") } }, "Views");
  const name = view === null ? "Views" : `${view.name}${isChanged ? ", changed" : ""}`;
  return (
    <>
      <Menu
        className="max-w-80"
        trigger={
          <Button className="max-w-64" aria-label={view === null ? "Views" : `Views: ${name}`}>
            <span className="truncate">{name}</span>
            <ChevronDown aria-hidden />
          </Button>
        }
      >
        <Choice isCurrent={view === null && filters === ""} onSelect={() => go(everythingHref(base))}>
          {everything}
        </Choice>
        <Part title="Yours" views={views.filter(({ isOwn }) => isOwn)} current={view} onOpen={(one) => go(viewHref(base, one))} />
        <Part title="Shared" views={views.filter(({ isOwn }) => !isOwn)} current={view} onOpen={(one) => go(viewHref(base, one))} />
        <MenuSeparator />
        {view?.can.edit && isChanged && (
          <MenuItem onSelect={() => replace.mutate({ id: view.id, query: filters })}>
            <span className="truncate">Save the change to “{view.name}”</span>
          </MenuItem>
        )}
        <MenuItem onSelect={() => setOpen("save")}>Save these filters as a view…</MenuItem>
        <MenuItem onSelect={() => setOpen("manage")}>Rename, share, remove…</MenuItem>
      </Menu>
      {open === "save" && <SaveView page={page} query={filters} onClose={() => setOpen(null)} onSaved={(one) => go(viewHref(base, one))} />}
      {open === "manage" && <ManageViews page={page} views={views} onClose={() => setOpen(null)} />}
    </>
  );
}

type PartProps = {
  readonly title: string;
  readonly views: readonly SavedView[];
  readonly current: SavedView | null;
  readonly onOpen: (view: SavedView) => void;
};

function Part({ title, views, current, onOpen }: PartProps) {
  if (views.length === 0) return null;
  return (
    <>
      <MenuSeparator />
      <p className="px-2 pt-1 pb-0.5 text-xs text-ink-3">{title}</p>
      {views.map((view) => (
        <Choice key={view.id} isCurrent={view.id === current?.id} onSelect={() => onOpen(view)} note={noteOf(view)}>
          {view.name}
        </Choice>
      ))}
    </>
  );
}

const noteOf = ({ isOwn, isShared, isDefault, owner }: SavedView): string =>
  [isDefault ? "opens first" : "", isOwn ? (isShared ? "shared" : "") : owner].filter(Boolean).join(", ");

type ChoiceProps = { readonly isCurrent: boolean; readonly onSelect: () => void; readonly note?: string; readonly children: string };

const Choice = ({ isCurrent, onSelect, note = "", children }: ChoiceProps) => (
  <MenuItem onSelect={onSelect}>
    <Check aria-hidden className={isCurrent ? "" : "invisible"} />
    <span className="min-w-0 truncate">{children}</span>
    {isCurrent && <span className="sr-only">, open</span>}
    {note !== "" && <span className="ml-auto shrink-0 pl-4 text-xs text-ink-3">{note}</span>}
  </MenuItem>
);
