import { z } from "zod";
import { isId } from "@/server/kernel/ids";
import { quarterOf } from "./core/plan";
import { DIMENSION_IDS, type Dimension, LIMITS, type LimitName } from "./core/rubric";

const reason = z.string().trim().min(3, "Say why.").max(2_000);
const day = z.iso.date();
const criterion = z.string().regex(/^[A-Z]{2,4}-[2-5]\.[1-9]$/, "is not the id of a criterion");
const dimension = z.enum(DIMENSION_IDS as [Dimension, ...Dimension[]]);
const personId = z.string().refine((text) => isId("person", text), "is not the id of a person");
const revision = z.number().int().positive();
const level = z.union([z.literal(2), z.literal(3), z.literal(4), z.literal(5)]);

export const CriterionInput = z.object({ id: criterion });
export const HistoryInput = z.object({ days: z.number().int().min(1).max(730).default(91) });
export const SnapshotInput = z.object({ id: z.string().refine((text) => isId("maturitySnapshot", text), "is not the id of a snapshot") });

/** A link, or a file that stays where it is and is named by its SHA-256 (64 hexadecimal digits). */
const EvidenceSchema = z.union([
  z.object({ link: z.url({ protocol: /^https?$/, error: "Give a link that begins with https://" }).max(2_000) }),
  z.object({ fileName: z.string().trim().min(1).max(200), digest: z.string().regex(/^[0-9a-f]{64}$/, "is not a SHA-256") }),
]);

/** What a person says of an attested criterion. What is said to be met needs evidence; it expires after so many days. */
export const AttestInput = z
  .object({
    criterion,
    isMet: z.boolean(),
    rationale: reason,
    evidence: EvidenceSchema.nullable(),
    validDays: z.number().int().min(1).max(365),
  })
  .refine(({ isMet, evidence }) => !isMet || evidence !== null, { path: ["evidence"], message: "Give a link or a file that shows it." });
/** The level at which a person sees a dimension. */
export const AssessInput = z.object({ dimension, level: z.number().int().min(1).max(5), rationale: reason });
/** What is settled where two verdicts differ: 0 or 1 of a criterion, a level of a dimension. */
export const ResolveInput = z.object({
  id: z.string().refine((text) => isId("maturityRound", text), "is not the id of an assessment"),
  verdict: z.number().int().min(0).max(5),
  reason,
});

export const WaiveInput = z.object({ criterion, ownerId: personId, reason, until: day });
export const WaiverInput = z.object({ id: z.string().refine((text) => isId("maturityWaiver", text), "is not the id of a waiver") });
export const ExcludeInput = z.object({ criterion, reason });
export const ExclusionInput = z.object({
  id: z.string().refine((text) => isId("maturityExclusion", text), "is not the id of an exclusion"),
});

/** Empty: the organisation. */
const scope = z.union([
  z.literal(""),
  z.enum(["tier:low", "tier:medium", "tier:high"]),
  z.string().refine((text) => text.startsWith("team:") && isId("team", text.slice(5)), "is not a team"),
]);
/** A level that is aimed at; `isSet: false` takes it away. `ALL` is the overall level. */
export const TargetInput = z.object({
  subject: z.union([z.literal("ALL"), dimension]),
  scope: scope.default(""),
  level,
  dueOn: day.nullable(),
  isSet: z.boolean().default(true),
});

export const CRITERION_FIGURES = ["weight", "risk", "impact", "effort"] as const;
export type CriterionFigure = (typeof CRITERION_FIGURES)[number];
const oneToFive = z.number().int().min(1).max(5).nullable();
/** A figure in the place of the rubric's; null gives the rubric's back. */
export const FigureInput = z.union([
  z.object({ subject: criterion, figure: z.enum(CRITERION_FIGURES), value: oneToFive }),
  z.object({ subject: dimension, figure: z.literal("weight"), value: oneToFive }),
  z.object({
    subject: z.enum(Object.keys(LIMITS) as [LimitName, ...LimitName[]]),
    figure: z.literal("limit"),
    value: z.number().int().min(1).max(10_000).nullable(),
  }),
]);
export type FigureInput = z.infer<typeof FigureInput>;

const itemId = z.string().refine((text) => isId("maturityItem", text), "is not the id of an item");
export const AddItemInput = z.object({ criterion, ownerId: personId, dueOn: day });
export const EditItemInput = z.object({ id: itemId, revision, ownerId: personId, dueOn: day });
/**
 * Before another item of the quarter, or at its end. An item that changes its quarter is due on the last day of the new one, unless a
 * day of it is named.
 */
export const MoveItemInput = z
  .object({
    id: itemId,
    revision,
    quarter: z.string().regex(/^\d{4}-Q[1-4]$/),
    before: itemId.nullable(),
    dueOn: day.nullable().default(null),
  })
  .refine(({ quarter, dueOn }) => dueOn === null || quarterOf(dueOn) === quarter, {
    path: ["dueOn"],
    message: "is not a day of the quarter",
  });
export const CloseItemInput = z.object({ id: itemId, revision, outcome: z.enum(["done", "dropped"]) });
