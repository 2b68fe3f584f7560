import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { testDatabase } from '@anamnesis/schema/testing';
import { anImport, contents } from './testing';

jest.setTimeout(300_000);

/** Real exports, which are no part of the project: beside it where it is developed and checked. */
const data = join(__dirname, '../../../../shared/data');

const expected = {
  'synthea-ma-2019': { organizations: 88, providers: 88, patients: 307, encounters: 8988, observations: 50_396, conditions: 2369, medications: 2383, procedures: 6937, immunizations: 3710 },
  'synthea-omop-2023': { organizations: 63, providers: 166, patients: 27, encounters: 604, observations: 990, conditions: 438, medications: 663, allergies: 40, procedures: 249, immunizations: 29 },
} as const;

describe('Real exports of Synthea', () => {
  it.each(Object.entries(expected))('%s loads whole, and nothing of it twice', async (set, files) => {
    const folder = join(data, set);
    if (!existsSync(folder)) {
      // Said aloud, and asserted: this run has not seen real data.
      process.stderr.write(`${folder} does not exist: this run has imported none of its data.\n`);
      expect(existsSync(folder)).toBe(false);
      return;
    }
    const database = await testDatabase();
    const target = await anImport(database.ownerUrl, database.urlFor('anamnesis_importer'));
    const outcome = await target.run(folder);
    expect(Object.fromEntries(outcome.files.map(({ file, loaded }) => [file.replace(/\..*/, ''), loaded]))).toEqual(files);
    expect(outcome.files.map(({ read, skipped }) => [read, skipped])).toEqual(outcome.files.map(({ loaded }) => [loaded, 0]));
    expect(outcome.refused).toEqual([]);

    const [odd] = await target.sql(`SELECT
      (SELECT count(*) FROM patient p WHERE (SELECT count(*) FROM care_relation c WHERE c.patient_id = p.id AND c.kind = 'primary' AND c.ends_at IS NULL) <> 1)::integer AS "withoutPrimary",
      (SELECT count(*) FROM visit WHERE status <> 'completed' OR patient_visible_from IS NULL)::integer AS "unreleasedVisits",
      (SELECT count(*) FROM measure WHERE patient_visible_from IS NULL OR origin <> 'imported')::integer AS "unreleasedMeasures",
      (SELECT count(*) FROM (SELECT FROM measure WHERE panel_id IS NOT NULL GROUP BY patient_id, panel_id HAVING count(*) <> 2) AS panels)::integer AS "brokenPanels",
      (SELECT count(*) FROM measure WHERE marks && '{visit-unknown,not-numeric,unit-unknown,id-repeated,impossible}')::integer AS "oddMeasures"`);
    expect(odd).toEqual({ withoutPrimary: 0, unreleasedVisits: 0, unreleasedMeasures: 0, brokenPanels: 0, oddMeasures: 0 });

    const before = await contents(target);
    const again = await target.run(folder);
    expect(again.files.map(({ loaded, alreadyThere }) => [loaded, alreadyThere])).toEqual(outcome.files.map(({ read }) => [0, read]));
    expect(await contents(target)).toEqual(before);
    await target.close();
    await database.drop();
  });
});
