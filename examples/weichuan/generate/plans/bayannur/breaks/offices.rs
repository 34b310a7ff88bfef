//! Who supervises: checks of every place, the working group, duties and offices, rounds, county plans, monthly reports.

use super::super::super::super::city::{City, Row};
use super::super::super::super::truth::Truth;
use super::super::super::super::world::places::{COUNTIES, office};
use super::super::group::{bureau, county_head};
use super::all_not_met;

pub(super) fn spoil(city: &mut City, truth: &mut Truth) {
    checks(city, truth);
    plans(city, truth);
    reports(city, truth);
    months(city);
    duties(city, truth);
    group(city, truth);
}

/// Places that nobody checked, or where the day of the check is missing.
fn checks(city: &mut City, truth: &mut Truth) {
    for (table, key, column, item) in [
        ("counties", "county_code", "county", "county-checked"),
        ("townships", "code", "township", "township-checked"),
        ("villages", "village_code", "village", "village-checked"),
        ("schools", "school_id", "school", "school-checked"),
    ] {
        let places = city.rows(table);
        let last = places.len() - 1;
        for (at, place) in [(0, 1), (1, last / 2), (2, last)] {
            let code = city.cell(places[place], key);
            let check = city.find("attestations", column, &code);
            match at {
                0 => city.remove(check),
                1 => city.set(check, "attested_on", ""),
                _ => city.set(check, column, city.cell(places[0], key)),
            }
            truth.not_met(item, places[place], "not_checked");
        }
        // Checked on the last day.
        let check = city.find("attestations", column, &city.cell(places[2], key));
        city.set(check, "attested_on", "2020-09-30");
    }
}

fn scheme(city: &City, county: usize) -> Row {
    let mut all = city.all("documents", "county", COUNTIES[county].0);
    all.retain(|row| city.cell(*row, "title").contains("挂牌督战"));
    all[0]
}

fn drop_heading(city: &mut City, scheme: Row, heading: &str) {
    let number = city.cell(scheme, "document_no");
    let mut headings = city.all("document_sections", "document", &number);
    headings.retain(|row| city.is(*row, "heading", heading));
    city.remove(headings[0]);
}

fn plans(city: &mut City, truth: &mut Truth) {
    for (county, heading) in [(0, "控辍保学"), (2, "学生资助"), (5, "安置点配套学校")]
    {
        let row = scheme(city, county);
        drop_heading(city, row, heading);
        truth.not_met("plan-contents", row, "content_missing");
        if county != 5 {
            truth.not_met("neimenggu-2020/scheme-contents", row, "content_missing");
        }
    }
    for (county, heading) in [(1, "工作措施"), (3, "责任分工"), (6, "工作措施")] {
        let row = scheme(city, county);
        drop_heading(city, row, heading);
        truth.not_met("plan-detailed", row, "not_worked_out");
    }
    for (county, day) in [(0, "2020-03-01"), (3, "2020-03-05"), (6, "2020-04-20")] {
        let row = scheme(city, county);
        city.set(row, "issued_on", day);
        let county = city.find("counties", "county_code", COUNTIES[county].0);
        truth
            .not_met("county-plan-in-time", county, "plan_late")
            .part("due:2020-02-29");
    }
    for (county, old, new) in [
        (1, "布局", "规划"),
        (2, "补短板", "提升"),
        (4, "布局", "建设"),
    ] {
        let mut papers = city.all("documents", "county", COUNTIES[county].0);
        papers.retain(|row| city.cell(*row, "title").contains(old));
        let title = city.cell(papers[0], "title").replace(old, new);
        city.set(papers[0], "title", title);
        let county = city.find("counties", "county_code", COUNTIES[county].0);
        truth.not_met("layout-plan", county, "paper_missing");
    }
    for (county, column, cell) in [
        (0, "kind", "总结"),
        (3, "title", "汀岭县义务教育保障方案"),
        (5, "", ""),
    ] {
        let mut papers = city.all("documents", "county", COUNTIES[county].0);
        papers.retain(|row| city.cell(*row, "title").contains("一县一策"));
        match column {
            "" => city.remove(papers[0]),
            _ => city.set(papers[0], column, cell),
        }
        let county = city.find("counties", "county_code", COUNTIES[county].0);
        truth.not_met("dropout-county-plan", county, "no_plan_of_its_own");
    }
}

fn reports(city: &mut City, truth: &mut Truth) {
    for (county, month, day) in [
        (0, "2020-04", "2020-04-19"),
        (1, "2020-03", ""),
        (2, "2020-05", "2020-06-02"),
        (4, "2020-07", ""),
        (6, "2020-09", "2020-09-19"),
        // The 18th is in time, be it a Saturday.
        (3, "2020-04", "2020-04-18"),
        (5, "2020-07", "2020-07-18"),
    ] {
        let code = COUNTIES[county].0;
        let mut rows = city.all("reports", "from_unit", code);
        rows.retain(|row| city.is(*row, "for_period", month));
        let part = match day {
            "" => {
                city.remove(rows[0]);
                "missing"
            }
            _ => {
                city.set(rows[0], "submitted_on", day);
                "late"
            }
        };
        if !day.ends_with("-18") {
            let key = format!("{code}|发展规划科|{month}");
            truth
                .not_met("monthly-report", key, "report_missing_or_late")
                .part(part);
        }
    }
}

/// Months as people write them: none of these reports is missing.
fn months(city: &mut City) {
    for (county, month, text) in [
        (3, "2020-06", "2020年6月"),
        (5, "2020-08", "202008"),
        (6, "2020-05", "2020年05月"),
    ] {
        let mut rows = city.all("reports", "from_unit", COUNTIES[county].0);
        rows.retain(|row| city.is(*row, "for_period", month));
        city.set(rows[0], "for_period", text);
    }
}

/// The row of an office in one of the three areas: 0, 1 or 2.
fn office_row(city: &City, area: usize, capacity: &str, organisation: &str) -> Row {
    let duty = city.cell(city.rows("duties")[area], "duty_no");
    let mut rows = city.all("duty_offices", "duty_no", &duty);
    rows.retain(|row| {
        city.is(*row, "capacity", capacity) && city.is(*row, "organisation", organisation)
    });
    rows[0]
}

fn duties(city: &mut City, truth: &mut Truth) {
    let areas = city.rows("duties");
    for (area, digits, item) in [
        (0, "12", "dropout-duty-offices"),
        (1, "13", "aid-duty-offices"),
        (2, "14", "resettlement-duty-offices"),
    ] {
        let row = office_row(city, area, "牵头", &bureau(digits));
        city.remove(row);
        truth.not_met(item, areas[area], "office_missing");
    }
    for (county, area) in [(1, 0), (3, 1), (6, 2)] {
        let row = office_row(city, area, "责任", &office(county, "02"));
        city.remove(row);
        let place = city.find("organisations", "organisation_id", &office(county, "02"));
        truth.not_met("bureau-responsible", place, "not_responsible");
    }
    for county in [0, 2, 5] {
        let duty = city.find(
            "duties",
            "leader",
            &city.cell(county_head(city, county), "staff_id"),
        );
        let mut clerk = city.all("staff", "organisation", &office(county, "02"));
        clerk.retain(|row| city.is(*row, "post", "学籍管理员"));
        let clerk = city.cell(clerk[0], "staff_id");
        city.set(duty, "leader", clerk);
        let place = city.find("organisations", "organisation_id", &office(county, "02"));
        truth.not_met("head-in-charge", place, "another_leads");
    }
    // The bureau of one county is put down to its neighbour.
    for county in [1, 3, 5] {
        let place = city.find("organisations", "organisation_id", &office(county, "02"));
        city.set(place, "county", COUNTIES[county + 1].0);
        let county = city.find("counties", "county_code", COUNTIES[county].0);
        truth.not_met("bureau-in-county", county, "no_bureau");
    }
    for county in [0, 2, 4] {
        let mut visits = city.rows("officer_visits");
        visits.retain(|row| city.cell(*row, "township").starts_with(COUNTIES[county].0));
        city.remove(visits[0]);
        let county = city.find("counties", "county_code", COUNTIES[county].0);
        truth.not_met("counties-visited", county, "too_few_rounds");
    }
}

fn group(city: &mut City, truth: &mut Truth) {
    let areas = city.rows("duties");
    let deputies = city.all("leading_groups", "role", "副组长");
    // Leaders of the three areas: out of office the day before, out of office for long, unknown; and not in the group.
    for (area, last_day) in [(0, "2020-09-29"), (1, "2019-12-31"), (2, "")] {
        let leader = city.cell(areas[area], "leader");
        let listed = city.find("leading_groups", "staff_no", &leader);
        let other = city.cell(
            city.find("staff", "organisation", &bureau("19")),
            "staff_id",
        );
        city.set(listed, "staff_no", other);
        match last_day {
            "" => city.set(areas[area], "leader", "S9999"),
            _ => city.set(
                city.find("staff", "staff_id", &leader),
                "serves_to",
                last_day,
            ),
        }
        all_not_met(
            truth,
            &["duty-leader-named", "lead-leader-in-group"],
            areas[area],
            "leader_not_in_office",
        );
    }
    city.set(deputies[4], "role", "成员");
    truth.not_met("five-deputies", "", "four_deputies");
    truth.not_met("seventeen-members", "", "eighteen_members");
    let head = city.find("leading_groups", "role", "组长");
    let second = city.copy(head);
    city.set(second, "post", "市教育局党组书记");
    truth.not_met("one-head", "", "two_heads");
    for (role, item) in [("办公室主任", "one-director"), ("联络员", "one-liaison")] {
        let row = city.find("leading_groups", "role", role);
        city.set(row, "role", "办公室副主任");
        truth.not_met(item, "", "none");
    }
    for (digits, column, cell) in [
        ("20", "member", ""),
        ("19", "post", ""),
        ("16", "member", "待定"),
    ] {
        let row = city.find("leading_groups", "organisation", &bureau(digits));
        city.set(row, column, cell);
        truth.not_met("member-and-post", row, "name_or_post_missing");
    }
    for (county, code) in [(0, 1), (3, 2), (6, 5)] {
        let row = city.find("leading_groups", "county", COUNTIES[county].0);
        city.set(row, "county", COUNTIES[code].0);
        let county = city.find("counties", "county_code", COUNTIES[county].0);
        truth.not_met("county-in-group", county, "nobody_in_the_group");
    }
    for (digits, area) in [("15", 1), ("17", 1)] {
        let row = city.find("leading_groups", "organisation", &bureau(digits));
        city.set(row, "organisation", bureau("02"));
        let row = office_row(city, area, "牵头", &bureau(digits));
        truth.not_met("lead-office-in-group", row, "nobody_in_the_group");
    }
    let row = city.find("leading_groups", "organisation", &bureau("11"));
    city.set(row, "organisation", bureau("02"));
    for area in 0..3 {
        let row = office_row(city, area, "牵头", &bureau("11"));
        truth.not_met("lead-office-in-group", row, "nobody_in_the_group");
    }
    for (digits, staff_no) in [("12", "S9998"), ("13", ""), ("14", "S0001")] {
        let row = city.find("leading_groups", "organisation", &bureau(digits));
        if staff_no == "S0001" {
            let official = city.cell(row, "staff_no");
            city.set(
                city.find("staff", "staff_id", &official),
                "serves_to",
                "2020-08-31",
            );
        } else {
            city.set(row, "staff_no", staff_no);
        }
        truth.not_met("group-serving", row, "not_in_office");
    }
}
