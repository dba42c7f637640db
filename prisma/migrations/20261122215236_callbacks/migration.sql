-- AlterTable
ALTER TABLE "action" ADD COLUMN     "callback_endpoint_id" TEXT;

-- AlterTable
ALTER TABLE "notice" ADD COLUMN     "facts" JSONB;
