"""Words that a password must not be made of: compared, never shown as a sentence."""

from __future__ import annotations

#: Words of every such place; those of one site (its name, its hosts) come to them. A password that is made of
#: them and figures alone is among the first that somebody tries (OWASP ASVS 5.0.0 6.1.2, 6.2.11).
WORDS = (
    "yimen", "zhengwu", "zwfw", "fuwu", "dating", "chuangkou", "xingzheng", "shenpi", "xzsp", "spj", "jishu",
    "guanli", "guanliyuan", "xitong", "yonghu", "admin", "administrator", "root", "user", "guest", "test",
    "password", "passwd", "secret", "welcome", "login", "gov", "china", "zhongguo",
    "一门", "政务", "服务", "大厅", "窗口", "行政", "审批", "管理员", "系统", "密码", "中国",
)  # fmt: skip
