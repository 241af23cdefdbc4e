-- A date begins once from each fact: an event heard twice must not start again what was met.
create unique index one_deadline_of_a_fact on deadlines (order_id, kind, began_at);
