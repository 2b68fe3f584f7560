import type { HealthSummary } from './health-summary';
import { RenderReport } from './render-report';
import { aHealthSummary, aMeasureSeries, yearOf } from './testing/a-health-summary';
import { Typesetter } from './typesetter';

jest.setTimeout(60_000);

const typesetter = new Typesetter();
const renderReport = new RenderReport(typesetter);
afterAll(() => typesetter.onModuleDestroy());

const named = (name: string): HealthSummary => aHealthSummary({ patient: { ...aHealthSummary().patient, name } });
const pdfOf = (summary: HealthSummary) => renderReport.render(summary, 'pdf');

it('is a tagged PDF/UA that names its language, and the same each time', async () => {
  const { content, mediaType, accessible } = await pdfOf(aHealthSummary());
  const text = content.toString('latin1');
  expect([mediaType, accessible]).toEqual(['application/pdf', true]);
  expect(text).toMatch(/^%PDF-/);
  expect(text).toContain('/MarkInfo');
  expect(text).toMatch(/\/Lang\s*\(en\)/);
  expect(text).toContain('pdfuaid');
  expect((await pdfOf(aHealthSummary())).content.equals(content)).toBe(true);
});

it.each(['李明', 'Иванов', 'محمد عبد الله', 'Ελένη Παπαδοπούλου', '김철수', 'สมชาย', 'अनीता', 'דוד', '#panic("x") $x$ *b* \\ @a <b> //', 'x'.repeat(300)])('prints the name %s with a font for each of its letters', async (name) => {
  expect(await pdfOf(named(name))).toMatchObject({ accessible: true });
});

it('makes the file of a patient whose letters no font has all the same, and says that it is not PDF/UA', async () => {
  const { content, accessible } = await pdfOf(named('\u{1e7e0} \u{16b90}'));
  expect([content.subarray(0, 5).toString(), accessible]).toEqual(['%PDF-', false]);
});

it.each([
  ['nothing at all', { measures: [], visits: [], allergies: [], diagnoses: [], treatments: [], primaryDoctor: null, body: { height: null, weight: null, bodyMassIndex: null } }],
  ['one measure', { measures: [aMeasureSeries({ values: yearOf(1, 120, 0) })] }],
  ['2000 measures and 60 diagnoses', { measures: [aMeasureSeries({ values: yearOf(2000, 128, 12) })], diagnoses: Array.from({ length: 60 }, (_, at) => ({ ...aHealthSummary().diagnoses[0]!, text: `Diagnosis ${String(at)}` })) }],
] satisfies [string, Partial<HealthSummary>][])('is made of %s', async (_, different) => {
  expect(await pdfOf(aHealthSummary(different))).toMatchObject({ accessible: true });
});

it('is one model in three forms', async () => {
  const json = JSON.parse((await renderReport.render(aHealthSummary(), 'json')).content.toString()) as unknown;
  expect(json).toEqual(aHealthSummary());
  expect((await renderReport.render(aHealthSummary(), 'csv')).mediaType).toBe('text/csv; charset=utf-8');
});

it('goes on after a document that could not be set', async () => {
  await expect(typesetter.typeset('#nonsense', {})).rejects.toThrow('unknown variable: nonsense');
  expect(await pdfOf(aHealthSummary())).toMatchObject({ accessible: true });
});

it('reads no file of the machine', async () => {
  await expect(typesetter.typeset('#read("/etc/hostname")', {})).rejects.toThrow('file not found');
});
