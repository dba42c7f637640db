/** What a Slack card offers beside "Open". The words come back with the click; what they do is for the app to know. */
export type NoticeButton = {
  /** Names what is asked: `approve`. */
  readonly verb: string;
  readonly label: string;
  readonly style?: "primary" | "danger";
  /** Handed back with the click: what the decision is about, as it stood. */
  readonly value: string;
  /** Asks for a reason first. */
  readonly asksReason?: boolean;
};

/** A notice as the messages of all channels are made from it. */
export type ToldNotice = {
  readonly id: string;
  readonly kind: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly isImportant: boolean;
  readonly title: string;
  readonly body: string;
  /** What machines are told beside the words. */
  readonly facts: { readonly [key: string]: unknown } | null;
  readonly quote: string | null;
  readonly quoteWriter: string | null;
  readonly buttons: readonly NoticeButton[];
  readonly path: string;
  readonly groupKey: string;
  readonly createdAt: Date;
  readonly settledAt: Date | null;
  readonly settledWords: string | null;
};

/** How an agent's words are headed, wherever they stand. */
export const quoteHead = (writer: string | null): string => `Written by ${writer ?? "an agent"}. Not a fact of the record:`;
