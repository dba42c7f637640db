import { z } from "zod";
import { isId } from "@/server/kernel/ids";
import { AGENT_STATES, type AgentState } from "./core/lifecycle";
import {
  AI_ACT_CLASSES,
  AI_ACT_ROLES,
  type AiActClass,
  type AiActRole,
  ENVIRONMENTS,
  type Environment,
  NAME_PATTERN,
  NAME_RULE,
  RISK_TIERS,
  type RiskTier,
  SIDE_EFFECTS,
  type SideEffect,
} from "./core/vocabulary";

/** What the gate knows about the agent that asks. */
export type GateAgent = {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string | null;
  readonly teamId: string | null;
  readonly teamName: string | null;
  readonly riskTier: RiskTier;
  readonly environment: Environment;
  readonly state: AgentState;
  readonly revision: number;
};

/** A JSON Schema (2020-12) as stored: an object, or true and false, which accept everything and nothing. */
export type JsonSchema = boolean | { readonly [key: string]: unknown };

/** What the gate knows about the tool that is asked for. An archived tool is unknown to it. */
export type GateTool = {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly sideEffect: SideEffect;
  readonly argsSchema: JsonSchema | null;
  readonly summary: string | null;
  readonly sensitiveArgs: readonly string[];
  readonly revision: number;
};

export const AgentNameSchema = z.string().regex(NAME_PATTERN, NAME_RULE);
/** Looks an agent up: a shadow agent may carry any name that the gate let through. */
export const AgentKey = z.string().min(1).max(128);
export const ToolNameSchema = z.string().regex(NAME_PATTERN, NAME_RULE);
export const AgentStateSchema = z.enum(AGENT_STATES);
export const RiskTierSchema = z.enum(RISK_TIERS);
export const SideEffectSchema = z.enum(SIDE_EFFECTS);
export const ReasonSchema = z
  .string()
  .trim()
  .min(3, "Say why, in a few words: the reason stays on the record.")
  .max(500, "Keep the reason under 500 characters.");
const Revision = z.int().min(1);

const RiskReason = z.string().trim().min(3, "Say why in a few words.").max(1_000, "Keep the reason under 1,000 characters.");
const OutOfBounds = z
  .array(z.string().trim().min(3, "Name the use in a few words.").max(300, "Keep each use under 300 characters."))
  .max(20, "Name 20 uses at most.");
const Day = z.iso.date("Give the day as YYYY-MM-DD.");

/**
 * What can be said about an agent, by `PUT /api/v1/agents/{name}`, the form and the seed alike. What is absent stays as
 * it is; for a new agent it is the careful value (a draft in production of the highest risk, with no tools).
 */
export const AgentInput = z.strictObject({
  purpose: z.string().trim().max(2_000, "Keep the purpose under 2,000 characters.").optional(),
  owner: z.email("Give the owner's e-mail address.").nullable().optional(),
  team: z.string().trim().min(1).max(80).nullable().optional(),
  riskTier: RiskTierSchema.optional(),
  /** Why it is of its tier. */
  riskReason: RiskReason.nullable().optional(),
  /** What the organisation is to it under the EU AI Act, and the class it is in there; null while nobody has assessed it. */
  aiActRole: z.enum(AI_ACT_ROLES).nullable().optional(),
  aiActClass: z.enum(AI_ACT_CLASSES).nullable().optional(),
  /** What it must not be used for, one use each. */
  outOfBounds: OutOfBounds.optional(),
  /** The day by which it is to be reviewed again. */
  reviewDue: Day.nullable().optional(),
  environment: z.enum(ENVIRONMENTS).optional(),
  state: z
    .enum(["draft", "live", "retired"], "An edit may set draft, live or retired. Use kill and restore to stop and start again.")
    .optional(),
  tools: z.array(ToolNameSchema).max(500).optional(),
  /** The revision that the edit is based on: another one by now is a conflict. Absent means the last word wins. */
  revision: Revision.optional(),
});
export type AgentInput = z.infer<typeof AgentInput>;

export const RegisterAgentInput = z.object({ name: AgentNameSchema, agent: AgentInput });
export const UpdateAgentInput = z.object({ name: AgentKey, agent: AgentInput });

/** Kill and restore: which agent, and why. */
export const StopInput = z.object({ name: AgentKey, reason: ReasonSchema });
export type StopInput = z.infer<typeof StopInput>;
/** `id` is the wish that the person saw: agreeing to one says nothing about the next. */
export const RestoreInput = z.object({ name: AgentKey, id: z.string().min(1).max(64) });

/** A JSON pointer (RFC 6901) into the arguments. */
const Pointer = z
  .string()
  .max(200)
  .regex(/^(\/([^~/]|~[01])*)+$/, 'Write a JSON pointer such as "/customer/taxId".');

export const ToolInput = z.strictObject({
  version: z.string().trim().min(1, "Name the version.").max(64),
  description: z.string().trim().min(1, "Say in a sentence what the tool does.").max(2_000),
  sideEffect: SideEffectSchema,
  /** JSON Schema 2020-12 of the arguments; null when none is known. */
  argsSchema: z
    .union([z.boolean(), z.record(z.string(), z.unknown())])
    .nullable()
    .default(null),
  /** Plain words for a call; `{name}` stands for an argument. */
  summary: z.string().trim().min(1).max(300).nullable().default(null),
  sensitiveArgs: z.array(Pointer).max(100).default([]),
  revision: Revision.optional(),
});
export type ToolInput = z.infer<typeof ToolInput>;

export const PutToolInput = z.object({ name: ToolNameSchema, tool: ToolInput });

export const TeamName = z.string().trim().min(1, "Give the team a name.").max(80, "Keep the name under 80 characters.");

export const ListAgentsInput = z.object({
  /** Shadows are listed apart: they are what nobody answers for yet. */
  group: z.enum(["registered", "shadow", "all"]).default("all"),
  search: z.string().trim().max(128).default(""),
  state: AgentStateSchema.nullish(),
  team: z.string().max(80).nullish(),
  risk: RiskTierSchema.nullish(),
  cursor: z.string().max(512).nullish(),
  limit: z.int().min(1).max(200).default(100),
});
export type ListAgentsInput = z.input<typeof ListAgentsInput>;

/** `GET /api/v1/agents`. */
export const ListAgentsQuery = z.strictObject({
  state: AgentStateSchema.optional(),
  team: z.string().max(80).optional(),
  risk: RiskTierSchema.optional(),
  cursor: z.string().max(512).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export type PersonRef = { readonly id: string; readonly name: string; readonly email: string };

/** Someone's wish that a killed agent work again, while it waits for a second person. */
export type RestoreView = {
  readonly id: string;
  readonly by: { readonly id: string; readonly name: string };
  readonly reason: string;
  readonly askedAt: string;
  readonly lapsesAt: string;
};

/** One agent as people see it in the list. Times are ISO strings. */
export type AgentRow = {
  readonly id: string;
  readonly name: string;
  readonly purpose: string;
  readonly owner: PersonRef | null;
  readonly team: { readonly id: string; readonly name: string } | null;
  readonly riskTier: RiskTier;
  /** Why it is of its tier; null while nobody has said. */
  readonly riskReason: string | null;
  readonly aiActRole: AiActRole | null;
  readonly aiActClass: AiActClass | null;
  /** What it must not be used for. */
  readonly outOfBounds: readonly string[];
  /** The day by which it is to be reviewed again, YYYY-MM-DD. */
  readonly reviewDue: string | null;
  readonly environment: Environment;
  readonly state: AgentState;
  readonly stateReason: string | null;
  readonly stateAt: string;
  /** Who wants it to work again, if it is stopped and someone does. */
  readonly restore: RestoreView | null;
  /** Names of the granted tools. */
  readonly toolNames: readonly string[];
  readonly firstSeenAt: string;
  readonly updatedAt: string;
  readonly revision: number;
};

export type AgentCounts = {
  readonly states: Readonly<Record<AgentState, number>>;
  readonly can: { readonly register: boolean; readonly editCatalogue: boolean };
};

/** A step in the life of an agent, with who took it and why. */
export type AgentStateChange = {
  readonly revision: number;
  readonly from: AgentState | null;
  readonly to: AgentState;
  readonly reason: string | null;
  readonly by: string;
  readonly at: string;
};

export type GrantedTool = {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly sideEffect: SideEffect;
  readonly isArchived: boolean;
  readonly grantedAt: string;
};

export type AgentView = AgentRow & {
  /** Who brought the agent into its state: a person's or a key's name, or Reeve. */
  readonly stateBy: string;
  readonly tools: readonly GrantedTool[];
  readonly history: readonly AgentStateChange[];
  readonly can: {
    readonly edit: boolean;
    readonly kill: boolean;
    /** Ask that it work again; agree to what someone asked; take back or turn down what was asked. */
    readonly askRestore: boolean;
    readonly confirmRestore: boolean;
    readonly withdrawRestore: boolean;
    readonly retire: boolean;
  };
};

export type ToolRow = GateTool & {
  readonly agentCount: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly archivedAt: string | null;
};
export type ToolView = ToolRow & {
  readonly agents: readonly { readonly name: string; readonly state: AgentState }[];
  readonly can: { readonly edit: boolean };
};

export type TeamRow = {
  readonly id: string;
  readonly name: string;
  /** Who pays, as the books of the company know it. */
  readonly costCentre: string | null;
  readonly agentCount: number;
  readonly createdAt: string;
  readonly archivedAt: string | null;
};

/** An agent as the machine API tells it; what can be said back by PUT has the same names. */
export const AgentResource = z.object({
  name: z.string(),
  purpose: z.string(),
  owner: z.string().nullable(),
  team: z.string().nullable(),
  riskTier: RiskTierSchema,
  riskReason: z.string().nullable(),
  aiActRole: z.enum(AI_ACT_ROLES).nullable(),
  aiActClass: z.enum(AI_ACT_CLASSES).nullable(),
  outOfBounds: z.array(z.string()),
  reviewDue: z.string().nullable(),
  environment: z.enum([...ENVIRONMENTS, "unknown"]),
  state: AgentStateSchema,
  stateReason: z.string().nullable(),
  stateAt: z.string(),
  tools: z.array(z.string()),
  firstSeenAt: z.string(),
  updatedAt: z.string(),
  revision: Revision,
});
export type AgentResource = z.infer<typeof AgentResource>;

export const SetGrantInput = z.object({ agent: AgentKey, tool: ToolNameSchema, isGranted: z.boolean() });
export const ArchiveToolInput = z.object({ name: ToolNameSchema, isArchived: z.boolean() });
const TeamId = z.string().refine((id) => isId("team", id), "is not the id of a team");
/** `from` is the name that the person saw: another one by now is a conflict. */
export const RenameTeamInput = z.object({ id: TeamId, from: TeamName, to: TeamName });
const CostCentre = z.string().trim().min(1, "Say what the books call it.").max(40, "Keep it under 40 characters.");
/** `from` is what the person saw: another one by now is a conflict. */
export const SetCostCentreInput = z.object({ id: TeamId, from: CostCentre.nullable(), to: CostCentre.nullable() });
export const ArchiveTeamInput = z.object({ id: TeamId, isArchived: z.boolean() });
