//! Who is named, who leads, to whom something is paid.

use super::Piece;
use crate::draft::make::{Maker, Sentence};
use crate::draft::nouns::{at_end, cleaned, without_brackets};
use crate::draft::patterns::{Pattern, group, pattern};
use std::sync::LazyLock;

static NAMED: Pattern = LazyLock::new(|| {
    pattern(
        r"(?:明确|确定|指定|落实|安排|确立|配备|配齐|固定|选派|抽调)(?P<person>[^，、；]{0,10}?(?:责任人|负责人|联系人|联络员|联络人|专人|帮扶人|管理人员|管理员|监护人|专职人员|包保人|包抓人|管护人|值班员|辅导员))",
    )
});
static FOR: Pattern = LazyLock::new(|| pattern(r"(?:对|为|给|针对)(?P<of>[^，]{2,36})$"));
static POST: Pattern = LazyLock::new(|| {
    pattern(
        r"(?:兼任|担任|任)(?P<post>[^，、；任]{0,8}?(?:主任|组长|指挥长|负责人|联络员|秘书长|所长|站长|河长|段长))|(?P<by>[^，、；由]{0,10}(?:主任|组长|指挥长|负责人|联络员|秘书长))由[^，；]+?(?:兼任|担任)|是(?P<first>[^，；]*?)(?:的)?第一责任人",
    )
});
static SET_UP: Pattern = LazyLock::new(|| {
    pattern(
        r"(?:成立|设立|组建|调整充实|组成)(?P<of>[^，；]{1,26}?(?:领导小组|工作小组|工作组|小组|专班|指挥部|委员会|团队|队伍))",
    )
});
static DUTY: Pattern = LazyLock::new(|| {
    pattern(
        r"(?P<of>[^，；]{0,16}?)(?P<word>责任制|负责制|包抓|包保|包干|包联|包片|一对一|结对|帮扶制度|责任分工|管理职责|主体责任|双线责任|目标责任|具体分工|防控网络|帮扶责任|监管责任|管护责任)",
    )
});
static PAID: Pattern = LazyLock::new(|| {
    pattern(
        r"(?P<of>[^，；]*?)(?:是否|要|应|全部|及时|足额|按时)*(?:发放|拨付|兑付|打卡|支付|落实)到(?:每)?(?:人|户|卡|本人|个人|学生|家庭)|(?:直接)(?:发放|拨付|支付)(?:给|到|至)",
    )
});
static MEMBERS: Pattern = LazyLock::new(|| {
    pattern(r"^(?:组长|总指挥|指挥长|主任|召集人)：|(?:组长|指挥长|主任|召集人)：.*(?:成员|委员)：")
});

/// `明确…责任人`, `由…担任组长`, `成立…小组`.
pub(super) fn named(piece: &Piece<'_>, maker: &mut Maker<'_>) -> Option<Sentence> {
    let text = piece.text;
    if let Some(found) = NAMED.captures(text) {
        let start = found.get(0)?.start();
        let person = cleaned(group(&found, "person")?);
        let person = if person.ends_with("专人") {
            maker.names.person.to_owned()
        } else {
            person
        };
        let before = &text[..start];
        let whose = FOR.captures(before).and_then(|found| at_end(&found["of"]));
        let noun = whose.or_else(|| piece.noun(before));
        let of = piece.subject(maker, noun);
        return Some(maker.named(&of, &person));
    }
    if let Some(found) = POST.captures(text) {
        let post = group(&found, "post")
            .or(group(&found, "by"))
            .unwrap_or(maker.names.person);
        let post = cleaned(&without_brackets(post));
        let noun = group(&found, "first")
            .and_then(at_end)
            .or_else(|| at_end(piece.heading))
            .or_else(|| piece.earlier_noun());
        let of = piece.subject(maker, noun);
        let of = maker.joined(&of, "机构");
        return Some(maker.named(&of, &post));
    }
    let found = SET_UP.captures(text)?;
    let of = cleaned(&without_brackets(group(&found, "of")?));
    (of.chars().count() > 2).then(|| maker.named(&of, "组长"))
}

/// A duty that somebody bears: `…责任制`, `结对…`.
pub(super) fn duty(piece: &Piece<'_>, maker: &mut Maker<'_>) -> Option<Sentence> {
    let found = DUTY.captures(piece.text)?;
    let word = group(&found, "word")?;
    let of = group(&found, "of")
        .and_then(at_end)
        .or_else(|| piece.earlier_noun())
        .or_else(|| at_end(piece.heading));
    let of = piece.subject(maker, of);
    let of = maker.joined(&of, word);
    Some(maker.named(&of, maker.names.person))
}

/// Paid to persons and not to an office.
pub(super) fn paid(piece: &Piece<'_>, maker: &mut Maker<'_>) -> Option<Sentence> {
    let found = PAID.captures(piece.text)?;
    let noun = group(&found, "of")
        .and_then(at_end)
        .or_else(|| piece.noun(""));
    let of = piece.subject(maker, noun);
    let of = maker.joined(&of, "发放");
    Some(maker.named(&of, maker.names.payee))
}

/// The members of a group, post by post.
pub(super) fn members(text: &str, maker: &mut Maker<'_>) -> Option<Sentence> {
    let squeezed: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if !MEMBERS.is_match(&squeezed) {
        return None;
    }
    Some(maker.named("工作机构成员名单", maker.names.name))
}
