-- One index for both, led by what tells the free ones from the others: "Take next" then never goes by that of the whole queue.
drop index approval_free;
drop index approval_lapsing;
create index approval_by_hold on approval (held_until nulls first, urgency_at, id) where state = 'pending';
