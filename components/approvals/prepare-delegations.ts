import { fromFieldTime } from "@/components/schedules/prepare-on-call";
import { DelegateInput } from "@/server/approvals/delegation-schema";

/** From now to tomorrow at five, on the reader's clocks: what the form begins with. */
export function firstWindow(now: Date): { readonly startsAt: Date; readonly endsAt: Date } {
  const endsAt = new Date(now);
  endsAt.setDate(endsAt.getDate() + 1);
  endsAt.setHours(17, 0, 0, 0);
  return { startsAt: now, endsAt };
}

/** What the form holds; null names mean all of them. */
export type Draft = {
  readonly whose: "mine" | "other";
  readonly fromId: string;
  readonly toId: string;
  readonly start: string;
  readonly end: string;
  readonly agents: readonly string[] | null;
  readonly tools: readonly string[] | null;
  readonly reason: string;
};
type Checked = { readonly input: DelegateInput | null; readonly errors: { readonly [field: string]: string } };

/** The draft as it is sent, or what is wrong with it, by field. To choose some and then none is not to choose all. */
export function checkDelegation({ whose, fromId, toId, start, end, agents, tools, reason }: Draft): Checked {
  const parsed = DelegateInput.safeParse({
    ...(whose === "mine" ? {} : { fromId }),
    toId,
    startsAt: fromFieldTime(start) ?? "",
    endsAt: fromFieldTime(end) ?? "",
    agents: agents ?? [],
    tools: tools ?? [],
    reason,
  });
  const errors: Record<string, string> = {};
  for (const issue of parsed.error?.issues ?? []) errors[String(issue.path[0])] ??= issue.message;
  if (fromId === "") errors.fromId = "Choose who is away.";
  if (agents?.length === 0) errors.agents = "Choose at least one agent, or all of them.";
  if (tools?.length === 0) errors.tools = "Choose at least one tool, or all of them.";
  return { input: parsed.success && Object.keys(errors).length === 0 ? parsed.data : null, errors };
}
