CREATE TABLE "blob_store_state" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"storeId" uuid NOT NULL,
	"markedAt" timestamp with time zone,
	"missingFiles" integer,
	"missingOf" integer,
	CONSTRAINT "blob_store_state_single" CHECK ("blob_store_state"."id" = 1),
	CONSTRAINT "blob_store_state_missing" CHECK (("blob_store_state"."missingFiles" is null) = ("blob_store_state"."missingOf" is null))
);
