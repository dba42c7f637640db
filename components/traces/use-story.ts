"use client";

import { useQueries, useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { isForbidden } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import type { Skeleton } from "@/server/traces/schema";
import type { AppRouter } from "@/server/trpc/root";
import type { StoryAction, StoryFacts } from "./story-schema";
import { turnsOf } from "./tell-story";

/** As many steps are read for what was said, and as many actions for who decided; the rest is told without. */
const MOST_READ = 20;

/** The steps whose words a story quotes: the first, the last, and those upon which the gate was or should have been asked. */
function quotedOf(skeleton: Skeleton): string[] {
  const turns = turnsOf(skeleton).filter(({ decision }) => decision !== null);
  const isNotable = (turn: (typeof turns)[number]) => turn.deeds.some(({ actionId, isUngoverned }) => actionId !== null || isUngoverned);
  const ordered = [...turns.slice(0, 1), ...turns.slice(-1), ...turns.filter(isNotable), ...turns];
  const ids = [skeleton.spanId[0], ...ordered.map(({ decision }) => decision?.spanId)].filter((id) => id !== undefined);
  return [...new Set(ids)].slice(0, MOST_READ);
}

/** What a story is told from, read step by step. */
export function useStoryFacts(skeleton: Skeleton): { facts: StoryFacts; isReading: boolean; isClosed: boolean } {
  const trpc = useTRPC();
  const { traceId } = skeleton.trace;
  const spanIds = quotedOf(skeleton);
  const actionIds = skeleton.words
    .filter((word) => word.startsWith("act_"))
    .filter((word) => isAction(skeleton, word))
    .slice(0, MOST_READ);
  const steps = useQueries({
    queries: spanIds.map((spanId) => trpc.traces.step.queryOptions({ traceId, spanId }, { staleTime: 60_000 })),
  });
  const actions = useQueries({ queries: actionIds.map((id) => trpc.actions.byId.queryOptions({ id }, { staleTime: 60_000 })) });
  const approvals = useQuery(trpc.approvals.ofActions.queryOptions({ actionIds }, { enabled: actionIds.length > 0 }));
  const cards = useQueries({
    queries: (approvals.data ?? []).map(({ id }) => trpc.approvals.byId.queryOptions({ id }, { staleTime: 60_000 })),
  });
  const decided = new Map(cards.flatMap(({ data }) => (data === undefined ? [] : [[data.actionId, data.decided] as const])));
  const facts: StoryFacts = {
    contents: new Map(steps.flatMap(({ data }, i) => (data === undefined ? [] : [[spanIds[i] ?? "", data] as const]))),
    actions: new Map(
      actions.flatMap(({ data }) => {
        if (data === undefined) return [];
        const approvalId = approvals.data?.find(({ actionId }) => actionId === data.id)?.id ?? null;
        return [[data.id, storyAction(data, approvalId, decided.get(data.id)?.by?.name ?? null)] as const];
      }),
    ),
  };
  return {
    facts,
    isReading: [...steps, ...actions, ...cards].some(({ isPending }) => isPending),
    isClosed: steps.some(({ error }) => isForbidden(error)),
  };
}

type Action = inferRouterOutputs<AppRouter>["actions"]["byId"];

function storyAction(action: Action, approvalId: string | null, decidedBy: string | null): StoryAction {
  const { id, summary, decision, rule, createdAt, decidedAt, record } = action;
  const named = rule === null ? null : { ...rule, name: record.evaluation?.rule?.name ?? rule.id };
  return { id, summary, decision, rule: named, grantId: record.grantId ?? null, askedAt: createdAt, decidedAt, approvalId, decidedBy };
}

const isAction = ({ words, action }: Skeleton, id: string): boolean => {
  const place = words.indexOf(id);
  return action.includes(place);
};
