//! The other nationally poor counties of the region, 28 beside three of the city: of each a township, two schools and their teachers.

use super::super::super::city::{City, add};
use super::super::super::identity::made_up_name;

const FIRST: [&str; 7] = ["远岭", "云岫", "沙溪", "长汀川", "芦原", "杏坞", "雁泊"];
const SECOND: [&str; 4] = ["东", "西", "南", "北"];

pub(super) fn found(city: &mut City) {
    for at in 0..28 {
        let code = format!("{}", 159_701 + at);
        let name = format!("{}{}县", FIRST[at % 7], SECOND[at / 7]);
        add!(city, counties: county_code = code, name = name, prefecture = "区内其他盟市", is_nationally_poor = "是");
        let township = format!("{code}101");
        add!(city, townships: code = township, name = "城关镇", county = code, is_remote = "否", high_dropout = "否");
        let village = format!("{township}201");
        add!(city, villages: village_code = village, name = "城关东村", township = township, is_poor = "否");
        for (number, kind, name) in [(1, "九年一贯", "实验学校"), (2, "小学", "东村小学")]
        {
            let school = format!("2{code}{number:03}");
            let name = format!("{}{}{name}", FIRST[at % 7], SECOND[at / 7]);
            let principal = city.number("T");
            let village = if number == 2 { village.as_str() } else { "" };
            add!(city, schools: school_id = school, name = name, township = township, village = village, kind = kind, ownership = "公办",
                is_boarding = "否", is_small = "否", is_central = "否", places = 300, principal = principal);
            let person = made_up_name(&mut city.random);
            add!(city, staff: staff_id = principal, name = person, unit = name, school = school, post = "校长", is_leader = "是",
                is_employed = "是", serves_from = "2015-09-01", serves_to = "");
            for (programme, venue) in [("普通话", "市教师进修学校"), ("跟岗", "北京市")]
            {
                let training = city.number("Y");
                add!(city, trainings: training_no = training, teacher = principal, county = code, programme = programme, venue = venue,
                    started_on = "2020-07-13", ended_on = "2020-07-24", assessed = "是");
            }
            if number == 2 {
                let exchange = city.number("J");
                add!(city, exchanges: exchange_no = exchange, teacher = principal, from_school = school,
                    to_school = format!("2{code}001"), type = "交流", started_on = "2020-03-02");
            }
        }
        let figure = city.number("N");
        add!(city, statistics: figure_no = figure, indicator = "义务教育巩固率", county = code, for_period = "2020",
            counted_on = "2020-09-10", numerator = 955, denominator = 1000, reported_rate = "95.5%");
    }
}
