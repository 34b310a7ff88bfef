//! How people write sentences elsewhere, and the same as it is written here: patterns of words, and what stands for them.
//!
//! A small word stands for itself, `a|b` for one of several, `=a|b` for one of several that is kept as `=`; `^` and `$` are
//! the ends of the sentence. A capital stands for a kind of word: `D` a dataset or population, `C` a column, `B` one of yes
//! and no, `T` one of days, `K` the beginning of the name of one of days, `V` a value that a column declares, `J` two words of
//! one name, `E` every, `R` each month and the like, `H` a number in words, `N` a number, `Y` a year, `M` a month, `W` any
//! word, `S` several. Instead, `Vc` and `Kc` are their columns, `Cd` the dataset of the column, `Dt` the only column of days of `D`, `Dr` the column of `D` that
//! refers to `D1`, `Ya`, `Yz`, `Ma` and `Mz` the first and the last day, `Yf` and `Yl` the
//! first and the last month.

use crate::types::Language;

/// A pattern, and what is written instead.
pub(super) type Rewording = (&'static str, &'static str);

/// The rewordings of a language; the first that lead to a sentence are taken.
pub(super) fn of(language: Language) -> &'static [Rewording] {
    match language {
        Language::En => &ENGLISH,
        Language::Zh => &CHINESE,
    }
}

const ENGLISH: [Rewording; 93] = [
    ("^ no D may|can|must|should be V $", "no D where Vc = V"),
    (
        "^ the C of every|each|a D must be S $",
        "every D must have C S",
    ),
    (
        "^ the C of every|each|a D must S $",
        "every D must have C S",
    ),
    ("^ all|each|any|the D =must|where", "every D ="),
    ("^ all|each D should", "every D should"),
    ("J", "J"),
    ("every B D", "every D where B"),
    ("every V D", "every D where Vc = V"),
    ("every C N D", "every D where C = N"),
    ("every D of C N must", "every D where C = N must"),
    ("every D of C V must", "every D where C = V must"),
    ("every D who|that|which S must", "every D where S must"),
    ("every D with S must", "every D where S must"),
    ("in each =year|month|week|term|quarter", "each ="),
    (
        "a|an|one D at least once a|an|each|every|per =year|month|week|term|quarter",
        "at least 1 D each =",
    ),
    (
        "a|an|one D once a|an|each|every|per =year|month|week|term|quarter",
        "at least 1 D each =",
    ),
    (
        "a|an|one D per|every|a =year|month|week|term|quarter",
        "at least 1 D each =",
    ),
    ("a|an|one D each", "at least 1 D each"),
    ("D per|every|a =year|month|week|term|quarter", "D each ="),
    ("^ no D may|can|must|should have S $", "no D where S"),
    ("^ no D may|can|must|should be S $", "no D where S"),
    (
        "^ only B D may|can|must have a|an D1 $",
        "every D where not B must have no D1",
    ),
    (
        "^ if|when|where a|an|the D S , the|that D must S1 $",
        "every D where S must S1",
    ),
    (
        "^ if|when|where S , every|each|the D must S1 $",
        "every D where S must S1",
    ),
    (
        "^ every D must S unless S1 $",
        "every D when not ( S1 ) must S",
    ),
    (
        "^ every D where S2 must S unless S1 $",
        "every D where S2 when not ( S1 ) must S",
    ),
    ("^ every D must S if|when S1 $", "every D where S1 must S"),
    ("^ D . C = S $", "every D must have C = S"),
    ("must equal", "must be equal to"),
    ("a|an|the C", "C"),
    (
        "have|be K =no|on|by|before|after|within|later|earlier",
        "have Kc =",
    ),
    ("T by Y", "T no later than Yz"),
    ("T by W $", "T no later than W"),
    ("T valid on", "T on or after"),
    ("T not expired", "T on or after as_of"),
    ("is in last S $", "is within S before as_of"),
    ("in the last S $", "is within S before as_of"),
    ("T before the end of M", "T no later than Mz"),
    ("T in|during M", "T from Ma to Mz"),
    ("T in|during Y", "T from Ya to Yz"),
    ("between S and S1", "from S to S1"),
    ("the number of", "count of"),
    ("number of", "count of"),
    ("the =total|share|mean of", "= of"),
    ("the|a sum of", "total of"),
    ("sum of", "total of"),
    ("total D . C", "total of D . C"),
    ("average|avg of", "mean of"),
    ("maximum|max of", "largest of"),
    ("minimum|min of", "least of"),
    ("below|under", "less than"),
    ("above|over", "more than"),
    ("N percent|per-cent of", "N% of"),
    ("may be V", "must have Vc = V"),
    ("must be V", "must have Vc = V"),
    ("either be V or", "have Vc = V or"),
    (
        "^ every|each D must agree|match with D1 by S $",
        "D matches D1 by S",
    ),
    (
        "^ every|each D must agree|match D1 by S $",
        "D matches D1 by S",
    ),
    ("by W and by W1", "by W , W1"),
    ("by W and W1", "by W , W1"),
    (
        "all of C , C1 on or =after|before W $",
        "C on or = W and C1 on or = W",
    ),
    (
        "at least 1 D for|per every|each N D1 $",
        "( count of D1 / count of D ) at most N",
    ),
    (
        "at least 1 D for|per|every N D1 $",
        "( count of D1 / count of D ) at most N",
    ),
    (
        "at most N D1 per|for|to D $",
        "( count of D1 / count of D ) at most N",
    ),
    (
        "^ every D1 must not have two|several D of the same C $",
        "D is unique by Dr , C",
    ),
    ("^ no two D have|with the same S $", "D is unique by S"),
    (
        "^ every D1 must have a|an D within S =after|before|of C $",
        "every D1 must have a D where Dt is within S = D1 . C",
    ),
    (
        "^ every D1 must have a|an D by W within S =after|before|of C $",
        "every D1 must have a D by W where Dt is within S = D1 . C",
    ),
    (
        "^ every D1 must have a|an D no later than S =after|before C $",
        "every D1 must have a D where Dt is no later than S = D1 . C",
    ),
    (
        "^ every D1 must have a|an D by W no later than S =after|before C $",
        "every D1 must have a D by W where Dt is no later than S = D1 . C",
    ),
    ("= =less|fewer|more|greater|later|earlier than", "= than"),
    ("from Y to Y1", "from Yf to Y1l"),
    ("have has|have", "have"),
    ("^ D . C must S $", "every D must have C S"),
    ("^ D . C must be S $", "every D must have C S"),
    ("^ C must be S $", "every Cd must have C S"),
    ("^ C must S $", "every Cd must have C S"),
    (
        "=mean|total|median|largest|least of D . C of the same",
        "= of C of the same",
    ),
    ("per sex of D", "per [sex] of D"),
    ("per month of D", "per [month] of D"),
    ("per year of D", "per [year] of D"),
    ("C is N to N1", "C is from N to N1"),
    ("^ each|all|any D", "every D"),
    ("shall", "must"),
    ("C of =at|no|more|less", "C ="),
    ("C of N W or more", "C at least N W"),
    ("C N W or more", "C at least N W"),
    ("C of N W or less", "C at most N W"),
    ("C N W or less", "C at most N W"),
    ("its|their C", "C"),
    (
        "every D without a|an|any D1 must",
        "every D where has no D1 must",
    ),
    ("must be B", "must have B"),
    ("every =year|month|week|term|quarter $", "each ="),
];

const CHINESE: [Rewording; 83] = [
    ("^ D C 不得|不能 重复 $", "D 按 C 不重复"),
    (
        "^ 各 D D1 人数|数量|个数 =应|不得|必须",
        "每个 D 的 D1 数量 =",
    ),
    ("H", "H"),
    ("^ 所有|全部|全体|凡 D", "每个 D"),
    ("不能|不可|不准|不可以|禁止", "不得"),
    ("须|需|要|应当|应该|需要|必需", "应"),
    ("C 是 V", "C 为 V"),
    ("核对|对照|核实|比较 C", "比对 C"),
    ("其中 是 B", "其中 B"),
    ("的 =应|应有|不得|必须", "="),
    ("E V D", "E D 其中 Vc 为 V"),
    ("E B D", "E D 其中 B"),
    ("E D 如|若|如果|当 S =应|应有|不得|必须", "E D 其中 S ="),
    (
        "^ 如果|若|如|凡|当 D S ， 则|就 =应|应有|不得|必须",
        "每个 D 其中 S =",
    ),
    (
        "^ 如果|若|如|凡|当 D S ， =应|应有|不得|必须",
        "每个 D 其中 S =",
    ),
    ("应有 D N W 以上", "应有 至少 N W D"),
    ("应 有 D N W 以上", "应有 至少 N W D"),
    ("应有 至少 D N W", "应有 至少 N W D"),
    ("应 至少 D N W", "应有 至少 N W D"),
    ("至少 D N W", "应有 至少 N W D"),
    ("不得 少于|低于 N W D", "应有 至少 N W D"),
    ("不得 多于|超过|高于 N W D", "应有 至多 N W D"),
    (
        "^ D D1 人数|个数|总数|数量 =应|不得|必须",
        "每个 D 的 D1 数量 =",
    ),
    ("D 人数|个数|总数", "D 数量"),
    (
        "各 D V D1 占 D1 的比例|的比重|的占比|比例",
        "各 D 的 D1 中 Vc 为 V 的占比",
    ),
    ("D 中 V 的占比|的比例|的比重", "D 中 Vc 为 V 的占比"),
    ("应 N W 以上", "应 不低于 N W"),
    ("应 N W 以下|以内", "应 不超过 N W"),
    ("应 在 D 中 有 记录|登记|名字", "应有 D"),
    ("T 应 未|没有|不得 过期", "T 应 不早于 评估日"),
    ("T 不得 过期", "T 应 不早于 评估日"),
    ("T 应 在 有效期 内", "T 应 不早于 评估日"),
    ("^ 没有 D S $", "不得有 D 其中 S"),
    ("^ 任何 D 的 C 不得", "每个 D 的 C 不得"),
    ("在 T N W 内", "在 T 后 N W 内"),
    ("的 T 距|离|距离 T1 不超过 N W $", "的 T 应 在 T1 后 N W 内"),
    (
        "的 T 距|离|距离 T1 应 不超过 N W $",
        "的 T 应 在 T1 后 N W 内",
    ),
    ("应 不超过 T 后 N W $", "应 不晚于 T 后 N W"),
    (
        "^ E D 的 T 减 T1 应 不超过 N W $",
        "E D 应 从 T1 到 T 的天数 不超过 N W",
    ),
    ("^ R E D =应|必须", "E D R ="),
    ("E D 按 月|按月 报送", "E D 每月 应 报送"),
    ("E D R 报送", "E D R 应 报送"),
    ("应 有 D ， S $", "应有 D 其中 S"),
    ("应有 D ， S $", "应有 D 其中 S"),
    ("T 在 Y 内|中", "T 自 Ya 至 Yz"),
    ("T 在 M 内|中", "T 自 Ma 至 Mz"),
    ("T 在 Y $", "T 自 Ya 至 Yz"),
    ("T 在 M $", "T 自 Ma 至 Mz"),
    (
        "^ E D1 应 在|于 T 后 N W 内 D $",
        "E D1 应有 D 其中 Dt 在 D1 . T 后 N W 内",
    ),
    (
        "^ E D1 的 D 应 在|于 T 后 N W 内 $",
        "E D1 应有 D 其中 Dt 在 D1 . T 后 N W 内",
    ),
    (
        "^ E D 应 在|于 T 后 N W 内 K $",
        "E D 的 Kc 应 在 T 后 N W 内",
    ),
    ("^ E D 应 在|于 W 前|之前 K $", "E D 的 Kc 应 在 W 前"),
    ("D C =合计|平均值|最大值|最小值", "D . C ="),
    ("同一 D1 同一 C 不得 重复 D $", "D 按 Dr 、 C 不重复"),
    ("同一 C 不得 重复 D $", "D 按 C 不重复"),
    (
        "^ E D2 每 N W D1 至少|应有|应|配|配备 1 W1 D $",
        "E D2 应 ( D1 数量 / D 数量 ) 不超过 N",
    ),
    (
        "^ E D 其中 S 的 C =不低于|不超过|不少于|大于|小于|等于|不早于|不晚于|低于|高于 S1 $",
        "E D 其中 S 应 C = S1",
    ),
    (
        "^ E D 的 C =不低于|不超过|不少于|大于|小于|等于|不早于|不晚于|低于|高于 S1 $",
        "E D 的 C 应 = S1",
    ),
    (
        "^ 每 辆|名|个|所|条|位|户|项|笔|件|份|张|台|间|家|处|人 D",
        "每个 D",
    ),
    ("自 Y 至 Y1", "自 Yf 至 Y1l"),
    ("^ D . C =应|不得 S $", "每个 D 的 C = S"),
    (
        "^ 除|除了 V 外|以外|之外 的 D =应|应有|不得",
        "每个 D 其中 Vc 不为 V =",
    ),
    (
        "^ E D 应有 C =合计|平均值|最大值|最小值 S $",
        "E D 的 Cd . C = 应 S",
    ),
    (
        "^ E D 应 有 C =合计|平均值|最大值|最小值 S $",
        "E D 的 Cd . C = 应 S",
    ),
    ("^ C =应|不得 S $", "每条 Cd 的 C = S"),
    ("C 为 N 至|到 N1", "C 自 N 至 N1"),
    ("C 是 N 至|到 N1", "C 自 N 至 N1"),
    ("均应|都应|都要|均须|均要|就要", "应"),
    ("至少|最少|不少于 为 N", "不低于 N"),
    ("E B 的 D", "E D 其中 B"),
    ("E V 的 D", "E D 其中 Vc 为 V"),
    ("^ B D =应|应有|不得|必须", "每个 D 其中 B ="),
    ("^ V D =应|应有|不得|必须", "每个 D 其中 Vc 为 V ="),
    ("应 有 不少于|至少 N W 的 D", "应有 至少 N W D"),
    ("应有 不少于|至少 N W 的 D", "应有 至少 N W D"),
    ("应 D 不少于|至少 N W", "应有 至少 N W D"),
    ("D 次数", "D 数量"),
    ("^ E D D1 数量", "E D 的 D1 数量"),
    ("^ D C =应|不得|必须 S $", "每个 D 的 C = S"),
    ("C 必填", "C 应 已填"),
    ("应 填写|填 C", "应 C 已填"),
    ("^ C 不得|不能 重复 $", "Cd 按 C 不重复"),
    ("应当 有", "应有"),
];
