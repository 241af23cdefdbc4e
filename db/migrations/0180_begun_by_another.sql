-- Owned by src/proofing. Whoever began a sitting attended a part of it: the same as `attendantsOf` says, by SQL too.
create or replace function verification_needs_another_person() returns trigger language plpgsql as $$
begin
  if exists (
    select 1 from validations v where v.proofing_id = new.proofing_id
      and (v.agent_id = new.agent_id or v.agent_cpf = new.agent_cpf)
    union all
    select 1 from proofings p join agents a on a.id = p.agent_id
      where p.id = new.proofing_id and (a.id = new.agent_id or a.cpf = new.agent_cpf)
    union all
    select 1 from proofing_steps s join agents a on a.id = s.done_by
      where s.proofing_id = new.proofing_id and (a.id = new.agent_id or a.cpf = new.agent_cpf)
    union all
    select 1 from question_answers q join agents a on a.id = q.answered_by
      where q.proofing_id = new.proofing_id and (a.id = new.agent_id or a.cpf = new.agent_cpf)
  ) then
    raise exception 'the verifier is the validator' using errcode = '23514', constraint = 'verifier_is_another_person';
  end if;
  return new;
end $$;
