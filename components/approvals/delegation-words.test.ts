import { expect, test } from "vitest";
import type { DelegationRow } from "@/server/approvals/delegation-schema";
import { absenceSentence, scopeWords, standingInWords, untilWords } from "./delegation-words";

const NOW = Date.parse("2026-11-23T09:00:00Z");
const row = (over: Partial<DelegationRow> = {}): DelegationRow => ({
  id: "dlg_1",
  from: { id: "per_ana", name: "Ana Ruiz" },
  to: { id: "per_tom", name: "Tom Okafor" },
  startsAt: "2026-11-23T08:00:00Z",
  endsAt: "2026-11-23T16:00:00Z",
  agents: [],
  tools: [],
  reason: null,
  isRunning: true,
  mayEnd: true,
  isFromMe: false,
  isToMe: true,
  ...over,
});

test("the scope is said in full: all, some agents, some tools, tools of agents", () => {
  expect(scopeWords(row())).toBe("Every agent and tool");
  expect(scopeWords(row({ agents: ["sales-agent", "data-agent"] }))).toBe("Agents sales-agent and data-agent");
  expect(scopeWords(row({ tools: ["crm.refund"] }))).toBe("Tool crm.refund");
  expect(scopeWords(row({ agents: ["sales-agent"], tools: ["crm.refund"] }))).toBe("Tool crm.refund of agent sales-agent");
});

test("an end is a time today, and a day and a time otherwise, on the reader's clocks", () => {
  expect(untilWords("2026-11-23T16:00:00Z", NOW, "Europe/Berlin")).toBe("17:00");
  expect(untilWords("2026-11-27T16:00:00Z", NOW, "UTC")).toBe("27 Nov, 16:00");
});

test("the queue says in whose place one decides, and nothing when in nobody's", () => {
  expect(standingInWords([], NOW, "UTC")).toBeNull();
  expect(standingInWords([row({ isToMe: false }), row({ isRunning: false })], NOW, "UTC")).toBeNull();
  expect(standingInWords([row({ endsAt: "2026-11-23T09:00:00Z" })], NOW, "UTC")).toBeNull(); // over since it was read
  expect(standingInWords([row()], NOW, "Europe/Berlin")).toBe("For you and for Ana Ruiz until 17:00.");
  const noor = row({ from: { id: "per_noor", name: "Noor Haddad" }, agents: ["sales-agent"] });
  expect(standingInWords([row(), noor], NOW, "UTC")).toBe("For you, for Ana Ruiz until 16:00 and for Noor Haddad, in part, until 16:00.");
});

test("one's own absence is a sentence, both ways", () => {
  expect(absenceSentence([], NOW, "UTC")).toBe("Nobody decides in your place, and you decide in nobody's.");
  expect(absenceSentence([row({ isFromMe: true, isToMe: false })], NOW, "UTC")).toBe("Tom Okafor decides for you until 16:00.");
  expect(absenceSentence([row()], NOW, "UTC")).toBe("You decide for Ana Ruiz until 16:00.");
});
