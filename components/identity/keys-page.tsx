"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { parseAsBoolean, useQueryState } from "nuqs";
import { useState } from "react";
import { ConfirmDialog, type Question } from "@/components/trpc/confirm-dialog";
import { Loaded } from "@/components/trpc/loaded";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { KeyForm } from "./key-form";
import { type KeyOfSettings, KeysTable } from "./keys-table";
import { type Secret, SecretDialog } from "./secret-dialog";
import { SettingsTabs } from "./settings-tabs";
import { SigningKeys } from "./signing-keys";

function sentence(keys: readonly KeyOfSettings[]): string {
  const live = keys.filter((key) => key.revokedAt === null).length;
  if (live === 0) return "No key works at the moment: no agent can reach the gate.";
  return `${live} ${live === 1 ? "key works" : "keys work"}. Agents show one with each request.`;
}

/** The keys of the machine API: what each may do, when it was last used, and the way to end it. */
export function KeysPage() {
  const trpc = useTRPC();
  const list = useQuery(trpc.identity.keys.list.queryOptions());
  const revoke = useMutation(trpc.identity.keys.revoke.mutationOptions());
  const [isMaking, setIsMaking] = useQueryState("new", parseAsBoolean.withDefault(false));
  const [isShowingRevoked, setIsShowingRevoked] = useQueryState("revoked", parseAsBoolean.withDefault(false));
  const [question, setQuestion] = useState<Question | null>(null);
  const [secret, setSecret] = useState<Secret | null>(null);
  const canManage = list.data?.canManage ?? false;
  const askToRevoke = (key: KeyOfSettings) =>
    setQuestion({
      title: `Revoke ${key.name}?`,
      consequence: "Whatever uses it is refused from its next request on. A revoked key cannot be brought back.",
      verb: "Revoke",
      act: () => revoke.mutateAsync({ keyId: key.id }),
    });
  const make = <Button onClick={() => void setIsMaking(true)}>Create a key</Button>;
  return (
    <>
      <PageHeader title="API keys" state={list.data && sentence(list.data.keys)} actions={canManage && make} />
      <SettingsTabs />
      <Loaded query={list} what="The keys">
        {({ keys }) => {
          const revoked = keys.filter((key) => key.revokedAt !== null);
          const shown = isShowingRevoked ? keys : keys.filter((key) => key.revokedAt === null);
          return (
            <>
              {shown.length === 0 ? (
                <EmptyState title="Keys of the machine API will be here" action={canManage && make}>
                  An agent needs a key to ask the gate. Create one for each agent, so that one can be ended without the others.
                </EmptyState>
              ) : (
                <KeysTable keys={shown} canManage={canManage} onRevoke={askToRevoke} />
              )}
              {revoked.length > 0 && (
                <p className="px-4 py-3 md:px-6">
                  <Button
                    size="sm"
                    variant="quiet"
                    aria-pressed={isShowingRevoked}
                    onClick={() => void setIsShowingRevoked(isShowingRevoked ? null : true)}
                  >
                    {isShowingRevoked ? "Hide revoked keys" : `Show ${revoked.length} revoked`}
                  </Button>
                </p>
              )}
            </>
          );
        }}
      </Loaded>
      <SigningKeys />
      {canManage && isMaking && (
        <KeyForm
          onClose={() => void setIsMaking(null)}
          onMade={(name, value) =>
            setSecret({ title: `Copy the key ${name}`, description: "Give it to the agent as its API key.", label: "API key", value })
          }
        />
      )}
      {question && <ConfirmDialog question={question} onClose={() => setQuestion(null)} />}
      {secret && <SecretDialog secret={secret} onClose={() => setSecret(null)} />}
    </>
  );
}
