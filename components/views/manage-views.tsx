"use client";

import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { fieldErrorsOf, sentenceOf } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { SavedView, ViewPage } from "@/server/views/schema";

type Props = { readonly page: ViewPage; readonly views: readonly SavedView[]; readonly onClose: () => void };
type Gone = Pick<SavedView, "id" | "name">;

/** The views of a list: rename, share, open the list with one, remove, and undo that. */
export function ManageViews({ page, views, onClose }: Props) {
  const trpc = useTRPC();
  const [gone, setGone] = useState<Gone | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const settled = { onMutate: () => setFailure(null), onError: (error: { readonly message: string }) => setFailure(sentenceOf(error)) };
  const remove = useMutation(trpc.views.remove.mutationOptions(settled));
  const restore = useMutation(trpc.views.restore.mutationOptions({ ...settled, onSuccess: () => setGone(null) }));
  const share = useMutation(trpc.views.share.mutationOptions(settled));
  const setDefault = useMutation(trpc.views.setDefault.mutationOptions(settled));
  return (
    <Dialog isOpen onClose={onClose} title="Views" description="Shared ones are found by everyone. The list opens with the one you choose.">
      {failure !== null && (
        <p role="alert" className="mb-3 text-sm text-danger">
          {failure}
        </p>
      )}
      {gone !== null && (
        <p role="status" className="mb-3 flex flex-wrap items-center gap-x-3 rounded-sm bg-sunken px-3 py-1.5 text-sm">
          <span className="min-w-0 wrap-anywhere">“{gone.name}” is removed.</span>
          <Button
            size="sm"
            variant="quiet"
            className="text-accent!"
            isPending={restore.isPending}
            onClick={() => restore.mutate({ id: gone.id })}
          >
            Undo
          </Button>
        </p>
      )}
      {views.length === 0 ? (
        <p className="text-sm text-ink-2">No view is saved yet. Narrow the list, then save its filters under a name.</p>
      ) : (
        <ul className="-my-1">
          {views.map((view) => (
            <ViewLine
              key={view.id}
              view={view}
              onShare={(isShared) => share.mutate({ id: view.id, isShared })}
              onDefault={(isDefault) => setDefault.mutate({ page, id: isDefault ? view.id : null })}
              onRemove={() => remove.mutate({ id: view.id }, { onSuccess: () => setGone(view) })}
            />
          ))}
        </ul>
      )}
    </Dialog>
  );
}

type LineProps = {
  readonly view: SavedView;
  readonly onShare: (isShared: boolean) => void;
  readonly onDefault: (isDefault: boolean) => void;
  readonly onRemove: () => void;
};

function ViewLine({ view, onShare, onDefault, onRemove }: LineProps) {
  const [isRenaming, setRenaming] = useState(false);
  return (
    <li className="border-b border-line py-2.5 last:border-b-0">
      {isRenaming ? (
        <Rename view={view} onDone={() => setRenaming(false)} />
      ) : (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="min-w-0 flex-1 basis-40">
            <span className="block text-sm font-medium wrap-anywhere">{view.name}</span>
            {!view.isOwn && <span className="block text-xs text-ink-3">shared by {view.owner}</span>}
          </span>
          {view.can.edit && (
            <Button size="sm" variant="quiet" aria-label={`Rename ${view.name}`} onClick={() => setRenaming(true)}>
              Rename
            </Button>
          )}
          {view.can.remove && (
            <Button size="sm" variant="quiet" aria-label={`Remove ${view.name}`} onClick={onRemove}>
              Remove
            </Button>
          )}
        </div>
      )}
      <div className="mt-1 flex flex-wrap gap-x-5 gap-y-1 text-xs text-ink-2">
        {view.can.edit && <Tick label="Shared with everyone" isOn={view.isShared} about={view.name} onChange={onShare} />}
        <Tick label="Opens first" isOn={view.isDefault} about={view.name} onChange={onDefault} />
      </div>
    </li>
  );
}

type TickProps = { readonly label: string; readonly isOn: boolean; readonly about: string; readonly onChange: (isOn: boolean) => void };

const Tick = ({ label, isOn, about, onChange }: TickProps) => (
  <label className="flex items-center gap-1.5 max-md:py-2">
    <input
      type="checkbox"
      className="size-3.5 accent-ink"
      aria-label={`${label}: ${about}`}
      checked={isOn}
      onChange={({ target }) => onChange(target.checked)}
    />
    {label}
  </label>
);

function Rename({ view, onDone }: { readonly view: SavedView; readonly onDone: () => void }) {
  const [name, setName] = useState(view.name);
  const { mutate, isPending, error } = useMutation(useTRPC().views.rename.mutationOptions({ onSuccess: onDone }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    mutate({ id: view.id, name });
  };
  const message = error === null ? null : (fieldErrorsOf(error)[0]?.message ?? sentenceOf(error));
  return (
    <form onSubmit={submit} noValidate className="flex items-start gap-2">
      <Field label="New name" isRequired isLabelHidden error={message} className="flex-1">
        {(control) => <Input {...control} value={name} maxLength={80} onChange={({ target }) => setName(target.value)} />}
      </Field>
      <Button type="submit" isPending={isPending}>
        Rename
      </Button>
      <Button variant="quiet" onClick={onDone}>
        Cancel
      </Button>
    </form>
  );
}
