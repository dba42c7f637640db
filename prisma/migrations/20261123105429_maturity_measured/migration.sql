-- AlterTable
ALTER TABLE "maturity_snapshot" ADD COLUMN     "measured_at" TIMESTAMPTZ(3);
