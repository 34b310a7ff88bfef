//! Sentences as clerks write them first: each is told with a whole sentence that can be read.

use duban::diagnostic::{Diagnostics, Severity};
use duban::model;
use duban::source::Files;
use std::path::Path;

const ENGLISH: &str = "checklist t \"Test\"
source plan \"Plan\"
dataset schools school
  code : id key
  kind : one of boarding, day
dataset pupils pupil
  id : id key
  school : reference to schools
  grade : integer
  boards : yes or no
  poor : yes or no
  status : one of enrolled, dropped_out
dataset teachers teacher
  id : id key
  school : reference to schools
dataset payments payment
  pupil : reference to pupils
  kind : one of living, meals
  amount : money
  paid_on : date
dataset dropouts dropout
  pupil : reference to pupils
  left_on : date
  reported_on : date
dataset visits visit
  pupil : reference to pupils
  visited_on : date
  submitted on visited_on
  sender pupil
dataset buses bus
  plate : id key
  permit_expires : date
  insurance_expires : date
dataset accounts account
  school : id
  month : text
  amount : money
dataset receipts receipt
  school : id
  month : text
  amount : money
population poor_boarder = pupils where poor and boards
item i \"Item\"
  cites plan 1
";

const CHINESE: &str = "检查清单 t 「测试」
文件 方案 「法」
校历 日历
  工作日 2020-05-09
  涵盖 自 2020-01-01 至 2020-12-31
数据集 学校
  学校代码：编号 主键
  寄宿制：是否
数据集 学生
  学号：编号 主键
  学校：引用 学校
  班级：文本
  寄宿：是否
  状态：取值 在读、辍学
数据集 教师
  工号：编号 主键
  学校：引用 学校
数据集 发放
  学号：引用 学生
  类别：取值 生活费、营养餐
  金额：金额
  发放日期：日期
数据集 家访
  学号：引用 学生
  家访日期：日期
  报送日 家访日期
  报送方 学号
数据集 辍学登记
  学号：引用 学生
  离校日期：日期
  上报日期：日期
数据集 校车
  车牌号：编号 主键
  保险到期日：日期
检查项 i 「项」
  依据 方案 一
";

/// What is wrong with a sentence: the helps, one a mistake.
pub(crate) fn helps(sentence: &str) -> Vec<String> {
    let head = if sentence.is_ascii() {
        ENGLISH
    } else {
        CHINESE
    };
    let text = format!("{head}  {sentence}\n");
    let mut files = Files::new();
    let mut diagnostics = Diagnostics::default();
    let _ = model::load_text(Path::new("t.duban"), &text, &mut files, &mut diagnostics);
    let all = diagnostics.into_sorted().into_iter();
    let wrong = all.filter(|one| one.severity() == Severity::Error);
    wrong.map(|one| one.help.unwrap_or(one.message)).collect()
}

fn leads_to(pairs: &[(&str, &str)]) {
    let mut unlike = String::new();
    for (written, wanted) in pairs {
        let told = helps(written);
        let said = told
            .iter()
            .any(|help| help.contains(&format!("`{wanted}`")));
        let right = helps(wanted);
        if !said || !right.is_empty() {
            unlike += &format!("{written}\n  {told:?}\n  {wanted}\n  {right:?}\n");
        }
    }
    assert!(unlike.is_empty(), "{unlike}");
}

#[test]
fn english_sentences_lead_to_sentences_that_are_right() {
    leads_to(&[
        (
            "all buses must have insurance_expires given",
            "every buses must have insurance_expires given",
        ),
        (
            "every pupil who boards must have a payment",
            "every pupil where boards must have a payment",
        ),
        (
            "every poor pupil must have a payment",
            "every pupil where poor must have a payment",
        ),
        (
            "every poor boarder must have a payment",
            "every poor_boarder must have a payment",
        ),
        (
            "every grade 1 pupil must have a payment",
            "every pupil where grade = 1 must have a payment",
        ),
        (
            "no bus may have permit_expires before as_of",
            "no bus where permit_expires before as_of",
        ),
        (
            "only poor pupils may have a payment",
            "every pupils where not poor must have no payment",
        ),
        (
            "if a pupil boards, the pupil must have a payment",
            "every pupil where boards must have a payment",
        ),
        (
            "every pupil must have status is not dropped_out unless grade > 9",
            "every pupil when not (grade > 9) must have status is not dropped_out",
        ),
        (
            "every pupil must either be enrolled or have a dropout",
            "every pupil must have status = enrolled or have a dropout",
        ),
        (
            "every payment must have paid_on by 2020-06-30",
            "every payment must have paid_on no later than 2020-06-30",
        ),
        (
            "every payment must have paid_on in June 2020",
            "every payment must have paid_on from 2020-06-01 to 2020-06-30",
        ),
        (
            "every payment must have paid_on in 2020",
            "every payment must have paid_on from 2020-01-01 to 2020-12-31",
        ),
        (
            "every payment must have paid_on before the end of June 2020",
            "every payment must have paid_on no later than 2020-06-30",
        ),
        (
            "every payment must have amount between 500 and 1000 yuan",
            "every payment must have amount from 500 to 1000 yuan",
        ),
        (
            "the number of teachers per school must be at least 5",
            "count of teachers per school must be at least 5",
        ),
        (
            "every school must have at least 1 teacher for every 19 pupils",
            "every school must have (count of pupils / count of teacher) at most 19",
        ),
        (
            "every school must have at most 19 pupils per teacher",
            "every school must have (count of pupils / count of teacher) at most 19",
        ),
        (
            "every pupil must have a visit in each month from 2020-03 to 2020-06",
            "every pupil must have a visit each month from 2020-03 to 2020-06",
        ),
        (
            "every pupil must have a visit at least once a year from 2020-01 to 2020-12",
            "every pupil must have at least 1 visit each year from 2020-01 to 2020-12",
        ),
        (
            "fewer than 2 percent of pupils per school may be dropped out",
            "fewer than 2% of pupils per school must have status = dropped_out",
        ),
        (
            "no two payments have the same pupil, kind",
            "payments is unique by pupil, kind",
        ),
        (
            "every pupil must have sum of payments.amount at least 1000 yuan",
            "every pupil must have total of payments.amount at least 1000 yuan",
        ),
        (
            "every dropout must have a visit by pupil within 7 days after left_on",
            "every dropout must have a visit by pupil where visited_on is within 7 days after dropout.left_on",
        ),
        (
            "every bus must have all of permit_expires, insurance_expires on or after as_of",
            "every bus must have permit_expires on or after as_of and insurance_expires on or after as_of",
        ),
        (
            "bus.permit_expires must be after as_of",
            "every bus must have permit_expires after as_of",
        ),
        (
            "every account must agree with receipts by school and month",
            "account matches receipts by school, month",
        ),
        (
            "every payment must have amount of at least 100 yuan",
            "every payment must have amount at least 100 yuan",
        ),
        (
            "every payment must have an amount of 100 yuan or more",
            "every payment must have an amount at least 100 yuan",
        ),
        (
            "every bus must have its permit_expires after as_of",
            "every bus must have permit_expires after as_of",
        ),
        (
            "every school shall have a teacher",
            "every school must have a teacher",
        ),
        (
            "no pupil should be dropped_out",
            "no pupil where status = dropped_out",
        ),
        (
            "the grade of every pupil must be at least 1",
            "every pupil must have grade at least 1",
        ),
        (
            "every bus must have permit_expires on or after the inspection day",
            "every bus must have permit_expires on or after as_of",
        ),
        (
            "every bus must have permit_expires within the last 6 months",
            "every bus must have permit_expires within 6 months before as_of",
        ),
        ("plate must be unique", "bus is unique by plate"),
        (
            "no two buses may have the same plate",
            "buses is unique by plate",
        ),
        (
            "permit_expires must not be empty",
            "every bus must have permit_expires given",
        ),
        (
            "every one of the buses must have permit_expires given",
            "every buses must have permit_expires given",
        ),
        (
            "every pupil must have 2 payments",
            "every pupil must have at least 2 payments",
        ),
        (
            "every pupil must have 2 payments",
            "every pupil must have exactly 2 payments",
        ),
        (
            "no school may have more than 3 teachers",
            "every school must have at most 3 teachers",
        ),
        (
            "every pupil in grade 1 must have a payment",
            "every pupil where grade = 1 must have a payment",
        ),
        (
            "every pupil with status enrolled must have a payment",
            "every pupil where status = enrolled must have a payment",
        ),
        (
            "every payment must be at least 500 yuan",
            "every payment must have amount at least 500 yuan",
        ),
    ]);
}

#[test]
fn chinese_sentences_lead_to_sentences_that_are_right() {
    leads_to(&[
        (
            "所有 校车 的 保险到期日 应 不早于 评估日",
            "每个 校车 的 保险到期日 应 不早于 评估日",
        ),
        (
            "每名 在读 学生 应有 发放",
            "每名 学生 其中 状态 为 在读 应有 发放",
        ),
        (
            "每名 学生 其中 状态 是 在读 的 应有 发放",
            "每名 学生 其中 状态 为 在读 应有 发放",
        ),
        (
            "每所 寄宿制 学校 应有 学生",
            "每所 学校 其中 寄宿制 应有 学生",
        ),
        (
            "每名 学生 如 寄宿 应有 发放",
            "每名 学生 其中 寄宿 应有 发放",
        ),
        (
            "如果 学生 寄宿，则 应有 发放",
            "每个 学生 其中 寄宿 应有 发放",
        ),
        (
            "除 辍学 外 的 学生 应有 发放",
            "每个 学生 其中 状态 不为 辍学 应有 发放",
        ),
        ("没有 学生 状态 为 辍学", "不得有 学生 其中 状态 为 辍学"),
        (
            "任何 学生 的 状态 不得 为 辍学",
            "每个 学生 的 状态 不得 为 辍学",
        ),
        (
            "学校 教师 人数 应 大于 5 人",
            "每个 学校 的 教师 数量 应 大于 5 人",
        ),
        (
            "各 学校 辍学 学生 占 学生 的比例 应 低于 2%",
            "各 学校 的 学生 中 状态 为 辍学 的占比 应 低于 2%",
        ),
        (
            "每所 学校 每 19 名 学生 至少 1 名 教师",
            "每所 学校 应 (学生 数量 / 教师 数量) 不超过 19",
        ),
        (
            "每名 学生 应有 家访 2 次 以上",
            "每名 学生 应有 至少 2 次 家访",
        ),
        (
            "每名在读学生应有发放",
            "每名 学生 其中 状态 为 在读 应有 发放",
        ),
        (
            "每条 发放 的 金额 应 500元 以上",
            "每条 发放 的 金额 应 不低于 500 元",
        ),
        (
            "每条 发放 的 发放日期 不能 为空",
            "每条 发放 的 发放日期 不得 为空",
        ),
        (
            "每条 发放 应 在 2020年6月30日 前 发放",
            "每条 发放 的 发放日期 应 在 2020年6月30日 前",
        ),
        (
            "每条 辍学登记 应 于 离校日期 后 3 个工作日 内 上报",
            "每条 辍学登记 的 上报日期 应 在 离校日期 后 3 个工作日 内",
        ),
        (
            "每条 辍学登记 的 上报日期 距 离校日期 不超过 3 个工作日",
            "每条 辍学登记 的 上报日期 应 在 离校日期 后 3 个工作日 内",
        ),
        (
            "每条 辍学登记 的 上报日期 应 在 离校日期 三个工作日 内",
            "每条 辍学登记 的 上报日期 应 在 离校日期 后 3 个工作日 内",
        ),
        (
            "每个 校车 的 保险到期日 应 在 有效期 内",
            "每个 校车 的 保险到期日 应 不早于 评估日",
        ),
        (
            "每个 校车 的 保险到期日 应 未 过期",
            "每个 校车 的 保险到期日 应 不早于 评估日",
        ),
        (
            "每名 学生 应 在 辍学登记 中 有 记录",
            "每名 学生 应有 辍学登记",
        ),
        (
            "同一 学生 同一 类别 不得 重复 发放",
            "发放 按 学号、类别 不重复",
        ),
        (
            "每名 学生 的 发放 金额 合计 应 不少于 1000元",
            "每名 学生 的 发放.金额 合计 应 不少于 1000 元",
        ),
        (
            "每名 学生 应有 金额 合计 不少于 1000元",
            "每名 学生 的 发放.金额 合计 应 不少于 1000 元",
        ),
        ("发放日期 不得 为空", "每条 发放 的 发放日期 不得 为空"),
        (
            "每 辆 校车 应 保险到期日 已填",
            "每个 校车 应 保险到期日 已填",
        ),
        ("全部 学生 均应 有 发放", "每个 学生 应 有 发放"),
        ("寄宿 学生 应有 发放", "每个 学生 其中 寄宿 应有 发放"),
        (
            "每名 寄宿 的 学生 应有 发放",
            "每名 学生 其中 寄宿 应有 发放",
        ),
        (
            "每名 学生 应 有 不少于 2 次 的 家访",
            "每名 学生 应有 至少 2 次 家访",
        ),
        (
            "每名 学生 应 家访 不少于 2 次",
            "每名 学生 应有 至少 2 次 家访",
        ),
        (
            "每名 学生 的 家访 次数 应 不少于 2",
            "每名 学生 的 家访 数量 应 不少于 2",
        ),
        (
            "各 学校 学生 人数 不得 超过 1000 人",
            "每个 学校 的 学生 数量 不得 超过 1000 人",
        ),
        ("发放 金额 应 大于 0", "每个 发放 的 金额 应 大于 0"),
        (
            "校车 保险到期日 不得 早于 评估日",
            "每个 校车 的 保险到期日 不得 早于 评估日",
        ),
        ("每名 学生 应 填写 班级", "每名 学生 应 班级 已填"),
        ("学生 学号 不得 重复", "学生 按 学号 不重复"),
        ("学生 班级 必填", "每个 学生 的 班级 应 已填"),
        (
            "每辆校车保险到期日应不早于检查日",
            "每辆 校车 的 保险到期日 应 不早于 评估日",
        ),
        (
            "每辆校车的保险到期日应不早于评估日前6个月",
            "每辆 校车 的 保险到期日 应 不早于 评估日 前 6 个月",
        ),
        (
            "每辆校车的保险到期日应在最近6个月内",
            "每辆 校车 的 保险到期日 应 在 评估日 前 6 个月 内",
        ),
        ("每所学校都必须有教师", "每所 学校 应 有 教师"),
        (
            "状态为辍学的学生应有家访",
            "每个 学生 其中 状态 为 辍学 应有 家访",
        ),
        ("辍学学生应有家访", "每个 学生 其中 状态 为 辍学 应有 家访"),
        ("车牌号应唯一", "校车 按 车牌号 不重复"),
        ("每所学校至少有2名教师", "每所 学校 应有 至少 2 名 教师"),
        ("每所学校应有2名教师", "每所 学校 应有 恰好 2 名 教师"),
        (
            "每笔发放金额应在100到500",
            "每笔 发放 的 金额 应 自 100 至 500",
        ),
    ]);
}
