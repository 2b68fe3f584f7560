import { Client } from 'pg';
import { v7 } from 'uuid';
import type { Figure } from './figures';

/** Syllables of which the long tail of names is made: as many different ones as a country has. */
const syllables = 'ba ber bro chen da del dor el fa fer gan gor hal hen ja jo kar kel la lin lo ma mar mei mo na nor o pa pe ra ren ri ro sa schu sen so ste ta ter to u va vi wal wei ya zi zu'.split(' ');
const endings = ['', 'mann', 'ski', 'son'];
const oftenFamily = ['Müller', 'Smith', 'Schmidt', 'Johnson', 'Nguyễn', 'Schneider', 'García', 'Williams', 'Fischer', 'Meyer', 'Weber', 'Brown', 'Иванов', 'Wagner', 'Becker', '王', '李', '张', 'Kowalski', 'محمد', "O'Connor", 'O’Brien', 'Müller-Lüdenscheid', 'De Luca', 'van den Berg', 'Ångström', 'Großmann', 'Maier', 'Mayer'];
const oftenGiven = ['Maria', 'Anna', 'John', 'Mohammed', 'Peter', 'Michael', 'Thomas', 'Anna-Lena', 'José', 'Zoë', 'Иван', '明', '伟', 'Thị', 'Elisabeth', 'Katharina', 'Johanna', 'Sebastian', 'Alexander', 'François'];

/** One of `text` at a place that falls off by Zipf's law: the first of 70,000 is the name of 1 in 16, which is more than any Müller. */
const zipf = (table: string) => `floor(exp(random() * ln((SELECT count(*) FROM ${table})::float8)))::integer`;
const batch = 50_000;

/** What is typed: ordinary searches, and the ones that are hard because many have the name, or nobody. */
const kinds: Readonly<Record<string, readonly (readonly [names: string | null, mrn: string | null, born: string | null])[]>> = {
  'a common name': [['Müller', null, null], ['Smith', null, null], ['anna', null, null], ['李', null, null], ['محمد', null, null]],
  'two names': [['Anna Müller', null, null], ['schmidt maria', null, null], ['Sebastian Kowalski', null, null], ['François Ångström', null, null], ['Smith Müller', null, null], ['Nguyễn Thị', null, null]],
  'a name and a birth date': [['Müller', null, '1950-03-17'], ['Schneider', null, '1961'], ['Anna Weber', null, '1977-08']],
  'beginnings': [['m', null, null], ['mü', null, null], ['m a', null, null], ['kat gro', null, null], ['schn', null, null], ['x q', null, null]],
  'typing errors': [['Mülker', null, null], ['Marai Schmdit', null, null], ['Kowalsky Sebastain', null, null], ['Oconor', null, null], ['Zbigniew Müller', null, null], ['Gorsahalmenn', null, null]],
  'a number or a birth date': [[null, 'M-0A1', null], [null, 'M-', null], [null, null, '1950-03-17'], [null, null, '1950'], [null, 'none', null]],
};

export interface SearchDatabase {
  readonly ownerUrl: string;
  readonly serviceUrl: string;
}

/**
 * How long a search takes at the database, of so many patients of one organisation; asked as the user service, prepared, on a warm cache.
 * The patients have no records: a search reads none.
 */
export async function benchSearch({ ownerUrl, serviceUrl }: SearchDatabase, patients: number, say: (line: string) => void): Promise<Figure[]> {
  const owner = new Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    const [organisationId, accountId] = [v7(), v7()];
    await owner.query(`INSERT INTO organisation (id, name) VALUES ('${organisationId}', 'Searched')`);
    await owner.query(`INSERT INTO account (id, username) VALUES ('${accountId}', '${accountId}')`);
    await owner.query(`INSERT INTO account_role (account_id, id, role, organisation_id) VALUES ('${accountId}', '${v7()}', 'desk', '${organisationId}')`);
    await makePatients(owner, organisationId, patients, say);
    return await measure(serviceUrl, accountId, patients, say);
  } finally {
    await owner.end();
  }
}

async function makePatients(owner: Client, organisationId: string, patients: number, say: (line: string) => void): Promise<void> {
  await owner.query('CREATE TEMPORARY TABLE syllable AS SELECT s, row_number() OVER () - 1 AS n FROM unnest($1::text[]) s', [syllables]);
  await owner.query(`CREATE TEMPORARY TABLE family AS SELECT row_number() OVER () AS n, name FROM (SELECT unnest($1::text[]) AS name UNION ALL
    SELECT initcap(a.s || b.s || c.s || d) FROM syllable a, syllable b, syllable c, unnest($2::text[]) d WHERE (a.n * 31 + b.n * 17 + c.n * 7 + length(d)) % 7 = 0) f`, [oftenFamily, endings]);
  await owner.query('CREATE TEMPORARY TABLE given AS SELECT row_number() OVER () AS n, name FROM (SELECT unnest($1::text[]) AS name UNION ALL SELECT initcap(a.s || b.s) FROM syllable a, syllable b) g', [oftenGiven]);
  await owner.query('CREATE INDEX ON family (n); CREATE INDEX ON given (n); ANALYZE family; ANALYZE given');
  for (let from = 0; from < patients; from += batch) {
    await owner.query(
      `WITH r AS MATERIALIZED (SELECT i, ${zipf('family')} AS f, ${zipf('given')} AS g, ${zipf('given')} AS h, random() AS two FROM generate_series($2::integer, $3::integer) i)
       INSERT INTO patient (id, organisation_id, mrn, names, birth_date)
       SELECT gen_random_uuid(), $1, 'M-' || upper(substr(md5(i::text), 1, 8)) || i % 10,
              jsonb_build_array(jsonb_build_object('use', 'official', 'text', concat_ws(' ', g.name, CASE WHEN two < 0.3 THEN h.name END, f.name), 'family', f.name, 'given', jsonb_build_array(g.name))),
              date '1930-01-01' + (i::bigint * 7919 % 33000)::integer
         FROM r JOIN family f ON f.n = r.f JOIN given g ON g.n = r.g JOIN given h ON h.n = r.h`,
      [organisationId, from + 1, Math.min(from + batch, patients)],
    );
    if ((from / batch) % 4 === 3) say(`${String(from + batch)} patients to be searched`);
  }
  await owner.query('VACUUM ANALYZE patient_search; ');
  await owner.query('VACUUM ANALYZE name_variant');
}

/** Each search of a kind in its turn, after a round that only warms. */
async function measure(serviceUrl: string, accountId: string, patients: number, say: (line: string) => void, rounds = 40): Promise<Figure[]> {
  const service = new Client({ connectionString: serviceUrl });
  await service.connect();
  try {
    const acting = JSON.stringify({ accountId, role: 'desk' });
    const all: number[] = [];
    const figures: Figure[] = [];
    for (const [kind, searches] of Object.entries(kinds)) {
      const took: number[] = [];
      for (let round = -8; round < rounds; round += 1) {
        for (const [names, mrn, born] of searches) {
          const began = performance.now();
          await service.query({ name: 'search', text: 'SELECT id, names_found, place FROM app.search_patients($1::jsonb, NULL, $2, $3, $4, NULL, 51)', values: [acting, names, mrn, born] });
          if (round >= 0) took.push(performance.now() - began);
        }
      }
      all.push(...took);
      say(`search by ${kind}: p50 ${at(took, 0.5).toFixed(1)}, p95 ${at(took, 0.95).toFixed(1)}, p99 ${at(took, 0.99).toFixed(1)} ms`);
      figures.push(figureOf(`search of ${patients.toLocaleString('en')} patients by ${kind}, p95`, at(took, 0.95)));
    }
    return [...figures, ...([[0.5, 'p50'], [0.95, 'p95'], [0.99, 'p99']] as const).map(([share, name]) => figureOf(`search of ${patients.toLocaleString('en')} patients, all kinds, ${name}`, at(all, share)))];
  } finally {
    await service.end();
  }
}

const at = (took: readonly number[], share: number): number => took.toSorted((one, other) => one - other)[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0;

function figureOf(name: string, ms: number): Figure {
  return { name, connections: 1, unit: 'ms', own: ms, floors: [{ name: 'what is promised', value: 20 }], aim: 'p95 at most 1' };
}
