"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { parseAsBoolean, parseAsString, useQueryState } from "nuqs";
import { useState } from "react";
import { ConfirmDialog, type Question } from "@/components/trpc/confirm-dialog";
import { sentenceOf } from "@/components/trpc/failure";
import { Loaded } from "@/components/trpc/loaded";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Input } from "@/components/ui/input";
import { PageHeader } from "@/components/ui/page-header";
import { toast } from "@/components/ui/toast";
import { EditPerson } from "./edit-person";
import { InvitePerson } from "./invite-person";
import { PeopleTable, type PersonAct } from "./people-table";
import { matchingPeople, type Person, peopleSentence } from "./prepare-people";
import { type Secret, SecretDialog } from "./secret-dialog";
import { SettingsTabs } from "./settings-tabs";

const linkSecret = (name: string, url: string): Secret => ({
  title: `Hand this link to ${name}`,
  description: "It lets them set a password. It works once, for three days.",
  label: "Setup link",
  value: url,
});

/** Everyone who may sign in: who they are, what they may do, and the ways to change it. */
export function PeoplePage() {
  const trpc = useTRPC();
  const list = useQuery(trpc.identity.people.list.queryOptions());
  const [search, setSearch] = useQueryState("q", parseAsString.withDefault("").withOptions({ throttleMs: 200 }));
  const [isInviting, setIsInviting] = useQueryState("invite", parseAsBoolean.withDefault(false));
  const [editedId, setEditedId] = useQueryState("person");
  const [question, setQuestion] = useState<Question | null>(null);
  const [secret, setSecret] = useState<Secret | null>(null);
  const issueLink = useMutation(trpc.identity.people.issueLink.mutationOptions({ onError: (error) => toast.error(sentenceOf(error)) }));
  const deactivate = useMutation(trpc.identity.people.deactivate.mutationOptions());
  const reactivate = useMutation(trpc.identity.people.reactivate.mutationOptions({ onError: (error) => toast.error(sentenceOf(error)) }));

  const act = (person: Person, what: PersonAct) => {
    const input = { personId: person.id };
    switch (what) {
      case "edit":
        return void setEditedId(person.id);
      case "link":
        return issueLink.mutate(input, { onSuccess: (link) => setSecret(linkSecret(person.name, link.url)) });
      case "reactivate":
        return reactivate.mutate(input, { onSuccess: () => toast(`${person.name} can sign in again.`) });
      case "deactivate":
        return setQuestion({
          title: `Deactivate ${person.name}?`,
          consequence: "Their sessions end at once and they cannot sign in. What they did stays on record, and you can reactivate them.",
          verb: "Deactivate",
          act: () => deactivate.mutateAsync(input),
        });
    }
  };
  const edited = list.data?.people.find((person) => person.id === editedId);
  const canManage = list.data?.canManage ?? false;
  return (
    <>
      <PageHeader
        title="People"
        state={list.data && peopleSentence(list.data.people)}
        actions={
          <>
            {list.data && (
              <Input
                aria-label="Search people"
                placeholder="Search"
                type="search"
                className="w-44!"
                value={search}
                onChange={(event) => void setSearch(event.target.value || null)}
              />
            )}
            {canManage && <Button onClick={() => void setIsInviting(true)}>Invite</Button>}
          </>
        }
      />
      <SettingsTabs />
      <Loaded query={list} what="The people">
        {({ people }) => {
          const shown = matchingPeople(people, search);
          if (shown.length > 0) return <PeopleTable people={shown} canManage={canManage} onAct={act} />;
          return (
            <EmptyState title="Nobody matches" action={<Button onClick={() => void setSearch(null)}>Show everyone</Button>}>
              No name, e-mail address, role or group contains “{search}”.
            </EmptyState>
          );
        }}
      </Loaded>
      {canManage && isInviting && (
        <InvitePerson onClose={() => void setIsInviting(null)} onInvited={(name, url) => setSecret(linkSecret(name, url))} />
      )}
      {canManage && edited && (
        <EditPerson key={edited.id} person={edited} people={list.data?.people ?? []} onClose={() => void setEditedId(null)} />
      )}
      {question && <ConfirmDialog question={question} onClose={() => setQuestion(null)} />}
      {secret && <SecretDialog secret={secret} onClose={() => setSecret(null)} />}
    </>
  );
}
