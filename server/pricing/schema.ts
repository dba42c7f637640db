import { z } from "zod";
import type { TokenClass } from "@/server/kernel/cost";
import type { Gap } from "./core/gaps";
import type { Rates } from "./core/rates";

const name = z.string().trim().min(1, "is missing").max(200, "is longer than 200 characters");
const id = z.string().min(1).max(64);

/** US dollars per million tokens as people write them: to the millionth of a dollar, so that every cost is exact. */
const UsdPerMillion = z
  .string()
  .trim()
  .regex(/^\d{1,6}(\.\d{1,6})?$/, "is not an amount in US dollars with at most six decimals, like 2.50");

export const SERVICE_TIERS = ["standard", "batch", "flex", "priority"] as const;

export const SetPriceInput = z
  .object({
    provider: name,
    model: name,
    serviceTier: z.enum(SERVICE_TIERS).default("standard"),
    contract: name,
    startsAt: z.iso.datetime({ offset: true }),
    endsAt: z.iso.datetime({ offset: true }).nullable().default(null),
    rates: z.object({
      input: UsdPerMillion,
      output: UsdPerMillion,
      cacheRead: UsdPerMillion.optional(),
      cacheWrite5m: UsdPerMillion.optional(),
      cacheWrite1h: UsdPerMillion.optional(),
      reasoning: UsdPerMillion.optional(),
    }),
  })
  .refine(({ startsAt, endsAt }) => endsAt === null || Date.parse(endsAt) > Date.parse(startsAt), {
    path: ["endsAt"],
    message: "is not after the start",
  });
export type SetPriceInput = z.infer<typeof SetPriceInput>;

export const SetAliasInput = z.object({
  name,
  /** Of whose deployment the name is; null for anyone's. */
  provider: name.nullable().default(null),
  toProvider: name,
  toModel: name,
});
export type SetAliasInput = z.infer<typeof SetAliasInput>;

export const RemoveInput = z.object({ id });

export const ListPricesInput = z.object({
  search: z.string().trim().max(200).default(""),
  provider: name.nullable().default(null),
  cursor: z.string().max(500).nullish(),
  limit: z.number().int().min(1).max(200).default(60),
});
export type ListPricesInput = z.infer<typeof ListPricesInput>;

/** One unit price in force, as pages read it. Rates are micro-USD per million tokens. */
export type PriceView = {
  readonly id: string;
  readonly source: "catalogue" | "contract";
  readonly provider: string;
  readonly model: string;
  readonly name: string | null;
  readonly serviceTier: string;
  readonly startsAt: string | null;
  readonly endsAt: string | null;
  readonly hours: { readonly from: number; readonly to: number } | null;
  readonly rates: Rates;
  readonly contract: string | null;
  readonly sinceVersion: number;
};

export type AliasView = {
  readonly id: string;
  readonly name: string;
  readonly provider: string | null;
  readonly toProvider: string;
  readonly toModel: string;
  readonly sinceVersion: number;
};

export type VersionView = {
  readonly version: number;
  readonly at: string;
  readonly cause: "catalogue" | "contract" | "alias";
  readonly catalogue: string;
  readonly added: number;
  readonly removed: number;
  readonly by: string | null;
  /** What it did to steps priced before; null where there was nothing to do. */
  readonly repricing: {
    readonly state: "waiting" | "running" | "done" | "joined";
    readonly stepsInAll: string;
    readonly stepsSeen: string;
    readonly stepsChanged: string;
    readonly differenceMicroUsd: string;
  } | null;
};

/** Days on which nothing is agreed for a model that has a price of a contract, and how its calls are counted then. */
export type GapView = Gap & { readonly countedBy: "list" | "nothing" };

export type PriceTableView = {
  readonly version: number;
  readonly catalogue: string;
  /** When the catalogue in force was taken. */
  readonly catalogueAt: string;
  readonly contracts: readonly PriceView[];
  readonly gaps: readonly GapView[];
  readonly aliases: readonly AliasView[];
  readonly versions: readonly VersionView[];
  readonly providers: readonly { readonly id: string; readonly name: string }[];
  readonly can: { readonly edit: boolean };
};

export type PricePage = { readonly items: readonly PriceView[]; readonly nextCursor: string | null };

export const RATE_CLASSES = ["input", "output", "cacheRead", "cacheWrite5m", "cacheWrite1h", "reasoning"] as const satisfies TokenClass[];
