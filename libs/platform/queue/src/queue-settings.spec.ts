import { readConfiguration } from '@anamnesis/configuration';
import { queueBackendOf, queueSettings } from './queue-settings';

describe('the place of the queue', () => {
  it('is the database where nothing is set', () => {
    expect(queueBackendOf(readConfiguration(queueSettings, {}))).toBe('postgres');
  });

  it.each(['redis://127.0.0.1:6379', 'rediss://:secret@redis.example/2'])('is Redis with %s', (REDIS_URL) => {
    expect(queueBackendOf(readConfiguration(queueSettings, { REDIS_URL }))).toBe('redis');
  });

  it('is refused where it is not a Redis', () => {
    expect(() => readConfiguration(queueSettings, { REDIS_URL: 'http://127.0.0.1' })).toThrow('REDIS_URL: say where Redis is');
  });
});
