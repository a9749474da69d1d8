"""档案: records of closed cases, holds, appraisal, lists of destruction."""
