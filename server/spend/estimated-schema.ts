/** What calls of a model come to that told no usage, as streamed calls often do. It is in no total: an estimate by their texts. */
type Untold = {
  /** How many told none. */
  readonly calls: number;
  /** Of how many the texts are kept and the model has a price; of the others nothing is known. */
  readonly estimated: number;
  readonly inputTokens: string;
  readonly outputTokens: string;
  readonly costMicroUsd: string;
};

/** `characters`: a token for each four characters of what was asked and answered, which is what is left without a model's vocabulary. */
export type EstimatedSpend = Untold & {
  readonly how: "characters";
  /** The most calls first. */
  readonly models: readonly (Untold & { readonly provider: string | null; readonly model: string | null })[];
};
