//! The Chinese counting word that goes with a name: 每名 学生, 每所 学校.

/// 每 with the counting word that goes with rows of a name.
pub(super) fn counted_alike(rows: &str) -> &'static str {
    const COUNTED: [(&str, &[&str]); 7] = [
        (
            "每名",
            &[
                "学生",
                "儿童",
                "少年",
                "幼儿",
                "教师",
                "人",
                "人员",
                "干部",
                "校长",
                "者",
                "员",
                "生",
                "子女",
                "户籍人口",
            ],
        ),
        (
            "每所",
            &["学校", "幼儿园", "中学", "小学", "高中", "高校", "大学"],
        ),
        ("每户", &["户", "家庭"]),
        ("每笔", &["资金", "款", "发放", "支出", "收费"]),
        (
            "每份",
            &[
                "文件", "名单", "报告", "报表", "方案", "协议", "档案", "材料",
            ],
        ),
        (
            "每条",
            &[
                "记录", "台账", "登记", "数据", "情况", "变动", "问题", "意见", "线索",
            ],
        ),
        (
            "每项",
            &[
                "项目", "任务", "责任", "工作", "措施", "指标", "职责", "事项",
            ],
        ),
    ];
    let fits = |endings: &&[&str]| endings.iter().any(|ending| rows.ends_with(ending));
    let found = COUNTED.iter().find(|(_, endings)| fits(endings));
    found.map_or("每个", |(word, _)| word)
}
