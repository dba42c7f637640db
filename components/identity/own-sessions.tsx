"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { sentenceOf } from "@/components/trpc/failure";
import { Loaded } from "@/components/trpc/loaded";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Button } from "@/components/ui/button";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";

/** Where the person is signed in: each session, and the way to end it. */
export function OwnSessions() {
  const trpc = useTRPC();
  const sessions = useQuery(trpc.identity.account.sessions.queryOptions());
  const onError = (error: { readonly message: string }) => void toast.error(sentenceOf(error));
  const revoke = useMutation(
    trpc.identity.account.revokeSession.mutationOptions({ onError, onSuccess: () => void toast("That session has ended.") }),
  );
  const revokeOthers = useMutation(
    trpc.identity.account.revokeOtherSessions.mutationOptions({
      onError,
      onSuccess: (count) => void toast(count === 1 ? "One other session has ended." : `${count} other sessions have ended.`),
    }),
  );
  return (
    <Loaded query={sessions} what="Your sessions">
      {(list) => (
        <>
          <ul className="max-w-xl divide-y divide-line">
            {list.map((session) => (
              <li key={session.id} className="flex min-h-9 items-center gap-4 py-1.5 text-sm">
                <span className="min-w-0 flex-1">
                  Signed in <Time at={session.startedAt} format="relative" />
                  {session.isCurrent && <span className="ml-1.5 text-xs text-ink-3">this one</span>}
                  <span className="block text-xs text-ink-3">
                    Ends by itself <Time at={session.expiresAt} format="relative" />
                  </span>
                </span>
                {!session.isCurrent && (
                  <Button size="sm" variant="quiet" isPending={revoke.isPending} onClick={() => revoke.mutate({ sessionId: session.id })}>
                    End
                  </Button>
                )}
              </li>
            ))}
          </ul>
          {list.length > 1 && (
            <Button className="mt-3" isPending={revokeOthers.isPending} onClick={() => revokeOthers.mutate()}>
              End all others
            </Button>
          )}
        </>
      )}
    </Loaded>
  );
}
