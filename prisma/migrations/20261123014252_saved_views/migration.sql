-- CreateTable
CREATE TABLE "saved_view" (
    "id" TEXT NOT NULL,
    "page" TEXT NOT NULL,
    "owner_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "is_shared" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "saved_view_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "default_view" (
    "person_id" TEXT NOT NULL,
    "page" TEXT NOT NULL,
    "view_id" TEXT NOT NULL,

    CONSTRAINT "default_view_pkey" PRIMARY KEY ("person_id","page")
);

-- CreateIndex
CREATE INDEX "saved_view_page_owner_id_idx" ON "saved_view"("page", "owner_id");

grant select, insert, update on saved_view to reeve_app;
-- A page opens with everything again once its default is taken back.
grant select, insert, update, delete on default_view to reeve_app;

-- What is shared, for everyone's lists.
create index saved_view_shared on saved_view (page, name) where is_shared and removed_at is null;
