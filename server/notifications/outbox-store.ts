import { queryRows, type ReadTx, type Tx } from "@/server/platform/tx";
import type { NoticeButton } from "./core/told";

/** A notice as it is written down, with how its recipients are told unless they chose otherwise. */
export type NoticeRow = {
  readonly id: string;
  readonly kind: string;
  readonly choice: string;
  readonly subject_type: string;
  readonly subject_id: string;
  readonly is_important: boolean;
  readonly title: string;
  readonly body: string;
  readonly quote: string | null;
  readonly quote_writer: string | null;
  readonly buttons: readonly NoticeButton[];
  readonly path: string;
  readonly group_key: string;
  readonly dedupe_key: string;
  readonly is_forced: boolean;
  readonly inbox: boolean;
  readonly email: boolean;
  readonly slack: boolean;
  /** Ids in reserve for its deliveries to endpoints. */
  readonly endpoint_ids: readonly string[];
};
export type RecipientRow = {
  readonly notice_id: string;
  readonly person_id: string;
  readonly because: string;
  readonly email_id: string;
  readonly slack_id: string;
};
export type SlackChannelRow = { readonly id: string; readonly notice_id: string; readonly channel: string };
export type Reach = { readonly email: boolean; readonly slack: boolean; readonly webhook: boolean };

const NOTICE_FIELDS = `id text, kind text, choice text, subject_type text, subject_id text, is_important boolean, title text, body text,
  quote text, quote_writer text, buttons jsonb, path text, group_key text, dedupe_key text, is_forced boolean, inbox boolean, email boolean,
  slack boolean, endpoint_ids jsonb`;

/** Endpoints that are on and asked for this kind, each with one of the notice's ids in reserve. */
const webhooks = (notices: string) => `
  select n.endpoint_ids->>(e.place - 1)::int as id, n.id as notice_id, 'webhook', e.id as endpoint_id, n.is_important, 'waiting', 0
  from ${notices} n cross join (select *, row_number() over (order by created_at, id) as place from webhook_endpoint where disabled_at is null) e
  where '*' = any(e.events) or n.kind = any(e.events) or split_part(n.kind, '.', 1) || '.*' = any(e.events)`;

/**
 * Writes notices, inbox rows and deliveries with one statement, whichever kind of transaction is open: it lies on the
 * gate's hot path. A notice whose dedupe key is there already leaves nothing.
 */
const TELL = `
with input as (select * from jsonb_to_recordset($1::jsonb) as n(${NOTICE_FIELDS})),
fresh as (
  insert into notice (id, kind, subject_type, subject_id, is_important, title, body, quote, quote_writer, buttons, path, group_key, dedupe_key, created_at)
  select id, kind, subject_type, subject_id, is_important, title, body, quote, quote_writer, buttons, path, group_key, dedupe_key, $4::timestamptz
  from input order by dedupe_key
  on conflict (dedupe_key) do nothing returning id
),
told as (
  select r.*, n.is_important, n.is_forced,
    coalesce(ci.is_on, n.inbox) as inbox, coalesce(ce.is_on, n.email) as email, coalesce(cs.is_on, n.slack) as slack,
    n.email as forced_email, n.slack as forced_slack, coalesce(s.group_seconds, $5::int) as group_seconds
  from jsonb_to_recordset($2::jsonb) as r(notice_id text, person_id text, because text, email_id text, slack_id text)
  join fresh f on f.id = r.notice_id join input n on n.id = r.notice_id
  join person p on p.id = r.person_id and p.deactivated_at is null
  left join notification_choice ci on ci.person_id = r.person_id and ci.kind = n.choice and ci.channel = 'inbox'
  left join notification_choice ce on ce.person_id = r.person_id and ce.kind = n.choice and ce.channel = 'email'
  left join notification_choice cs on cs.person_id = r.person_id and cs.kind = n.choice and cs.channel = 'slack'
  left join notification_setting s on s.person_id = r.person_id
),
kept as (
  insert into inbox_item (person_id, notice_id, because, created_at)
  select person_id, notice_id, because, $4::timestamptz from told where inbox or is_important or is_forced
),
out as (
  select email_id as id, notice_id, 'email' as channel, person_id, null::text as endpoint_id, null::text as slack_channel, is_important,
    $4::timestamptz + case when is_important then interval '0' else make_interval(secs => group_seconds) end as due
  from told where $6::boolean and case when is_forced then forced_email else email end
  union all
  select slack_id, notice_id, 'slack', person_id, null, null, is_important, $4::timestamptz
  from told where $7::boolean and case when is_forced then forced_slack else slack end
  union all
  select c.id, c.notice_id, 'slack', null, null, c.channel, n.is_important, $4::timestamptz
  from jsonb_to_recordset($3::jsonb) as c(id text, notice_id text, channel text)
  join fresh f on f.id = c.notice_id join input n on n.id = c.notice_id where $7::boolean
  union all
  select w.id, w.notice_id, 'webhook', null, w.endpoint_id, null, w.is_important, $4::timestamptz
  from (${webhooks("(select i.* from input i join fresh using (id))")}) w where $8::boolean and w.id is not null
)
insert into delivery (id, notice_id, channel, purpose, person_id, endpoint_id, slack_channel, is_important, state, attempts, next_attempt_at, created_at)
select id, notice_id, channel, 'notice', person_id, endpoint_id, slack_channel, is_important, 'waiting', 0, due, $4::timestamptz from out`;

export type Telling = {
  readonly notices: readonly NoticeRow[];
  readonly recipients: readonly RecipientRow[];
  readonly slackChannels: readonly SlackChannelRow[];
  readonly reach: Reach;
  readonly groupSeconds: number;
};

export const tell = (tx: Tx, { notices, recipients, slackChannels, reach, groupSeconds }: Telling, now: Date): Promise<number> =>
  tx.execute(
    TELL,
    JSON.stringify(notices),
    JSON.stringify(recipients),
    JSON.stringify(slackChannels),
    now,
    groupSeconds,
    reach.email,
    reach.slack,
    reach.webhook,
  );

type Follower = { readonly subjectId: string; readonly personId: string };

/** Who was told of one of these subjects, and chose to be told of a kind beyond the inbox. */
export const listFollowers = (
  tx: ReadTx,
  { type, ids }: { readonly type: string; readonly ids: readonly string[] },
  choice: string,
): Promise<Follower[]> =>
  queryRows(
    tx,
    `select distinct n.subject_id as "subjectId", i.person_id as "personId" from notice n join inbox_item i on i.notice_id = n.id
       join notification_choice c on c.person_id = i.person_id and c.kind = $3 and c.channel in ('email', 'slack') and c.is_on
     where n.subject_type = $1 and n.subject_id = any($2::text[])`,
    type,
    [...ids],
    choice,
  );

// The first statement takes the notices' row locks, which every finished delivery takes too: whichever commits first,
// the other one sees it, so that a card that was just sent is changed as well.
const CLOSE = `
update notice set settled_at = $3::timestamptz, settled_words = $4
where subject_type = $1 and subject_id = $2 and settled_at is null and kind not like '%.decided'`;

const CLOSE_REST = `
with closed as (select id from notice where subject_type = $1 and subject_id = $2 and settled_at = $3::timestamptz),
marked as (
  update inbox_item i set settled_at = $3::timestamptz from closed c where i.notice_id = c.id and i.settled_at is null
),
dropped as (
  update delivery d set state = 'dropped', next_attempt_at = null, finished_at = $3::timestamptz, last_error = 'Settled before it was sent.'
  from closed c where d.notice_id = c.id and d.state = 'waiting' and d.channel in ('email', 'slack') and d.purpose = 'notice'
)
insert into delivery (id, notice_id, channel, purpose, person_id, slack_channel, is_important, state, attempts, next_attempt_at, remote_channel, remote_ts, created_at)
select 'dlu_' || substr(d.id, 5), d.notice_id, 'slack', 'update', d.person_id, d.slack_channel, true, 'waiting', 0, $3::timestamptz,
  d.remote_channel, d.remote_ts, $3::timestamptz
from delivery d join closed c on c.id = d.notice_id
where d.channel = 'slack' and d.purpose = 'notice' and d.state = 'sent' and d.remote_ts is not null
on conflict (id) do nothing`;

const DECIDED = `
with written as (
  insert into notice (id, kind, subject_type, subject_id, is_important, title, body, path, group_key, dedupe_key, created_at)
  select $1::text, $2::text || '.decided', $2::text, $3::text, false, $4::text, '', coalesce(last.path, '/inbox'),
    coalesce(last.group_key, $2::text || ':' || $3::text), $5::text, $6::timestamptz
  from (select 1) one left join lateral (
    select path, group_key from notice where subject_type = $2::text and subject_id = $3::text order by created_at desc limit 1
  ) last on true
  where exists (select 1 from webhook_endpoint where disabled_at is null)
  on conflict (dedupe_key) do nothing returning id, kind, is_important
)
insert into delivery (id, notice_id, channel, endpoint_id, is_important, state, attempts, purpose, next_attempt_at, created_at)
select w.*, 'notice', $6::timestamptz, $6::timestamptz
from (${webhooks("(select *, $7::jsonb as endpoint_ids from written)")}) w where w.id is not null`;

export type Settling = {
  readonly subject: { readonly type: string; readonly id: string };
  readonly words: string;
  /** The event that machines get. */
  readonly event: { readonly id: string; readonly dedupeKey: string; readonly endpointIds: readonly string[] } | null;
};

/** Closes every notice of the subject; answers how many were open. */
export async function settle(tx: Tx, { subject, words, event }: Settling, now: Date): Promise<number> {
  const closed = await tx.execute(CLOSE, subject.type, subject.id, now, words);
  if (closed > 0) await tx.execute(CLOSE_REST, subject.type, subject.id, now);
  if (event !== null) {
    await tx.execute(DECIDED, event.id, subject.type, subject.id, words, event.dedupeKey, now, JSON.stringify(event.endpointIds));
  }
  return closed;
}
