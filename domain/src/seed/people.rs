//! Names, phones and emails of people who do not exist: numbers from the range reserved for fiction, addresses below
//! `example.com`.

use rand::Rng as _;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;

const GIVEN: [&str; 64] = [
    "Rosalind",
    "Henrik",
    "Delphine",
    "Mei-Lin",
    "Lucía",
    "Josephine",
    "Otis",
    "Walter",
    "Adaeze",
    "Bram",
    "Thaddeus",
    "Greta",
    "Samir",
    "Calvin",
    "Ana",
    "Ruth",
    "Emeka",
    "Yusuf",
    "Ingrid",
    "Pablo",
    "Naomi",
    "Theo",
    "Marisol",
    "Dwight",
    "Keiko",
    "Leonard",
    "Farah",
    "Augusto",
    "Bettina",
    "Curtis",
    "Divya",
    "Ezra",
    "Fiona",
    "Gustavo",
    "Hazel",
    "Ibrahim",
    "Jolene",
    "Kwame",
    "Lorraine",
    "Mateo",
    "Nadia",
    "Orson",
    "Paulette",
    "Quentin",
    "Renata",
    "Silas",
    "Tamara",
    "Ulrich",
    "Valentina",
    "Wendell",
    "Ximena",
    "Yvette",
    "Zachary",
    "Agnes",
    "Bruno",
    "Clarice",
    "Desmond",
    "Esther",
    "Floyd",
    "Gwendolyn",
    "Hector",
    "Imani",
    "Jerome",
    "Katya",
];

const FAMILY: [&str; 64] = [
    "Achebe",
    "Sandoval",
    "Marsh",
    "Castellanos",
    "Ferreira",
    "Tran",
    "Granger",
    "Pruitt",
    "Nwosu",
    "Vandersloot",
    "Okafor",
    "Lindqvist",
    "Haddad",
    "Bridgewater",
    "Kowalski",
    "Delgado",
    "Whitaker",
    "Ishikawa",
    "Thorne",
    "Mbeki",
    "Ramirez",
    "Callahan",
    "Novak",
    "Petrov",
    "Osei",
    "Hargrove",
    "Lindholm",
    "Banerjee",
    "Crawford",
    "Duval",
    "Escobar",
    "Fontaine",
    "Gallagher",
    "Holloway",
    "Ibarra",
    "Jankowski",
    "Kessler",
    "Larkin",
    "Moreau",
    "Navarro",
    "Ostrowski",
    "Pemberton",
    "Quigley",
    "Rosenthal",
    "Salazar",
    "Tillman",
    "Underwood",
    "Vasquez",
    "Weatherby",
    "Xiong",
    "Yamada",
    "Zamora",
    "Abernathy",
    "Beaumont",
    "Cho",
    "Dominguez",
    "Eastman",
    "Faulkner",
    "Guerrero",
    "Hutchins",
    "Irving",
    "Jameson",
    "Kimura",
    "Lozano",
];

/// Somebody with a name and ways to be reached.
pub(super) struct Person {
    pub name: String,
    pub phone: String,
    pub email: Option<String>,
}

/// A new person; the index keeps phone and email apart from everybody else's.
pub(super) fn person(rng: &mut StdRng, index: u32) -> Person {
    let given = GIVEN.choose(rng).copied().unwrap_or("Ana");
    let family = FAMILY.choose(rng).copied().unwrap_or("Marsh");
    // 555-0100 to 555-0199 are never assigned (ATIS-0300115); area codes tell people apart beyond a hundred.
    const AREAS: [u32; 24] = [
        512, 737, 210, 254, 325, 361, 409, 430, 432, 469, 682, 713, 726, 806, 817, 830, 832, 903, 915, 936,
        940, 956, 972, 979,
    ];
    let area =
        usize::try_from(index / 100 % 24).ok().and_then(|place| AREAS.get(place)).copied().unwrap_or(512);
    let phone = format!("{area} 555 01{:02}", index % 100);
    let email = rng.random_bool(0.72).then(|| {
        let plain: String = format!("{given}.{family}").chars().filter_map(plain_letter).collect();
        format!("{plain}{index}@example.com")
    });
    Person { name: format!("{given} {family}"), phone, email }
}

fn plain_letter(letter: char) -> Option<char> {
    match letter.to_ascii_lowercase() {
        'í' => Some('i'),
        'é' => Some('e'),
        other if other.is_ascii_alphanumeric() || other == '.' => Some(other),
        _ => None,
    }
}
