"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ConfirmDialog } from "@/components/trpc/confirm-dialog";
import { sentenceOf } from "@/components/trpc/failure";
import { Loaded } from "@/components/trpc/loaded";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import { type OwnPasskey, PASSKEY_NAME_MAX_LENGTH } from "@/server/identity/passkey-schema";
import { EnrolFields } from "./enrol-fields";
import { useEnrol } from "./use-enrol";

type Open = { readonly kind: "enrol" } | { readonly kind: "rename" | "remove"; readonly passkey: OwnPasskey } | null;

/** The reader's own passkeys: with one an approver countersigns what is of high risk. */
export function Passkeys({ isApprover }: { readonly isApprover: boolean }) {
  const trpc = useTRPC();
  const passkeys = useQuery(trpc.identity.passkeys.list.queryOptions());
  const remove = useMutation(
    trpc.identity.passkeys.remove.mutationOptions({ onSuccess: () => void toast("The passkey is removed. It signs nothing more.") }),
  );
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  return (
    <Loaded query={passkeys} what="Your passkeys">
      {({ items, impossibleBecause, hasPassword }) => (
        <>
          <p className="max-w-xl text-sm text-pretty text-ink-2">
            {impossibleBecause === null
              ? `With a passkey (fingerprint, face, PIN or security key) ${isApprover ? "you countersign" : "approvers countersign"} approvals of high risk.`
              : `${impossibleBecause} Approvals of high risk take a password here instead.`}
          </p>
          <List items={items} onOpen={setOpen} />
          {impossibleBecause === null && (
            <Button className="mt-3" onClick={() => setOpen({ kind: "enrol" })}>
              Enrol a passkey…
            </Button>
          )}
          {open?.kind === "enrol" && <EnrolDialog hasPassword={hasPassword} onClose={close} />}
          {open?.kind === "rename" && <RenameDialog passkey={open.passkey} onClose={close} />}
          {open?.kind === "remove" && (
            <ConfirmDialog
              question={{
                title: `Remove “${open.passkey.name}”?`,
                consequence: "It signs nothing more from now on. What it countersigned stays countersigned, under this name.",
                verb: "Remove",
                act: () => remove.mutateAsync({ passkeyId: open.passkey.id }),
              }}
              onClose={close}
            />
          )}
        </>
      )}
    </Loaded>
  );
}

type ListProps = { readonly items: readonly OwnPasskey[]; readonly onOpen: (open: Open) => void };

function List({ items, onOpen }: ListProps) {
  if (items.length === 0) return <p className="mt-2 text-sm text-ink-3">You have none yet.</p>;
  return (
    <ul aria-label="Passkeys" className="mt-2 max-w-xl divide-y divide-line">
      {items.map((passkey) => (
        <li key={passkey.id} className="flex min-h-9 flex-wrap items-center gap-x-4 py-1.5 text-sm">
          <span className="min-w-40 flex-1 wrap-anywhere">
            {passkey.name}
            <span className="block text-xs text-ink-3">
              Enrolled <Time at={passkey.createdAt} format="relative" />,{" "}
              {passkey.lastUsedAt === null ? (
                "never used"
              ) : (
                <>
                  used <Time at={passkey.lastUsedAt} format="relative" />
                </>
              )}
            </span>
          </span>
          <span className="flex gap-1">
            <Button size="sm" variant="quiet" aria-label={`Rename ${passkey.name}`} onClick={() => onOpen({ kind: "rename", passkey })}>
              Rename
            </Button>
            <Button size="sm" variant="quiet" aria-label={`Remove ${passkey.name}`} onClick={() => onOpen({ kind: "remove", passkey })}>
              Remove
            </Button>
          </span>
        </li>
      ))}
    </ul>
  );
}

type DialogProps = { readonly onClose: () => void };

function EnrolDialog({ hasPassword, onClose }: DialogProps & { readonly hasPassword: boolean }) {
  const enrolling = useEnrol(hasPassword, (name) => {
    toast(`“${name}” is enrolled.`);
    onClose();
  });
  return (
    <FormDialog
      title="Enrol a passkey"
      description="Your browser asks for a fingerprint, face, PIN or security key next."
      verb="Go on"
      isPending={enrolling.isPending}
      onClose={onClose}
      onSubmit={enrolling.enrol}
    >
      <EnrolFields enrolling={enrolling} hasPassword={hasPassword} />
    </FormDialog>
  );
}

function RenameDialog({ passkey, onClose }: DialogProps & { readonly passkey: OwnPasskey }) {
  const [name, setName] = useState(passkey.name);
  const rename = useMutation(useTRPC().identity.passkeys.rename.mutationOptions({ onSuccess: onClose }));
  const isMissing = name.trim() === "";
  return (
    <FormDialog
      title="Rename the passkey"
      verb="Save"
      isPending={rename.isPending}
      error={rename.error === null ? null : sentenceOf(rename.error)}
      onClose={onClose}
      onSubmit={() => isMissing || rename.mutate({ passkeyId: passkey.id, name: name.trim() })}
    >
      <Field label="Name" isRequired error={isMissing ? "Give it a name." : null}>
        {(control) => (
          <Input {...control} maxLength={PASSKEY_NAME_MAX_LENGTH} value={name} onChange={({ target }) => setName(target.value)} />
        )}
      </Field>
    </FormDialog>
  );
}
