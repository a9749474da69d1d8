-- 1
SELECT "cases_case".…, COALESCE((SELECT SUM(U0."version") AS "total"
FROM "bureau_calendaryear" U0), %s) AS "stamp", "catalogue_item"."id", "catalogue_item"."code",
    "bureau_department"."id", "bureau_department"."credit_code", "bureau_department"."name", "parties_party"."id",
    "parties_party"."kind", "parties_party"."name"
FROM "cases_case"
INNER JOIN "catalogue_item" ON ("cases_case"."item_id" = "catalogue_item"."id")
INNER JOIN "bureau_department" ON ("cases_case"."department_id" = "bureau_department"."id")
INNER JOIN "parties_party" ON ("cases_case"."party_id" = "parties_party"."id")
WHERE "cases_case"."number" = %s

-- 2
SELECT "cases_casematerial"."id", "cases_casematerial"."case_id", "cases_casematerial"."code",
    "cases_casematerial"."name", "cases_casematerial"."order", "cases_casematerial"."get_type",
    "cases_casematerial"."status", "cases_casematerial"."note"
FROM "cases_casematerial"
WHERE "cases_casematerial"."case_id" = %s
ORDER BY "cases_casematerial"."order" ASC

-- 3
INSERT INTO "cases_casedocument" (…)
VALUES (%s, …)
RETURNING "id"

-- 4
INSERT INTO "trail_event" (…)
VALUES (%s, …)
RETURNING "id"

-- 5
UPDATE "cases_case"
SET "state" = %s, "rev" = %s, "head_hash" = %s, "head_at" = %s, "received_at" = %s
WHERE "id" = %s
