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
FOR UPDATE OF "cases_case"

-- 2
SELECT "cases_seat".…
FROM "cases_seat"
WHERE ("cases_seat"."case_id" = %s AND "cases_seat"."round" = %s)
ORDER BY "cases_seat"."order" ASC

-- 3
UPDATE "cases_seat"
SET "verdict" = %s, "answered_at" = %s, "answered_by" = %s, "text" = %s, "staff" = %s, "is_open" = %s
WHERE "id" = %s

-- 4
INSERT INTO "cases_casedocument" (…)
VALUES (%s, …)
RETURNING "id"

-- 5
INSERT INTO "trail_event" (…)
VALUES (%s, …)
RETURNING "id"

-- 6
UPDATE "cases_case"
SET "state" = %s, "rev" = %s, "head_hash" = %s, "head_at" = %s, "desk" = %s, "decided_at" = %s, "due_at" = %s,
    "next_alarm_at" = %s, "result_number" = %s, "result_name" = %s, "result_from" = %s
WHERE "id" = %s
