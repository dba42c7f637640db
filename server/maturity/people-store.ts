import type { Check, Measurement } from "./core/measurement";
import { countRows, mixSamples, shareOf, unrecordedCheck } from "./share-store";

const TODAY = "to_char($1::timestamptz at time zone o.time_zone, 'YYYY-MM-DD')";
/** Items of the roadmap as they were at the moment, without those that were dropped by then. */
const ITEMS = `(select i.*, case when i.closed_at <= $1::timestamptz then i.outcome end as outcome_then from maturity_item i
  where i.added_at <= $1::timestamptz and (i.outcome is distinct from 'dropped' or i.closed_at > $1::timestamptz))`;

const OWNED = `select i.id, i.criterion as label, p.id is not null and p.deactivated_at is null and i.due_on <> '' and i.expected_gain > 0 as holds
  from ${ITEMS} i left join person p on p.id = i.owner_id where i.outcome_then is null`;

const ON_TIME = `select i.id, i.criterion as label,
    i.outcome_then = 'done' and to_char(i.closed_at at time zone o.time_zone, 'YYYY-MM-DD') <= i.due_on as holds
  from ${ITEMS} i cross join organisation o where i.outcome_then = 'done' or i.due_on < ${TODAY}`;

const roadmap: Check = {
  criterion: "ORG-4.4",
  version: 1,
  windowDays: null,
  inWords:
    "First: of the open items of the roadmap, the share with an owner whose account is active, a date and a gain that is expected. Second: of the items that are done or whose date has passed, the share that was done by its date. Items that were dropped are left out.",
  measure: async (at): Promise<Measurement> => {
    const [owned, onTime] = await Promise.all([
      countRows(at, null, { kind: "record", rows: OWNED }),
      countRows(at, null, { kind: "record", rows: ON_TIME }),
    ]);
    const none = owned.of === 0 ? "The roadmap has no open item: adding one from the gaps provides it." : null;
    const early = onTime.of === 0 ? "No item of the roadmap is done or past its date yet: time provides it." : null;
    return {
      readings: [shareOf(owned), shareOf(onTime)],
      n: owned.of,
      samples: mixSamples(owned.samples, onTime.samples),
      missing: none ?? early,
    };
  },
};

const TRAINING = "Reeve keeps no record of trainings. One by person, with its subject and the day it was completed, would provide it.";
const INCIDENTS = "Reeve keeps no record of incidents.";

/** What is known of the people around agents: little is recorded yet. */
export const peopleChecks: readonly Check[] = [
  roadmap,
  unrecordedCheck({
    criterion: "ORG-2.1",
    windowDays: 365,
    conditions: 1,
    inWords: "Of the owners of agents and the approvers, those with a training on AI and oversight in the last 365 days.",
    missing: TRAINING,
  }),
  unrecordedCheck({
    criterion: "ORG-3.1",
    windowDays: null,
    conditions: 1,
    inWords: "Of the categories of incidents, those with a runbook that was reviewed in the last 180 days.",
    missing: "Reeve keeps no runbooks. A record of them by category of incident, with who reviewed each and when, would provide it.",
  }),
  unrecordedCheck({
    criterion: "ORG-3.2",
    windowDays: 30,
    conditions: 1,
    inWords: "Of the decisions on high-risk requests in the last 30 days, those by an approver whose training was valid.",
    missing: TRAINING,
  }),
  unrecordedCheck({
    criterion: "ORG-4.1",
    windowDays: 90,
    conditions: 2,
    inWords: "Exercises held in the last 90 days; and of the actions that came out of exercises, those closed on time.",
    missing: "Reeve keeps no record of exercises. One of each, with its day and the actions that came out of it, would provide it.",
  }),
  unrecordedCheck({
    criterion: "ORG-4.2",
    windowDays: 180,
    conditions: 1,
    inWords: "Of the actions that came out of incidents in the last 180 days, those closed by their date.",
    missing: `${INCIDENTS} Their actions, each with its owner, its date and when it was closed, would provide it.`,
  }),
  unrecordedCheck({
    criterion: "ORG-4.3",
    windowDays: 180,
    conditions: 2,
    inWords: "Minutes until the severest incidents were contained, in the middle; and severe incidents with a full timeline.",
    missing: `${INCIDENTS} Each with its severity, its timeline and when it was contained would provide it; a kill on the record is no incident by itself.`,
  }),
  unrecordedCheck({
    criterion: "ORG-5.2",
    windowDays: 180,
    conditions: 2,
    inWords: "Near misses to incidents in the last 180 days; and the share of units that reported any.",
    missing: `${INCIDENTS} These, and near misses with the unit that reported each, would provide it.`,
  }),
];
