import { Time } from "@/components/ui/time";

/** When agents last asked the gate, by name; null while that is being read. */
export type LastAskedTimes = { readonly [agent: string]: string } | null;

/** When an agent last asked the gate for something. */
export function LastAsked({ times, name }: { readonly times: LastAskedTimes; readonly name: string }) {
  const at = times === null || !Object.hasOwn(times, name) ? undefined : times[name];
  if (at !== undefined) return <Time at={at} format="relative" />;
  return <span className="text-ink-3">{times === null ? "" : "never"}</span>;
}
