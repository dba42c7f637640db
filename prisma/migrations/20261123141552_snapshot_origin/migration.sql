-- AlterTable
ALTER TABLE "maturity_snapshot" ADD COLUMN     "origin" TEXT;

alter table maturity_snapshot add constraint maturity_snapshot_origin check (origin = 'demo');
