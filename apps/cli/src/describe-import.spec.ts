import type { FileSummary, ImportSummary } from '@anamnesis/synthea';
import { describeImport } from './describe-import';

const aFile = (file: string, more: Partial<FileSummary>): FileSummary => ({ file, read: 0, loaded: 0, skipped: 0, alreadyThere: 0, reasons: new Map(), notKept: [], ...more });
const aSummary = (more: Partial<ImportSummary>): ImportSummary => ({ files: [], absent: [], notRead: [], careRelations: 0, interrupted: false, seconds: 2, ...more });

describe('The summary of an import', () => {
  it('is a table by file, with what was skipped and why', () => {
    const files = [
      aFile('patients.csv.gz', { read: 307, loaded: 307 }),
      aFile('observations.csv.gz', { read: 50_396, loaded: 50_000, skipped: 396, alreadyThere: 394, reasons: new Map([['already there', 394], ['DATE is not a time', 2]]) }),
    ];
    expect(describeImport(aSummary({ files, careRelations: 488 }))).toEqual([
      'File                   Read  Loaded  Skipped  Why skipped',
      'patients.csv.gz         307     307        0',
      'observations.csv.gz  50,396  50,000      396  394 already there; 2 DATE is not a time',
      'All files            50,703  50,307      396',
      '488 care relations added, from who saw whom.',
      '50,703 rows in 2.0 s, 25,352 a second.',
    ]);
  });

  it('says what is absent, what is not read, which columns are not kept and which file could not be read', () => {
    const files = [aFile('conditions.csv', { problem: 'is empty' }), aFile('allergies.csv', { notKept: ['TYPE', 'COST'] })];
    const lines = describeImport(aSummary({ files, absent: ['patients.csv'], notRead: ['careplans.csv'] })).join('\n');
    expect(lines).toContain('file is empty');
    expect(lines).toContain('Not in the folder: patients.csv.');
    expect(lines).toContain('Lies in the folder and is not read: careplans.csv.');
    expect(lines).toContain('Columns of allergies.csv that the record has no place for: TYPE, COST.');
  });

  it('says how to go on after an interruption', () => {
    expect(describeImport(aSummary({ interrupted: true })).at(-1)).toBe('Interrupted: run the same command again, and it goes on from here.');
  });
});
