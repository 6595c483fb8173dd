//! What is read, what is refused, what is compared.

use super::*;

fn factor(given: &str, wanted: &str) -> f64 {
    ratio(&read(given).unwrap(), &evaluate(wanted).unwrap()).unwrap()
}

#[test]
fn values_are_read_however_they_are_written() {
    for (given, wanted) in [
        ("3 TB", "100 million/month * 500 byte * 5 years to TB"),
        ("3TB", "3000 GB"),
        ("3 tb", "3 TB"),
        ("3e12 byte", "3 TB"),
        ("3,000 GB", "3 TB"),
        ("3_000 GB", "3 TB"),
        ("~3 TB", "3 TB"),
        ("≈ 3*10^12 byte", "3 TB"),
        ("3×10^6", "3 million"),
        ("3k/s", "3000/s"),
        ("3K/s", "3000/s"),
        ("3k rps", "3000/s"),
        ("3k requests per second", "3000/s"),
        ("180,000 req/min", "3000/s"),
        ("2 kB/request * 100 requests/s", "200 kB/s"),
        ("1.2 k", "1200"),
        ("5 servers", "5"),
        ("50%", "0.5"),
        ("80 pct", "80%"),
        ("12 mbps", "1.5 MB/s"),
        ("3 MBps", "3 MB/s"),
        ("43.2 min", "30 day * 0.1%"),
        ("2 h 30 min", "150 minutes"),
        ("3 yrs", "36 months"),
        ("5 µs", "5 us"),
        ("−5 s", "-5 s"),
        ("1/(1/0.999^365)", "0.999^365"),
    ] {
        let factor = factor(given, wanted);
        assert!(
            (factor - 1.0).abs() < 1e-12,
            "{given} / {wanted} = {factor}"
        );
    }
    assert!((factor("8 GB", "1 Gb") - 64.0).abs() < 1e-12);
    assert!((factor("1e-9 s", "1/3e8 s") - 0.3).abs() < 1e-12);
}

#[test]
fn what_can_not_be_read_says_why() {
    let message = |text: &str| read(text).unwrap_err().to_string();
    for (text, starts) in [
        ("  ", "there is no value"),
        ("3 +", "can't read this as a value"),
        ("1,5 s", "`1,5` is unclear"),
        ("0,125", "`0,125` is unclear"),
        ("a = 3", "`=` has no place"),
        ("3; 4", "`;` has no place"),
        ("100000!", "`!` has no place"),
        ("a_b", "`_` has no place"),
        ("((((((((1))))))))", "the parentheses are nested"),
        ("9^9^9^9", "this takes too long"),
        ("1e100000000", "this takes too long"),
        ("1e-99999", "this takes too long"),
        ("2d692", "`d692` is not a unit"),
        ("1e999 choose 2", "`choose` is not a unit"),
        ("sqrt(-1)", "`sqrt(-1)` is not a number"),
        ("0xff", "`0xff` is not a number"),
        ("3 to words", "can't read this as a value"),
        ("1/0", "can't read this as a value: division by zero"),
        ("3 USD", "can't read this as a value"),
        ("1e400", "`1e400` is not a number"),
        ("lots of data", "can't read this as a value"),
    ] {
        assert!(
            message(text).starts_with(starts),
            "{text}: {}",
            message(text)
        );
    }
    assert_eq!(read(&"1".repeat(MAX_LEN + 1)), Err(QuantityError::TooLong));
    // An author's word must be a unit, a learner's may count something.
    let unknown = QuantityError::UnknownUnit("servers".to_owned());
    assert_eq!(evaluate("5 servers"), Err(unknown));
}

#[test]
fn a_missing_or_wrong_unit_is_named() {
    let message = |given: &str, wanted: &str| {
        let (given, wanted) = (read(given).unwrap(), evaluate(wanted).unwrap());
        ratio(&given, &wanted).unwrap_err().to_string()
    };
    for (given, wanted, expected) in [
        (
            "3",
            "3 GB/day",
            "`3` lacks its unit: data per time is wanted, such as `GB/day`",
        ),
        (
            "3 gigs",
            "3 GB",
            "`3` lacks its unit: an amount of data is wanted, such as `GB`",
        ),
        (
            "5 m",
            "5 minutes",
            "`5 m` is a length, but a time is wanted, such as `minutes`",
        ),
        (
            "3 GB",
            "4 * 3",
            "`3 GB` is an amount of data, but a plain number is wanted",
        ),
        (
            "3 kg",
            "100/s",
            "`3 kg` is a value in `kg`, but a rate (so many per time) is wanted, such as `/s`",
        ),
    ] {
        assert_eq!(message(given, wanted), expected);
    }
    let nothing = evaluate("3 - 3").unwrap();
    assert_eq!(ratio(&nothing, &nothing), Err(QuantityError::Zero));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(200))]
    #[test]
    fn no_text_is_too_much(text in "[0-9()/*^+. a-zA-Z%-]{0,40}|(2 ?[(*^/+-]{1,2}|to |sqrt |GB|1e9|[)]){0,30}|\\PC{0,20}") {
        if let Ok(quantity) = read(&text) {
            proptest::prop_assert!(quantity.number.is_finite());
            let _shown = quantity.to_string();
            let _ratio = ratio(&quantity, &quantity);
        }
    }
}
