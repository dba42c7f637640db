-- AlterTable
ALTER TABLE "approval" ADD COLUMN     "agents_waiting" INTEGER NOT NULL DEFAULT 1;
