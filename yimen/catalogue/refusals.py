"""Why the catalogue says no: each refusal a fact with a code and words."""

from __future__ import annotations

from yimen.rules.errors import Kind, RuleBroken


class ItemUnknown(RuleBroken):
    """There is no item of this code."""

    code = "item.not_found"
    text = "没有找到这个事项：{item}"
    kind = Kind.NOT_FOUND


class VersionUnknown(RuleBroken):
    """There is no version of this number or id."""

    code = "item.version_not_found"
    text = "没有找到这个版本"
    kind = Kind.NOT_FOUND


class NoDraft(RuleBroken):
    """The item has no open draft to check, publish or discard."""

    code = "item.no_draft"
    text = "“{item}”没有正在编辑的草稿"


class DraftMoved(RuleBroken):
    """Somebody else changed the item since this keeper opened it."""

    code = "item.draft_moved"
    text = "别人已经改过这个事项（现在是第 {number} 版），请先看差异再改"
    kind = Kind.STALE


class PublishedFixed(RuleBroken):
    """A published version never changes: a change is a new version with a date and a document."""

    code = "item.published_fixed"
    text = "第 {number} 版已经发布，不能再改，请新建一版"


class DepartmentUnknown(RuleBroken):
    """The item or a step names a department that is not on file."""

    code = "item.department_unknown"
    text = "{where}：没有登记这个部门“{department}”"
    kind = Kind.INVALID


class MaterialNamedOtherwise(RuleBroken):
    """A shared material has one name in all items."""

    code = "item.material_named_otherwise"
    text = "材料 {material} 的统一名称是“{name}”，这里写成了“{given}”"
    kind = Kind.INVALID


class ElementTypedOtherwise(RuleBroken):
    """A shared data element has one type in all forms."""

    code = "item.element_typed_otherwise"
    text = "栏目 {element}（{label}）的统一类型是“{type}”，这里写成了“{given}”"
    kind = Kind.INVALID


class NoDocument(RuleBroken):
    """A version is published, and an item suspended or cancelled, by a document that orders it."""

    code = "item.no_document"
    text = "请写明依据的文件（名称和文号）"
    kind = Kind.INVALID


class DateBackwards(RuleBroken):
    """A version cannot take effect before the version that it replaces."""

    code = "item.date_backwards"
    text = "生效日期不能早于第 {number} 版的生效日期 {day}"
    kind = Kind.INVALID


class NoSuchChange(RuleBroken):
    """The item already stands so, or a cancelled item does not come back."""

    code = "item.no_such_change"
    text = "事项现在是“{state}”，不能改为“{to}”"


class ShutByMember(RuleBroken):
    """A bundle that a member's change shut opens by itself when it compiles again, never by hand."""

    code = "item.shut_by_member"
    text = "“{item}”是因为里面的事项变了暂停的，改好以后自动恢复，不能直接恢复"


class BundleFaulty(RuleBroken):
    """A bundle is put in force when nothing stands against it any more."""

    code = "bundle.faulty"
    text = "这件事还有 {count} 处要改：{first}"
    kind = Kind.INVALID


class NotABundle(RuleBroken):
    """A bundle is written on its own page, for its form and list follow from its members."""

    code = "bundle.not_here"
    text = "“{item}”是一件事，表和材料由事项合成，请到“一件事”里改"


class CodeTaken(RuleBroken):
    """A bundle cannot have the code of an item."""

    code = "bundle.code_taken"
    text = "{item} 已经是一个事项的编码，请换一个"


class MemberClosed(RuleBroken):
    """A member of a bundle must be an open item, and no bundle itself."""

    code = "bundle.member_closed"
    text = "“{item}”不能放进这件事：没有这个事项、没有在用，或者它自己就是一件事"
    kind = Kind.INVALID
