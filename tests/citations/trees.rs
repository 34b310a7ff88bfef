//! Clause trees of documents in every form of numbering; the documents are made up.

use duban::citations::{Aliases, Document, Found, Lock, RemarkKind};

/// A line a clause: path, lines, the first characters of its own words; remarks below.
fn tree(text: &str) -> String {
    let document = Document::read(text);
    let mut told = format!("title: {}\n", document.title);
    for clause in &document.clauses {
        let words: String = clause.words.replace('\n', "⏎").chars().take(14).collect();
        let (from, to) = clause.lines;
        let mark = if clause.inferred { " (inferred)" } else { "" };
        told.push_str(&format!("{}  {from}-{to}  {words}{mark}\n", clause.path));
    }
    for remark in &document.remarks {
        told.push_str(&format!("line {}: {:?}\n", remark.line, remark.kind));
    }
    told
}

/// Compares with `tests/citations/NAME.snap`.
fn same(name: &str, text: &str) {
    insta::with_settings!({
        snapshot_path => ".",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(name, tree(text));
    });
}

const OFFICIAL: &str = "关于开展桥梁巡查工作的方案

各科室：
为做好全县桥梁巡查，保障通行安全，制定本方案。

一、总体要求
坚持定期巡查，及时
处置险情。
二、主要任务
（一）摸清底数
1. 建立桥梁台账，逐座登记。
2．每月１８日前更新台账。
3、台账与实物一致。
(二)开展巡查
（1）每季度巡查一次；
(2)汛期每周巡查一次。
① 记录水位。
②记录裂缝。
（责任单位：青石桥梁管理所）
三、保障措施。一是落实经费，专款专用。二是明确责任人。
四、附则
本方案自印发之日起施行。

附件1

桥梁登记表

<table><tr><td>桥名</td><td>跨度</td></tr><tr><td>南门桥</td><td>35米</td></tr></table>

附件2：

| 单位 | 任务 |
| --- | --- |
| 青石桥梁管理所 | 1. 巡查；2. 登记。 |
| 白鹭水文站 | 报送水位。 |
";

#[test]
fn official_numbering() {
    same("official", OFFICIAL);
}

#[test]
fn articles_and_chapters() {
    same(
        "articles",
        "公园管理办法\n\n第一章 总则\n第一条 为管理公园，制定本办法。\n第二条 本办法适用于县内公园。\n下列场所除外：\n（一）苗圃；\n（二）果园。\n\
         第二章 养护\n第三条 养护人每年修剪两次。\n第十条 垃圾日产日清。\n第十一条　夜间照明。\n",
    );
}

#[test]
fn sections_and_letters() {
    same(
        "sections",
        "# Rules for the town pond\n\nThese rules keep the pond clean.\n\n## § 1 Water\n\nThe keeper tests the water every week.\n\n### 1.1 Samples\n\n\
         Samples are taken (at noon).\n\n(a) from the inlet;\n(b) from the outlet.\n(i) Each bottle is labelled.\n(ii) Each label has a day.\n\n## § 2 Fish\n\n\
         No fish is put in.\n\nArticle 3 Visitors\n\nDogs stay outside.\n\nAnnex 1\n\nList of bottles\n",
    );
}

#[test]
fn lists_go_on_in_the_next_paragraph() {
    same(
        "lists",
        "一、工作要点\n1.抓好灯具检修。一是更换灯管，二是清洁灯罩。\n三是登记更换日期。**四是**回收旧灯。\n2.抓好线路检修。\n一是检查接头，\n二是测量电阻。\n",
    );
}

#[test]
fn lost_numbers_are_inferred_where_they_fit() {
    same(
        "inferred",
        "水塔检修方案\n\n为做好检修，制定本方案。\n\n总体思路\n\n先急后缓，分批检修。\n\n检修目标\n\n年底前全部完成。\n\n三、检修内容\n\n（一）塔身。\n（二）管道。\n",
    );
}

#[test]
fn lost_numbers_that_do_not_fit_are_a_jump() {
    same(
        "jump",
        "水塔检修方案\n\n为做好检修，制定本方案。\n\n检修目标\n\n年底前全部完成。\n\n四、检修内容\n\n检查塔身。\n",
    );
}

#[test]
fn a_number_used_twice_has_two_paths() {
    let text = "一、甲项工作\n做好甲项。\n二、乙项工作\n做好乙项。\n（一）清点。\n二、丙项工作\n做好丙项。\n（一）复核。\n三、丁项工作\n做好丁项。\n";
    same("repeated", text);
    let document = Document::read(text);
    let repeated = document.remarks.iter();
    let repeated = repeated.filter(|remark| matches!(remark.kind, RemarkKind::Repeated(_)));
    assert_eq!(repeated.count(), 1);
}

#[test]
fn tables_set_with_tabs() {
    same(
        "tabs",
        "附件2\n\n任务清单\n\n单位\t任务\n青石桥梁管理所\t1. 巡查桥梁； 2. 报送台账。\n白鹭水文站\t观测水位。\n",
    );
}

#[test]
fn other_headings_and_numbers_give_the_same_tree() {
    let other = OFFICIAL
        .replace("桥梁", "路灯")
        .replace("青石", "黄土")
        .replace("１８", "２５")
        .replace("总体要求", "基本原则");
    let shape = |text: &str| -> Vec<(String, (u32, u32))> {
        let clauses = Document::read(text).clauses;
        clauses.into_iter().map(|c| (c.path, c.lines)).collect()
    };
    assert_eq!(shape(OFFICIAL), shape(&other));
}

/// The path that a written path leads to: `?` where several fit, nothing where none does.
fn leads(text: &str, names: &str, written: &str) -> String {
    let document = Document::read(text);
    let lock = Lock::of(&document, String::new(), String::new());
    match lock.find(written, &Aliases::parse(names).unwrap()) {
        Found::Clause(at) => lock.clauses[at].path.clone(),
        Found::Ambiguous(all) => {
            let all: Vec<&str> = all
                .iter()
                .map(|at| lock.clauses[*at].path.as_str())
                .collect();
            format!("? {}", all.join(" "))
        }
        Found::Nothing(_) => String::new(),
    }
}

#[test]
fn paths_as_people_write_them() {
    let names = "引言 = ¶2\n附件2·桥管所 = 附件2¶3\n";
    for (written, path) in [
        ("二(一)2", "二(一)2"),
        ("二（一）２", "二(一)2"),
        ("二 （一） 2", "二(一)2"),
        ("二(一)2-a", "二(一)2"),
        ("二(一)2-c12", "二(一)2"),
        ("三·一是", "三·一是"),
        ("三1", "三·一是"),
        ("二(二)(2)①", "二(二)(2)①"),
        ("附件１", "附件1"),
        ("引言", "¶2"),
        ("引言-b", "¶2"),
        ("附件2·桥管所1", "附件2¶3·1"),
        ("九", ""),
        ("二(五)", ""),
        ("四-", ""),
        ("", ""),
    ] {
        assert_eq!(leads(OFFICIAL, names, written), path, "{written}");
    }
    let stages = "一、步骤\n第一阶段：动员部署。\n第二阶段：检查整改。\n附带说明如下。\n";
    for (written, path) in [
        ("一·第二阶段", "一·第二阶段"),
        ("一第2阶段", "一·第二阶段"),
        ("一·第二阶段段2", "一·第二阶段¶2"),
    ] {
        assert_eq!(leads(stages, "", written), path, "{written}");
    }
    let articles = "第一章 总则\n第三条 养护人每年修剪两次。\n下列树木除外：\n（一）果树；\n（二）苗木。\n第二章 罚则\n第四条 从轻处理。\n";
    for (written, path) in [
        ("第三条", "第一章·第三条"),
        ("第3条", "第一章·第三条"),
        ("第三条第（二）项", "第一章·第三条(二)"),
        ("第三条第一款", "第一章·第三条"),
    ] {
        assert_eq!(leads(articles, "", written), path, "{written}");
    }
}

#[test]
fn an_ambiguous_path_names_its_candidates() {
    let text = "清点方案\n\n为做好清点，制定本方案。\n\n附件1\n\n一、清点\n逐座清点。\n附件2\n\n一、复核\n逐座复核。\n";
    assert_eq!(leads(text, "", "一"), "? 附件1·一 附件2·一");
    assert_eq!(leads(text, "", "附件2·一"), "附件2·一");
}

#[test]
fn a_list_of_aliases_says_which_line_is_none() {
    assert_eq!(Aliases::parse("# names\n引言 = ¶1\n\n附件\n"), Err(4));
}

#[test]
fn bare_numbers_and_long_lists_take_no_longer_for_each_more() {
    // With work that grows by the square these take minutes.
    let numbers: Vec<String> = (0..20_000)
        .map(|n| (n * 7919 % 99_991).to_string())
        .collect();
    assert_eq!(Document::read(&numbers.join("\n")).clauses.len(), 1);
    assert_eq!(Document::read(&numbers.join(" ")).clauses.len(), 1);
    assert_eq!(Document::read(&"（".repeat(40_000)).clauses.len(), 1);
    let points: String = (0..10_000)
        .map(|n| format!("{}.检修第{n}处。\n", n % 9 + 1))
        .collect();
    assert_eq!(Document::read(&points).clauses.len(), 10_000);
}
