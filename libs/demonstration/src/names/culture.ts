import type { HumanName } from '@anamnesis/users';
import type { Random } from '../random';

/** How people of one language are named. */
export interface Culture {
  /** BCP 47. */
  readonly language: string;
  /** ISO 15924. */
  readonly script: string;
  readonly order: 'given-first' | 'family-first';
  /** Between the two; nothing where the script writes none. */
  readonly between: ' ' | '';
  /** Names apart by `|`; `written=Latin` where the script is another; `male/female` where a family's name tells. */
  readonly female: readonly Written[];
  readonly male: readonly Written[];
  readonly family: readonly FamilyName[];
  /** As many as this one writes of the parents' names. */
  readonly familyNames: 0 | 1 | 2;
}

export interface Written {
  readonly own: string;
  readonly latin: string;
}

export interface FamilyName {
  readonly male: Written;
  readonly female: Written;
}

interface NamesOf extends Partial<Pick<Culture, 'order' | 'between' | 'familyNames'>> {
  readonly language: string;
  readonly script: string;
  readonly female: string;
  readonly male: string;
  readonly family: string;
}

export function culture({ female, male, family, order = 'given-first', between = ' ', familyNames = 1, ...rest }: NamesOf): Culture {
  const written = (text: string): Written => {
    const [own = '', latin = own] = text.split('=');
    return { own, latin };
  };
  const inFamily = (text: string): FamilyName => {
    const [own = '', latin = own] = text.split('=');
    const [ownMale = '', ownFemale = ownMale] = own.split('/');
    const [latinMale = '', latinFemale = latinMale] = latin.split('/');
    return { male: { own: ownMale, latin: latinMale }, female: { own: ownFemale, latin: latinFemale } };
  };
  const list = (text: string): string[] => (text === '' ? [] : text.split('|'));
  return { ...rest, order, between, familyNames, female: list(female).map(written), male: list(male).map(written), family: list(family).map(inFamily) };
}

export interface Named {
  readonly names: readonly HumanName[];
  /** In plain letters, for an address of e-mail. */
  readonly latin: string;
}

const latinScript = 'Latn';

/** @param transcribed whether the name in Latin letters stands beside the own one */
export function nameOf(random: Random, { script, order, between, familyNames, ...lists }: Culture, sex: 'female' | 'male', transcribed: boolean): Named {
  const given = random.pick(lists[sex]);
  const family = Array.from({ length: familyNames }, () => random.pick(lists.family)[sex]);
  const write = (as: keyof Written, separator: string, scriptCode: string): HumanName => {
    const familyText = family.map((name) => name[as]).join(' ');
    const parts = order === 'family-first' ? [familyText, given[as]] : [given[as], familyText];
    const text = parts.filter((part) => part !== '').join(separator);
    // Who has one name has it, and no family's.
    return familyText === '' ? { use: 'official', text, script: scriptCode } : { use: 'official', text, given: [given[as]], family: familyText, script: scriptCode };
  };
  const own = write('own', between, script);
  const latin = write('latin', ' ', latinScript);
  return { names: transcribed && script !== latinScript ? [own, latin] : [own], latin: [given.latin, ...family.map((name) => name.latin)].join(' ') };
}
