import { expect, test } from "vitest";
import { KIND_NAMES } from "@/server/records/core/kinds";
import { RecordInputSchema, type RecordResource } from "@/server/records/schema";
import { factsInWords, startOf, toInput } from "./prepare-record";

const NOW = "2026-11-20T12:00:00.000Z";
const incident: RecordResource = {
  id: `rec_${"0".repeat(26)}`,
  kind: "incident",
  happenedAt: NOW,
  validUntil: null,
  agent: "seller",
  person: null,
  team: null,
  facts: { severity: "sev1", category: "runaway", firstEventAt: null, openedAt: NOW, containedAt: NOW, recoveredAt: null },
  link: "https://wiki.example/1",
  note: null,
  author: { type: "person", name: "Mei" },
  recordedAt: NOW,
  corrects: null,
  state: "standing",
  endedAt: null,
  endReason: null,
};

test("a correction begins with what is on record, and sends it back as it was", () => {
  const input = RecordInputSchema.parse(toInput("incident", startOf("incident", NOW, incident), incident.id));
  const { kind, happenedAt, agent, facts, link } = incident;
  expect(input).toEqual({ kind, happenedAt, agent, facts, link, note: null, validUntil: null, corrects: incident.id });
});

test("what is left empty is said to be missing by its field, for every kind", () => {
  for (const kind of KIND_NAMES) {
    const { error } = RecordInputSchema.safeParse(toInput(kind, startOf(kind, NOW, null), null));
    const paths = (error?.issues ?? []).map(({ path }) => path.join("."));
    expect(paths.length, kind).toBeGreaterThan(0);
    expect(
      paths.every((path) => /^(facts[.]\w+|agent|person|team|link)$/.test(path)),
      `${kind}: ${paths}`,
    ).toBe(true);
  }
});

test("facts are told in words, in the order of their kind; what is not known is left out", () => {
  expect(factsInWords(incident)).toEqual([
    { label: "Severity", value: "1, the highest" },
    { label: "Category", value: "Runaway agent" },
    { label: "Opened", value: "2026-11-20 12:00 UTC" },
    { label: "Contained", value: "2026-11-20 12:00 UTC" },
  ]);
});
