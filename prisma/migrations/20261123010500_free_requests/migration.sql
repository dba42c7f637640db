-- Until when all the places of an open stage are held: null while one is free, infinity where there is none. Claims hold
-- their moments with the offset of their zone, so that reading one never depends on a setting.
create function held_until(claims jsonb, slots int) returns timestamptz
  language sql immutable parallel safe
  return case when slots < 1 then 'infinity'::timestamptz
    else (select c.value::timestamptz from jsonb_each_text(claims) c order by 1 desc offset slots - 1 limit 1) end;

-- Derived, so that whatever changes claims or places keeps it true.
alter table approval add column held_until timestamptz(3) generated always as (held_until(claims, slots)) stored;

-- What "Take next" reads: the free ones in the order of the queue, and those whose leases may have lapsed.
create index approval_free on approval (urgency_at, id) where state = 'pending' and held_until is null;
create index approval_lapsing on approval (held_until) where state = 'pending' and held_until is not null;
