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
SELECT "parties_mandate"."id", "parties_mandate"."principal_id", "parties_mandate"."items",
    "parties_mandate"."from_day", "parties_mandate"."to_day"
FROM "parties_mandate"
WHERE ("parties_mandate"."agent_id" = %s AND "parties_mandate"."revoked_at" IS NULL)

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
WHERE (U0."party_id" = %s AND U0."parent_id" IS NULL AND NOT (U0."state" = %s AND U0."submitted_at" IS NULL))
ORDER BY 1 DESC
LIMIT 31)
ORDER BY 1 DESC

-- 6
SELECT COUNT(*)
FROM (SELECT "cases_message"."id" AS "col1"
FROM "cases_message"
WHERE ("cases_message"."party_id" = %s AND "cases_message"."read_at" IS NULL)
LIMIT 99) subquery
