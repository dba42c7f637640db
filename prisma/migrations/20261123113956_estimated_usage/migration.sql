-- AlterTable
ALTER TABLE "step" ADD COLUMN     "estimated_input_tokens" INTEGER,
ADD COLUMN     "estimated_output_tokens" INTEGER;

-- Calls that told no usage are few: what is estimated of them is looked up among all.
create index step_missing on step (started_at) where cost_bucket = 'missing';
