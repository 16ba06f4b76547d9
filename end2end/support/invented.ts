// Invented sellers and houses. Every call makes new ones, so that tests side by side never meet in one lead.

export interface Seller {
  name: string;
  phone: string;
  email: string;
  street: string;
  message: string;
}

const FIRST = ['Odile', 'Bertram', 'Calista', 'Edmund', 'Fenella', 'Gideon', 'Hester', 'Ignatius', 'Juno', 'Lavinia'];
const STREETS = ['Tillery St', 'Bellvue Ave', 'Oak Alley', 'Garnet Rd', 'Pecan Loop', 'Willow Bend', 'Cedar Bluff Dr'];

/** Nobody in the demo data has such a name, phone or house. */
export function newSeller(): Seller {
  const number = Math.floor(Math.random() * 9_000_000) + 1_000_000;
  const word = letters(number);
  const first = pick(FIRST, number);
  return {
    name: `${first} ${word}`,
    phone: `737 ${exchange(number)} ${String(number % 10_000).padStart(4, '0')}`,
    email: `${first}.${word}@example.com`.toLowerCase(),
    street: `${1 + (number % 9_899)} ${word} ${pick(STREETS, number)}`,
    message: `The key is with the neighbour, Ms ${word}.`,
  };
}

/** The middle of a telephone number: from 200 to 899, and not a service such as 411 or 811. */
function exchange(number: number): number {
  const code = 200 + (number % 700);
  return code % 100 === 11 ? code + 1 : code;
}

function letters(number: number): string {
  let rest = number;
  let text = '';
  while (rest > 0) {
    text += String.fromCharCode(97 + (rest % 26));
    rest = Math.floor(rest / 26);
  }
  return `Q${text}`;
}

function pick(list: readonly string[], number: number): string {
  return list[number % list.length] ?? '';
}
