// Excel workbooks, made of nothing but what the standard asks for (ECMA-376): one sheet, texts in the shared table as Excel
// keeps them, numbers as numbers. The archive around it is not compressed.

import { crc32 } from 'node:zlib';

type Cell = string | number;

/** A workbook whose only sheet holds these rows. */
export function workbook(rows: Cell[][]): Buffer {
  const texts = [...new Set(rows.flat().filter((cell) => typeof cell === 'string'))];
  const place = new Map(texts.map((text, at) => [text, at]));
  const cell = (value: Cell) => (typeof value === 'string' ? `<c t="s"><v>${place.get(value)}</v></c>` : `<c><v>${value}</v></c>`);
  const sheet = rows.map((row, at) => `<row r="${at + 1}">${row.map(cell).join('')}</row>`).join('');
  const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const about = 'http://schemas.openxmlformats.org/package/2006';
  const parts = {
    '[Content_Types].xml': `<Types xmlns="${about}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
      <Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${types}.worksheet+xml"/>
      <Override PartName="/xl/sharedStrings.xml" ContentType="${types}.sharedStrings+xml"/></Types>`,
    '_rels/.rels': relations('officeDocument', 'xl/workbook.xml'),
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="Owners" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations('worksheet', 'worksheets/sheet1.xml', 'sharedStrings', 'sharedStrings.xml'),
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${MAIN}"><sheetData>${sheet}</sheetData></worksheet>`,
    'xl/sharedStrings.xml': `<sst xmlns="${MAIN}" uniqueCount="${texts.length}">${texts.map((text) => `<si><t>${escaped(text)}</t></si>`).join('')}</sst>`,
  };
  return archive(Object.entries(parts).map(([name, xml]) => [name, `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${xml}`]));
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** What a part refers to: kinds and places in turns. */
function relations(...pairs: string[]): string {
  const one = (at: number) => `<Relationship Id="rId${at / 2 + 1}" Type="${OFFICE}/${pairs[at]}" Target="${pairs[at + 1]}"/>`;
  const all = pairs.flatMap((_, at) => (at % 2 === 0 ? [one(at)] : [])).join('');
  return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${all}</Relationships>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A zip archive of stored files (APPNOTE 4.3): each behind its head, then the list of all of them, then where the list is. */
function archive(files: [name: string, text: string][]): Buffer {
  const bodies: Buffer[] = [];
  const list: Buffer[] = [];
  let at = 0;
  for (const [name, text] of files) {
    const [label, data] = [Buffer.from(name), Buffer.from(text)];
    // Version 2.0, no flags, stored, the first day of 1980.
    const facts = numbers([20, 2], [0, 2], [0, 2], [0, 2], [0x21, 2], [crc32(data), 4], [data.length, 4], [data.length, 4], [label.length, 2], [0, 2]);
    const body = Buffer.concat([numbers([0x04034b50, 4]), facts, label, data]);
    list.push(numbers([0x02014b50, 4], [20, 2]), facts, numbers([0, 2], [0, 2], [0, 2], [0, 4], [at, 4]), label);
    bodies.push(body);
    at += body.length;
  }
  const size = list.reduce((sum, part) => sum + part.length, 0);
  const end = numbers([0x06054b50, 4], [0, 2], [0, 2], [files.length, 2], [files.length, 2], [size, 4], [at, 4], [0, 2]);
  return Buffer.concat([...bodies, ...list, end]);
}

/** Numbers of so many bytes each, the lowest byte first. */
function numbers(...parts: [value: number, bytes: 2 | 4][]): Buffer {
  return Buffer.concat(
    parts.map(([value, bytes]) => {
      const part = Buffer.alloc(bytes);
      part.writeUIntLE(value, 0, bytes);
      return part;
    }),
  );
}
