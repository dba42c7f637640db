import { isIP } from "node:net";

/** An IPv6 customer has at least the half of it: whoever has one address has 2^64 of them. */
const networkOf = (address: string): string => {
  const [head = "", tail] = address.split("%", 1)[0]?.split("::") ?? [];
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const groups =
    tail === undefined
      ? before
      : [...before, ...Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => "0"), ...after];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":");
};

/**
 * The address that failures to sign in are counted by: the one that the nearest proxy saw, since what a caller writes
 * in front of it is not believed. An IPv6 address counts with its network; what is no address counts as one place.
 */
export function countedAddress(forwardedFor: unknown): string {
  const last = typeof forwardedFor === "string" ? (forwardedFor.split(",").at(-1)?.trim() ?? "") : "";
  const bare = last.replace(/^::ffff:(?=[\d.]{7,15}$)/i, "").replace(/^([\d.]{7,15}):\d{1,5}$/, "$1");
  if (isIP(bare) === 4) return bare;
  return isIP(bare) === 6 ? networkOf(bare) : "unknown";
}
