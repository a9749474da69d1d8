-- 1
SELECT "accounts_session"."session_key", "accounts_session"."session_data", "accounts_session"."expire_date",
    "accounts_session"."account_id", "accounts_session"."started_at", "accounts_session"."seen_at"
FROM "accounts_session"
WHERE "accounts_session"."session_key" = %s

-- 2
SELECT "accounts_account".…, "parties_party".…, "bureau_staff"."id", "bureau_staff"."number", "bureau_staff"."name",
    "bureau_staff"."department_id", "bureau_staff"."phone", "bureau_staff"."active"
FROM "accounts_account"
LEFT OUTER JOIN "parties_party" ON ("accounts_account"."party_id" = "parties_party"."id")
LEFT OUTER JOIN "bureau_staff" ON ("accounts_account"."staff_id" = "bureau_staff"."id")
WHERE ("accounts_account"."is_active" AND "accounts_account"."id" = %s)

-- 3
SELECT "bureau_post"."id", "bureau_post"."staff_id", "bureau_post"."role", "bureau_post"."department_id",
    "bureau_post"."region_id", "bureau_post"."from_day", "bureau_post"."to_day", "bureau_department".…,
    "bureau_region"."id", "bureau_region"."code", "bureau_region"."name", "bureau_region"."level",
    "bureau_region"."parent_id"
FROM "bureau_post"
INNER JOIN "bureau_staff" ON ("bureau_post"."staff_id" = "bureau_staff"."id")
INNER JOIN "bureau_department" ON ("bureau_post"."department_id" = "bureau_department"."id")
LEFT OUTER JOIN "bureau_region" ON ("bureau_post"."region_id" = "bureau_region"."id")
WHERE ("bureau_post"."staff_id" = %s AND "bureau_staff"."active")
ORDER BY "bureau_post"."id" ASC

-- 4
SELECT (SELECT COUNT(*)
FROM (SELECT 1
FROM cases_seat
WHERE desk IN (%s) AND is_open AND (staff = '' OR staff = %s)
LIMIT 99) AS met)

-- 5
SELECT "bureau_calendaryear"."id", "bureau_calendaryear"."version"
FROM "bureau_calendaryear"

-- 6
SELECT "cases_seat"."id" AS "pk", "cases_case"."number" AS "case__number", "cases_case"."title" AS "case__title",
    "parties_party"."kind" AS "case__party__kind", "parties_party"."name" AS "case__party__name",
    "cases_case"."state" AS "case__state", "cases_case"."light" AS "case__light", "cases_seat"."due_at" AS "due_at",
    "bureau_department"."short_name" AS "case__department__short_name", "cases_case"."rev" AS "case__rev",
    "cases_seat"."name" AS "name", "cases_seat"."staff" AS "staff", "cases_seat"."urged" AS "urged"
FROM "cases_seat"
INNER JOIN "cases_case" ON ("cases_seat"."case_id" = "cases_case"."id")
INNER JOIN "parties_party" ON ("cases_case"."party_id" = "parties_party"."id")
INNER JOIN "bureau_department" ON ("cases_case"."department_id" = "bureau_department"."id")
WHERE "cases_seat"."id" IN (WITH dated AS (SELECT one.id, one.due_at
FROM unnest(%s::text[]) AS at(value)
CROSS JOIN LATERAL (SELECT id, due_at
FROM cases_seat
WHERE desk = at.value AND is_open AND (staff = '' OR staff = %s) AND due_at IS NOT NULL
ORDER BY due_at, id
LIMIT 51) AS one
WHERE TRUE)
SELECT id
FROM (SELECT id, due_at
FROM dated
UNION ALL
SELECT one.id, one.due_at
FROM unnest(%s::text[]) AS at(value)
CROSS JOIN LATERAL (SELECT id, due_at
FROM cases_seat
WHERE desk = at.value AND is_open AND (staff = '' OR staff = %s) AND due_at IS NULL
ORDER BY due_at, id
LIMIT 51) AS one
WHERE NOT EXISTS (SELECT 1
FROM dated
LIMIT 1 OFFSET 50)) AS found
ORDER BY due_at IS NULL, due_at, id
LIMIT 51)
ORDER BY 8 ASC NULLS LAST, "cases_seat"."id" ASC

-- 7
SELECT (SELECT COUNT(*)
FROM (SELECT 1
FROM cases_seat
WHERE desk IN (%s) AND is_open AND urged > 0 AND (staff = '' OR staff = %s)
LIMIT 99) AS met)
