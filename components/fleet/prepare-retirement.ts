type Retirement = { readonly openRequests: number; readonly unusedAllowances: number };

const counted = (count: number, one: string, many: string) => `${count.toLocaleString("en-GB")} ${count === 1 ? one : many}`;

/** What retiring an agent ends, in a sentence or two. */
export function retirementWords({ openRequests, unusedAllowances }: Retirement): string {
  if (openRequests + unusedAllowances === 0) return "Nothing waits for it now.";
  const ended = [
    openRequests === 0 ? [] : [`${counted(openRequests, "open request is", "open requests are")} cancelled`],
    unusedAllowances === 0
      ? []
      : [`${counted(unusedAllowances, "permission that it has not used is", "permissions that it has not used are")} taken back`],
  ].flat();
  return `${ended.join(", and ")}.`;
}
