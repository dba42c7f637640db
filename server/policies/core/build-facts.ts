import type { Facts } from "./facts";
import type { RiskTier, SideEffect } from "./rule";

/** What the registry knows of the two parties of a call; null is not registered. */
export type Parties = {
  readonly agentName: string;
  readonly agent: {
    readonly teamName: string | null;
    readonly riskTier: RiskTier;
    readonly environment: string;
    readonly state: string;
  } | null;
  readonly toolName: string;
  readonly toolVersion: string | null;
  readonly tool: { readonly version: string; readonly sideEffect: SideEffect } | null;
  readonly isGranted: boolean;
};

export type CallFacts = Pick<Facts, "args" | "resource" | "impact" | "run" | "initiator">;

/** The facts of a call. An unregistered agent counts as of high risk in production, an unregistered tool as irreversible. */
export function buildFacts(parties: Parties, call: CallFacts, now: Date, zone: string): Facts {
  const { agent, tool } = parties;
  return {
    agent: {
      name: parties.agentName,
      team: agent?.teamName ?? null,
      riskTier: agent?.riskTier ?? "high",
      environment: agent?.environment ?? "production",
      state: agent?.state ?? "shadow",
      isRegistered: agent !== null && agent.state !== "shadow",
    },
    tool: {
      name: parties.toolName,
      version: parties.toolVersion ?? tool?.version ?? null,
      sideEffect: tool?.sideEffect ?? "irreversible",
      isRegistered: tool !== null,
      isGranted: parties.isGranted,
    },
    args: call.args,
    resource: call.resource,
    impact: call.impact,
    run: call.run,
    initiator: call.initiator,
    time: timeFacts(now, zone),
  };
}

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const formats = new Map<string, Intl.DateTimeFormat>();

/** The moment as the organisation's clock shows it. */
function timeFacts(now: Date, zone: string): Facts["time"] {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-US", { timeZone: zone, weekday: "short", hour: "numeric", hourCycle: "h23" });
    formats.set(zone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, value]));
  return { hour: Number(parts.hour), weekday: WEEKDAYS.indexOf(parts.weekday ?? "") + 1, iso: now.toISOString(), zone };
}
