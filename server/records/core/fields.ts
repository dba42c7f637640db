import { z } from "zod";

/** One figure or word of a kind of record: how it is checked, and how a form asks for it. */
export type FieldSpec<S extends z.ZodType = z.ZodType> = {
  readonly schema: S;
  readonly label: string;
  readonly control: "number" | "flag" | "choice" | "day" | "moment" | "text";
  readonly hint?: string;
  /** Of a choice: what can be chosen, with its words. */
  readonly choices?: Readonly<Record<string, string>>;
};

const MOST = 1_000_000_000;

/** A whole number of things, 0 or more. */
export const count = (label: string, hint?: string) => field(z.int().min(0).max(MOST), "number", label, hint);
/** A measured number, 0 or more. */
export const measure = (label: string, hint?: string) => field(z.number().min(0).max(MOST), "number", label, hint);
/** A share from 0 to 1. */
export const share = (label: string, hint = "From 0 to 1.") => field(z.number().min(0).max(1), "number", label, hint);
export const flag = (label: string, hint?: string) => field(z.boolean(), "flag", label, hint);
export const day = (label: string, hint?: string) => field(z.iso.date("Give the day as YYYY-MM-DD."), "day", label, hint);
export const moment = (label: string, hint?: string) =>
  field(z.iso.datetime({ offset: true, error: "Give the time with its zone, as 2026-11-20T16:00:00Z." }), "moment", label, hint);
/** A name or a short reference. */
export const text = (label: string, hint?: string) => field(z.string().trim().min(1).max(200), "text", label, hint);

/** One of a few words. */
export const choice = <const C extends Readonly<Record<string, string>>>(label: string, choices: C, hint?: string) => ({
  ...field(z.enum(Object.keys(choices) as (keyof C & string)[]), "choice" as const, label, hint),
  choices,
});

/** The same where nothing is known, or nothing happened yet. */
export const maybe = <S extends z.ZodType>({ schema, ...rest }: FieldSpec<S>): FieldSpec<z.ZodDefault<z.ZodNullable<S>>> => ({
  ...rest,
  schema: schema.nullable().default(null as never),
});

const field = <S extends z.ZodType>(schema: S, control: FieldSpec["control"], label: string, hint?: string): FieldSpec<S> => ({
  schema,
  control,
  label,
  ...(hint === undefined ? {} : { hint }),
});

/** What a record of a kind is about: `must` be said, `may` be said, or is not asked for. */
export type About = { readonly agent?: "must" | "may"; readonly person?: "must"; readonly team?: "must" | "may" };

export type KindSpec = {
  readonly label: string;
  /** What one record of it says, for who writes one. */
  readonly says: string;
  /** The criteria that are computed from it. */
  readonly criteria: readonly string[];
  readonly about: About;
  readonly facts: Readonly<Record<string, FieldSpec>>;
  /** Facts of which the first may not be more, or later, than the second. */
  readonly atMost?: readonly (readonly [string, string])[];
  readonly needsLink?: boolean;
};
