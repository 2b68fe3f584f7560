import { z } from 'zod';
import { defineJob, definedJobs } from './define-job';
import { parsePayload } from './parse-payload';
import { JobPayloadInvalid } from './queue.errors';

const CANARY = 'Zebulon-Quill-1931';

describe('defining a job', () => {
  it('puts it into the queue of its domain, to be tried five times', () => {
    const job = defineJob('letters.send', z.strictObject({ letterId: z.uuid() }));
    expect(job).toMatchObject({ name: 'letters.send', queue: 'letters', attempts: 5, backoffMs: 2000 });
    expect(definedJobs()).toContain(job);
  });

  it('can put it elsewhere', () => {
    expect(defineJob('letters.burn', z.strictObject({}), { queue: 'ovens', attempts: 1 })).toMatchObject({ queue: 'ovens', attempts: 1 });
  });

  it.each(['send', 'Letters.send', 'letters send', 'letters:send', 'letters.', ''])('refuses the name "%s"', (name) => {
    expect(() => defineJob(name, z.strictObject({}))).toThrow('domain.what-it-does');
  });

  it('refuses a name that another job has', () => {
    defineJob('letters.twice', z.strictObject({}));
    expect(() => defineJob('letters.twice', z.strictObject({}))).toThrow('defined twice');
  });

  it.each([
    ['free text', z.strictObject({ note: z.string() }), '/note can be any text'],
    ['free text within', z.strictObject({ letters: z.array(z.strictObject({ to: z.string().max(20) })) }), '/letters/-/to can be any text'],
    ['free text as one of several', z.strictObject({ to: z.union([z.uuid(), z.string()]) }), '/to can be any text'],
    ['text that may be missing', z.strictObject({ to: z.string().nullable().optional() }), '/to can be any text'],
    ['fields that nobody named', z.object({ letterId: z.uuid() }), '/ is not a strict object'],
    ['keys that nobody named', z.strictObject({ all: z.record(z.string(), z.number()) }), '/all is not a strict object'],
    ['anything', z.strictObject({ it: z.unknown() }), '/it can be anything'],
  ])('refuses %s: nobody could tell what ends up in a queue', (_, schema, sentence) => {
    expect(() => defineJob('letters.refused', schema)).toThrow(sentence);
  });

  it.each([
    ['ids', z.strictObject({ id: z.uuid(), ids: z.array(z.uuid()).max(10) })],
    ['an id that may be missing', z.strictObject({ id: z.uuid().nullable().optional() })],
    ['numbers and choices', z.strictObject({ page: z.int(), format: z.enum(['pdf', 'csv']), again: z.boolean().optional() })],
    ['dates', z.strictObject({ from: z.iso.date(), at: z.iso.datetime() })],
    ['text of a known shape', z.strictObject({ study: z.string().regex(/^[a-z0-9-]{1,40}$/) })],
    ['alternatives', z.discriminatedUnion('kind', [z.strictObject({ kind: z.literal('a'), id: z.uuid() }), z.strictObject({ kind: z.literal('b') })])],
    ['what is turned into something else', z.strictObject({ at: z.iso.date().transform((day) => new Date(day)) })],
  ])('takes %s', (_, schema) => {
    expect(() => defineJob(`letters.taken-${String(definedJobs().length)}`, schema)).not.toThrow();
  });
});

describe('what a job is asked with', () => {
  const job = defineJob('letters.parse', z.strictObject({ letterId: z.uuid(), page: z.int() }));

  it('is given on as the job defines it', () => {
    const payload = { letterId: '0190a6f0-0000-7000-8000-000000000001', page: 2 };
    expect(parsePayload(job, payload)).toEqual(payload);
  });

  it('is refused where it differs, by place and without its values', () => {
    const refused = () => parsePayload(job, { letterId: CANARY, page: CANARY, name: CANARY });
    expect(refused).toThrow(JobPayloadInvalid);
    expect(refused).toThrow(/\/letterId, \/page/);
    expect(refused).not.toThrow(CANARY);
  });
});
