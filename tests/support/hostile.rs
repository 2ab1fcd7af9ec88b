//! Job postings as sites really publish them: missing fields, double-escaped HTML, pay as text, lists where one value should
//! stand and the other way round, broken JSON. Each piece says what must become of it, so that a whole feed can be accounted for.

/// What must become of a piece of a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// One record, accepted.
    Accepted,
    /// One record, refused with this code.
    Refused(&'static str),
    /// No record: skipped without a word.
    Skipped,
}

/// A piece of a list: an element with its comma.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    pub(crate) text: String,
    pub(crate) fate: Fate,
}

/// Shapes that come in turns; those behind the first are what makes a feed hostile.
const SHAPES: usize = 36;

/// The pieces of a feed, without the brackets around it. Piece `n` is always the same.
pub(crate) fn pieces(count: usize) -> impl Iterator<Item = Piece> {
    (0..count).map(piece)
}

/// A whole feed and how many records must be accepted and refused.
pub(crate) fn feed(count: usize) -> (Vec<u8>, u64, u64) {
    let (mut bytes, mut accepted, mut refused) = (b"\xEF\xBB\xBF[\n".to_vec(), 0, 0);
    for piece in pieces(count) {
        bytes.extend_from_slice(piece.text.as_bytes());
        match piece.fate {
            Fate::Accepted => accepted += 1,
            Fate::Refused(_) => refused += 1,
            Fate::Skipped => {}
        }
    }
    bytes.extend_from_slice(b"{}]\n");
    // The empty object at the end has no type, which is said once.
    (bytes, accepted, refused + 1)
}

const WORDS: [&str; 12] = [
    "inwoners",
    "vergunning",
    "planning",
    "teamleider",
    "België",
    "coördinator",
    "financiën",
    "ICT",
    "zorg",
    "€ 2.800",
    "café",
    "re-integratie",
];

/// Some sentences that differ from piece to piece.
fn words(number: usize, count: usize) -> String {
    (0..count).map(|place| WORDS[(number * 7 + place * (1 + number % 5)) % WORDS.len()]).collect::<Vec<_>>().join(" ")
}

/// The body of a complete posting, without braces: what a municipal site publishes.
fn complete(number: usize) -> String {
    format!(
        r#""@context":"https://schema.org/","@type":"JobPosting","identifier":{{"@type":"PropertyValue","name":"Gemeente Voorbeeld","value":"V-{number}"}},"title":"Medewerker {number}","description":"<p>{}</p><ul><li>bellen</li><li>plannen</li></ul>","hiringOrganization":{{"@type":"Organization","name":"Gemeente Voorbeeld","sameAs":"https://werk.example","logo":"https://werk.example/logo.png"}},"jobLocation":{{"@type":"Place","address":{{"@type":"PostalAddress","streetAddress":"Plein 1","addressLocality":"Utrecht","addressRegion":"Utrecht","postalCode":"3511 AB","addressCountry":"NL"}}}},"datePosted":"2026-11-12","validThrough":"2027-01-08T23:59:59+01:00","employmentType":["FULL_TIME","PART_TIME"],"baseSalary":{{"@type":"MonetaryAmount","currency":"EUR","value":{{"@type":"QuantitativeValue","minValue":2801,"maxValue":3994,"unitText":"MONTH"}}}},"directApply":true"#,
        words(number, 40)
    )
}

/// A posting with one property changed or added; later properties win.
fn with(number: usize, properties: &str) -> String {
    format!("{{{},{properties}}},\n", complete(number))
}

/// A posting of only these properties and what must be there.
fn bare(number: usize, properties: &str) -> String {
    format!("{{\"@type\":\"JobPosting\",\"identifier\":\"V-{number}\",{properties}}},\n")
}

const REST: &str = r#""title":"Bode","description":"Post rondbrengen.","hiringOrganization":"Gemeente Voorbeeld""#;

/// One piece of a feed, by its number.
pub(crate) fn piece(number: usize) -> Piece {
    let accepted = |text: String| Piece { text, fate: Fate::Accepted };
    let refused = |text: String, code| Piece { text, fate: Fate::Refused(code) };
    match number % SHAPES {
        0 => accepted(format!("{{{}}},\n", complete(number))),
        1 => accepted(with(
            number,
            &format!(
                r#""description":"&amp;lt;p&amp;gt;{}&amp;lt;/p&amp;gt;&amp;lt;h3&amp;gt;Wat vragen we?&amp;lt;/h3&amp;gt;&amp;lt;ul&amp;gt;&amp;lt;li&amp;gt;R&amp;amp;amp;D&amp;lt;/li&amp;gt;&amp;lt;/ul&amp;gt;""#,
                words(number, 60)
            ),
        )),
        2 => accepted(with(
            number,
            r#""baseSalary":"Schaal 7: € 2.801,- tot € 3.994,50 bruto per maand bij 36 uur per week""#,
        )),
        3 => accepted(with(
            number,
            r#""title":["Bode","Messenger"],"description":["<p>Post.</p>"],"hiringOrganization":[{"name":"Gemeente Voorbeeld"}],"url":["https://werk.example/1"],"datePosted":["2026-11-12"]"#,
        )),
        4 => accepted(with(
            number,
            &format!(
                r#""identifier":{number},"totalJobOpenings":"3","workHours":36,"jobLocation":{{"geo":{{"latitude":"52,0907","longitude":"5.1214"}}}}"#
            ),
        )),
        5 => accepted(format!(
            "{{\"@context\":\"https://schema.org\",\"@graph\":[{{\"@type\":\"WebSite\",\"@id\":\"https://werk.example/#website\",\"publisher\":{{\"@id\":\"https://werk.example/#organization\"}}}},{{\"@type\":[\"Organization\",\"Place\"],\"@id\":\"https://werk.example/#organization\",\"name\":\"Gemeente Voorbeeld\",\"address\":{{\"postalCode\":\"8011PK\",\"addressCountry\":{{\"@type\":\"Country\",\"name\":\"Nederland\"}}}}}},{{\"@type\":\"BreadcrumbList\",\"itemListElement\":[]}},{{\"@type\":\"JobPosting\",\"@id\":\"https://werk.example/{number}#job\",\"title\":\"Bode\",\"description\":\"Post.\",\"hiringOrganization\":{{\"@id\":\"https://werk.example/#organization\"}},\"jobLocation\":{{\"@id\":\"https://werk.example/#organization\"}}}}]}},\n"
        )),
        6 => refused(bare(number, r#""description":"Post.","hiringOrganization":"Gemeente Voorbeeld""#), "missing"),
        7 => refused(
            bare(number, r#""title":"Bode","hiringOrganization":"Gemeente Voorbeeld","description":null"#),
            "missing",
        ),
        8 => accepted(format!(
            "{{\"@type\":\"JobPosting\",{REST},\"url\":\"https://werk.example/vacature/{number}?utm_source=feed\"}},\n"
        )),
        9 => refused(
            format!(
                "{{\"@type\":\"JobPosting\",{REST},\"identifier\":{{\"@type\":\"PropertyValue\",\"name\":\"Gemeente Voorbeeld\"}}}},\n"
            ),
            "missing",
        ),
        // The same posting again, as where a list and its pages were both read.
        10 => refused(format!("{{{}}},\n", complete(number - 10)), "repeated"),
        11 => accepted(bare(
            number,
            &format!(
                r#"{REST},"baseSalary":null,"jobLocation":null,"datePosted":null,"validThrough":"","employmentType":[],"industry":null,"skills":[""],"url":null"#
            ),
        )),
        12 => accepted(bare(
            number,
            &format!(
                r#"{REST},"baseSalary":true,"jobLocation":7,"employmentType":{{"a":1}},"validThrough":[],"datePosted":{{"x":[]}},"workHours":false,"totalJobOpenings":"veel","inLanguage":7,"url":{{"a":1}},"educationRequirements":3,"industry":["X"],"skills":{{"a":[]}},"occupationalCategory":[[]]"#
            ),
        )),
        13 => accepted(with(number, r#""datePosted":"2026-06-30T22:00:00.000Z","validThrough":"2025-12-31""#)),
        14 => accepted(with(
            number,
            r#""baseSalary":{"@type":"MonetaryAmount","currency":"EUR","value":{"@type":"QuantitativeValue","minValue":"2.650,00","maxValue":"3.550,00","unitText":"per maand"}}"#,
        )),
        15 => accepted(with(
            number,
            r#""jobLocation":[{"@type":"Place","address":{"addressLocality":"Ede"}},{"@type":"Place","address":"Stationsplein 1, 6711 PE Ede"},{"@type":"Place","address":[{"postalCode":"9000","addressCountry":"BE"}]}]"#,
        )),
        16 => accepted(with(
            number,
            r#""employmentType":"Full-time, Tijdelijk met uitzicht op vast; CONTRACTOR | Stage""#,
        )),
        // A few are enormous: whole pages pasted into a field.
        17 if number % 8 == 1 => {
            accepted(with(number, &format!(r#""description":"{}""#, "<p>lorem ipsum dolor</p>".repeat(2_500))))
        }
        18 if number % 8 == 2 => refused(
            with(number, &format!(r#""description":"{}""#, "<p>lorem ipsum dolor</p>".repeat(8_000))),
            "too_long",
        ),
        19 => accepted(with(
            number,
            r#""@context":["https://schema.org",{"@language":"nl"}],"@type":["Thing","https://schema.org/JobPosting"]"#,
        )),
        20 => accepted(with(
            number,
            r#""jobBenefits":["reiskosten"],"applicationContact":{"@type":"ContactPoint","telephone":"030-1234567"},"x-eigen":{"a":[{"b":[{"c":null}]}]},"image":false"#,
        )),
        21 => accepted(with(number, "\"description\":\"<p>Een regel\nen nog\teen.</p>\"")),
        22 => accepted(format!("{{{},\"skills\":[\"plannen\",\"bellen\",],}},\n", complete(number))),
        23 => {
            refused(format!("{{\"@type\":\"JobPosting\",\"identifier\":\"V-{number}\",\"title\":\"Bode,\n"), "not_json")
        }
        24 => accepted(with(
            number,
            "\"title\":\"\u{200B}B\u{AD}ode \u{1F4EE} \u{202E}tsop\u{202C}\",\"description\":\"Post\u{FEFF} \u{A0} rondbrengen\\u0000\\u0007.\"",
        )),
        25 => accepted(format!(
            "{{\"@type\":\"schema:JobPosting\",\"schema:identifier\":\"V-{number}\",\"schema:title\":\"Bode\",\"http://schema.org/description\":\"Post.\",\"schema:hiringOrganization\":{{\"schema:name\":\"Gemeente Voorbeeld\"}}}},\n"
        )),
        26 => Piece {
            text: "{\"@type\":\"Event\",\"name\":\"Open dag\"},\n".to_owned(),
            fate: if number == 26 { Fate::Refused("unsupported_type") } else { Fate::Skipped },
        },
        27 => accepted(format!(
            "{{\"@type\":\"JobPosting\",\"title\":\"Bode\",\"description\":\"Post.\",\"identifier\":{{\"name\":\"Gemeente Voorbeeld\",\"value\":\"V-{number}\"}},\"hiringOrganization\":{{\"@type\":\"Organization\"}}}},\n"
        )),
        28 => refused(
            "{\"@graph\":[{\"@type\":\"WebSite\",\"name\":\"Voorbeeld\"},{\"@type\":\"WebPage\"}]},\n".to_owned(),
            "nothing_found",
        ),
        29 => refused(
            format!(
                "{{\"@type\":\"JobPosting\",{REST},\"identifier\":\"V-{number}\",\"x\":{}{}}},\n",
                "[".repeat(200),
                "]".repeat(200)
            ),
            "not_json",
        ),
        30 => accepted(format!(
            "{{\"@type\":\"WebPage\",\"mainEntity\":{{\"@type\":\"JobPosting\",\"identifier\":\"V-{number}\",{REST}}}}},\n"
        )),
        31 => accepted(bare(
            number,
            r#""name":"Bode","responsibilities":"<ul><li>Post</li></ul>","qualifications":["Rijbewijs B"],"hiringOrganization":{"@value":"Gemeente Voorbeeld"}"#,
        )),
        32 => accepted(with(
            number,
            r#""title":"Medewerker&nbsp;<b>R&amp;D</b>\r\n(m/v/x)","hiringOrganization":{"name":"Gemeente &quot;Voorbeeld&quot;"}"#,
        )),
        33 => refused(
            bare(
                number,
                &format!(r#""title":"{}","description":"Post.","hiringOrganization":"V""#, "lang ".repeat(60)),
            ),
            "too_long",
        ),
        34 => accepted(with(
            number,
            r#""validThrough":"31-12-2026","datePosted":"12 november 2026","workHours":{"minValue":24,"maxValue":"36"},"educationRequirements":{"@type":"EducationalOccupationalCredential","credentialCategory":"mbo werk- en denkniveau"}"#,
        )),
        // What is left of 17 and 18, and the last shape: nothing odd at all.
        _ => accepted(format!("{{{}}},\n", complete(number))),
    }
}
