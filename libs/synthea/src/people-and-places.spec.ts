import { addressOf } from './address';
import { Known } from './known';
import { makeId } from './make-id';
import { patients } from './patients';
import { providerName, providers } from './providers';
import { Header, SourceRow } from './source-row';

function row(cells: Readonly<Record<string, string>>): SourceRow {
  return new SourceRow(2, new Header(Object.keys(cells)), Object.values(cells));
}
const nowhere = { known: new Known(), usualOrganisations: new Map<string, string>(), measureCatalogue: undefined as never };
const identity = { source: '1', marks: [] };
const aPatient = { Id: '1', BIRTHDATE: '1961-02-28', DEATHDATE: '', FIRST: 'Zoë', LAST: 'Testfield', MAIDEN: 'Probe', PREFIX: 'Mrs.', SUFFIX: 'PhD', GENDER: 'F', STATE: 'Massachusetts', SSN: '999-00-0001' };
const mapped = (cells: Readonly<Record<string, string>>): Record<string, unknown> => patients.map(row({ ...aPatient, ...cells }), identity, nowhere);

describe('Patients', () => {
  it('have their names, the maiden one too, and the identifiers they are known by', () => {
    expect(mapped({})).toMatchObject({
      names: { json: [{ use: 'official', text: 'Zoë Testfield', given: ['Zoë'], family: 'Testfield', prefix: ['Mrs.'], suffix: ['PhD'] }, { use: 'maiden', text: 'Zoë Probe', given: ['Zoë'], family: 'Probe' }] },
      identifiers: { json: [{ type: 'synthea-id', value: '1' }, { type: 'SS', value: '999-00-0001' }] },
      birth_date: '1961-02-28', birth_date_precision: 'day', sex: 'female', zone: 'America/New_York', deceased_at: null,
    });
  });

  it('may have one name only, but not none', () => {
    expect(mapped({ LAST: '', MAIDEN: '', PREFIX: '', SUFFIX: '' })).toMatchObject({ names: { json: [{ use: 'official', text: 'Zoë', given: ['Zoë'] }] } });
    expect(() => mapped({ FIRST: '', LAST: '' })).toThrow('FIRST and LAST are empty');
  });

  it.each([
    ['1950', '1950-01-01', 'year'],
    ['1950-03', '1950-03-01', 'month'],
    ['', null, 'day'],
  ])('keep what is known of their birth: "%s"', (written, birth_date, birth_date_precision) => {
    expect(mapped({ BIRTHDATE: written })).toMatchObject({ birth_date, birth_date_precision, marks: [] });
  });

  it('are not lost with a date that can not be read: it is kept as written, and marked', () => {
    const patient = mapped({ BIRTHDATE: '1950-02-31', DEATHDATE: 'unknown' });
    expect(patient).toMatchObject({ birth_date: null, deceased_at: null, marks: ['birth-date-unread', 'death-date-unread'] });
    expect(patient['identifiers']).toMatchObject({ json: [{}, {}, { type: 'unread-birthdate', value: '1950-02-31' }, { type: 'unread-deathdate', value: 'unknown' }] });
  });

  it('died at the end of a day where only the day is known', () => {
    expect(mapped({ DEATHDATE: '2003-11-05' })).toMatchObject({ deceased_at: '2003-11-06T04:59:59.999Z' });
    expect(mapped({ DEATHDATE: '2003-11-05T10:00:00+00:00' })).toMatchObject({ deceased_at: '2003-11-05T10:00:00.000Z' });
  });
});

describe('Providers', () => {
  it('are named without their title', () => {
    expect(providerName('Dr. Tomás Muestra Prueba')).toEqual({ use: 'official', text: 'Tomás Muestra Prueba', given: ['Tomás', 'Muestra'], family: 'Prueba', prefix: ['Dr.'] });
    expect(providerName('Drusilla')).toEqual({ use: 'official', text: 'Drusilla' });
  });

  it('belong to the organisation of most of their visits where they name none', () => {
    const doctor = row({ Id: 'd', NAME: 'Dr. Ada Example', ORGANIZATION: '' });
    expect(providers.map(doctor, identity, { ...nowhere, usualOrganisations: new Map([[makeId('doctor', 'd'), 'usual']]) })).toMatchObject({ organisation_id: 'usual' });
  });
});

describe('Addresses', () => {
  it('have no country and the zone UTC where the state is none of the USA', () => {
    expect(addressOf(row({ ADDRESS: 'Hauptstr. 1', CITY: 'München', STATE: 'Bavaria', ZIP: '80331' }))).toEqual({
      address: { line: ['Hauptstr. 1'], city: 'München', postalCode: '80331', region: 'Bavaria' },
      zone: 'UTC',
    });
  });

  it('leave out what is empty', () => {
    expect(addressOf(row({ CITY: 'Boston', STATE: 'MA', ZIP: '' })).address).toEqual({ city: 'Boston', region: 'MA', country: 'US' });
  });
});
