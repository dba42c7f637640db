import type { TokenClass } from "@/server/kernel/cost";

/** Tokens of one class that one agent used in one period, at one price. */
export type FocusCharge = {
  readonly agent: string | null;
  readonly team: string | null;
  readonly provider: string;
  readonly model: string;
  readonly tokenClass: TokenClass;
  readonly tokens: bigint;
  /** In micro-USD per million tokens, which is pico-USD per token. */
  readonly listed: bigint;
  readonly agreed: bigint;
  /** Cost that belongs to no tokens, in pico-USD: what was corrected after its tokens had gone. */
  readonly adjustment?: bigint;
};

export type FocusPeriod = { readonly start: string; readonly end: string; readonly billingStart: string; readonly billingEnd: string };
export type FocusAccount = { readonly name: string; readonly providers: ReadonlyMap<string, string> };

/** A whole number of parts of one as a decimal without an exponent: 1250000 of a millionth is 1.25. */
export function decimalOf(amount: bigint, digits: number): string {
  const size = (amount < 0n ? -amount : amount).toString().padStart(digits + 1, "0");
  const fraction = size.slice(-digits).replace(/0+$/, "");
  return `${amount < 0n ? "-" : ""}${size.slice(0, -digits)}${fraction === "" ? "" : `.${fraction}`}`;
}

const METERS: Readonly<Record<TokenClass, string>> = {
  input: "Input Tokens",
  cacheRead: "Cached Input Tokens",
  cacheWrite5m: "Cache Write Tokens (5 minutes)",
  cacheWrite1h: "Cache Write Tokens (1 hour)",
  output: "Output Tokens",
  reasoning: "Reasoning Tokens",
};

type Context = FocusCharge & { readonly period: FocusPeriod; readonly account: FocusAccount };
type Write = (charge: Context) => string | null;

const isAdjusted = ({ adjustment }: FocusCharge) => adjustment !== undefined;
/** Pico-USD as US dollars, exactly: factors are whole numbers, so their product has no more than twelve decimals. */
const usd = (pico: bigint) => decimalOf(pico, 12);
const costAt =
  (unit: "listed" | "agreed"): Write =>
  (charge) =>
    usd(charge.adjustment ?? charge[unit] * charge.tokens);
const used =
  (write: Write): Write =>
  (charge) =>
    isAdjusted(charge) ? null : write(charge);
const skuOf = ({ provider, model, tokenClass }: FocusCharge) => `${provider}/${model}/${tokenClass}`;
const providerName: Write = ({ provider, account }) => account.providers.get(provider) ?? provider;

/** The columns of FOCUS 1.2 that apply to tokens, in the order of their names; then our own. */
const COLUMNS: readonly (readonly [id: string, write: Write])[] = [
  ["BilledCost", costAt("agreed")],
  ["BillingAccountId", ({ account }) => account.name],
  ["BillingAccountName", ({ account }) => account.name],
  ["BillingCurrency", () => "USD"],
  ["BillingPeriodEnd", ({ period }) => period.billingEnd],
  ["BillingPeriodStart", ({ period }) => period.billingStart],
  ["ChargeCategory", (charge) => (isAdjusted(charge) ? "Adjustment" : "Usage")],
  ["ChargeClass", () => null],
  ["ChargeDescription", ({ model, tokenClass, agent }) => `${METERS[tokenClass]} of ${model}${agent === null ? "" : ` by ${agent}`}`],
  ["ChargeFrequency", () => "Usage-Based"],
  ["ChargePeriodEnd", ({ period }) => period.end],
  ["ChargePeriodStart", ({ period }) => period.start],
  ["ConsumedQuantity", used(({ tokens }) => tokens.toString())],
  ["ConsumedUnit", used(() => "Tokens")],
  ["ContractedCost", costAt("agreed")],
  ["ContractedUnitPrice", used(({ agreed }) => decimalOf(agreed, 6))],
  ["EffectiveCost", costAt("agreed")],
  ["InvoiceIssuerName", providerName],
  ["ListCost", costAt("listed")],
  ["ListUnitPrice", used(({ listed }) => decimalOf(listed, 6))],
  ["PricingCategory", used(() => "Standard")],
  ["PricingQuantity", used(({ tokens }) => decimalOf(tokens, 6))],
  ["PricingUnit", used(() => "1000000 Tokens")],
  ["ProviderName", providerName],
  ["PublisherName", providerName],
  ["ResourceId", ({ agent }) => agent],
  ["ResourceName", ({ agent }) => agent],
  ["ResourceType", ({ agent }) => (agent === null ? null : "Agent")],
  ["ServiceCategory", () => "AI and Machine Learning"],
  ["ServiceName", (charge) => `Models of ${providerName(charge)}`],
  ["ServiceSubcategory", () => "Generative AI"],
  ["SkuId", skuOf],
  ["SkuMeter", ({ tokenClass }) => METERS[tokenClass]],
  ["SkuPriceDetails", used(({ tokenClass }) => JSON.stringify({ x_TokenType: tokenClass }))],
  ["SkuPriceId", used((charge) => `${skuOf(charge)}@${decimalOf(charge.listed, 6)}`)],
  ["SubAccountId", ({ team }) => team],
  ["SubAccountName", ({ team }) => team],
  ["SubAccountType", ({ team }) => (team === null ? null : "Team")],
  ["Tags", ({ agent, team }) => JSON.stringify({ ...(agent === null ? {} : { agent }), ...(team === null ? {} : { team }) })],
  ["x_AgentId", ({ agent }) => agent],
  ["x_Model", ({ model }) => model],
  ["x_TokenType", ({ tokenClass }) => tokenClass],
];

export const FOCUS_COLUMNS: readonly string[] = COLUMNS.map(([id]) => id);

/** A charge as a row of FOCUS 1.2. Null is no value. */
export const focusRow = (charge: FocusCharge, period: FocusPeriod, account: FocusAccount): readonly (string | null)[] =>
  COLUMNS.map(([, write]) => write({ ...charge, period, account }));

type Place = Pick<FocusCharge, "agent" | "team" | "provider" | "model" | "tokenClass">;
/** What was counted of a place: the truth that its charges must add up to. */
export type Counted = Place & { readonly tokens: bigint; readonly costPicoUsd: bigint };

export const placeOf = ({ agent, team, provider, model, tokenClass }: Place): string =>
  JSON.stringify([agent, team, provider, model, tokenClass]);

/**
 * Tokens and a cost whose unit prices are no longer known: at the two neighbouring prices between which they lie, so that
 * unit price times quantity still gives the cost, to the last unit.
 */
function atNeighbouringPrices({ tokens, costPicoUsd, ...place }: Counted): FocusCharge[] {
  if (tokens <= 0n) return costPicoUsd === 0n ? [] : [{ ...place, tokens: 0n, listed: 0n, agreed: 0n, adjustment: costPicoUsd }];
  const [price, dearer] = [costPicoUsd / tokens, costPicoUsd % tokens];
  const charge = (some: bigint, unit: bigint): FocusCharge[] =>
    some === 0n ? [] : [{ ...place, tokens: some, listed: unit, agreed: unit }];
  return [...charge(tokens - dearer, price), ...charge(dearer, price + 1n)];
}

/** The charges of a place as its calls were priced, as long as they are what was counted; else what was counted alone. */
export function chargesOf(counted: Counted, priced: readonly FocusCharge[]): readonly FocusCharge[] {
  const tokens = priced.reduce((sum, charge) => sum + charge.tokens, 0n);
  const cost = priced.reduce((sum, charge) => sum + charge.tokens * charge.agreed, 0n);
  return tokens === counted.tokens && cost === counted.costPicoUsd
    ? priced.filter((charge) => charge.tokens > 0n)
    : atNeighbouringPrices(counted);
}
