export type Account = {
  readonly name: string;
  readonly churnScore: number;
  readonly annualUsd: number;
  discountPercent: number;
};

/** The systems that the demo agents work on. They live in memory: what an agent does here hurts nobody. */
export class Company {
  readonly #accounts = new Map<string, Account>(
    [
      { name: "Acme Corp", churnScore: 0.91, annualUsd: 2_400_000, discountPercent: 0 },
      { name: "Contoso Health", churnScore: 0.22, annualUsd: 310_000, discountPercent: 0 },
      { name: "Tailspin Freight", churnScore: 0.64, annualUsd: 210_000, discountPercent: 0 },
    ].map((account) => [account.name, account]),
  );

  readAccount(name: string): Account {
    const account = this.#accounts.get(name);
    if (account === undefined) throw new Error(`There is no account ${name}.`);
    return { ...account };
  }

  applyDiscount(name: string, percent: number): { before: number; after: number } {
    const account = this.readAccount(name);
    this.#accounts.set(name, { ...account, discountPercent: percent });
    return { before: account.discountPercent, after: percent };
  }

  refund(client: string, amountUsd: number): { receipt: string } {
    return { receipt: `Sent $${amountUsd.toLocaleString("en-US")} to ${client}.` };
  }

  export(dataset: string, host: string): { sent: string } {
    return { sent: `Sent ${dataset} to ${host}.` };
  }

  /** What a discount takes from a year, in micro-USD as the contract carries money. */
  discountMicroUsd(name: string, percent: number): string {
    return String(BigInt(Math.round(this.readAccount(name).annualUsd * percent)) * 10_000n);
  }
}
