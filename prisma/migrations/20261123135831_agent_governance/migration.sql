-- AlterTable
ALTER TABLE "agent" ADD COLUMN     "ai_act_class" TEXT,
ADD COLUMN     "ai_act_role" TEXT,
ADD COLUMN     "out_of_bounds" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "review_due" DATE,
ADD COLUMN     "risk_reason" TEXT;

alter table agent
  add constraint agent_ai_act_role check (ai_act_role in ('provider', 'deployer', 'provider_and_deployer')),
  add constraint agent_ai_act_class check (ai_act_class in ('prohibited', 'high_risk', 'limited', 'minimal'));
