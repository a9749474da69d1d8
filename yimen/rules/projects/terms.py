"""The words of projects."""

from __future__ import annotations

from ..term import Term


class ProjectKind(Term):
    """项目类型: the six classes whose total is promised apart (SY3)."""

    INDUSTRIAL = "industrial", "工业项目"
    BUILDING = "building", "房屋建筑项目"
    SMALL = "small", "小型社会投资项目"
    LINEAR = "linear", "市政线性工程"
    PUBLIC = "public", "政府投资公共建筑"
    OTHER = "other", "其他工程"


class Funding(Term):
    """投资类型."""

    SOCIAL = "social", "社会投资"
    GOVERNMENT = "government", "政府投资"


class Lane(Term):
    """办理通道."""

    STANDARD = "standard", "一般通道"
    LAND = "land", "拿地即开工"


class Stage(Term):
    """审批阶段 (国办发〔2019〕11号): four, or the first three joined. `LINE` runs beside them."""

    LAND = "land", "立项用地规划许可"
    DESIGN = "design", "工程建设许可"
    START = "start", "施工许可"
    JOINED = "joined", "立项到施工合并办理"
    ACCEPTANCE = "acceptance", "竣工验收"
    LINE = "line", "并行办理"


class Holder(Term):
    """一天算谁的: who had the project."""

    OURS = "ours", "部门在办"
    APPLICANT = "applicant", "等申请人"
    WAITING = "waiting", "特别程序"


class Assessed(Term):
    """区域评估的种类 (国办发〔2019〕11号 四（十一）)."""

    ENVIRONMENT = "environment", "环境影响评价"
    SOIL = "soil", "水土保持"
    GEOLOGY = "geology", "地质灾害危险性评估"
    MINERALS = "minerals", "压覆重要矿产资源评估"
    RELICS = "relics", "考古调查勘探"
    ENERGY = "energy", "节能评价"
    TRAFFIC = "traffic", "交通影响评价"
    FLOOD = "flood", "洪水影响评价"
    CLIMATE = "climate", "气候可行性论证"
    QUAKE = "quake", "地震安全性评价"
