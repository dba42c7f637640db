import { z } from "zod";

/** The dimensions in the order in which people read them: those that bound the overall level first. */
export const DIMENSIONS = {
  GOV: "Governance",
  SEC: "Security",
  HITL: "Human in the loop",
  PLT: "Platform",
  OBS: "Observability",
  FIN: "FinOps",
  DX: "Developer experience",
  ORG: "Organizational enablement",
} as const;
export type Dimension = keyof typeof DIMENSIONS;
export const DIMENSION_IDS = Object.keys(DIMENSIONS) as readonly Dimension[];
/** The lowest of these is the overall level. */
export const CORE_DIMENSIONS: readonly Dimension[] = ["GOV", "SEC", "HITL"];

export const LEVELS = { 1: "Ad hoc", 2: "Visible", 3: "Controlled", 4: "Measured", 5: "Assured" } as const;
export type Level = keyof typeof LEVELS;
/** Levels that have criteria. */
export const CRITERIA_LEVELS = [2, 3, 4, 5] as const satisfies readonly Level[];
export type CriteriaLevel = (typeof CRITERIA_LEVELS)[number];

/** Limits that an organisation sets for itself, and what they are until it does. */
export const LIMITS = { "limit.decisions_per_hour": 30, "limit.open_requests": 20 } as const;
export type LimitName = keyof typeof LIMITS;
export type Limits = Readonly<Record<LimitName, number>>;

const OPERATORS = ["=", ">=", "<=", ">"] as const;
const ConditionSchema = z
  .strictObject({
    op: z.enum(OPERATORS),
    value: z.number().optional(),
    setting: z.enum(Object.keys(LIMITS) as [LimitName, ...LimitName[]]).optional(),
    unit: z.string().optional(),
  })
  .refine(({ value, setting }) => (value === undefined) !== (setting === undefined), "a condition has a value or a setting")
  .transform(({ op, value, setting, unit }) => ({ op, bound: value ?? (setting as LimitName), unit: unit ?? null }));

const AutoSchema = z
  .strictObject({
    type: z.literal("auto"),
    signal: z.string(),
    threshold: z.string(),
    conditions: z.array(ConditionSchema).min(1),
    min_sample: z.number().int().positive(),
  })
  .transform(({ min_sample: minSample, ...check }) => ({ ...check, minSample }));

const AttestSchema = z
  .strictObject({ type: z.literal("attest"), signal: z.string(), threshold: z.string(), valid_days: z.number().int().positive() })
  .transform(({ valid_days: validDays, ...check }) => ({ ...check, validDays }));

const score = z.number().int().min(1).max(5);
const levelSchema = z.union(CRITERIA_LEVELS.map((level) => z.literal(level)));

const CriterionSchema = z
  .strictObject({
    id: z.string().regex(/^(GOV|SEC|HITL|PLT|OBS|FIN|DX|ORG)-[2-5]\.[1-9]$/),
    dimension: z.enum(Object.values(DIMENSIONS)),
    level: levelSchema,
    level_name: z.enum(Object.values(LEVELS)),
    core: z.boolean(),
    text: z.string().min(1),
    check: z.union([AutoSchema, AttestSchema]),
    maps: z.array(z.strictObject({ framework: z.string(), ref: z.string(), unverified: z.boolean().optional() })),
    remediation: z.strictObject({ action: z.string().min(1), risk: score, impact: score, effort: score }),
  })
  .refine(
    ({ id, dimension, level }) => DIMENSIONS[dimensionOf(id)] === dimension && Number(id.split("-")[1]?.[0]) === level,
    "an id says its dimension and its level",
  )
  .refine(({ level, level_name: name }) => LEVELS[level] === name, "a level has one name")
  .transform(({ id, level, core, text, check, maps, remediation }) => ({
    id,
    dimension: dimensionOf(id),
    level,
    isCore: core,
    text,
    check,
    maps: maps.map(({ framework, ref, unverified }) => ({ framework, ref, isUnverified: unverified === true })),
    remediation,
  }));

const RubricSchema = z
  .strictObject({ version: z.string().regex(/^\d{4}\.\d+$/), criteria: z.array(CriterionSchema).min(1) })
  .refine(({ criteria }) => new Set(criteria.map(({ id }) => id)).size === criteria.length, "an id is used once");

/** What a figure is held against: a number, or a limit of the organisation by its name. */
export type Condition = { readonly op: (typeof OPERATORS)[number]; readonly bound: number | LimitName; readonly unit: string | null };
type AutoCheck = {
  readonly type: "auto";
  readonly signal: string;
  readonly threshold: string;
  readonly conditions: readonly Condition[];
  readonly minSample: number;
};
type AttestedCheck = { readonly type: "attest"; readonly signal: string; readonly threshold: string; readonly validDays: number };

export type Criterion = {
  readonly id: string;
  readonly dimension: Dimension;
  readonly level: CriteriaLevel;
  readonly isCore: boolean;
  readonly text: string;
  readonly check: AutoCheck | AttestedCheck;
  readonly maps: readonly { readonly framework: string; readonly ref: string; readonly isUnverified: boolean }[];
  /** What to do about it; how much is at risk, how much it helps and what it takes, each from 1 to 5. */
  readonly remediation: { readonly action: string; readonly risk: number; readonly impact: number; readonly effort: number };
};

/** A version of the model: its criteria never change; another version has others. */
export type Rubric = { readonly version: string; readonly criteria: readonly Criterion[] };

/** The dimension that an id names. */
const dimensionOf = (id: string): Dimension => id.slice(0, id.indexOf("-")) as Dimension;

/** Reads a version of the rubric; throws on anything that is not one, since it comes with the product. */
export const parseRubric = (data: unknown): Rubric => RubricSchema.parse(data);
