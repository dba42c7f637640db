/** What else waits beside a request. */
export type AlsoWaiting = {
  /** How many other requests of its agent are open, and of them those of the same run; null when no run is named. */
  readonly ofAgent: number;
  readonly ofRun: number | null;
  /** Other agents that wait for people in the same run, each since when. */
  readonly agents: readonly { readonly name: string; readonly since: string }[];
};
