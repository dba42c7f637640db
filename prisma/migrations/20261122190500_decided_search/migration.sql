-- Decided requests are found by the words of their titles and names. What joins the parts of a name parts its words here,
-- since the parser would take "crm.apply_discount" for the name of a host. Open requests are not in it: asking stays as cheap.
create index approval_decided_words on approval using gin
  (to_tsvector('simple', translate(title || ' ' || agent_name || ' ' || tool_name, './:@_-+&=?~%#', '             ')))
  where decided_at is not null;
