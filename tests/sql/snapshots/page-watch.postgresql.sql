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
SELECT "bureau_calendaryear"."id", "bureau_calendaryear"."version"
FROM "bureau_calendaryear"

-- 5
SELECT "cases_case"."id" AS "pk", "cases_case"."number" AS "number", "cases_case"."title" AS "title",
    "parties_party"."kind" AS "party__kind", "parties_party"."name" AS "party__name",
    "cases_case"."state" AS "state", "cases_case"."light" AS "light", "cases_case"."due_at" AS "due_at",
    "bureau_department"."short_name" AS "department__short_name", "cases_case"."rev" AS "rev"
FROM "cases_case"
INNER JOIN "parties_party" ON ("cases_case"."party_id" = "parties_party"."id")
INNER JOIN "bureau_department" ON ("cases_case"."department_id" = "bureau_department"."id")
WHERE "cases_case"."id" IN (SELECT U0."id" AS "pk"
FROM "cases_case" U0
WHERE (U0."due_at" IS NOT NULL AND U0."state" IN (%s, …) AND U0."light" IN (%s, %s))
ORDER BY U0."due_at" ASC, U0."id" ASC
LIMIT 31)
ORDER BY 8 ASC, "cases_case"."id" ASC

-- 6
SELECT "cases_case"."department_id" AS "department_id", "cases_case"."light" AS "light",
    "cases_case"."state" AS "state", COUNT("cases_case"."id") AS "n"
FROM "cases_case"
WHERE "cases_case"."due_at" IS NOT NULL
GROUP BY 1, 2, 3

-- 7
SELECT "bureau_department".…
FROM "bureau_department"
WHERE "bureau_department"."id" IN (%s)
