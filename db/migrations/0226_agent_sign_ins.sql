-- One word per thing: a session is the sitting that took place, an agent at work is signed in.
alter table agent_sessions rename to agent_sign_ins;
