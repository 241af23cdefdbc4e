-- Owned by src/scheduling: what an agent's time is made of besides the weekly hours of 0006.

-- A day that is not like its weekday: its own spans (opens and closes), or none (one row with neither): closed.
-- It also opens a holiday.
create table agenda_exceptions (
  id uuid primary key,
  agent_id uuid not null references agents,
  day date not null,                      -- local to `zone`
  opens time,
  closes time,                            -- "24:00" closes at midnight
  zone text not null default 'America/Sao_Paulo',
  reason text not null,
  check ((opens is null) = (closes is null)),
  check (opens < closes)
);
create index on agenda_exceptions (agent_id, day);

-- Nobody attends on these days, unless an exception says so. National: neither state nor AR. State: IBGE code, the
-- first two digits of the AR's municipality. An AR's own: its town's holidays.
create table holidays (
  id uuid primary key default gen_random_uuid(),
  day date not null,
  state text check (state ~ '^[1-5][0-9]$'),
  ra_id uuid references registration_authorities,
  name text not null,
  check (state is null or ra_id is null),
  unique nulls not distinct (day, state, ra_id)
);

alter table agenda_blocks
  add column kind text not null default 'block' check (kind in ('block', 'break', 'vacation', 'calendar')),
  add column source text,                 -- kind "calendar": which calendar it was read from, replaced as a whole
  add check ((kind = 'calendar') = (source is not null)),
  add check (not isempty(during) and lower(during) > '2000-01-01' and upper(during) < '2200-01-01');
create index on agenda_blocks (agent_id, source) where source is not null;

-- What an agent attends, and the switch "not now" with its reason. No row: every product, Portuguese, available.
create table agenda_profiles (
  agent_id uuid primary key references agents,
  product_ids uuid[],                     -- null: every product of the AR
  languages text[] not null default '{pt-BR}' check (cardinality(languages) > 0), -- "libras" is one of them
  away_since timestamptz,                 -- not offered for new times; appointments stay
  away_until timestamptz,                 -- null: until switched back
  away_reason text,
  check ((away_since is null) = (away_reason is null)),
  check (away_until is null or away_until > away_since)
);

alter table products
  add column pause_before_minutes integer not null default 0 check (pause_before_minutes between 0 and 60),
  add column pause_after_minutes integer not null default 0 check (pause_after_minutes between 0 and 60),
  add column notice_minutes integer check (notice_minutes between 0 and 43200),  -- null: the rule pack's
  add column horizon_days integer check (horizon_days between 1 and 365);        -- null: the rule pack's

-- Lei 662/1949 (with Lei 10.607/2002), Lei 6.802/1980, Lei 14.759/2023; Good Friday by Lei 9.093/1995.
insert into holidays (day, name)
select make_date(year, month, day_of_month), name
from generate_series(2026, 2036) as year,
  (values (1, 1, 'Confraternização Universal'), (4, 21, 'Tiradentes'), (5, 1, 'Dia do Trabalho'),
    (9, 7, 'Independência do Brasil'), (10, 12, 'Nossa Senhora Aparecida'), (11, 2, 'Finados'),
    (11, 15, 'Proclamação da República'), (11, 20, 'Dia Nacional de Zumbi e da Consciência Negra'),
    (12, 25, 'Natal')) as fixed (month, day_of_month, name);
insert into holidays (day, name)
select day, 'Sexta-feira da Paixão'
from unnest(array['2026-04-03', '2027-03-26', '2028-04-14', '2029-03-30', '2030-04-19', '2031-04-11', '2032-03-26',
  '2033-04-15', '2034-04-07', '2035-03-23', '2036-04-11']::date[]) as day;
-- Each state's magna date (Lei 9.093/1995, art. 1, II) and other days its own laws keep. An AR opens one by exceptions.
insert into holidays (day, state, name)
select make_date(year, month, day_of_month), state, name
from generate_series(2026, 2036) as year,
  (values ('11', 1, 4, 'Criação do Estado de Rondônia'), ('14', 10, 5, 'Criação do Estado de Roraima'),
    ('13', 9, 5, 'Elevação do Amazonas à categoria de província'), ('15', 8, 15, 'Adesão do Pará à Independência'),
    ('16', 9, 13, 'Criação do Território do Amapá'), ('17', 10, 5, 'Criação do Estado do Tocantins'),
    ('21', 7, 28, 'Adesão do Maranhão à Independência'), ('22', 10, 19, 'Dia do Piauí'),
    ('23', 3, 25, 'Data Magna do Ceará'), ('24', 10, 3, 'Mártires de Cunhaú e Uruaçu'),
    ('25', 8, 5, 'Fundação da Paraíba'), ('27', 9, 16, 'Emancipação de Alagoas'),
    ('28', 7, 8, 'Emancipação de Sergipe'), ('29', 7, 2, 'Independência da Bahia'),
    ('33', 4, 23, 'Dia de São Jorge'), ('35', 7, 9, 'Revolução Constitucionalista de 1932'),
    ('43', 9, 20, 'Revolução Farroupilha'), ('50', 10, 11, 'Criação do Estado de Mato Grosso do Sul'),
    ('53', 11, 30, 'Dia do Evangélico')) as fixed (state, month, day_of_month, name);
