/** Reeve cannot start as things stand. The message is one line: what is wrong, and the remedy. */
export class StartRefusal extends Error {}
