//! Phone numbers by the shapes of their groups.

/// Shapes that are hardly anything else, with the first digits they begin with.
const SHAPES: &[(&[usize], &str)] = &[
    // North America.
    (&[3, 3, 4], "23456789"),
    (&[1, 3, 3, 4], "1"),
    // Poland, Portugal, Spain.
    (&[3, 3, 3], "2456789"),
    // Spain.
    (&[2, 3, 2, 2], "6789"),
    (&[3, 2, 2, 2], "6789"),
    // India.
    (&[5, 5], "6789"),
    // Mexico, Brazil.
    (&[2, 4, 4], "1234568"),
    (&[2, 5, 4], "123456789"),
    (&[1, 2, 4, 4], "1"),
    // Norway, Italy.
    (&[3, 2, 3], "49"),
    (&[3, 6], "3"),
    (&[3, 7], "3"),
    (&[3, 4, 3], "3"),
];

/// Whether groups of digits are a phone number. `rest` starts where the first group or the sign
/// before it does; `announced` says that a word before calls it one.
pub(super) fn is_phone(rest: &str, list: &[&str], separators: &str, announced: bool) -> bool {
    let n: usize = list.iter().map(|group| group.len()).sum();
    if rest.starts_with('+') {
        return (7..=15).contains(&n);
    }
    if rest.starts_with("00") && n >= 10 {
        return n <= 17;
    }
    let shape: Vec<usize> = list.iter().map(|group| group.len()).collect();
    let first = list[0].as_bytes()[0];
    let called = announced && (7..=15).contains(&n);
    let blanks = separators.bytes().all(|b| b == b' ' || b == b'-');
    let dots = separators.bytes().all(|b| b == b'.');
    let known = SHAPES.iter().any(|(known, begins)| {
        *known == &shape[..]
            && begins.as_bytes().contains(&first)
            && (blanks || shape.len() > 2 && shape[shape.len() - 1] == 4)
    });
    let leading = first == b'0' || rest.starts_with('(');
    let national = leading && (8..=15).contains(&n);
    let in_pairs = (8..=12).contains(&n)
        && list.len() >= 4
        && shape[1..].iter().all(|&len| len == 2)
        && (blanks || dots);
    let decimal = separators.contains('.') && list.len() == 2 && !called;
    (known || called || national || (in_pairs && shape[0] <= 3)) && !decimal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn national_shapes_need_no_announcement() {
        for number in [
            "020 7946 0958",
            "07700 900461",
            "06 12 34 56 78",
            "415 555 0132",
            "512 907 334",
            "91 528 60 43",
            "98200 55521",
            "55 3184 2907",
            "23 84 61 07",
            "0151 23456789",
        ] {
            let list: Vec<&str> = number.split(' ').collect();
            assert!(
                is_phone(number, &list, &" ".repeat(list.len() - 1), false),
                "{number}"
            );
        }
    }

    #[test]
    fn short_numbers_need_one() {
        let list = ["467", "3395"];
        assert!(!is_phone("467 3395", &list, " ", false));
        assert!(is_phone("467 3395", &list, " ", true));
        assert!(!is_phone("12 345", &["12", "345"], " ", true));
    }
}
