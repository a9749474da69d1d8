"""What the service says when it cannot: the database is away, or there is no room. Nothing is half done then.

Whether the step was carried out is not known where the line broke in the middle of it. So nobody is told that
it was not, but what is true in every case: sent again from the same page it is done once.
"""

from __future__ import annotations

from .errors import Kind, RuleBroken


class Unable(RuleBroken):
    """The service cannot answer for a while, whatever is asked."""

    code = "server.unable"
    text = "系统暂时办不了，请过一会儿再试"
    kind = Kind.AWAY


class DatabaseAway(Unable):
    """The database does not answer, or another program holds it."""

    code = "server.database_away"
    text = "系统暂时连不上数据库。刚才这一步不一定办成了：过一会儿在原来的页面再点一次，不会办成两次"
    kind = Kind.AWAY
    retry_after = 10


class ReadOnly(Unable):
    """Database or files may be read but not written: a standby, a closed folder, a disk the system shut."""

    code = "server.read_only"
    text = "系统现在只能查看，不能办理。刚才这一步没有办成，管理员处理好以后，在原来的页面再点一次就行"
    kind = Kind.AWAY
    retry_after = 60


class NoRoom(Unable):
    """The disk is full: nothing can be kept until somebody makes room."""

    code = "server.no_room"
    text = "系统的存储空间满了，刚才这一步没有办成。管理员腾出空间以后，在原来的页面再点一次就行"
    kind = Kind.NO_ROOM
    retry_after = 120
