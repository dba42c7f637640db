// biome-ignore-all lint/performance/noBarrelFile: this is the entry of a package, the one place that others import from
export { ReeveDenied, ReeveError, ReeveUnavailable } from "./errors.js";
export type { Guarded, GuardedOptions, GuardOptions } from "./guard.js";
export type { Permission } from "./obligations.js";
export { type CallOptions, Reeve, type ReeveOptions, type WaitOptions } from "./reeve.js";
export type {
  Action,
  Args,
  Budget,
  Cause,
  Change,
  Decision,
  Impact,
  Initiator,
  Lease,
  Obligation,
  Proposal,
  Receipt,
  Retry,
  Run,
  StoredAction,
} from "./wire.js";
