//! The catalogue of diagnostic codes: every kind of mistake, with its stable name and a one-line summary.

use super::Severity;
use crate::types::Language;

macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident $en:literal $zh:literal;)*) => {
        /// A kind of mistake in a checklist or an audit file.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code { $(#[doc = $en] $variant,)* }

        impl Code {
            /// Every code, in the order of the catalogue.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The stable name, as printed and asked for with `duban explain`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Whether it is an error or a warning.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }

            /// What the code means, in one sentence.
            #[must_use]
            pub fn summary(self, language: Language) -> &'static str {
                match self { $(Self::$variant => language.pick($en, $zh),)* }
            }
        }
    };
}

codes! {
    Syntax "syntax" Error
        "The text is not a declaration, clause or sentence of the language." "文字不是本语言的声明、子句或句式。";
    EmptyChecklist "empty-checklist" Error
        "The checklist holds no declaration." "清单里没有任何声明。";
    NotText "not-text" Error
        "The file is not text in UTF-8." "文件不是 UTF-8 编码的文本。";
    IndentedStart "indented-start" Error
        "The first line is indented, so it belongs to no declaration." "第一行有缩进，不属于任何声明。";
    UnknownHeader "unknown-header" Error
        "A line in the first column does not begin with a word for a declaration." "行首的词不是声明的开头词。";
    MixedVocabularies "mixed-vocabularies" Error
        "A file uses words of both vocabularies; it keeps to that of its first word." "一个文件混用了两种词表；应只用第一个词所属的词表。";
    UnknownClause "unknown-clause" Error
        "A declaration has no such line." "声明中没有这样的行。";
    RepeatedClause "repeated-clause" Error
        "A line that may stand once is written twice." "只能写一次的行写了两次。";
    MissingBlank "missing-blank" Error
        "A keyword and a name are written without a blank between them." "关键词与名称之间缺空格。";
    BlankInName "blank-in-name" Error
        "A name is written with a blank in it, so it is taken for several." "名称中写了空格，被当作几个名称。";
    NotFormatted "not-formatted" Error
        "A file is not in its standard form." "文件不是标准写法。";
    MissingId "missing-id" Error
        "A checklist or item has no id." "清单或检查项没有编号。";
    MissingTitle "missing-title" Error
        "A checklist or item has no title." "清单或检查项没有题名。";
    MissingLanguage "missing-language" Warning
        "A title is written in one of the two languages only, where others of the file have both." "同一文件里别的题名有两种语言，这一处只写了一种。";
    UnclosedQuote "unclosed-quote" Error
        "Quotes do not close on their line." "引号在本行内没有闭合。";
    UnclosedBracket "unclosed-bracket" Error
        "A bracket does not close, or closes without having been opened." "括号没有闭合，或多出右括号。";
    NestingTooDeep "nesting-too-deep" Error
        "A sentence has too many brackets or operands inside each other." "句子的括号或运算嵌套太深。";
    TooLong "too-long" Error
        "A line has more words than any sentence." "一行的词数远超一个句子。";
    StrayCharacter "stray-character" Error
        "A character has no meaning outside quotes." "引号外有没有意义的字符。";
    BadNumber "bad-number" Error
        "Text that begins with a digit is neither a number nor a date." "以数字开头的文字既不是数也不是日期。";
    ImpossibleDate "impossible-date" Error
        "The calendar has no such day." "历法中没有这一天。";
    DateWithoutYear "date-without-year" Error
        "A date is written without its year." "日期没有写年份。";
    NoSentence "no-sentence" Error
        "An item does not say what must hold." "检查项没有写明要求。";
    SecondSentence "second-sentence" Error
        "An item has more than one sentence." "检查项有不止一个句子。";
    ValueAlternatives "value-alternatives" Error
        "Values are joined by `or`, which joins conditions." "用连接条件的“或”连接了值。";
    ListAnd "list-and" Error
        "The last word of a list is joined by `and`, which joins conditions." "列举的最后一项用了连接条件的“且”。";
    ChainedComparison "chained-comparison" Error
        "Two comparisons stand in a row without `and`." "两个比较之间没有“且”。";
    TableWidth "table-width" Error
        "A row of a table is not as wide as its header, or there is none." "表的行与表头宽度不一致，或没有行。";
    MissingFile "missing-file" Error
        "A checklist, or a file that it uses, is not there or cannot be read." "清单或它使用的文件不存在或无法读取。";
    UsesItself "uses-itself" Error
        "A file uses itself, directly or through the files that it uses." "文件直接或间接使用了自身。";
    NoHeader "no-checklist-header" Error
        "A file holds items but does not say which checklist it is." "文件里有检查项，却没有清单抬头。";
    ReplacedInCircle "replaced-in-circle" Error
        "A document is replaced by itself, over others." "文件经由其他文件又被自己替代。";
    SourceWithoutLock "source-without-lock" Warning
        "A cited source has no lock, and others beside it have one." "所引文件没有锁，而同处的其他文件有。";
    StaleLock "stale-lock" Warning
        "The text of a source is not the one that was pinned." "文件的文本已不是锁定时的文本。";
    UnusedLock "unused-lock" Warning
        "A lock lies beside checklists none of which declares its source." "锁旁边的清单都没有声明这份文件。";
    BrokenLock "broken-lock" Error
        "The lock of a source, or its list of aliases, cannot be read." "文件的锁或别名表无法读取。";
    NoSuchClause "no-such-clause" Error
        "A cited clause is not in the document as it was pinned." "所引条款不在锁定的文件中。";
    AmbiguousClause "ambiguous-clause" Error
        "A cited path fits several clauses." "所引路径对应多个条款。";
    ChangedClause "changed-clause" Error
        "A cited clause has changed since the document was pinned." "所引条款在锁定之后已改动。";
    ShortPhrase "short-phrase" Error
        "A quoted phrase is too short to be found again." "引用的文字太短，无法核对。";
    PhraseMissing "phrase-missing" Error
        "A quoted phrase does not stand in the clause cited." "引用的文字不在所引条款中。";
    DeclaredTwice "declared-twice" Error
        "One name is declared for two different things." "同一名称声明了两个不同的内容。";
    DefinedByItself "defined-by-itself" Error
        "A population, derived column or measure is defined by itself." "人群、定义或指标的定义用到了自身。";
    UnknownName "unknown-name" Error
        "A name is not declared." "名称未声明。";
    UnknownColumn "unknown-column" Error
        "A dataset has no column of that name." "数据集没有该名称的列。";
    OuterColumn "outer-column" Error
        "Inside `where` a column of the outer row is written without its noun." "“其中”里用了外层的列，却没有写出它所属的名称。";
    NotInValueSet "not-in-value-set" Error
        "A word is not among the values that the column declares." "词不在该列声明的取值之内。";
    NotAReference "not-a-reference" Error
        "A point follows something that refers to no dataset." "点号前不是对数据集的引用。";
    ManyRows "many-rows" Error
        "A dataset stands where one value is needed." "需要一个值的地方写了数据集。";
    WhichRows "which-rows" Error
        "It is not said over which rows something is counted or summed." "没有写明对哪些行计数或合计。";
    WhichKey "which-key" Error
        "Two datasets have no common key, or several." "两个数据集没有共同的键，或有多个。";
    NoSingleKey "no-single-key" Error
        "A dataset that others refer to has no key of one column." "被引用的数据集没有单列主键。";
    NoWayToGroup "no-way-to-group" Error
        "It is not said how rows belong to their group." "没有写明行如何归入分组。";
    MeasureGroups "measure-groups" Error
        "A measure is used for other groups than it is declared for." "指标用于与声明不同的分组。";
    TypeMismatch "type-mismatch" Error
        "Values that have nothing in common are compared, or a value has another type than is needed." "比较了类型不同的值，或值的类型不合要求。";
    UnitMismatch "unit-mismatch" Error
        "Numbers of different units are compared." "比较了单位不同的数。";
    DifferentValueSets "different-value-sets" Error
        "Two columns without a common value are compared." "比较了没有共同取值的两列。";
    DifferentLists "different-lists" Error
        "References to different datasets are compared." "比较了对不同数据集的引用。";
    NotACondition "not-a-condition" Error
        "A value stands where a condition is needed." "需要条件的地方写了一个值。";
    WrongOperand "wrong-operand" Error
        "A function or calculation is applied to a value that it does not go with." "函数或运算用在了不适用的值上。";
    NoOrder "no-order" Error
        "Text or words are compared by more and less." "对文字或取值作了大小比较。";
    MissingOrder "missing-order" Error
        "A neighbouring row or a run is spoken of, but the rows have no declared order." "提到了相邻的记录或段，却没有声明排列次序。";
    MonthsNeedADay "months-need-a-day" Error
        "Months or years stand alone, without a day to count from." "月或年没有起算的日期。";
    BadPattern "bad-pattern" Error
        "A text pattern cannot be read." "无法识别文字模式。";
    NotALiteral "not-a-literal" Error
        "A value has to be written out." "应直接写出值。";
    TableArguments "table-arguments" Error
        "A table is looked up with too few or too many values." "查表时参数过多或过少。";
    TableOverlap "table-overlap" Error
        "Two rows of a table apply to the same case." "表中有两行适用于同一情形。";
    NamedNeedsAColumn "named-needs-a-column" Error
        "`named` is said of a dataset." "“明确的”用在了数据集上。";
    CountedColumn "counted-column" Error
        "A column of the row itself is counted." "对行自身的列计了数。";
    SecondKey "second-key" Error
        "A second key is written where none can be used." "在不能使用第二个键的地方写了第二个键。";
    ExplainedByBoth "explained-by-both" Error
        "One explaining condition speaks of both datasets." "一个说明条件同时涉及两个数据集。";
    UnknownPart "unknown-part" Error
        "A line names a part that the comparison does not have." "该行写的部分不属于这项比对。";
    PeriodOrder "period-order" Error
        "A stretch of time ends before it begins." "时间段的结束早于开始。";
    PeriodsOverlap "periods-overlap" Error
        "Two terms or two stages of a calendar overlap." "校历中的两个学期或两个阶段重叠。";
    TermRows "term-rows" Error
        "The terms of a calendar come from rows, and something that this needs is not declared." "校历的学期取自表中的记录，而所需的声明不全。";
    StageGap "stage-gap" Warning
        "Between two stages of a calendar there are days that lie in none." "校历的两个阶段之间有空缺的日子。";
    WhichCalendar "which-calendar" Error
        "A calendar is asked, and there is none that answers, or there are several." "用到了校历，却没有可用的校历，或有多个。";
    OutOfBounds "out-of-bounds" Error
        "A number lies outside of the range that it can have here." "数字超出了此处可能的范围。";
    FromWhen "from-when" Error
        "It is not said from when to when something is owed, or no period begins in that time." "没有写明从何时到何时，或这段时间内没有任何一期开始。";
    DeliveryRoles "delivery-roles" Error
        "A dataset does not say which of its columns make its rows deliveries." "数据集没有写明哪些列表示报送方、接收方、期次或报送日。";
    DueDay "due-day" Error
        "The day until which something is due does not go with how often it is owed." "截止日与报送的周期不相配。";
    TrendMeasure "trend-measure" Error
        "A trend is not said of a measure with its period, or such a measure stands elsewhere." "趋势句没有用写明周期的指标，或这样的指标用在了别处。";
    WhichPeriod "which-period" Error
        "It is not said to which period the rows of a dataset belong." "没有写明数据集的记录属于哪一期。";
    NoGroups "no-groups" Error
        "Small groups are left out of a sentence that has no groups." "句子没有分组，却写了小组不判。";
    NoQuestion "no-question" Error
        "A line about answers stands in an item that asks nothing." "检查项没有询问，却写了关于答复的行。";
    AskedTwice "asked-twice" Error
        "An item says in two ways whom its question is about." "检查项用两种方式说明询问的对象。";
    AskedWithoutKey "asked-without-key" Error
        "A question is asked about rows that nothing identifies." "询问的记录没有可供指明的主键。";
    SampleSize "sample-size" Error
        "The size of a sample, or how long an answer is valid, is not a number that can be one." "抽查数量或答复有效期的写法不合要求。";
    NoKind "no-kind" Error
        "It is asked for rows of certain kinds, and the dataset has no column of kinds." "要求有若干类别的记录，而数据集没有类别列。";
    NoCitation "no-citation" Error
        "An item cites no clause." "检查项没有写明依据。";
    NoExpectation "no-expectation" Error
        "A test does not say what it expects." "测试没有写明期望。";
    TestWithoutDay "test-without-day" Error
        "A test expects something of an item that asks for the day of the inspection, and gives none."
        "测试涉及需要评估日的检查项，却没有给出评估日。";
    TestFailed "test-failed" Error
        "What a test expects of an item does not come out." "测试对检查项的期望没有实现。";
    NotADataset "not-a-dataset" Error
        "A test gives rows of something that is no dataset." "测试给定的不是数据集的记录。";
    SameOnBothSides "same-on-both-sides" Warning
        "A column is compared with itself." "一列与它自己作了比较。";
    NeverHolds "never-holds" Warning
        "A condition or requirement contradicts a range, a value set or another condition." "条件或要求与范围、取值或另一条件矛盾。";
    AlwaysHolds "always-holds" Warning
        "A condition or requirement holds whatever the data say." "无论数据如何，条件或要求都成立。";
    BothWays "both-ways" Warning
        "Days before another count as well as days after it." "某日之前与之后的日子都算在内。";
    NothingCompared "nothing-compared" Warning
        "Two lists are matched by a key and no column of them is compared." "两份名单只按键对应，没有比对任何一列。";
    TableGap "table-gap" Warning
        "A table has no row for a case that it speaks of." "表中缺少它所涉及的某种情形的行。";
    SameSentence "same-sentence" Warning
        "Two items of a checklist have the same sentence." "清单中两个检查项的句子相同。";
    Unused "unused" Warning
        "A declaration is used nowhere." "声明没有在任何地方用到。";
    OuterCondition "outer-condition" Error
        "A condition inside an aggregate mixes columns of the outer row in a way that cannot be evaluated."
        "汇总之内的条件以无法计算的方式使用了外层记录的列。";
    NoProof "no-proof" Error
        "An exception does not say, once, which rows prove it." "例外没有写明、或不止一次写明由哪些记录证明。";
    NotInspectable "not-inspectable" Error
        "An item is marked as not inspectable and has a sentence." "检查项标明不可检查，却写了句子。";
    MustAndShould "must-and-should" Error
        "One sentence states both a duty and an aim." "一个句子里既有要求又有倡导。";
    NeedsRows "needs-rows" Error
        "A line of an item speaks of rows, and the item judges something else." "检查项的某一行针对记录，而该项检查的不是记录。";
    NoValidity "no-validity" Error
        "Rows are asked whether they are valid on a day, and their dataset does not say from when to when." "询问记录在某日是否有效，而数据集没有写明有效期的列。";
    Loosened "loosened" Error
        "A setting of an adopted checklist is loosened without a reason, or a reason stands without loosening." "放宽了承接清单的设定却没有写理由，或写了理由却没有放宽。";
    UndirectedChange "undirected-change" Warning
        "A setting of an adopted checklist is changed, and it does not say which values are stricter." "改动了承接清单的设定，而该设定没有写明什么值更严。";
    TestAnswers "test-answers" Error
        "An answer of a test names an item that asks nothing, or says nothing that the item takes for an answer." "测试中的答复所指的检查项没有询问，或所答不是该项的答复。";
    AuditSyntax "audit-syntax" Error
        "The audit file cannot be read as YAML." "审计文件无法按 YAML 读取。";
    AuditKeyTwice "audit-key-twice" Error
        "A key or name stands twice in the audit file." "审计文件中同一个键或名称出现了两次。";
    AuditUnknownKey "audit-unknown-key" Error
        "The audit file uses a key that does not exist." "审计文件使用了不存在的键。";
    AuditMissingKey "audit-missing-key" Error
        "A key that an audit file has to have is missing." "审计文件缺少必需的键。";
    AuditValue "audit-value" Error
        "A value in the audit file is of the wrong kind." "审计文件中的值不符合要求。";
    AuditDate "audit-date" Error
        "A day in the audit file is not on the calendar." "审计文件中的日期在日历上不存在。";
    AuditFile "audit-file" Error
        "A checklist or key file that the audit file names is missing." "审计文件所指的检查清单或密钥文件不存在。";
    AuditHashKey "audit-hash-key" Error
        "The key file does not hold a key." "密钥文件的内容不是密钥。";
    AuditUnknownDataset "audit-unknown-dataset" Error
        "The audit file names a dataset that no checklist declares." "审计文件所指的数据集未在检查清单中声明。";
    AuditUnknownColumn "audit-unknown-column" Error
        "The audit file names a column that the dataset does not have." "审计文件所指的列在数据集中不存在。";
    AuditUnknownWord "audit-unknown-word" Error
        "The audit file names a word that the column's value set does not have." "审计文件所指的词不在该列的取值范围内。";
    AuditUnknownItem "audit-unknown-item" Error
        "The audit file names an item that no checklist has." "审计文件所指的检查项在检查清单中不存在。";
    AuditUnknownSetting "audit-unknown-setting" Error
        "The audit file names a setting that no checklist declares." "审计文件所指的设定未在检查清单中声明。";
    AuditSettingValue "audit-setting-value" Error
        "The value of a setting does not fit its type." "设定的值与其类型不符。";
    AuditAnswers "audit-answers" Error
        "A file of answers names an item that asks nothing, or lacks a column." "答复文件所指的检查项不存在或没有询问，或缺少列。";
    AuditSettingUnset "audit-setting-unset" Warning
        "A setting that an item needs has no value." "检查项用到的设定没有值。";
    AuditDatasetUnused "audit-dataset-unused" Warning
        "A dataset has a file, and no item looks at it." "数据集有文件，却没有检查项用到。";
    AuditOutOfForce "audit-out-of-force" Warning
        "An item rests on a clause that is not in force on the day of the inspection, or the day is not given." "检查项所依据的条款在检查日不在施行期内，或没有写评估日。";
    AuditAsOfMissing "audit-as-of-missing" Error
        "An item asks for the day of the inspection, and the audit file gives none." "检查项需要评估日，而审计文件没有给出。";
}
