const known: Readonly<Record<string, 'male' | 'female' | 'other'>> = { m: 'male', male: 'male', f: 'female', female: 'female', other: 'other', o: 'other' };

/** Synthea writes M and F, the FHIR export male and female. */
export function sexOf(text: string): 'male' | 'female' | 'other' | 'unknown' {
  return known[text.toLowerCase()] ?? 'unknown';
}
