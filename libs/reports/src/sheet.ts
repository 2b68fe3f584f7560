import { printable } from './printable';

/** What is on the page, as strings ready to be set: the template decides where, and no word or number is made there. */
export interface Sheet {
  readonly language: string;
  readonly title: string;
  readonly organisation: string;
  readonly patient: string;
  readonly period: string;
  readonly made: readonly string[];
  readonly running: string;
  readonly page: readonly string[];
  readonly madeAt: readonly number[];
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly tiles: readonly { readonly label: string; readonly value: string; readonly unit: string; readonly when: string }[];
  readonly sections: readonly Section[];
  readonly charts: { readonly heading: string; readonly key: readonly string[]; readonly items: readonly Chart[] };
  readonly note: string;
}

export interface Section {
  readonly heading: string;
  readonly remark: string;
  readonly table: Table | null;
}

export interface Table {
  readonly columns: readonly { readonly title: string; readonly width: number; readonly number: boolean }[];
  readonly rows: readonly (readonly string[])[];
}

export interface Chart {
  readonly title: string;
  readonly unit: string;
  readonly svg: string;
  readonly alt: string;
}

/** No rows, no table: what stands in its place is the section's remark. A column is a title, a share of the width, and whether it holds numbers. */
export function table(columns: readonly (readonly [title: string, width: number, number?: boolean])[], rows: readonly (readonly string[])[]): Table | null {
  if (rows.length === 0) return null;
  return {
    columns: columns.map(([title, width, number = false]) => ({ title, width, number })),
    rows: rows.map((row) => row.map((cell) => cell.split('\n').map(printable).join('\n'))),
  };
}
