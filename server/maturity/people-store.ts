import type { Check, Measurement } from "./core/measurement";
import { countRows, mixSamples, shareOf } from "./share-store";

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

/** What people plan to do about the scorecard. */
export const peopleChecks: readonly Check[] = [roadmap];
