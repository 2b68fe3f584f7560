import { PasswordHoldsOwnName, PasswordTooCommon, PasswordTooLong, PasswordTooShort } from '../accounts/account.errors';
import type { HumanName } from '../patients/human-name';
import { normalized, passwordLength } from './password';

/** What an attacker who knows the person tries first. */
export interface OwnWords {
  readonly username?: string | undefined;
  readonly names?: readonly HumanName[] | undefined;
  readonly email?: string | null | undefined;
}

/** Judging grows with the square of the length, on the event loop: these take 10 to 40 ms, all 256 up to a second. */
const judgedLetters = 32;
/** Guesses, as a power of ten: what is on a list of common passwords, a repetition or a row of keys. */
const leastGuesses = 8;
/** Letters and digits that are left when one's own words are taken away. */
const leastLetters = 8;

const productsName = 'anamnesis';

/**
 * The one place that judges a password that somebody wants to have (NIST SP 800-63B-4): its length, and whether it is among what is
 * guessed first. Passwords are asked for no kinds of letters.
 * @param field its name in what was sent
 * @throws PasswordTooShort, PasswordTooLong, PasswordTooCommon, PasswordHoldsOwnName
 */
export async function judgePassword(password: string, own: OwnWords, field = 'password'): Promise<void> {
  const letters = [...normalized(password)];
  if (letters.length < passwordLength.least) throw new PasswordTooShort(field);
  if (letters.length > passwordLength.most) throw new PasswordTooLong(field);
  const words = ownWords(own);
  if (leftWithout(words, letters.join('')) < leastLetters) throw new PasswordHoldsOwnName(field);
  estimator ??= loadEstimator();
  const { guessesLog10 } = (await estimator).check(letters.slice(0, judgedLetters).join(''), words);
  if (guessesLog10 < leastGuesses) throw new PasswordTooCommon(field);
}

function ownWords({ username = '', names = [], email }: OwnWords): string[] {
  const texts = [username, email ?? '', productsName, ...names.flatMap(({ text, given = [], family = '' }) => [text, ...given, family])];
  const words = texts.flatMap((text) => [text, ...text.split(/[^\p{L}\p{N}]+/u)]).map(comparable);
  // The longest first: "annabel" is taken away before "anna".
  return [...new Set(words)].filter((word) => word.length > 2).sort((one, other) => other.length - one.length);
}

const comparable = (text: string): string => normalized(text).toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '');

function leftWithout(words: readonly string[], password: string): number {
  const left = words.reduce((rest, word) => rest.replaceAll(word, ''), comparable(password));
  // Of a password in a script without such letters there is nothing to take away.
  return comparable(password) === '' ? leastLetters : [...left].length;
}

type Estimator = Awaited<ReturnType<typeof loadEstimator>>;
let estimator: Promise<Estimator> | undefined;

/** At its first use: 49,000 common passwords take 20 MB and a sixth of a second, which a process that judges none does not pay. */
async function loadEstimator() {
  const [{ ZxcvbnFactory }, { adjacencyGraphs, dictionary }] = await Promise.all([import('@zxcvbn-ts/core'), import('@zxcvbn-ts/language-common')]);
  return new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
}
