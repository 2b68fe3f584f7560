import { findState } from './zone-of-state';

describe('The zone of a state', () => {
  it('is found by two letters and by name', () => {
    expect(findState('MA')).toEqual({ region: 'MA', zone: 'America/New_York' });
    expect(findState('Massachusetts')).toEqual({ region: 'MA', zone: 'America/New_York' });
    expect(findState('New Mexico')?.zone).toBe('America/Denver');
    expect(findState('wv')?.zone).toBe('America/New_York');
  });

  it('is known for the fifty states, the district and the territories, by zones that exist', () => {
    const letters = Array.from({ length: 26 * 26 }, (_, place) => String.fromCharCode(65 + Math.floor(place / 26), 65 + (place % 26)));
    const found = letters.flatMap((code) => findState(code) ?? []);
    expect(found).toHaveLength(56);
    for (const { zone } of found) expect(() => new Intl.DateTimeFormat('en', { timeZone: zone })).not.toThrow();
  });

  it('is not guessed for other states', () => {
    expect(findState('Bavaria')).toBeUndefined();
    expect(findState('')).toBeUndefined();
  });
});
