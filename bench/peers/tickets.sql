-- As many tickets as asked for, beside those that are made through the API.
with words as (select '{refund,order,late,parcel,broken,screen,invoice,account,login,delivery}'::text[] as word)
insert into tickets (effectiveid, queue, type, owner, subject, status, creator, created, lastupdatedby, lastupdated)
select n + 1000, 1, 'ticket', nobody.id,
  word[1 + n * 7 % 10] || ' ' || word[1 + n * 3 % 10] || ' ' || word[1 + n / 10 % 10] || ' ' || n,
  case when n % 10 < 3 then 'open' else 'resolved' end,
  root.id, timestamp '2026-01-01' + n * interval '1 minute', root.id, timestamp '2026-01-01' + n * interval '1 minute'
from words, generate_series(1, :tickets) as n, users as root, users as nobody
where root.name = 'root' and nobody.name = 'Nobody';
update tickets set effectiveid = id where effectiveid <> id and type = 'ticket';
vacuum analyze tickets;
